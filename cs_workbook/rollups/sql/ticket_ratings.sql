-- What:  how many tickets got each rating, in the survey window and over all.
-- Uses:  ticket_days
-- Unit:  n_window and n_all count rated tickets.
-- Rule:  the day of a rating is the day its ticket was opened; a blank window counts all.
-- Blank: a rating nobody gave is absent; a ticket without any day is in no window of days.
select
    rating as score,
    count(*) filter (
        where
        cast($survey_window_days as integer) is null
        or date_diff('day', day, cast($as_of as date)) < cast($survey_window_days as integer)
    ) as n_window,
    count(*) as n_all
from ticket_days
where rating is not null
group by rating
order by rating

-- What:  one row per account: tickets open now, tickets of the last 90 days, mean rating.
-- Uses:  ticket_days
-- Unit:  counts; the rating is the mean of 1 to 5.
-- Rule:  the rating counts tickets of the last $survey_window_days days, the as-of date being one
--        of them; a blank window counts all of them.
-- Blank: where there is any ticket in the exports, an account without one has 0 open tickets: a
--        help desk knows all its tickets. Its rating stays blank. Without tickets no row at all.
with
per_account as (
    select
        account_id,
        count(*) filter (where is_open) as open_tickets,
        count(*) filter (
            where date_diff('day', opened_on, cast($as_of as date)) < 90
        ) as tickets_90,
        count(rating) filter (
            where
            cast($survey_window_days as integer) is null
            or date_diff('day', day, cast($as_of as date)) < cast($survey_window_days as integer)
        ) as rated,
        sum(cast(rating as decimal(18, 4))) filter (
            where
            cast($survey_window_days as integer) is null
            or date_diff('day', day, cast($as_of as date)) < cast($survey_window_days as integer)
        ) as rating_sum
    from ticket_days
    where account_id is not null
    group by account_id
)
select
    accounts.account_id,
    coalesce(per_account.open_tickets, 0) as open_tickets,
    coalesce(per_account.tickets_90, 0) as tickets_90,
    cast(per_account.rating_sum as double) / nullif(per_account.rated, 0) as rating,
    coalesce(per_account.rated, 0) as rated
from accounts
left join per_account
    on accounts.account_id = per_account.account_id
where exists (select 1 from tickets)
order by accounts.account_id

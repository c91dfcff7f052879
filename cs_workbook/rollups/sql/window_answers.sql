-- What:  the survey answers of the survey window. Other rollups build on it.
-- Unit:  scores on the scale of their survey.
-- Rule:  the window is the last $survey_window_days days up to the as-of date, which is one of
--        them: 365 days to 2021-12-31 begin on 2021-01-01. A blank window begins with the first
--        answer.
-- Blank: an answer without a score or a day is left out.
select
    response_id,
    account_id,
    survey,
    cast(score as decimal(18, 4)) as score,
    answered_on,
    respondent,
    comment,
    source_file,
    source_line
from surveys
where
    score is not null
    and answered_on <= $as_of
    and (
        cast($survey_window_days as integer) is null
        or date_diff('day', answered_on, cast($as_of as date))
        < cast($survey_window_days as integer)
    )

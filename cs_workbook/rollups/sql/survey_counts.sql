-- What:  how many answers of each score every survey got in the survey window.
-- Uses:  window_answers
-- Unit:  n counts answers.
-- Rule:  every answer counts, also those of accounts nobody knows.
-- Blank: a score nobody gave is absent.
select
    survey,
    cast(score as double) as score,
    count(*) as n
from window_answers
group by survey, score
order by survey, score

-- What:  one row per account: the mean answer to each survey and how many answers it stands on.
-- Uses:  window_answers
-- Unit:  nps_answer is the mean of 0 to 10 (not a Net Promoter Score), csat_mean of 1 to 5,
--        ces_mean of 1 to 7.
-- Rule:  answers of the survey window; an answer of an account nobody knows counts in the whole
--        book only.
-- Blank: no answer gives a blank mean and n = 0; an account without any answer is absent.
select
    account_id,
    cast(sum(score) filter (where survey = 'NPS') as double)
    / nullif(count(*) filter (where survey = 'NPS'), 0) as nps_answer,
    count(*) filter (where survey = 'NPS') as nps_n,
    cast(sum(score) filter (where survey = 'CSAT') as double)
    / nullif(count(*) filter (where survey = 'CSAT'), 0) as csat_mean,
    count(*) filter (where survey = 'CSAT') as csat_n,
    cast(sum(score) filter (where survey = 'CES') as double)
    / nullif(count(*) filter (where survey = 'CES'), 0) as ces_mean,
    count(*) filter (where survey = 'CES') as ces_n
from window_answers
where account_id in (select account_id from accounts)
group by account_id
order by account_id

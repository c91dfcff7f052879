-- What:  the NPS answers of 0 to 6 in the survey window, newest first.
-- Uses:  window_answers
-- Unit:  score 0 to 6.
-- Rule:  the id of the answer decides between two of one day, so that the order is always the same.
-- Blank: the account's name and CSM are blank where the accounts export does not have them.
select
    window_answers.response_id,
    window_answers.account_id,
    accounts.account_name,
    accounts.csm,
    cast(window_answers.score as double) as score,
    window_answers.answered_on,
    window_answers.comment,
    window_answers.respondent,
    concat(
        window_answers.source_file, ':', cast(window_answers.source_line as varchar)
    ) as source
from window_answers
left join accounts
    on window_answers.account_id = accounts.account_id
where window_answers.survey = 'NPS' and window_answers.score < 7
order by
    window_answers.answered_on desc,
    window_answers.response_id asc,
    window_answers.source_file asc,
    window_answers.source_line asc

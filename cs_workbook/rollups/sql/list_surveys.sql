-- What:  the newest $rows survey answers, in the columns of tblSurveys.
-- Unit:  scores on the scale of their survey.
-- Rule:  newest first; file and line decide between equals, so that the order is always the same.
-- Blank: the account's name is blank where the accounts export does not have it.
select
    surveys.response_id as "Response ID",
    surveys.account_id as "Account ID",
    accounts.account_name as "Account",
    surveys.survey as "Survey",
    surveys.score as "Score",
    surveys.answered_on as "Answered on",
    surveys.respondent as "Respondent",
    surveys.channel as "Channel",
    surveys.comment as "Comment",
    concat(surveys.source_file, ':', cast(surveys.source_line as varchar)) as "Source"
from surveys
left join accounts
    on surveys.account_id = accounts.account_id
order by
    surveys.answered_on desc nulls last,
    surveys.response_id asc nulls last,
    surveys.source_file asc nulls last,
    surveys.source_line asc nulls last
limit $rows

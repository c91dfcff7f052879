-- What:  how many were asked in the survey window, how many of them answered, and how many accounts
--        stayed silent: one row.
-- Unit:  asked and answered count people, each once per survey; accounts_asked and accounts_silent
--        count accounts.
-- Rule:  the window is the last $survey_window_days days up to the as-of date; a blank window
--        begins with the first invitation. Who was asked several times was asked once, on the
--        first day. Answered: an answer to the survey on that day or later, up to the as-of date,
--        by the same person (letters compared without case); where the invitation or the answer
--        names nobody, by the same account. An invitation that names no survey is answered by any.
--        Silent: an account of which nobody asked has answered.
-- Blank: without invitations every count is 0, which is no rate, not a rate of 0 %.
with
asked as (
    select
        account_id,
        lower(trim(respondent)) as person,
        case
            when lower(survey) like '%nps%' or lower(survey) like '%net promoter%' then 'NPS'
            when lower(survey) like '%csat%' or lower(survey) like '%satisfaction%' then 'CSAT'
            when lower(survey) like '%ces%' or lower(survey) like '%effort%' then 'CES'
        end as survey,
        min(sent_on) as sent_on
    from invitations
    where
        sent_on <= $as_of
        and (
            cast($survey_window_days as integer) is null
            or date_diff('day', sent_on, cast($as_of as date))
            < cast($survey_window_days as integer)
        )
    group by 1, 2, 3
),
numbered as (
    select
        *,
        row_number() over (order by account_id, person, survey) as place
    from asked
),
told as (
    select
        account_id,
        lower(trim(respondent)) as person,
        survey,
        answered_on
    from surveys
    where score is not null and answered_on <= $as_of
),
heard as (
    select numbered.place
    from numbered
    inner join told
        on numbered.person = told.person
    where
        told.answered_on >= numbered.sent_on
        and (numbered.survey is null or numbered.survey = told.survey)
    union
    select numbered.place
    from numbered
    inner join told
        on numbered.account_id = told.account_id
    where
        (numbered.person is null or told.person is null)
        and told.answered_on >= numbered.sent_on
        and (numbered.survey is null or numbered.survey = told.survey)
),
marked as (
    select
        numbered.account_id,
        heard.place is not null as answered
    from numbered
    left join heard
        on numbered.place = heard.place
),
by_account as (
    select
        account_id,
        count(*) filter (where answered) as answered
    from marked
    where account_id is not null
    group by account_id
)
select
    (select count(*) from marked) as asked,
    (select count(*) from marked where answered) as answered,
    (select count(*) from by_account) as accounts_asked,
    (select count(*) from by_account where answered = 0) as accounts_silent

-- What:  how many people gave each NPS score, where each person counts once, with the newest
--        answer of the survey window.
-- Uses:  window_answers
-- Unit:  n counts people.
-- Rule:  a person is a respondent of an account, spelled the same each time. Of two answers on one
--        day the later row of the export wins.
-- Blank: an answer without a respondent counts by itself; a score nobody gave is absent.
with
people as (
    select
        score,
        row_number() over (
            partition by
                account_id,
                respondent,
                case when respondent is null then concat(source_file, ':', source_line) end
            order by answered_on desc, source_file desc, source_line desc
        ) as place
    from window_answers
    where survey = 'NPS'
)
select
    cast(score as double) as score,
    count(*) as n
from people
where place = 1
group by score
order by score

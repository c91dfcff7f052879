-- What:  one row per kind of group (Segment, CSM, Plan, Country) and group: its answers in the
--        survey window.
-- Uses:  window_answers, ticket_days
-- Unit:  promoters, passives, detractors, csat_satisfied, csat_n and ces_n count answers; ces_sum
--        is the sum of the answers.
-- Rule:  the group is what the accounts export says now. CSAT answers from $csat_low to $csat_high
--        are satisfied. Where the book has no CSAT answer in the window, the ticket ratings of the
--        window stand in for them, satisfied from 4: the day of a rating is the day its ticket was
--        opened. Within a kind the groups with most NPS answers come first.
-- Blank: an answer whose account is unknown or says nothing is in the group Not stated. A kind
--        that no account states at all is absent, and so is a group without any answer.
with
ratings as (
    select
        account_id,
        rating
    from ticket_days
    where
        rating is not null
        and not exists (select 1 from window_answers where survey = 'CSAT')
        and (
            cast($survey_window_days as integer) is null
            or date_diff('day', day, cast($as_of as date))
            < cast($survey_window_days as integer)
        )
),
marked as (
    select
        account_id,
        case when survey = 'NPS' and score >= 9 then 1 else 0 end as promoter,
        case when survey = 'NPS' and score >= 7 and score < 9 then 1 else 0 end as passive,
        case when survey = 'NPS' and score < 7 then 1 else 0 end as detractor,
        case
            when survey = 'CSAT' and score >= $csat_low and score <= $csat_high then 1 else 0
        end as satisfied,
        case when survey = 'CSAT' then 1 else 0 end as csat,
        case when survey = 'CES' then score else 0 end as effort,
        case when survey = 'CES' then 1 else 0 end as ces
    from window_answers
    union all
    select
        account_id,
        0 as promoter,
        0 as passive,
        0 as detractor,
        case when rating >= 4 then 1 else 0 end as satisfied,
        1 as csat,
        0 as effort,
        0 as ces
    from ratings
),
stated as (
    select account_id, 1 as place, 'Segment' as kind, nullif(trim(segment), '') as grp
    from accounts
    union all
    select account_id, 2 as place, 'CSM' as kind, nullif(trim(csm), '') as grp
    from accounts
    union all
    select account_id, 3 as place, 'Plan' as kind, nullif(trim(plan), '') as grp
    from accounts
    union all
    select account_id, 4 as place, 'Country' as kind, nullif(trim(country), '') as grp
    from accounts
),
kinds as (
    select distinct
        place,
        kind
    from stated
    where grp is not null
),
grouped as (
    select
        kinds.place,
        kinds.kind,
        coalesce(stated.grp, 'Not stated') as grp,
        marked.*
    from marked
    cross join kinds
    left join stated
        on marked.account_id = stated.account_id and kinds.kind = stated.kind
)
select
    kind,
    grp as "group",
    cast(sum(promoter) as bigint) as promoters,
    cast(sum(passive) as bigint) as passives,
    cast(sum(detractor) as bigint) as detractors,
    cast(sum(satisfied) as bigint) as csat_satisfied,
    cast(sum(csat) as bigint) as csat_n,
    cast(sum(effort) as double) as ces_sum,
    cast(sum(ces) as bigint) as ces_n
from grouped
group by place, kind, grp
order by place, sum(promoter) + sum(passive) + sum(detractor) desc, sum(csat) desc, grp

-- What:  one row per kind of group (Whole book, Segment, CSM, Plan, Country, Tenure), group, survey
--        and quarter: its answers.
-- Unit:  promoters, detractors, satisfied and n count answers; total is the sum of the answers.
-- Rule:  the last eight calendar quarters, the newest one up to the as-of date. Every answer
--        counts. Segment, CSM, plan and country are what the accounts export says now; tenure is
--        how long the account had been a customer on the day of the answer, from its Customer
--        since, else its first paid subscription. CSAT answers from $csat_low to $csat_high are
--        satisfied. promoters and detractors are of NPS only, satisfied of CSAT only.
-- Blank: an answer whose account is unknown or says nothing is in the group Not stated. A kind
--        that no account states is absent, and so is a quarter without an answer.
with
answers as (
    select
        account_id,
        survey,
        cast(score as decimal(18, 4)) as score,
        answered_on,
        cast(date_trunc('quarter', answered_on) as date) as first_day
    from surveys
    where
        score is not null
        and answered_on <= $as_of
        and answered_on >= cast(
            date_trunc('quarter', cast($as_of as date)) - interval '21' month as date
        )
),
began as (
    select
        account_id,
        min(start_date) as first_start
    from subscriptions
    where not coalesce(is_trial, false)
    group by account_id
),
joined as (
    select
        accounts.account_id,
        coalesce(accounts.customer_since, began.first_start) as joined_on
    from accounts
    left join began
        on accounts.account_id = began.account_id
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
        answers.*,
        0 as place,
        'Whole book' as kind,
        1 as stage,
        'All answers' as grp
    from answers
    union all
    select
        answers.*,
        kinds.place,
        kinds.kind,
        1 as stage,
        coalesce(stated.grp, 'Not stated') as grp
    from answers
    cross join kinds
    left join stated
        on answers.account_id = stated.account_id and kinds.kind = stated.kind
    union all
    select
        answers.*,
        5 as place,
        'Tenure' as kind,
        case
            when joined.joined_on is null then 4
            when answers.answered_on < joined.joined_on + interval '1' year then 1
            when answers.answered_on < joined.joined_on + interval '3' year then 2
            else 3
        end as stage,
        case
            when joined.joined_on is null then 'Not stated'
            when answers.answered_on < joined.joined_on + interval '1' year then 'Under 1 year'
            when answers.answered_on < joined.joined_on + interval '3' year then '1 to 3 years'
            else '3 years and more'
        end as grp
    from answers
    left join joined
        on answers.account_id = joined.account_id
    where exists (select 1 from joined where joined_on is not null)
)
select
    kind,
    grp as "group",
    survey,
    concat(
        cast(extract(year from first_day) as varchar),
        ' Q',
        cast(extract(quarter from first_day) as varchar)
    ) as quarter,
    count(*) filter (where survey = 'NPS' and score >= 9) as promoters,
    count(*) filter (where survey = 'NPS' and score < 7) as detractors,
    count(*) filter (
        where survey = 'CSAT' and score >= $csat_low and score <= $csat_high
    ) as satisfied,
    cast(sum(score) as double) as total,
    count(*) as n
from grouped
group by place, kind, stage, grp, survey, first_day
order by
    place,
    stage,
    grp,
    case survey when 'NPS' then 1 when 'CSAT' then 2 else 3 end,
    first_day

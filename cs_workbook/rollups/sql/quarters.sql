-- What:  the last eight calendar quarters, oldest first, the newest one up to the as-of date.
-- Uses:  subscription_mrr, ticket_days
-- Unit:  customers and mrr as they stood on the last day; answers and tickets of the days from
--        first_day to last_day; ces_sum is the sum of the answers.
-- Rule:  as in account_revenue: a customer has an open subscription that is no trial. CSAT answers
--        from $csat_low to $csat_high are satisfied.
-- Blank: customers and mrr are blank where there is no subscription at all, tickets where there
--        is no ticket at all; 0 answers are 0 answers.
with
firsts as (
    select cast(date_trunc('quarter', cast($as_of as date)) as date) as this_quarter
),
starts as (
    select cast(this_quarter - interval '21' month as date) as first_day from firsts
    union all
    select cast(this_quarter - interval '18' month as date) as first_day from firsts
    union all
    select cast(this_quarter - interval '15' month as date) as first_day from firsts
    union all
    select cast(this_quarter - interval '12' month as date) as first_day from firsts
    union all
    select cast(this_quarter - interval '9' month as date) as first_day from firsts
    union all
    select cast(this_quarter - interval '6' month as date) as first_day from firsts
    union all
    select cast(this_quarter - interval '3' month as date) as first_day from firsts
    union all
    select this_quarter as first_day from firsts
),
days as (
    select
        first_day,
        least(
            cast(first_day + interval '3' month - interval '1' day as date),
            cast($as_of as date)
        ) as last_day
    from starts
),
revenue as (
    select
        days.first_day,
        count(distinct subscription_mrr.account_id) as customers,
        sum(subscription_mrr.mrr) as mrr
    from days
    inner join subscription_mrr
        on
            subscription_mrr.start_date <= days.last_day
            and (subscription_mrr.end_date is null or subscription_mrr.end_date > days.last_day)
    where not subscription_mrr.is_trial
    group by days.first_day
),
answers as (
    select
        days.first_day,
        count(*) filter (where surveys.survey = 'NPS' and surveys.score >= 9) as promoters,
        count(*) filter (
            where surveys.survey = 'NPS' and surveys.score >= 7 and surveys.score < 9
        ) as passives,
        count(*) filter (where surveys.survey = 'NPS' and surveys.score < 7) as detractors,
        count(*) filter (
            where surveys.survey = 'CSAT'
            and surveys.score >= $csat_low and surveys.score <= $csat_high
        ) as csat_satisfied,
        count(*) filter (where surveys.survey = 'CSAT') as csat_n,
        sum(cast(surveys.score as decimal(18, 4))) filter (where surveys.survey = 'CES') as ces_sum,
        count(*) filter (where surveys.survey = 'CES') as ces_n
    from days
    inner join surveys
        on surveys.answered_on between days.first_day and days.last_day
    where surveys.score is not null
    group by days.first_day
),
opened as (
    select
        days.first_day,
        count(*) as tickets
    from days
    inner join ticket_days
        on ticket_days.opened_on between days.first_day and days.last_day
    group by days.first_day
)
select
    concat(
        cast(extract(year from days.first_day) as varchar),
        ' Q',
        cast(extract(quarter from days.first_day) as varchar)
    ) as quarter,
    days.first_day,
    days.last_day,
    case
        when exists (select 1 from subscriptions) then coalesce(revenue.customers, 0)
    end as customers,
    cast(
        case
            when exists (select 1 from subscriptions) and revenue.customers is null then 0
            else revenue.mrr
        end as double
    ) as mrr,
    coalesce(answers.promoters, 0) as promoters,
    coalesce(answers.passives, 0) as passives,
    coalesce(answers.detractors, 0) as detractors,
    coalesce(answers.csat_satisfied, 0) as csat_satisfied,
    coalesce(answers.csat_n, 0) as csat_n,
    coalesce(cast(answers.ces_sum as double), 0) as ces_sum,
    coalesce(answers.ces_n, 0) as ces_n,
    case
        when exists (select 1 from tickets) then coalesce(opened.tickets, 0)
    end as tickets
from days
left join revenue
    on days.first_day = revenue.first_day
left join answers
    on days.first_day = answers.first_day
left join opened
    on days.first_day = opened.first_day
order by days.first_day

-- What:  the MRR of each calendar month from opening to closing, newest first, at most 60 months.
-- Uses:  subscription_mrr, account_movements
-- Unit:  amounts are money per month, losses negative; customers are accounts with MRR above 0.
-- Rule:  month is its last day, for the newest one the as-of date. Opening and closing add up the
--        subscriptions open on the last day before and on the last day; the movements come from
--        the accounts one by one. So opening + movements = closing is a proof, not a definition.
-- Blank: there is no row before the month of the first paid subscription. Where the open
--        subscriptions of a day carry no amount at all, its MRR and the movements are blank; 0
--        where none is open. without_amount counts the subscriptions open on the last day that
--        carry no amount and are in no sum.
with
paid as (
    select
        account_id,
        start_date,
        end_date,
        mrr
    from subscription_mrr
    where not is_trial and start_date <= $as_of
),
months as (
    select cast(
        date_trunc('month', cast($as_of as date)) - step * interval '1' month as date
    ) as month
    from generate_series(0, 59) as steps (step)
),
days as (
    select
        month,
        cast(month - interval '1' day as date) as day_before,
        least(
            cast(month + interval '1' month - interval '1' day as date), cast($as_of as date)
        ) as last_day
    from months
    where month >= (select date_trunc('month', min(start_date)) from paid)
),
moments as (
    select last_day as moment from days
    union
    select day_before as moment from days
),
standing as (
    select
        moments.moment,
        sum(paid.mrr) as mrr,
        count(distinct case when round(paid.mrr, 6) > 0 then paid.account_id end) as customers,
        count(*) filter (where paid.mrr is null) as without_amount
    from moments
    inner join paid
        on
            paid.start_date <= moments.moment
            and (paid.end_date is null or paid.end_date > moments.moment)
    group by moments.moment
),
moved as (
    select
        month,
        sum(change) filter (where movement = 'New') as new,
        sum(change) filter (where movement = 'Expansion') as expansion,
        sum(change) filter (where movement = 'Contraction') as contraction,
        sum(change) filter (where movement = 'Churn') as churn,
        sum(change) filter (where movement = 'Reactivation') as reactivation,
        count(*) filter (where movement = 'New') as customers_new,
        count(*) filter (where movement = 'Churn') as customers_lost,
        count(*) filter (where movement = 'Reactivation') as customers_back
    from account_movements
    group by month
),
together as (
    select
        days.last_day,
        case when opened.moment is null then 0 else opened.mrr end as opening,
        case when closed.moment is null then 0 else closed.mrr end as closing,
        coalesce(moved.new, 0) as new,
        coalesce(moved.expansion, 0) as expansion,
        coalesce(moved.contraction, 0) as contraction,
        coalesce(moved.churn, 0) as churn,
        coalesce(moved.reactivation, 0) as reactivation,
        coalesce(opened.customers, 0) as customers_start,
        coalesce(moved.customers_new, 0) as customers_new,
        coalesce(moved.customers_lost, 0) as customers_lost,
        coalesce(moved.customers_back, 0) as customers_back,
        coalesce(closed.customers, 0) as customers_end,
        coalesce(closed.without_amount, 0) as without_amount
    from days
    left join standing as opened
        on days.day_before = opened.moment
    left join standing as closed
        on days.last_day = closed.moment
    left join moved
        on days.month = moved.month
)
select
    last_day as month,
    cast(opening as double) as opening,
    cast(case when opening + closing is not null then new end as double) as new,
    cast(case when opening + closing is not null then expansion end as double) as expansion,
    cast(case when opening + closing is not null then contraction end as double) as contraction,
    cast(case when opening + closing is not null then churn end as double) as churn,
    cast(case when opening + closing is not null then reactivation end as double) as reactivation,
    cast(closing as double) as closing,
    customers_start,
    customers_new,
    customers_lost,
    customers_back,
    customers_end,
    without_amount
from together
order by last_day desc

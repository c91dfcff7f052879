-- What:  one row per account and month in which its MRR changed: before, after and what kind of
--        change it is. Other rollups build on it.
-- Uses:  subscription_mrr
-- Unit:  before, after and change are money per month; month is its first day.
-- Rule:  a month is judged by its last day, the newest one by the as-of date; changes within a
--        month are netted per account. New is the first MRR ever, Churn the end of the last MRR,
--        Reactivation MRR after a churn; any other rise is Expansion, any other fall Contraction.
--        An end is the first day without service. Differences below a millionth are none.
-- Blank: a trial and a subscription without an amount add nothing; one that ends before it starts,
--        or within the month it starts in, is never seen.
with
seen_at_a_month_end as (
    select
        account_id,
        mrr,
        start_date,
        case when end_date <= $as_of then end_date end as ended_on
    from subscription_mrr
    where
        not is_trial
        and mrr is not null
        and start_date <= $as_of
        and (
            end_date is null
            or end_date > $as_of
            or date_trunc('month', end_date) > date_trunc('month', start_date)
        )
),
steps as (
    select
        account_id,
        cast(date_trunc('month', start_date) as date) as month,
        mrr as change
    from seen_at_a_month_end
    union all
    select
        account_id,
        cast(date_trunc('month', ended_on) as date) as month,
        -mrr as change
    from seen_at_a_month_end
    where ended_on is not null
),
changes as (
    select
        account_id,
        month,
        sum(change) as change
    from steps
    group by account_id, month
),
running as (
    select
        account_id,
        month,
        change,
        sum(change) over (
            partition by account_id
            order by month
            rows between unbounded preceding and current row
        ) as after
    from changes
),
states as (
    select
        account_id,
        month,
        change,
        after,
        after - change as before,
        max(after) over (
            partition by account_id
            order by month
            rows between unbounded preceding and 1 preceding
        ) as most_before
    from running
)
select
    account_id,
    month,
    before,
    after,
    change,
    case
        when round(before, 6) = 0 and coalesce(most_before, 0) > 0 then 'Reactivation'
        when round(before, 6) = 0 then 'New'
        when round(after, 6) = 0 then 'Churn'
        when change > 0 then 'Expansion'
        else 'Contraction'
    end as movement
from states
where round(before, 6) <> round(after, 6)

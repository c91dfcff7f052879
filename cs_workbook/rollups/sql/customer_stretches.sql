-- What:  one row per account and stretch of paid service without a break. Other rollups build on it.
-- Unit:  days; ended_on is the first day without service.
-- Rule:  subscriptions that are no trial and began up to the as-of date; those that touch or
--        overlap are one stretch. A subscription that ends on or before its first day gave no
--        service and is left out. An end after the as-of date has not happened yet.
-- Blank: ended_on is blank while the stretch runs. An account that never had paid service is
--        absent.
with
paid as (
    select
        subscription_id,
        account_id,
        start_date,
        case when end_date <= $as_of then end_date end as end_date
    from subscriptions
    where
        not coalesce(is_trial, false)
        and start_date <= $as_of
        and (end_date is null or end_date > start_date)
),
covered as (
    select
        *,
        max(coalesce(end_date, cast('9999-12-31' as date))) over (
            partition by account_id
            order by start_date, end_date nulls last, subscription_id
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from paid
),
numbered as (
    select
        *,
        sum(case when covered_until >= start_date then 0 else 1 end) over (
            partition by account_id
            order by start_date, end_date nulls last, subscription_id
            rows between unbounded preceding and current row
        ) as stretch
    from covered
)
select
    account_id,
    min(start_date) as started_on,
    case when count(*) = count(end_date) then max(end_date) end as ended_on
from numbered
group by account_id, stretch
order by account_id, started_on

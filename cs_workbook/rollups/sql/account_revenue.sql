-- What:  one row per account: what it pays now, what it paid at the start of the period, and
--        whether it was lost in between.
-- Uses:  subscription_mrr
-- Unit:  mrr and mrr_start are money per month; the others are counts, days and yes or no.
-- Rule:  a subscription is open on a day from its start up to but not including its end: the end
--        is the first day without service. A customer has an open subscription that is no trial.
--        $period_start is the day before the period. Lost is who was a customer then and is none
--        at the as-of date, so neither who came and went in between nor who left and came back.
-- Blank: where the open subscriptions carry no amount at all, mrr is blank, not 0; without an open
--        one it is 0. An account without a subscription is absent.
-- Else:  where there is no subscription at all in the exports, the accounts export speaks: its
--        mrr, else its arr / 12; 0 for a trial, an account flagged as churned and one that
--        becomes a customer after the as-of date. What needs a history is blank then. An account
--        with neither amount nor flag is absent.
with
dated as (
    select
        account_id,
        is_trial,
        start_date,
        end_date,
        mrr,
        start_date <= $as_of as begun,
        start_date <= $as_of and (end_date is null or end_date > $as_of) as open_now,
        start_date <= $period_start
        and (end_date is null or end_date > $period_start) as open_then
    from subscription_mrr
),
added_up as (
    select
        account_id,
        sum(mrr) filter (where open_now) as mrr,
        sum(mrr) filter (where open_then) as mrr_start,
        count(*) filter (where open_now and not is_trial) as open_subscriptions,
        count(*) filter (where open_then and not is_trial) as open_at_start,
        count(*) filter (where open_now and is_trial) as open_trials,
        count(*) filter (where begun and not is_trial) as begun_subscriptions,
        min(start_date) filter (where begun and not is_trial) as first_start,
        min(end_date) filter (where open_now and not is_trial) as next_renewal
    from dated
    group by account_id
),
from_subscriptions as (
    select
        account_id,
        'Subscriptions' as mrr_from,
        open_subscriptions > 0 as customer,
        cast(case when open_subscriptions = 0 then 0 else mrr end as double) as mrr,
        cast(case when open_at_start = 0 then 0 else mrr_start end as double) as mrr_start,
        open_subscriptions,
        open_trials,
        begun_subscriptions > 0 as ever_paid,
        first_start,
        next_renewal,
        open_at_start > 0 as customer_at_start,
        open_at_start > 0 and open_subscriptions = 0 as lost_in_period
    from added_up
),
stated as (
    select
        account_id,
        customer_since,
        renewal_date,
        coalesce(is_trial, false) as is_trial,
        not (
            coalesce(churned, false)
            or coalesce(is_trial, false)
            or (customer_since is not null and customer_since > $as_of)
        ) as customer,
        coalesce(cast(mrr as double), cast(arr as double) / cast(12 as double)) as mrr
    from accounts
    where
        (churned is not null or mrr is not null or arr is not null)
        and not exists (select 1 from subscriptions)
),
from_accounts as (
    select
        account_id,
        'Accounts' as mrr_from,
        customer,
        case when customer then mrr else cast(0 as double) end as mrr,
        cast(null as double) as mrr_start,
        cast(null as bigint) as open_subscriptions,
        cast(null as bigint) as open_trials,
        not is_trial as ever_paid,
        customer_since as first_start,
        case when renewal_date > $as_of then renewal_date end as next_renewal,
        cast(null as boolean) as customer_at_start,
        cast(null as boolean) as lost_in_period
    from stated
)
select * from from_subscriptions
union all
select * from from_accounts
order by account_id

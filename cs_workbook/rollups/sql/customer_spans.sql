-- What:  one row per account that ever was a customer: when it joined and when it left.
-- Uses:  customer_stretches
-- Unit:  days; left_on is the first day without service; tenure_months as exported; gaps counts
--        the times an account left and came back.
-- Rule:  joined_on is the first day of the first stretch of paid service, left_on the end of the
--        last one. Who left and came back is not lost.
-- Else:  where there is no subscription at all in the exports, the accounts export speaks:
--        accounts that are not on trial, from customer_since on. Lost is who is flagged as
--        churned; without a flag, who has a churn event that no reactivation followed. The last
--        churn event says when.
-- Blank: left_on is blank for a customer, and for a lost one whose day no export says. joined_on
--        is blank where customer_since is. gaps is blank without subscriptions.
with
from_subscriptions as (
    select
        account_id,
        'Subscriptions' as span_from,
        min(started_on) as joined_on,
        case when count(*) = count(ended_on) then max(ended_on) end as left_on,
        count(*) = count(ended_on) as lost,
        cast(null as double) as tenure_months,
        count(*) - 1 as gaps
    from customer_stretches
    group by account_id
),
last_events as (
    select
        churn_events.account_id,
        churn_events.churned_on,
        coalesce(churn_events.is_reactivation, false) as came_back,
        row_number() over (
            partition by churn_events.account_id
            order by
                churn_events.churned_on desc,
                coalesce(churn_events.is_reactivation, false) desc
        ) as place
    from churn_events
    inner join accounts
        on churn_events.account_id = accounts.account_id
    where
        churn_events.churned_on <= $as_of
        and (accounts.customer_since is null or churn_events.churned_on >= accounts.customer_since)
),
stated as (
    select
        accounts.account_id,
        accounts.customer_since,
        cast(accounts.tenure_months as double) as tenure_months,
        coalesce(
            accounts.churned,
            last_events.account_id is not null and not last_events.came_back
        ) as lost,
        last_events.churned_on
    from accounts
    left join last_events
        on accounts.account_id = last_events.account_id and last_events.place = 1
    where
        not coalesce(accounts.is_trial, false)
        and (accounts.customer_since is null or accounts.customer_since <= $as_of)
        and not exists (select 1 from subscriptions)
),
from_accounts as (
    select
        account_id,
        'Accounts' as span_from,
        customer_since as joined_on,
        case when lost then churned_on end as left_on,
        lost,
        tenure_months,
        cast(null as bigint) as gaps
    from stated
)
select * from from_subscriptions
union all
select * from from_accounts
order by account_id

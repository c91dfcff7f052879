-- What:  logo churn by three rules side by side: whom each counts as lost, out of whom, and how
--        many rows of the exports it stands on.
-- Uses:  subscription_mrr, account_revenue
-- Unit:  accounts.
-- Rule:  Subscriptions: customers at the start of the period that are none at the as-of date.
--        Churn events: accounts with an event up to the as-of date, out of all accounts.
--        Account flag: accounts flagged as churned, out of those that carry a flag at all.
-- Blank: a rule without rows has part 0 and base 0, which is no rate, not a rate of 0 %.
with
by_subscriptions as (
    select
        1 as place,
        'Subscriptions' as rule,
        count(*) filter (where lost_in_period) as part,
        count(*) filter (where customer_at_start) as base,
        (select count(*) from subscriptions) as rows_behind
    from account_revenue
),
by_events as (
    select
        2 as place,
        'Churn events' as rule,
        count(distinct account_id) as part,
        (
            select count(*) from accounts
            where exists (select 1 from churn_events)
        ) as base,
        (select count(*) from churn_events) as rows_behind
    from churn_events
    where
        churned_on <= $as_of
        and account_id in (select account_id from accounts)
),
by_flag as (
    select
        3 as place,
        'Account flag' as rule,
        count(*) filter (where churned) as part,
        count(churned) as base,
        count(churned) as rows_behind
    from accounts
),
together as (
    select * from by_subscriptions
    union all
    select * from by_events
    union all
    select * from by_flag
)
select
    rule,
    part,
    base,
    rows_behind
from together
order by place

-- What:  one row per account with a churn event up to the as-of date.
-- Unit:  counts and days.
-- Rule:  an account may have several events; it counts as churned once.
-- Blank: an account without an event is absent; that is 0 events where there are churn events at
--        all, and not known where there are none.
select
    account_id,
    count(*) as events,
    min(churned_on) as first_event,
    max(churned_on) as last_event
from churn_events
where
    churned_on <= $as_of
    and account_id in (select account_id from accounts)
group by account_id
order by account_id

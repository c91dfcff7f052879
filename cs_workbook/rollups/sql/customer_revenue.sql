-- What:  one row per account: what it has paid so far, as far as the exports say.
-- Uses:  subscription_mrr
-- Unit:  money.
-- Rule:  per paid subscription its monthly amount times the days of service up to the as-of date
--        times 12/365. Price changes inside a subscription are not in the exports.
-- Else:  where there is no subscription at all in the exports, the revenue so far of the accounts
--        export.
-- Blank: an account without any amount is absent; a subscription without an amount adds nothing.
with
served as (
    select
        account_id,
        mrr,
        date_diff(
            'day', start_date, least(coalesce(end_date, cast($as_of as date) + 1), $as_of + 1)
        ) as days
    from subscription_mrr
    where not is_trial and mrr is not null and start_date <= $as_of
)
select
    account_id,
    cast(
        sum(cast(cast(mrr as double) * greatest(days, 0) * 12 / 365 as decimal(28, 6))) as double
    ) as revenue
from served
group by account_id
union all
select
    account_id,
    cast(total_revenue as double) as revenue
from accounts
where total_revenue is not null and not exists (select 1 from subscriptions)
order by account_id

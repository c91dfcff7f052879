-- What:  the paid subscriptions that run on without an end date, in one row: they come up for no
--        renewal and are in no renewal rate.
-- Uses:  subscription_mrr
-- Unit:  mrr is money per month; the others are counts.
-- Rule:  open on the as-of date, no trial, no end date. An account none of whose paid
--        subscriptions has an end is left out where the accounts export has its renewal date.
-- Blank: mrr is blank where none of them carries an amount.
with
paid as (
    select *
    from subscription_mrr
    where
        not is_trial
        and account_id in (select account_id from accounts)
),
ending as (
    select account_id
    from paid
    where end_date > start_date
)
select
    count(*) as subscriptions,
    count(distinct paid.account_id) as accounts,
    cast(sum(paid.mrr) as double) as mrr
from paid
inner join accounts
    on paid.account_id = accounts.account_id
where
    paid.start_date <= $as_of
    and paid.end_date is null
    and (
        accounts.renewal_date is null
        or paid.account_id in (select account_id from ending)
    )

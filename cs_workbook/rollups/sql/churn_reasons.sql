-- What:  why accounts left in the period: one row per reason, most MRR lost first.
-- Uses:  subscription_mrr
-- Unit:  customers, amount_not_known and still_paying are accounts; mrr_lost is money per month.
-- Rule:  churn events after $period_start up to the as-of date. An account counts once, by its
--        newest event. Its loss is its MRR on the day before that event; where subscriptions do
--        not know that, the amount the event itself carries. still_paying are accounts of the
--        reason that have MRR at the as-of date all the same.
-- Blank: an event without a reason goes under "not stated". An account whose loss nobody knows is
--        in no sum but in amount_not_known; mrr_lost is blank where none is known.
with
ranked as (
    select
        churn_events.*,
        row_number() over (
            partition by account_id
            order by churned_on desc, churn_event_id desc, source_file desc, source_line desc
        ) as place
    from churn_events
    where churned_on > $period_start and churned_on <= $as_of
),
newest as (
    select
        account_id,
        churned_on,
        coalesce(nullif(trim(reason), ''), 'not stated') as reason,
        mrr_lost
    from ranked
    where place = 1
),
amounts as (
    select
        newest.account_id,
        sum(subscription_mrr.mrr) filter (
            where
            subscription_mrr.start_date < newest.churned_on
            and (
                subscription_mrr.end_date is null
                or subscription_mrr.end_date >= newest.churned_on
            )
        ) as mrr_before,
        sum(subscription_mrr.mrr) filter (
            where
            subscription_mrr.start_date <= $as_of
            and (subscription_mrr.end_date is null or subscription_mrr.end_date > $as_of)
        ) as mrr_now
    from newest
    inner join subscription_mrr
        on newest.account_id = subscription_mrr.account_id
    where not subscription_mrr.is_trial
    group by newest.account_id
),
lost as (
    select
        newest.reason,
        coalesce(amounts.mrr_before, cast(newest.mrr_lost as decimal(28, 10))) as mrr_lost,
        coalesce(amounts.mrr_now, 0) > 0 as still_pays
    from newest
    left join amounts
        on newest.account_id = amounts.account_id
)
select
    reason,
    count(*) as customers,
    cast(sum(mrr_lost) as double) as mrr_lost,
    count(*) filter (where mrr_lost is null) as amount_not_known,
    count(*) filter (where still_pays) as still_paying
from lost
group by reason
order by
    sum(mrr_lost) desc nulls last,
    count(*) desc,
    reason asc

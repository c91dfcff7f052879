-- What:  the newest $rows subscriptions, in the columns of tblSubscriptions.
-- Uses:  subscription_mrr
-- Unit:  MRR is money per month, of ended subscriptions what they were worth while they ran.
-- Rule:  Future starts after the as-of date; Ended has its first day without service by then; of
--        the rest, Trial is marked as a trial and Open is not. Newest first; file and line decide
--        between equals.
-- Blank: a trial has no MRR, nor has an amount without a known billing word.
select
    subscription_mrr.subscription_id as "Subscription ID",
    subscription_mrr.account_id as "Account ID",
    accounts.account_name as "Account",
    case
        when subscription_mrr.start_date > $as_of then 'Future'
        when subscription_mrr.end_date <= $as_of then 'Ended'
        when subscription_mrr.is_trial then 'Trial'
        else 'Open'
    end as "State",
    subscription_mrr.plan as "Plan",
    subscription_mrr.seats as "Seats",
    subscription_mrr.start_date as "Start",
    subscription_mrr.end_date as "End",
    cast(subscription_mrr.mrr as double) as "MRR",
    subscription_mrr.currency as "Currency",
    subscription_mrr.billing as "Billing",
    subscription_mrr.auto_renew as "Auto-renew",
    concat(
        subscription_mrr.source_file, ':', cast(subscription_mrr.source_line as varchar)
    ) as "Source"
from subscription_mrr
left join accounts
    on subscription_mrr.account_id = accounts.account_id
order by
    subscription_mrr.start_date desc nulls last,
    subscription_mrr.subscription_id asc nulls last,
    subscription_mrr.source_file asc nulls last,
    subscription_mrr.source_line asc nulls last
limit $rows

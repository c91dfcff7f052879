-- What:  the newest $rows churn events, in the columns of tblChurnEvents.
-- Unit:  Refund is money as exported.
-- Rule:  newest first; file and line decide between equals, so that the order is always the same.
-- Blank: the account's name is blank where the accounts export does not have it.
select
    churn_events.churn_event_id as "Event ID",
    churn_events.account_id as "Account ID",
    accounts.account_name as "Account",
    churn_events.churned_on as "Churned on",
    churn_events.reason as "Reason",
    cast(churn_events.refund as double) as "Refund",
    churn_events.is_reactivation as "Reactivation",
    churn_events.comment as "Comment",
    concat(churn_events.source_file, ':', cast(churn_events.source_line as varchar)) as "Source"
from churn_events
left join accounts
    on churn_events.account_id = accounts.account_id
order by
    churn_events.churned_on desc nulls last,
    churn_events.churn_event_id asc nulls last,
    churn_events.source_file asc nulls last,
    churn_events.source_line asc nulls last
limit $rows

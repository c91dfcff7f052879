-- What:  one row with the totals of the book at the as-of date, to check everything else against.
-- Uses:  subscription_mrr, account_revenue, ticket_days
-- Unit:  counts; open_mrr is money per month.
-- Rule:  rows up to the as-of date. Open subscriptions are paid ones; trials stand apart.
--        open_mrr adds up the accounts, by the rules of account_revenue.
-- Blank: open_mrr is blank where no amount is known at all.
with
revenue as (
    select
        count(*) filter (where customer) as customers,
        sum(cast(mrr as decimal(28, 10))) as open_mrr
    from account_revenue
),
contracts as (
    select
        count(*) as subscriptions,
        count(*) filter (
            where not is_trial and (end_date is null or end_date > $as_of)
        ) as open_subscriptions,
        count(*) filter (where is_trial and (end_date is null or end_date > $as_of)) as open_trials
    from subscription_mrr
    where start_date <= $as_of
),
answers as (
    select
        count(*) filter (where survey = 'NPS') as nps_answers,
        count(*) filter (where survey = 'CSAT') as csat_answers,
        count(*) filter (where survey = 'CES') as ces_answers
    from surveys
    where answered_on <= $as_of
),
desk as (
    select
        count(*) as tickets,
        count(*) filter (where is_open) as open_tickets,
        count(rating) as rated_tickets,
        sum(cast(rating as decimal(18, 4))) as rating_sum
    from ticket_days
),
events as (
    select
        count(*) as usage_rows,
        count(distinct account_id) as accounts_with_usage
    from usage
    where cast(used_at as date) <= $as_of
),
losses as (
    select
        count(*) as churn_events,
        count(distinct account_id) as accounts_with_churn_event
    from churn_events
    where churned_on <= $as_of
)
select
    (select count(*) from accounts) as accounts,
    revenue.customers,
    cast(revenue.open_mrr as double) as open_mrr,
    contracts.subscriptions,
    contracts.open_subscriptions,
    contracts.open_trials,
    answers.nps_answers,
    answers.csat_answers,
    answers.ces_answers,
    desk.tickets,
    desk.open_tickets,
    desk.rated_tickets,
    coalesce(cast(desk.rating_sum as double), 0) as rating_sum,
    events.usage_rows,
    events.accounts_with_usage,
    losses.churn_events,
    losses.accounts_with_churn_event
from revenue
cross join contracts
cross join answers
cross join desk
cross join events
cross join losses

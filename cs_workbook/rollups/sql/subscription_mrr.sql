-- What:  every subscription with what it is worth a month. Other rollups build on it.
-- Unit:  mrr is money per month.
-- Rule:  mrr as exported; else arr / 12; else amount / months in its billing word. A week is
--        12/52 months and a day 12/365. "Biannual" is no billing word: people read it as twice a
--        year and as every two years.
-- Blank: no amount, or an amount without a known billing word, gives a blank mrr, not 0. A trial
--        has no mrr, whatever amount stands beside it.
with
worded as (
    select
        subscriptions.*,
        lower(trim(replace(billing, '_', ' '))) as billing_word
    from subscriptions
),
termed as (
    select
        worded.*,
        case
            when billing_word in ('day', 'daily')
                then cast(12 as double) / cast(365 as double)
            when billing_word in ('week', 'weekly')
                then cast(12 as double) / cast(52 as double)
            when billing_word in ('month', 'monthly', 'months', '1', '1 month', 'mo')
                then cast(1 as double)
            when billing_word in ('quarter', 'quarterly', '3', '3 months')
                then cast(3 as double)
            when billing_word in (
                'half-year', 'half year', 'half-yearly', 'half yearly', 'semi-annual',
                'semi annual', 'semiannual', 'semi-annually', 'semiannually', '6', '6 months'
            )
                then cast(6 as double)
            when billing_word in (
                'year', 'yearly', 'years', 'annual', 'annually', 'yr', '1 year', '12', '12 months'
            )
                then cast(12 as double)
            when billing_word in ('24', '24 months', '2 years')
                then cast(24 as double)
            when billing_word in ('36', '36 months', '3 years')
                then cast(36 as double)
        end as months
    from worded
)
-- Ten decimals: sums of decimals do not depend on the order of the rows, sums of doubles do.
select
    subscription_id,
    account_id,
    plan,
    seats,
    start_date,
    end_date,
    billing,
    currency,
    auto_renew,
    coalesce(is_trial, false) as is_trial,
    case
        when coalesce(is_trial, false)
            then null
        when mrr is not null
            then cast(mrr as decimal(28, 10))
        when arr is not null
            then cast(cast(arr as double) / cast(12 as double) as decimal(28, 10))
        when months is not null
            then cast(cast(amount as double) / months as decimal(28, 10))
    end as mrr,
    source_file,
    source_line
from termed

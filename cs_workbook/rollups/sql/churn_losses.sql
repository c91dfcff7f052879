-- What:  the losses of the period, told apart so that every way of counting them can be had: one
--        row.
-- Uses:  customer_stretches
-- Unit:  customers_at_start and customers_served count customers; lost, joined_and_lost and
--        lost_and_back count losses, of which one customer may have several.
-- Rule:  a loss is a stretch of paid service that ended after $period_start, the day before the
--        period, and up to the as-of date. Joined and lost: by customers that were none at the
--        start. Lost and back: by customers at the start, beyond the one loss that lasts to the
--        as-of date. Served is who had service on any day of the period or the day before.
-- Blank: without subscriptions every count is 0, which is no rate, not a rate of 0 %.
with
customers as (
    select
        account_id,
        count(*) filter (where ended_on > $period_start) as losses,
        count(*) filter (
            where
                started_on <= $period_start
                and (ended_on is null or ended_on > $period_start)
        ) > 0 as at_start,
        count(*) filter (where ended_on is null) > 0 as at_end,
        count(*) filter (where ended_on is null or ended_on > $period_start) > 0 as served
    from customer_stretches
    group by account_id
),
counted as (
    select
        count(*) filter (where at_start) as customers_at_start,
        count(*) filter (where served) as customers_served,
        coalesce(sum(losses), 0) as lost,
        coalesce(sum(losses) filter (where not at_start), 0) as joined_and_lost,
        count(*) filter (where at_start and not at_end) as gone
    from customers
)
select
    customers_at_start,
    customers_served,
    cast(lost as bigint) as lost,
    cast(joined_and_lost as bigint) as joined_and_lost,
    cast(lost - joined_and_lost - gone as bigint) as lost_and_back
from counted

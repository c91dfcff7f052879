-- What:  one row per day of the period: customers in the morning, and how many were lost that day.
-- Uses:  customer_stretches
-- Unit:  customers.
-- Rule:  the period begins on the day after $period_start and ends on the as-of date. Customers in
--        the morning had service the day before. The day of a loss is the first day without
--        service; who comes back on the same day was not lost.
-- Blank: a day without customers has 0 of them; without any subscription there are no rows.
with
changes as (
    select
        started_on as day,
        1 as change,
        0 as lost
    from customer_stretches
    union all
    select
        ended_on as day,
        -1 as change,
        1 as lost
    from customer_stretches
    where ended_on is not null
    union all
    select
        cast(cast($period_start as date) + step * interval '1' day as date) as day,
        0 as change,
        0 as lost
    from generate_series(
        1, date_diff('day', cast($period_start as date), cast($as_of as date))
    ) as steps (step)
    where exists (select 1 from customer_stretches)
),
by_day as (
    select
        day,
        sum(change) as change,
        sum(lost) as lost
    from changes
    group by day
),
running as (
    select
        day,
        lost,
        sum(change) over (order by day) - change as customers
    from by_day
)
select
    day,
    cast(customers as bigint) as customers,
    cast(lost as bigint) as lost
from running
where day > $period_start
order by day

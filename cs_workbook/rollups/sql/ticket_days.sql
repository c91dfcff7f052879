-- What:  every ticket that was there at the as-of date, by days. Other rollups build on it.
-- Unit:  days; rating 1 to 5.
-- Rule:  a ticket is open while the day it was closed is after the as-of date. Without such a day
--        its status decides: closed, resolved and solved (and what begins like them), done,
--        completed and cancelled are closed, anything else is open.
-- Blank: without a day it was opened, a ticket counts as there, and its day is the one it was
--        closed. A ticket closed after the as-of date had no rating yet.
with
dated as (
    select
        ticket_id,
        account_id,
        cast(opened_at as date) as opened_on,
        cast(closed_at as date) as closed_on,
        coalesce(lower(trim(status)), '') as status_word,
        satisfaction
    from tickets
)
select
    ticket_id,
    account_id,
    opened_on,
    coalesce(opened_on, closed_on) as day,
    case
        when closed_on is not null then closed_on > $as_of
        else not (
            status_word like 'closed%'
            or status_word like 'resolved%'
            or status_word like 'solved%'
            or status_word in ('done', 'completed', 'cancelled', 'canceled')
        )
    end as is_open,
    case
        when closed_on is null or closed_on <= $as_of then satisfaction
    end as rating
from dated
where opened_on is null or opened_on <= $as_of

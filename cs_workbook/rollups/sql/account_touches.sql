-- What:  one row per account: the last day of a ticket and of a survey answer.
-- Unit:  days.
-- Rule:  tickets by the day they were opened; answers of every survey. Nothing after the as-of
--        date.
-- Blank: none is known; an account without either is absent.
with
touches as (
    select
        account_id,
        'ticket' as kind,
        cast(opened_at as date) as day
    from tickets
    union all
    select
        account_id,
        'answer' as kind,
        cast(answered_on as date) as day
    from surveys
)
select
    account_id,
    max(day) filter (where kind = 'ticket') as last_ticket,
    max(day) filter (where kind = 'answer') as last_answer
from touches
where
    day <= cast($as_of as date)
    and account_id in (select account_id from accounts)
group by account_id
order by account_id

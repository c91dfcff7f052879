-- What:  the newest $rows tickets, in the columns of tblTickets.
-- Unit:  minutes to the first response, hours to the resolution, rating 1 to 5.
-- Rule:  newest first; file and line decide between equals, so that the order is always the same.
-- Blank: the account's name is blank where the accounts export does not have it.
select
    tickets.ticket_id as "Ticket ID",
    tickets.account_id as "Account ID",
    accounts.account_name as "Account",
    tickets.subject as "Subject",
    tickets.status as "Status",
    tickets.priority as "Priority",
    tickets.opened_at as "Opened",
    tickets.closed_at as "Closed",
    tickets.first_response_minutes as "First response (min)",
    tickets.resolution_hours as "Resolution (h)",
    tickets.satisfaction as "Rating",
    tickets.escalated as "Escalated",
    concat(tickets.source_file, ':', cast(tickets.source_line as varchar)) as "Source"
from tickets
left join accounts
    on tickets.account_id = accounts.account_id
order by
    tickets.opened_at desc nulls last,
    tickets.ticket_id asc nulls last,
    tickets.source_file asc nulls last,
    tickets.source_line asc nulls last
limit $rows

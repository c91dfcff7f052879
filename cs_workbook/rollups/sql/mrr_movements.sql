-- What:  the newest $rows MRR movements, in the columns of tblMovements, and how many there are.
-- Uses:  subscription_mrr, account_movements
-- Unit:  amounts are money per month; Change is negative for Contraction and Churn.
-- Rule:  as in account_movements. Month is its last day, for the newest one the as-of date. Newest
--        month first, then by account id; movements is the number of all of them in every row.
-- Blank: the account's name is blank where the accounts export does not have it.
select
    least(
        cast(account_movements.month + interval '1' month - interval '1' day as date),
        cast($as_of as date)
    ) as "Month",
    account_movements.account_id as "Account ID",
    accounts.account_name as "Account",
    account_movements.movement as "Movement",
    cast(account_movements.before as double) as "MRR before",
    cast(account_movements.after as double) as "MRR after",
    cast(account_movements.change as double) as "Change",
    count(*) over () as movements
from account_movements
left join accounts
    on account_movements.account_id = accounts.account_id
order by
    account_movements.month desc,
    account_movements.account_id asc
limit $rows

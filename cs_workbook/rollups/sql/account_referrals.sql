-- What:  one row per account that has referred somebody.
-- Unit:  referrals, won and lost count leads; last_referred is a day.
-- Rule:  referrals up to the as-of date. Won and lost are what the export says of the lead.
-- Blank: a lead of which nothing is said is open: neither won nor lost. An account without a
--        referral is absent; that is 0 where there is any referral at all, else not known.
select
    account_id,
    count(*) as referrals,
    count(*) filter (where won) as won,
    count(*) filter (where not won) as lost,
    max(referred_on) as last_referred
from referrals
where
    referred_on <= $as_of
    and account_id in (select account_id from accounts)
group by account_id
order by account_id

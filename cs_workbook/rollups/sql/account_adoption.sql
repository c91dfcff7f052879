-- What:  one row per account with what it may use, and beside it how many features the whole book
--        used.
-- Unit:  features_bought counts features, provisioned_users people; book_features counts different
--        features any account used in the 90 days up to the as-of date.
-- Rule:  as the accounts export says.
-- Blank: not stated is blank, not 0. book_features is 0 where no usage row names a feature.
with
recent as (
    select count(distinct feature) as book_features
    from usage
    where
        account_id is not null
        and cast(used_at as date) <= $as_of
        and date_diff('day', cast(used_at as date), cast($as_of as date)) < 90
)
select
    accounts.account_id,
    accounts.features_bought,
    accounts.provisioned_users,
    recent.book_features
from accounts
cross join recent
order by accounts.account_id

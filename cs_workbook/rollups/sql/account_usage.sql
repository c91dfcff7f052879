-- What:  one row per account from all its usage rows up to the as-of date.
-- Unit:  days, different users and features, sums of uses. An N-day window ends on the as-of
--        date, which is one of the N days; week_1 is the last seven days, week_12 the oldest.
-- Rule:  a usage row counts as many uses as it says, and as one use where it says nothing.
--        $count_early false leaves out rows dated before their subscription starts.
-- Blank: an account without a counted row is absent: nothing is known about it, which is not 0.
--        An account that was active once and is silent now has 0. Users are blank where none of
--        the account's rows names a user, features where none names a feature.
with
starts as (
    -- Empty, and so free of charge, where early rows count.
    select
        subscription_id,
        min(start_date) as start_date
    from subscriptions
    where not cast($count_early as boolean)
    group by subscription_id
),
counted as (
    select
        usage.account_id,
        cast(usage.used_at as date) as day,
        usage.user_id,
        usage.feature,
        coalesce(usage.use_count, cast(1 as double)) as uses
    from usage
    left join starts
        on usage.subscription_id = starts.subscription_id
    where
        usage.account_id is not null
        and cast(usage.used_at as date) <= $as_of
        and (starts.start_date is null or cast(usage.used_at as date) >= starts.start_date)
),
daily as (
    select
        account_id,
        day,
        date_diff('day', day, cast($as_of as date)) as age,
        count(*) as usage_rows,
        count(user_id) as rows_with_user,
        count(feature) as rows_with_feature,
        sum(uses) as uses
    from counted
    group by account_id, day
),
-- The window is applied before the distinct count: two to three times less work than counting
-- distinct values of all history with a condition.
recent_users as (
    select
        account_id,
        count(distinct user_id) as users
    from counted
    where date_diff('day', day, cast($as_of as date)) < 28
    group by account_id
),
recent_features as (
    select
        account_id,
        count(distinct feature) as features
    from counted
    where date_diff('day', day, cast($as_of as date)) < 90
    group by account_id
),
summed as (
    select
        account_id,
        cast(sum(usage_rows) as bigint) as usage_rows,
        sum(rows_with_user) as rows_with_user,
        sum(rows_with_feature) as rows_with_feature,
        count(*) filter (where age < 28) as active_days_28,
        count(*) filter (where age < 90) as active_days_90,
        coalesce(sum(uses) filter (where age < 28), 0) as uses_28,
        min(day) as first_activity,
        max(day) as last_activity,
        coalesce(sum(uses) filter (where age between 77 and 83), 0) as week_12,
        coalesce(sum(uses) filter (where age between 70 and 76), 0) as week_11,
        coalesce(sum(uses) filter (where age between 63 and 69), 0) as week_10,
        coalesce(sum(uses) filter (where age between 56 and 62), 0) as week_9,
        coalesce(sum(uses) filter (where age between 49 and 55), 0) as week_8,
        coalesce(sum(uses) filter (where age between 42 and 48), 0) as week_7,
        coalesce(sum(uses) filter (where age between 35 and 41), 0) as week_6,
        coalesce(sum(uses) filter (where age between 28 and 34), 0) as week_5,
        coalesce(sum(uses) filter (where age between 21 and 27), 0) as week_4,
        coalesce(sum(uses) filter (where age between 14 and 20), 0) as week_3,
        coalesce(sum(uses) filter (where age between 7 and 13), 0) as week_2,
        coalesce(sum(uses) filter (where age between 0 and 6), 0) as week_1
    from daily
    group by account_id
)
select
    summed.account_id,
    summed.usage_rows,
    summed.active_days_28,
    summed.active_days_90,
    case
        when summed.rows_with_user > 0 then coalesce(recent_users.users, 0)
    end as users_28,
    case
        when summed.rows_with_feature > 0 then coalesce(recent_features.features, 0)
    end as features_90,
    summed.uses_28,
    summed.first_activity,
    summed.last_activity,
    summed.week_12,
    summed.week_11,
    summed.week_10,
    summed.week_9,
    summed.week_8,
    summed.week_7,
    summed.week_6,
    summed.week_5,
    summed.week_4,
    summed.week_3,
    summed.week_2,
    summed.week_1
from summed
left join recent_users
    on summed.account_id = recent_users.account_id
left join recent_features
    on summed.account_id = recent_features.account_id
order by summed.account_id

-- What:  one row per account and day a paid contract ends, from the day after $period_start to 365
--        days after the as-of date, with what became of it up to the as-of date.
-- Uses:  subscription_mrr
-- Unit:  mrr_due and mrr_after are money per month; subscriptions is a count.
-- Rule:  the renewal date is the end of a paid subscription, the first day without service. What an
--        account has ending on one day is one renewal. A subscription without an end has none.
--        A subscription follows a renewal where it starts within $grace_days of the date, before or
--        after, and runs past it; one that is near to two renewals of its account follows the
--        nearer, of two equally near the earlier, so that no amount counts twice.
--        renewed: a subscription follows; or the date is past and the account has any other paid
--                 subscription that runs past it and starts at the latest $grace_days after it.
--                 followed says which: without a follower the account stayed, the amount did not.
--        open:    the date is the as-of date or later, and nothing follows yet.
--        late:    the date is past, nothing follows, and $grace_days have not passed.
--        lost:    the same, and they have passed. Who starts again later has come back, not renewed.
-- Else:  an account none of whose paid subscriptions has an end takes the renewal date of the
--        accounts export. Its subscriptions run on past the date, which renews them. Without any
--        subscription in the exports the accounts export speaks: a past date is renewed, unless the
--        account is flagged as churned; then it is lost.
-- Blank: mrr_due is blank where no amount is known; mrr_after while open or late, and 0 where
--        nothing follows. auto_renew is yes where every contract of the row says so, blank where
--        none says anything. term_start is blank where the date comes from the accounts export.
with
paid as (
    select
        account_id,
        subscription_id,
        source_file,
        source_line,
        start_date,
        end_date,
        auto_renew,
        mrr
    from subscription_mrr
    where
        not is_trial
        and (end_date is null or end_date > start_date)
        and account_id in (select account_id from accounts)
),
ending as (
    select
        account_id,
        end_date as renewal_date,
        min(start_date) as term_start,
        case
            when count(auto_renew) = 0 then null
            else count(*) filter (where auto_renew) = count(*)
        end as auto_renew,
        sum(mrr) as mrr_due,
        count(*) as subscriptions
    from paid
    where end_date is not null
    group by account_id, end_date
),
near as (
    select
        ending.account_id,
        ending.renewal_date,
        paid.mrr,
        row_number() over (
            partition by
                paid.account_id, paid.subscription_id, paid.source_file, paid.source_line
            order by abs(paid.start_date - ending.renewal_date), ending.renewal_date
        ) as nearness
    from ending
    inner join paid
        on
            ending.account_id = paid.account_id
            and abs(paid.start_date - ending.renewal_date) <= $grace_days
            and (paid.end_date is null or paid.end_date > ending.renewal_date)
),
followers as (
    select
        account_id,
        renewal_date,
        sum(mrr) as mrr
    from near
    where nearness = 1
    group by account_id, renewal_date
),
running_on as (
    select distinct
        ending.account_id,
        ending.renewal_date
    from ending
    inner join paid
        on
            ending.account_id = paid.account_id
            and paid.start_date - ending.renewal_date <= $grace_days
            and (paid.end_date is null or paid.end_date > ending.renewal_date)
),
by_end as (
    select
        ending.account_id,
        ending.renewal_date,
        ending.term_start,
        ending.auto_renew,
        ending.mrr_due,
        followers.mrr as mrr_following,
        ending.subscriptions,
        followers.account_id is not null as followed,
        running_on.account_id is not null as runs_on
    from ending
    left join followers
        on
            ending.account_id = followers.account_id
            and ending.renewal_date = followers.renewal_date
    left join running_on
        on
            ending.account_id = running_on.account_id
            and ending.renewal_date = running_on.renewal_date
),
by_account as (
    select
        accounts.account_id,
        accounts.renewal_date,
        cast(null as date) as term_start,
        case
            when count(paid.auto_renew) = 0 then null
            else count(*) filter (where paid.auto_renew) = count(*)
        end as auto_renew,
        sum(paid.mrr) as mrr_due,
        sum(paid.mrr) as mrr_following,
        count(*) as subscriptions,
        accounts.renewal_date < $as_of as followed,
        true as runs_on
    from accounts
    inner join paid
        on accounts.account_id = paid.account_id
    where
        accounts.renewal_date is not null
        and paid.start_date < accounts.renewal_date
        and accounts.account_id not in (select account_id from ending)
    group by accounts.account_id, accounts.renewal_date
),
by_flag as (
    select
        account_id,
        renewal_date,
        cast(null as date) as term_start,
        cast(null as boolean) as auto_renew,
        coalesce(
            cast(mrr as decimal(28, 10)),
            cast(cast(arr as double) / cast(12 as double) as decimal(28, 10))
        ) as mrr_due,
        coalesce(
            cast(mrr as decimal(28, 10)),
            cast(cast(arr as double) / cast(12 as double) as decimal(28, 10))
        ) as mrr_following,
        1 as subscriptions,
        renewal_date < $as_of and not coalesce(churned, false) as followed,
        not coalesce(churned, false) as runs_on
    from accounts
    where
        renewal_date is not null
        and not coalesce(is_trial, false)
        and not (coalesce(churned, false) and renewal_date >= $as_of)
        and not exists (select 1 from subscriptions)
),
known as (
    select
        *,
        case
            when followed then 'renewed'
            when renewal_date >= $as_of then 'open'
            when runs_on then 'renewed'
            when $as_of - renewal_date > $grace_days then 'lost'
            else 'late'
        end as state
    from by_end
    union all
    select
        *,
        case
            when followed then 'renewed'
            when renewal_date >= $as_of then 'open'
            else 'lost'
        end as state
    from (
        select * from by_account
        union all
        select * from by_flag
    )
)
select
    account_id,
    renewal_date,
    term_start,
    auto_renew,
    subscriptions,
    cast(mrr_due as double) as mrr_due,
    state,
    followed,
    cast(
        case
            when state = 'lost' then 0
            when state = 'renewed' and not followed then 0
            when state = 'renewed' then mrr_following
        end as double
    ) as mrr_after
from known
where
    renewal_date > $period_start
    and renewal_date - $as_of <= 365
order by renewal_date, account_id

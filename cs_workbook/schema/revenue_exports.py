"""The exports of billing: subscriptions and churn events."""

from cs_workbook.schema.fields import (
    ACCOUNT_ALIASES,
    ACCOUNT_NAME_ALIASES,
    CURRENCY_ALIASES,
    Blank,
    Field,
    Kind,
    Role,
)

SUBSCRIPTIONS = Role(
    name="subscriptions",
    title="Subscriptions",
    key="subscription_id",
    fields=(
        Field(
            name="subscription_id",
            kind=Kind.ID,
            title="Subscription ID",
            aliases=("subscription_id", "subscription_oid", "contract_id", "subscription", "id"),
            blank=Blank.REFUSED,
        ),
        Field(
            name="account_id",
            kind=Kind.ID,
            title="Account ID",
            aliases=ACCOUNT_ALIASES,
            blank=Blank.REFUSED,
        ),
        Field(
            name="account_name",
            kind=Kind.TEXT,
            title="Account",
            aliases=ACCOUNT_NAME_ALIASES,
        ),
        Field(
            name="plan",
            kind=Kind.TEXT,
            title="Plan",
            aliases=("plan_tier", "plan", "plan_name", "product", "product_name"),
        ),
        Field(
            name="seats",
            kind=Kind.NUMBER,
            title="Seats",
            aliases=("seats", "quantity", "subscription_quantity", "licenses"),
            lowest=0,
        ),
        Field(
            name="start_date",
            kind=Kind.DATE,
            title="Start",
            aliases=(
                "start_date",
                "Start Date (UTC)",
                "Start (UTC)",
                "subscription_started_at",
                "started_at",
                "activated_at",
                "start",
                "Created (UTC)",
            ),
            blank=Blank.REFUSED,
        ),
        Field(
            name="end_date",
            kind=Kind.DATE,
            title="End",
            # 'Canceled At' is the day of the request, not the end of service: never an end date.
            aliases=("end_date", "Ended At (UTC)", "ended_at", "end", "subscription_canceled_at"),
            must_read=True,
        ),
        Field(
            name="mrr",
            kind=Kind.MONEY,
            title="MRR",
            aliases=("mrr_amount", "mrr", "monthly_amount", "monthly_recurring_revenue"),
            lowest=0,
        ),
        Field(
            name="arr",
            kind=Kind.MONEY,
            title="ARR",
            aliases=("arr_amount", "arr", "annual_amount", "annual_recurring_revenue"),
            lowest=0,
        ),
        Field(
            name="amount",
            kind=Kind.MONEY,
            title="Amount",
            aliases=("amount", "price", "contract_value"),
            lowest=0,
        ),
        Field(
            name="currency",
            kind=Kind.TEXT,
            title="Currency",
            aliases=CURRENCY_ALIASES,
        ),
        Field(
            name="billing",
            kind=Kind.TEXT,
            title="Billing",
            aliases=("billing_frequency", "interval", "billing_interval", "plan_interval", "term"),
        ),
        Field(
            name="is_trial",
            kind=Kind.YES_NO,
            title="Trial",
            aliases=("is_trial", "trial"),
        ),
        Field(
            name="auto_renew",
            kind=Kind.YES_NO,
            title="Auto-renew",
            aliases=("auto_renew_flag", "auto_renew", "auto_renewal"),
        ),
        Field(
            name="churned",
            kind=Kind.YES_NO,
            title="Churn flag",
            aliases=("churn_flag", "churned", "canceled"),
        ),
    ),
    signature=(
        frozenset({"account_id", "start_date", "mrr"}),
        frozenset({"account_id", "start_date", "arr"}),
        frozenset({"account_id", "start_date", "amount"}),
    ),
)

CHURN_EVENTS = Role(
    name="churn_events",
    title="Churn events",
    key="churn_event_id",
    fields=(
        Field(
            name="churn_event_id",
            kind=Kind.ID,
            title="Event ID",
            aliases=("churn_event_id", "churn_id", "event_id", "id"),
            blank=Blank.REFUSED,
        ),
        Field(
            name="account_id",
            kind=Kind.ID,
            title="Account ID",
            aliases=ACCOUNT_ALIASES,
            blank=Blank.REFUSED,
        ),
        Field(
            name="churned_on",
            kind=Kind.DATE,
            title="Churned on",
            aliases=("churn_date", "churned_on", "churned_at", "cancellation_date", "lost_date"),
            blank=Blank.REFUSED,
        ),
        Field(
            name="reason",
            kind=Kind.TEXT,
            title="Reason",
            aliases=("reason_code", "churn_reason", "reason", "cancellation_reason"),
        ),
        Field(
            name="refund",
            kind=Kind.MONEY,
            title="Refund",
            aliases=("refund_amount_usd", "refund_amount", "refund"),
        ),
        Field(
            name="mrr_lost",
            kind=Kind.MONEY,
            title="MRR lost",
            aliases=("mrr_lost", "lost_mrr", "churned_mrr", "churn_mrr"),
            lowest=0,
        ),
        Field(
            name="currency",
            kind=Kind.TEXT,
            title="Currency",
            aliases=CURRENCY_ALIASES,
        ),
        Field(
            name="is_reactivation",
            kind=Kind.YES_NO,
            title="Reactivation",
            aliases=("is_reactivation", "reactivated", "reactivation"),
        ),
        Field(
            name="comment",
            kind=Kind.TEXT,
            title="Comment",
            aliases=("feedback_text", "feedback", "comment", "comments", "notes"),
        ),
    ),
    signature=(frozenset({"account_id", "churned_on"}),),
)

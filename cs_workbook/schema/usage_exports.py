"""The export of what customers do: product usage."""

from cs_workbook.schema.fields import ACCOUNT_ALIASES, Blank, Field, Kind, Role

USAGE = Role(
    name="usage",
    title="Product usage",
    key="usage_id",
    fields=(
        Field(
            name="usage_id",
            kind=Kind.ID,
            title="Usage ID",
            aliases=("usage_id", "event_id", "insert_id", "id"),
            blank=Blank.REFUSED,
        ),
        Field(
            name="account_id",
            kind=Kind.ID,
            title="Account ID",
            aliases=ACCOUNT_ALIASES,
        ),
        Field(
            name="subscription_id",
            kind=Kind.ID,
            title="Subscription ID",
            aliases=("subscription_id", "subscription_oid", "contract_id"),
        ),
        Field(
            name="user_id",
            kind=Kind.ID,
            title="User ID",
            aliases=("user_id", "visitor_id", "user", "user_email", "distinct_id"),
        ),
        Field(
            name="used_at",
            kind=Kind.MOMENT,
            title="Used",
            aliases=(
                "usage_date",
                "event_time",
                "event_date",
                "used_at",
                "timestamp",
                "time",
                "day",
                "date",
                "occurred_at",
                "created_at",
            ),
            blank=Blank.REFUSED,
        ),
        Field(
            name="feature",
            kind=Kind.TEXT,
            title="Feature",
            aliases=("feature_name", "feature", "event_name", "event_type", "event", "action"),
        ),
        Field(
            name="use_count",
            kind=Kind.NUMBER,
            title="Uses",
            aliases=("usage_count", "use_count", "count", "num_events", "events"),
            lowest=0,
        ),
        Field(
            name="duration_seconds",
            kind=Kind.NUMBER,
            title="Duration (s)",
            aliases=("usage_duration_secs", "duration_seconds", "duration"),
            lowest=0,
        ),
        Field(
            name="error_count",
            kind=Kind.NUMBER,
            title="Errors",
            aliases=("error_count", "errors"),
            lowest=0,
        ),
    ),
    signature=(
        frozenset({"account_id", "used_at", "feature"}),
        frozenset({"account_id", "used_at", "user_id"}),
        frozenset({"account_id", "used_at", "use_count"}),
        frozenset({"subscription_id", "used_at", "feature"}),
        frozenset({"subscription_id", "used_at", "user_id"}),
        frozenset({"subscription_id", "used_at", "use_count"}),
    ),
)

"""The kinds of export the tracker reads, field by field.

A file is recognised by its header. Header texts are compared without case, spaces and
punctuation (``Account ID``, ``account_id`` and ``accountId`` are one alias). A field is found at
most once per file: the first alias in the order given here wins, so the most telling names stand
first and the most general ones last.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds, and how its text becomes a value."""

    ID = "id"  # text, kept letter for letter, leading zeros and case included
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"  # a date with a time of day, without a zone
    YES_NO = "yes_no"


class Blank(StrEnum):
    """What a blank means for a field."""

    ALLOWED = "allowed"  # nothing to say about it
    REPORTED = "reported"  # the row is used; the blank is listed among the problems
    REFUSED = "refused"  # the row cannot be used without it


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of an export.

    Attributes:
        name: Canonical snake_case name, the column of the staged table.
        kind: What it holds.
        aliases: Header texts it goes by, in any case and punctuation.
        blank: What a blank means.
        lowest: Smallest value that is on the scale; ``None`` for no limit.
        highest: Largest value that is on the scale; ``None`` for no limit.
        title: The field in words.
    """

    name: str
    kind: Kind
    title: str
    aliases: tuple[str, ...]
    blank: Blank = Blank.ALLOWED
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One kind of export.

    Attributes:
        name: Canonical name, also the name of the staged table.
        title: The kind in words, as reports show it.
        key: Name of the field that tells rows apart; rows without such a column get
            ``<file>:<line>`` as their id.
        fields: Every field it may have.
        signature: Alternatives that make a file this kind: it is recognised when, for one of
            them, every named field is found. The kind with the most found fields wins.
    """

    name: str
    title: str
    key: str
    fields: tuple[Field, ...]
    signature: tuple[frozenset[str], ...] = field(default_factory=tuple)

    def field(self, name: str) -> Field:
        """Return the field of that canonical name."""
        return next(f for f in self.fields if f.name == name)


_ACCOUNT_ALIASES = (
    "account_id",
    "account id",
    "customer_id",
    "customerID",
    "client_id",
    "company_id",
    "organization_id",
    "accountExternalId",
    "account external id",
    "customer_oid",
    "Salesforce Account ID",
    "company external id",
)
_ACCOUNT_NAME_ALIASES = (
    "account_name",
    "customer_name",
    "company_name",
    "client_name",
    "organization",
    "organisation",
    "company",
    "account",
    "customer",
)

ACCOUNTS = Role(
    name="accounts",
    title="Accounts",
    key="account_id",
    fields=(
        Field(
            name="account_id",
            kind=Kind.ID,
            title="Account ID",
            aliases=(*_ACCOUNT_ALIASES, "record id", "external id", "source id", "id"),
            blank=Blank.REFUSED,
        ),
        Field(
            name="account_name",
            kind=Kind.TEXT,
            title="Account",
            aliases=(*_ACCOUNT_NAME_ALIASES, "name"),
        ),
        Field(
            name="segment",
            kind=Kind.TEXT,
            title="Segment",
            aliases=("segment", "customer_segment", "account_segment", "market_segment", "type"),
        ),
        Field(
            name="industry",
            kind=Kind.TEXT,
            title="Industry",
            aliases=("industry", "vertical", "sector"),
        ),
        Field(
            name="country",
            kind=Kind.TEXT,
            title="Country",
            aliases=("country", "country/region", "billing_country", "market", "region"),
        ),
        Field(
            name="plan",
            kind=Kind.TEXT,
            title="Plan",
            aliases=("plan_tier", "plan", "plan_name", "tier", "contract", "edition"),
        ),
        Field(
            name="csm",
            kind=Kind.TEXT,
            title="CSM",
            aliases=(
                "csm",
                "csm_name",
                "customer success manager",
                "assigned csm name",
                "account_owner",
                "company_owner",
                "owner",
                "owner_email",
                "assigned csm email",
                "OwnerUserAccount",
            ),
        ),
        Field(
            name="customer_since",
            kind=Kind.DATE,
            title="Customer since",
            aliases=(
                "customer_since",
                "signup_date",
                "start_date",
                "client-as-of date",
                "became customer",
                "create_date",
                "created_at",
                "created date",
            ),
        ),
        Field(
            name="renewal_date",
            kind=Kind.DATE,
            title="Next renewal",
            aliases=("renewal_date", "next_renewal", "NextRenewalDate", "contract_end_date"),
        ),
        Field(
            name="seats",
            kind=Kind.NUMBER,
            title="Seats",
            aliases=("seats", "licenses", "licences", "LicenseCount", "users_purchased"),
            lowest=0,
        ),
        Field(
            name="mrr",
            kind=Kind.MONEY,
            title="MRR",
            aliases=("mrr", "mrr_amount", "monthly_recurring_revenue", "MonthlyCharges"),
        ),
        Field(
            name="arr",
            kind=Kind.MONEY,
            title="ARR",
            aliases=("arr", "arr_amount", "annual_recurring_revenue", "TotalContractAmount"),
        ),
        Field(
            name="total_revenue",
            kind=Kind.MONEY,
            title="Revenue so far",
            aliases=("total_revenue", "TotalCharges", "lifetime_revenue", "revenue_to_date"),
            blank=Blank.REPORTED,
        ),
        Field(
            name="tenure_months",
            kind=Kind.NUMBER,
            title="Tenure (months)",
            aliases=("tenure", "tenure_months", "tenure in months"),
            lowest=0,
        ),
        Field(
            name="is_trial",
            kind=Kind.YES_NO,
            title="Trial",
            aliases=("is_trial", "trial"),
        ),
        Field(
            name="churned",
            kind=Kind.YES_NO,
            title="Churn flag",
            aliases=("churn_flag", "churned", "churn", "is_churned", "churn label"),
        ),
    ),
    signature=(
        frozenset({"account_id", "account_name"}),
        frozenset({"account_id", "churned"}),
        frozenset({"account_id", "csm"}),
        frozenset({"account_id", "customer_since"}),
    ),
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
            aliases=_ACCOUNT_ALIASES,
            blank=Blank.REFUSED,
        ),
        Field(
            name="account_name",
            kind=Kind.TEXT,
            title="Account",
            aliases=_ACCOUNT_NAME_ALIASES,
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
        ),
        Field(
            name="mrr",
            kind=Kind.MONEY,
            title="MRR",
            aliases=("mrr_amount", "mrr", "monthly_amount", "monthly_recurring_revenue"),
        ),
        Field(
            name="arr",
            kind=Kind.MONEY,
            title="ARR",
            aliases=("arr_amount", "arr", "annual_amount", "annual_recurring_revenue"),
        ),
        Field(
            name="amount",
            kind=Kind.MONEY,
            title="Amount",
            aliases=("amount", "price", "contract_value"),
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

SURVEY_TYPES = ("NPS", "CSAT", "CES")

SURVEYS = Role(
    name="surveys",
    title="Survey answers",
    key="response_id",
    fields=(
        Field(
            name="response_id",
            kind=Kind.ID,
            title="Response ID",
            aliases=("response_id", "ResponseId", "answer_id", "respondent_id", "survey_id", "id"),
            blank=Blank.REFUSED,
        ),
        Field(
            name="account_id",
            kind=Kind.ID,
            title="Account ID",
            aliases=(*_ACCOUNT_ALIASES, "ExternalReference"),
        ),
        Field(
            name="respondent",
            kind=Kind.TEXT,
            title="Respondent",
            aliases=(
                "respondent",
                "respondent_email",
                "RecipientEmail",
                "email address",
                "email",
                "person",
                "contact",
                "customer_name",
                "name",
            ),
        ),
        Field(
            name="survey",
            kind=Kind.TEXT,
            title="Survey",
            aliases=("survey_type", "survey", "metric", "survey_name", "question_type"),
        ),
        Field(
            name="score",
            kind=Kind.NUMBER,
            title="Score",
            # A header that names the survey itself also says which survey it is.
            aliases=(
                "nps",
                "nps_score",
                "csat",
                "csat_score",
                "ces",
                "ces_score",
                "score",
                "rating",
                "answer",
                "star_rating",
            ),
            blank=Blank.REFUSED,
        ),
        Field(
            name="answered_on",
            kind=Kind.DATE,
            title="Answered on",
            aliases=(
                "answered_on",
                "response_date",
                "survey_date",
                "Submit Date (UTC)",
                "RecordedDate",
                "EndDate",
                "end date",
                "date",
                "created_at",
                "response_received_at",
                "submitted_at",
                "completed_at",
            ),
            blank=Blank.REFUSED,
        ),
        Field(
            name="comment",
            kind=Kind.TEXT,
            title="Comment",
            aliases=("comment", "comments", "feedback", "verbatim", "reason", "feedback_text"),
        ),
        Field(
            name="channel",
            kind=Kind.TEXT,
            title="Channel",
            aliases=("channel", "touchpoint", "DistributionChannel", "interaction_type", "source"),
        ),
    ),
    signature=(frozenset({"score", "answered_on"}),),
)

TICKETS = Role(
    name="tickets",
    title="Support tickets",
    key="ticket_id",
    fields=(
        Field(
            name="ticket_id",
            kind=Kind.ID,
            title="Ticket ID",
            aliases=("ticket_id", "ticket_number", "case_number", "conversation_id", "id"),
            blank=Blank.REFUSED,
        ),
        Field(
            name="account_id",
            kind=Kind.ID,
            title="Account ID",
            aliases=(*_ACCOUNT_ALIASES, "organization", "customer_email", "company"),
        ),
        Field(
            name="subject",
            kind=Kind.TEXT,
            title="Subject",
            aliases=("subject", "ticket_subject", "title", "summary"),
        ),
        Field(
            name="status",
            kind=Kind.TEXT,
            title="Status",
            aliases=("status", "ticket_status", "conversation_state", "state"),
        ),
        Field(
            name="priority",
            kind=Kind.TEXT,
            title="Priority",
            aliases=("priority", "ticket_priority", "urgency", "severity"),
        ),
        Field(
            name="opened_at",
            kind=Kind.MOMENT,
            title="Opened",
            aliases=(
                "submitted_at",
                "opened_at",
                "created_at",
                "created_time",
                "created",
                "conversation_created_at",
                "date_opened",
            ),
        ),
        Field(
            name="closed_at",
            kind=Kind.MOMENT,
            title="Closed",
            aliases=(
                "closed_at",
                "solved_at",
                "resolved_at",
                "resolved_time",
                "closed_time",
                "conversation_closed_at",
                "time_to_resolution",
            ),
        ),
        Field(
            name="first_response_at",
            kind=Kind.MOMENT,
            title="First response",
            aliases=(
                "first_response_at",
                "initial_response_time",
                "conversation_first_response_at",
                "first_response_time",
            ),
        ),
        Field(
            name="first_response_minutes",
            kind=Kind.NUMBER,
            title="First response (min)",
            aliases=(
                "first_response_time_minutes",
                "first_response_minutes",
                "First reply time in minutes",
                "First reply time (min)",
            ),
            lowest=0,
        ),
        Field(
            name="resolution_hours",
            kind=Kind.NUMBER,
            title="Resolution (h)",
            aliases=("resolution_time_hours", "resolution_hours"),
            lowest=0,
        ),
        Field(
            name="satisfaction",
            kind=Kind.NUMBER,
            title="Rating",
            aliases=(
                "satisfaction_score",
                "customer_satisfaction_rating",
                "csat",
                "rating",
                "satisfaction",
            ),
            lowest=1,
            highest=5,
        ),
        Field(
            name="escalated",
            kind=Kind.YES_NO,
            title="Escalated",
            aliases=("escalation_flag", "escalated", "is_escalated"),
        ),
    ),
    signature=(
        frozenset({"ticket_id", "opened_at"}),
        frozenset({"ticket_id", "status", "priority"}),
    ),
)

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
            aliases=_ACCOUNT_ALIASES,
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
            aliases=_ACCOUNT_ALIASES,
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

ROLES: dict[str, Role] = {
    role.name: role for role in (ACCOUNTS, SUBSCRIPTIONS, SURVEYS, TICKETS, USAGE, CHURN_EVENTS)
}

SURVEY_SCALES: dict[str, tuple[int, int]] = {"NPS": (0, 10), "CSAT": (1, 5), "CES": (1, 7)}
"""Lowest and highest answer of each survey as the tracker reads it by default."""

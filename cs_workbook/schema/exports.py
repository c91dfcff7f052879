"""The kinds of export the tracker reads, field by field.

A file is recognised by its header. Header texts are compared without case, spaces and
punctuation (``Account ID``, ``account_id`` and ``accountId`` are one alias). A field is found at
most once per file: the first alias in the order given here wins, so the most telling names stand
first and the most general ones last.
"""

from cs_workbook.schema.account_exports import ACCOUNTS
from cs_workbook.schema.advocacy_exports import REFERRALS
from cs_workbook.schema.fields import Blank, Field, Kind, Role
from cs_workbook.schema.invitation_exports import INVITATIONS
from cs_workbook.schema.revenue_exports import CHURN_EVENTS, SUBSCRIPTIONS
from cs_workbook.schema.usage_exports import USAGE
from cs_workbook.schema.voice_exports import SURVEYS, TICKETS

__all__ = [
    "ACCOUNTS",
    "CHURN_EVENTS",
    "INVITATIONS",
    "REFERRALS",
    "ROLES",
    "SUBSCRIPTIONS",
    "SURVEYS",
    "SURVEY_SCALES",
    "SURVEY_TYPES",
    "TICKETS",
    "USAGE",
    "Blank",
    "Field",
    "Kind",
    "Role",
]

SURVEY_TYPES = ("NPS", "CSAT", "CES")

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        ACCOUNTS,
        SUBSCRIPTIONS,
        SURVEYS,
        TICKETS,
        USAGE,
        CHURN_EVENTS,
        REFERRALS,
        INVITATIONS,
    )
}

SURVEY_SCALES: dict[str, tuple[int, int]] = {"NPS": (0, 10), "CSAT": (1, 5), "CES": (1, 7)}
"""Lowest and highest answer of each survey as the tracker reads it by default."""

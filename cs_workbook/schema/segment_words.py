"""The words of the segment sheets that people may choose, as the drop-down lists offer them."""

from typing import Final

ATTENTION_LEVELS: Final = ("High", "Neutral", "Low")
CRITICALITIES: Final = ("High", "Medium", "Low")
IMPACTS: Final = ("Revenue lost", "Revenue at risk", "None")
PLAN_DEPTHS: Final = ("Full", "Light", "None")
NEEDS: Final = ("Onboarding", "Adoption", "Value", "Rescue", "Growth")
OPERATORS: Final = (
    "is",
    "is not",
    "at least",
    "at most",
    "contains",
    "is known",
    "is not known",
)
CONTACT_ROLES: Final = (
    "Sponsor",
    "Champion",
    "Decision maker",
    "Influencer",
    "Day-to-day contact",
    "User",
)
SENTIMENTS: Final = ("Positive", "Neutral", "Negative", "Unknown")
MONTHS_AS_CUSTOMER: Final = "Months as customer"
SEGMENT_FIELDS: Final = (
    "Tier",
    "MRR",
    "Health",
    "Band",
    MONTHS_AS_CUSTOMER,
    "Segment",
    "Plan",
    "Industry",
    "Country",
    "CSM",
    "Seats",
    "Subscriptions",
    "Active days (28 d)",
    "Users (28 d)",
    "Features (90 d)",
    "Usage trend (%)",
    "Open tickets",
    "Tickets (90 d)",
    "Ticket rating",
    "NPS answer",
    "CSM pulse",
)
"""What a segment rule may look at: columns of Accounts, the tier and the months as a customer."""

"""Whom the demo book knows at its customers, what troubles them, and what its team has decided.

These are the cells a team would type. Each line is there to be found on a sheet: an escalation, a
customer of long standing who still wants to know everything, one who came down to Low after a
delivery, a person who left, a problem nobody has judged yet.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeAlias

Cells: TypeAlias = Mapping[str, str | float | date]

CONTACTS: Final[tuple[Cells, ...]] = (
    {
        "Account ID": "02338",
        "Contact": "Ingrid Solberg",
        "Role": "Sponsor",
        "Standing attention": "Low",
        "Sentiment": "Positive",
        "Notes": "Wants one page a quarter.",
    },
    {
        "Account ID": "02338",
        "Contact": "Tom Abara",
        "Role": "Champion",
        "Standing attention": "Neutral",
        "Sentiment": "Positive",
        "Last touch": date(2026, 6, 25),
    },
    {
        "Account ID": "01199",
        "Contact": "Colette Marchand",
        "Role": "Decision maker",
        "Standing attention": "High",
        "Sentiment": "Neutral",
        "Last touch": date(2026, 6, 29),
        "Notes": "Calls every other day.",
    },
    {
        "Account ID": "01964",
        "Contact": "Dev Anand",
        "Role": "Day-to-day contact",
        "Standing attention": "Neutral",
        "Sentiment": "Negative",
        "Last touch": date(2026, 6, 29),
    },
    {
        "Account ID": "01964",
        "Contact": "Rhea Stone",
        "Role": "Sponsor",
        "Standing attention": "High",
        "Left on": date(2026, 5, 20),
        "Notes": "Nobody named after her yet.",
    },
    {
        "Account ID": "01080",
        "Contact": "Mina Farouk",
        "Role": "Champion",
        "Standing attention": "Low",
        "Sentiment": "Positive",
    },
    {
        "Account ID": "01760",
        "Contact": "Pavel Novotny",
        "Role": "Day-to-day contact",
        "Standing attention": "Neutral",
        "Last touch": date(2026, 6, 12),
    },
    {
        "Account ID": "02321",
        "Contact": "Grace Adeyemi",
        "Role": "Decision maker",
        "Standing attention": "Low",
        "Sentiment": "Positive",
    },
)

PROBLEMS: Final[tuple[Cells, ...]] = (
    {
        "Account ID": "01964",
        "Contact": "Dev Anand",
        "Problem": "Import of routes fails at night",
        "Criticality": "High",
        "Revenue impact": "Revenue lost",
        "Escalation": "Yes",
        "Opened": date(2026, 6, 18),
        "Desired outcome": "Routes are in by six without a hand",
        "Last touch": date(2026, 6, 29),
    },
    {
        "Account ID": "01080",
        "Contact": "Mina Farouk",
        "Problem": "Campaign report is too slow",
        "Criticality": "High",
        "Revenue impact": "Revenue at risk",
        "Opened": date(2026, 4, 7),
        "Closed": date(2026, 5, 29),
        "Desired outcome": "Report is there before the Monday call",
        "Deliverable": "report in ten seconds",
    },
    {
        "Account ID": "02338",
        "Contact": "Tom Abara",
        "Problem": "Trial run for a second depot",
        "Criticality": "Low",
        "Revenue impact": "None",
        "Opened": date(2026, 6, 2),
        "Desired outcome": "Know by September whether it pays",
    },
    {
        "Account ID": "00842",
        "Contact": "Sister Agnes Doyle",
        "Problem": "Single sign-on for pupils",
        "Criticality": "Medium",
        "Revenue impact": "None",
        "Attention override": "High",
        "Reason": "The head asked for a daily word",
        "Opened": date(2026, 6, 22),
        "Desired outcome": "Works on the first day of term",
        "Last touch": date(2026, 6, 30),
    },
    {
        "Account ID": "01301",
        "Contact": "Viktor Hale",
        "Problem": "Invoices without an order number",
        "Criticality": "Medium",
        "Revenue impact": "Revenue lost",
        "Opened": date(2026, 6, 15),
        "Desired outcome": "No invoice comes back",
        "Last touch": date(2026, 6, 19),
    },
    {
        "Account ID": "00434",
        "Contact": "Lena Brandt",
        "Problem": "The administrator has left",
        "Criticality": "Medium",
        "Revenue impact": "Revenue at risk",
        "Opened": date(2026, 6, 24),
        "Desired outcome": "Somebody new is trained",
    },
    {
        "Account ID": "01641",
        "Contact": "Luc Besson-Ray",
        "Problem": "Asks for reports in French",
        "Opened": date(2026, 6, 26),
    },
)

ANSWERS: Final[tuple[Cells, ...]] = (
    {
        "Account ID": "02338",
        "Share of wallet": "60",
        "5 Wider footprint": "Second depot, customs team",
        "6 Growth markets": "Baltic ports",
        "7 Influencers": "Ingrid Solberg, the works council",
        "Reviewed on": date(2026, 6, 3),
    },
    {
        "Account ID": "01199",
        "Share of wallet": "Unknown",
        "5 Wider footprint": "Claims department",
        "6 Growth markets": "Unknown",
        "Reviewed on": date(2026, 3, 17),
    },
)
"""Of the seven questions, those that are asked."""

OVERRIDES: Final[tuple[Cells, ...]] = (
    {
        "Account ID": "00434",
        "Override": "Full",
        "Override reason": "Sister company of a top account",
        "Override author": "Priya Raman",
    },
    {"Account ID": "02406", "Override": "None"},
)
"""Plans chosen by hand; the second one lacks reason and author, and the sheet says so."""

FULL_PLANS: Final = 12
"""How many full plans the demo team can look after: fewer than the rules give."""

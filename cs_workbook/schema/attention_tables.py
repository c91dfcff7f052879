"""The sheets people type into about their customers' people: contacts and problems.

Their formulas read nothing but their own row, the accounts, the settings and the rule table, and
each row carries a key of account and attention, by which the Value sheet finds it.
"""

from cs_workbook.schema.columns import Format, Table, calculated, typed

ATTENTION_RULES_ROW = 6
_CASE = "tblAttentionRules[Case]"


def _account_formula(table: str) -> str:
    key = f"{table}[[#This Row],[Account ID]]"
    return (
        f'IF({key}="","",IFERROR(INDEX(tblAccounts[Account],'
        f'MATCH({key},tblAccounts[Account ID],0))&"","▼ Not on Accounts"))'
    )


def touch_formula(attention: str, last: str) -> str:
    """Return the formula of the next touch, given cells of attention and of the last touch."""
    return (
        f'IF({attention}="Low","At milestones",IF({last}=0,"",'
        f'IF({attention}="High",{last}+HighTouchDays,'
        f'IF({attention}="Neutral",{last}+NeutralTouchDays,""))))'
    )


def _contact(header: str) -> str:
    return f"tblContacts[[#This Row],[{header}]]"


_STANDING = _contact("Standing attention")
_CONTACT_TOUCHED = f"N({_contact('Last touch')})"

TBL_CONTACTS = Table(
    name="tblContacts",
    sheet="Contacts",
    title="Contacts",
    purpose="One row per person at a customer. The yellow columns are yours; refresh never moves "
    "or changes a row.",
    columns=(
        typed("Account ID", Format.ID, 14, "The account's id, as on Accounts."),
        calculated(
            "Account",
            Format.STATE,
            26,
            "The account's name, found by its id.",
            _account_formula("tblContacts"),
        ),
        typed("Contact", Format.TEXT, 24, "Who it is."),
        typed("Role", Format.TEXT, 20, "Part they play.", list_name="ListContactRoles"),
        typed(
            "Standing attention",
            Format.TEXT,
            14,
            "How much they want to hear while no problem is open: High everything, Neutral on a "
            "schedule, Low at milestones.",
            list_name="ListAttention",
        ),
        typed("Sentiment", Format.TEXT, 12, "How they see us.", list_name="ListSentiments"),
        typed("Last touch", Format.DATE, 13, "Day they last heard from us."),
        calculated(
            "Next touch due",
            Format.DATE,
            16,
            "Last touch + the days of their standing attention (Settings).",
            f'IF({_contact("Left on")}<>"","",{touch_formula(_STANDING, _CONTACT_TOUCHED)})',
        ),
        typed("Left on", Format.DATE, 13, "Day they left; from then on they count no more."),
        calculated(
            "State",
            Format.STATE,
            14,
            "Whether they are still there.",
            f'IF({_contact("Contact")}="","",IF({_contact("Left on")}<>"","○ Left","▲ There"))',
        ),
        typed("Notes", Format.TEXT, 40, "Anything you want to keep with this person."),
        calculated(
            "Key",
            Format.TEXT,
            24,
            "Account and standing attention, where they are still there; Value finds the row by "
            "it.",
            f'IF(OR({_contact("Account ID")}="",{_STANDING}="",{_contact("Left on")}<>""),"",'
            f'{_contact("Account ID")}&"|"&{_STANDING})',
        ),
    ),
    key=("Account ID", "Contact"),
    frozen=3,
)


def _problem(header: str) -> str:
    return f"tblProblems[[#This Row],[{header}]]"


_ENTERED = f'AND({_problem("Account ID")}="",{_problem("Problem")}="")'
_IN_FORCE = _problem("Attention in force")
_CRITICALITY, _IMPACT = _problem("Criticality"), _problem("Revenue impact")
_PROBLEM_TOUCHED = f"MAX(N({_problem('Opened')}),N({_problem('Last touch')}))"
_OVERRIDE, _REASON = _problem("Attention override"), _problem("Reason")

TBL_PROBLEMS = Table(
    name="tblProblems",
    sheet="Problems",
    title="Problems",
    purpose="One row per person and problem, kept after it is closed. Attention is chosen anew "
    "with every problem.",
    columns=(
        typed("Account ID", Format.ID, 14, "The account's id, as on Accounts."),
        calculated(
            "Account",
            Format.STATE,
            26,
            "The account's name, found by its id.",
            _account_formula("tblProblems"),
        ),
        typed("Contact", Format.TEXT, 22, "Whose problem it is."),
        typed("Problem", Format.TEXT, 38, "The problem in a few words."),
        calculated(
            "State",
            Format.STATE,
            14,
            "Open until a day is entered in Closed; escalated while it is open.",
            f'IF({_ENTERED},"",IF({_problem("Closed")}<>"","▲ Closed",'
            f'IF({_problem("Escalation")}="Yes","▼ Escalated","◆ Open")))',
        ),
        calculated(
            "Attention in force",
            Format.TEXT,
            13,
            "While it is open: High if escalated, else the override if it has a reason, else the "
            "suggestion.",
            f'IF(OR({_ENTERED},{_problem("Closed")}<>""),"",'
            f'IF({_problem("Escalation")}="Yes","High",'
            f'IF(AND({_OVERRIDE}<>"",{_REASON}<>""),{_OVERRIDE}&"",'
            f"{_problem('Suggested attention')})))",
        ),
        calculated(
            "Next touch due",
            Format.DATE,
            16,
            "The later of Opened and Last touch + the days of the attention (Settings).",
            f'IF({_IN_FORCE}="","",{touch_formula(_IN_FORCE, _PROBLEM_TOUCHED)})',
        ),
        typed("Criticality", Format.TEXT, 12, "How critical.", list_name="ListCriticalities"),
        typed(
            "Revenue impact",
            Format.TEXT,
            16,
            "What it does to the customer's revenue.",
            list_name="ListImpacts",
        ),
        calculated(
            "Suggested attention",
            Format.TEXT,
            13,
            "By criticality and revenue impact, from the attention rules on Segment model.",
            f'IF(OR({_CRITICALITY}="",{_IMPACT}=""),"",IFERROR(INDEX(tblAttentionRules[Attention],'
            f'MATCH({_CRITICALITY}&", "&{_IMPACT},{_CASE},0))&"",""))',
        ),
        typed(
            "Escalation",
            Format.TEXT,
            12,
            "Yes while it is escalated: it is then High until it is closed.",
            list_name="ListYesNo",
        ),
        typed(
            "Attention override",
            Format.TEXT,
            13,
            "Attention you choose instead; it counts only with a reason.",
            list_name="ListAttention",
        ),
        typed("Reason", Format.TEXT, 30, "Why you chose another attention."),
        typed("Opened", Format.DATE, 13, "First day."),
        typed("Closed", Format.DATE, 13, "Day it was closed."),
        typed(
            "Desired outcome",
            Format.TEXT,
            38,
            "What the person wants to have in the end; said anew with every problem.",
        ),
        typed("Deliverable", Format.TEXT, 30, "What was delivered to close it."),
        typed("Last touch", Format.DATE, 13, "Day the person last heard from us about it."),
        calculated(
            "What is missing",
            Format.TEXT,
            34,
            "What to enter so that the attention is known.",
            f'IF(OR({_ENTERED},{_problem("Closed")}<>""),"",'
            f'IF(AND({_OVERRIDE}<>"",{_REASON}=""),"Reason of the override",'
            f'IF({_IN_FORCE}="","Criticality and revenue impact",'
            f'IF({_problem("Opened")}="","Opened",'
            f'IF({_problem("Desired outcome")}="","Desired outcome","")))))',
        ),
        calculated(
            "Key",
            Format.TEXT,
            24,
            "Account and attention in force; Value finds the row by it.",
            f'IF(OR({_problem("Account ID")}="",{_IN_FORCE}=""),"",'
            f'{_problem("Account ID")}&"|"&{_IN_FORCE})',
        ),
    ),
    key=("Account ID", "Contact", "Problem"),
    frozen=4,
)


def _rule(header: str) -> str:
    return f"tblAttentionRules[[#This Row],[{header}]]"


DEFAULT_ATTENTION_RULES: tuple[tuple[str, str, str], ...] = (
    ("High", "Revenue lost", "High"),
    ("High", "Revenue at risk", "High"),
    ("High", "None", "Neutral"),
    ("Medium", "Revenue lost", "High"),
    ("Medium", "Revenue at risk", "Neutral"),
    ("Medium", "None", "Neutral"),
    ("Low", "Revenue lost", "Neutral"),
    ("Low", "Revenue at risk", "Low"),
    ("Low", "None", "Low"),
)
"""Criticality, revenue impact, attention: a production failure that costs revenue is High, a proof
of concept of low priority is Low."""

TBL_ATTENTION_RULES = Table(
    name="tblAttentionRules",
    sheet="Segment model",
    title="Attention by criticality and revenue impact",
    purpose="What Problems suggests; change the yellow cells to fit your customers.",
    columns=(
        typed("Criticality", Format.TEXT, 24, "How critical.", list_name="ListCriticalities"),
        typed(
            "Revenue impact",
            Format.TEXT,
            22,
            "What it does to the customer's revenue.",
            list_name="ListImpacts",
        ),
        typed(
            "Attention", Format.TEXT, 14, "What Problems suggests then.", list_name="ListAttention"
        ),
        calculated(
            "Case",
            Format.TEXT,
            24,
            "Criticality and impact; Problems finds the row by it.",
            f'{_rule("Criticality")}&", "&{_rule("Revenue impact")}',
        ),
    ),
    key=("Criticality", "Revenue impact"),
    header_row=ATTENTION_RULES_ROW,
)

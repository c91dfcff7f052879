"""The sheets of contacts, problems and the segment model, which people type into."""

from typing import Final

from cs_workbook.schema.attention_tables import DEFAULT_ATTENTION_RULES
from cs_workbook.schema.segment_model import (
    DEFAULT_SEGMENT_RULES,
    DEFAULT_TIERS,
    FROM_MRR,
    STANDARD_MODEL,
)
from cs_workbook.schema.tables import (
    TBL_ATTENTION_RULES,
    TBL_CONTACTS,
    TBL_PROBLEMS,
    TBL_SEGMENT_RULES,
    TBL_TIER_RULES,
    Table,
)
from cs_workbook.template.blocks import draw_heading, put_figure
from cs_workbook.template.data_sheets import Fact, repeat_header
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.layout import Formula, Page, cell

FACT_LABELS_ROW: Final = 4
_FROZEN_ROWS: Final = 3
_WHOLE: Final = "#,##0"

_AMOUNTS: Final = f"tblTierRules[{FROM_MRR}]"
_CUT: Final = (
    f'IF(COUNTA({_AMOUNTS})=0,"Cut by rank.",'
    f"IF(AND(COUNT({_AMOUNTS})=COUNTA(tblTierRules[Tier]),MIN({_AMOUNTS})=0),"
    f'"Cut by MRR.","▼ {FROM_MRR}: a falling amount for every tier, 0 for the last."))'
)

_CONTACT_FACTS: Final = (
    Fact(label="People", formula="COUNTA(tblContacts[Contact])"),
    Fact(label="Of these still there", formula='COUNTIFS(tblContacts[State],"▲ There")'),
)
_PROBLEM_FACTS: Final = (
    Fact(
        label="Open problems",
        formula='COUNTIFS(tblProblems[State],"◆ Open")+COUNTIFS(tblProblems[State],"▼ Escalated")',
    ),
    Fact(label="Of these escalated", formula='COUNTIFS(tblProblems[State],"▼ Escalated")'),
    Fact(label="With attention High", formula='COUNTIFS(tblProblems[Attention in force],"High")'),
    Fact(
        label="Open, with something missing",
        formula='COUNTIFS(tblProblems[What is missing],"?*")',
    ),
)


def draw_contacts(page: Page) -> None:
    """Draw the Contacts sheet."""
    _draw_typed(page, TBL_CONTACTS, _CONTACT_FACTS)


def draw_problems(page: Page) -> None:
    """Draw the Problems sheet."""
    _draw_typed(page, TBL_PROBLEMS, _PROBLEM_FACTS)


def draw_facts(page: Page, facts: tuple[Fact, ...], *, row: int = FACT_LABELS_ROW) -> None:
    """Write facts side by side: labels, and their figures below."""
    for column, fact in enumerate(facts, start=1):
        page.put(row, column, fact.label, "Explanatory Text")
        value = Formula(fact.formula, fact.value)
        page.put(row + 1, column, value, "Output", fact.number_format, align="left")


def draw_segment_model(page: Page) -> None:
    """Draw the Segment model sheet with the models a new tracker starts from."""
    table = TBL_SEGMENT_RULES
    page.set_widths([column.width for column in table.columns])
    page.frame(table.title, table.purpose, frozen_rows=_FROZEN_ROWS, frozen_columns=1)
    rules: list[Row] = [
        {
            "Criticality": criticality,
            "Revenue impact": impact,
            "Attention": attention,
            "Case": f"{criticality}, {impact}",
        }
        for criticality, impact, attention in DEFAULT_ATTENTION_RULES
    ]
    _draw_block(page, TBL_ATTENTION_RULES, rules)
    tiers: list[Row] = [
        {
            "Tier": name,
            "Up to rank (%)": up_to,
            "Dedicated CSM": dedicated,
            "Most accounts per CSM": most,
            "Touch every (days)": days,
            "Plan": plan,
            "What they get": what,
        }
        for name, up_to, dedicated, most, days, plan, what in DEFAULT_TIERS
    ]
    _draw_block(page, TBL_TIER_RULES, tiers)
    _draw_tier_counts(page, len(tiers))
    segments: list[Row] = [
        {
            "Segment": segment,
            "Looks at": field,
            "Operator": operator,
            "Value": value,
            "Active": "Yes",
            "Model": STANDARD_MODEL,
            "Weight": weight,
            "Plan": plan or None,
            "Reads": f"{field} {operator} {value}",
            "Why": why,
        }
        for segment, field, operator, value, weight, plan, why in DEFAULT_SEGMENT_RULES
    ]
    heading = table.header_row - 2
    draw_heading(page, heading, range(1, len(table.columns) + 1), "Segments")
    words = (
        "One row per rule; rows with the same name and model must all hold. An account may be in "
        "any number of segments."
    )
    page.put(heading + 1, 1, words, "Explanatory Text")
    draw_table(page, table, segments)
    repeat_header(page, table)


def _draw_block(page: Page, table: Table, rows: list[Row]) -> None:
    """Draw a table that never grows by itself, under its title and purpose."""
    heading = table.header_row - 2
    draw_heading(page, heading, range(1, len(table.columns) + 1), table.title)
    page.put(heading + 1, 1, table.purpose, "Explanatory Text")
    draw_table(page, table, rows, open_ended=False)


def _draw_tier_counts(page: Page, tiers: int) -> None:
    """Write beside the tiers what cuts them, how many customers each holds, who goes without."""
    header = TBL_TIER_RULES.header_row
    first = len(TBL_TIER_RULES.columns) + 1
    page.put(header - 1, first, Formula(_CUT, "Cut by rank."), "Explanatory Text")
    page.put(header, first, "Customers", "Explanatory Text", align="right", indent=1)
    for row in range(header + 1, header + 1 + tiers):
        chosen = f"tblValue[Tier],{cell(row, 1)}"
        put_figure(page, row, first, Formula(f"COUNTIFS({chosen})", 0), _WHOLE)
        broken = f'COUNTIFS({chosen},tblValue[Tier breach],"▼*")'
        words = Formula(
            f'IF({broken}=0,"",{broken}&" without what the tier promises: see Value")', ""
        )
        page.put(row, first + 1, words, "Explanatory Text")


def _draw_typed(page: Page, table: Table, facts: tuple[Fact, ...]) -> None:
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title,
        table.purpose,
        frozen_rows=table.header_row,
        frozen_columns=table.frozen,
    )
    words = "Type below the last row: the table grows by itself."
    page.put(_FROZEN_ROWS, 1, words, "Explanatory Text")
    draw_facts(page, facts)
    draw_table(page, table)
    repeat_header(page, table)

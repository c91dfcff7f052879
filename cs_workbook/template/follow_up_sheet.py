"""The Follow-up sheet: the closed loop in figures, above the answers it consists of."""

from dataclasses import dataclass
from typing import Final

from cs_workbook.schema.interval_formulas import wilson_end
from cs_workbook.schema.tables import TBL_FOLLOW_UP
from cs_workbook.schema.voice_formulas import share
from cs_workbook.schema.voice_tables import IN_TIME, LATE, OPEN, OVERDUE
from cs_workbook.template.data_sheets import repeat_header
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.layout import NO_DATA, Content, Formula, Page, cell
from cs_workbook.template.worded_lines import labels

_LABELS_ROW: Final = 4
_VALUE, _PART, _N, _LOW, _HIGH, _WORDS = range(2, 8)
_LABELS: Final = ("Figure", "Value", "Part", "n", "Low 95 %", "High 95 %", "In words")


def _count(*states: str) -> str:
    return "+".join(f'COUNTIFS(tblFollowUp[State],"{state}")' for state in states)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """One line above the table.

    Attributes:
        label: What it is.
        part: Formula of what is counted.
        base: Formula of what it is a share of; ``None`` where it is no share.
        words: How it is counted.
        number_format: Excel number format of the value.
    """

    label: str
    part: str
    words: str
    base: str | None = None
    number_format: str = "#,##0"


_ALL: Final = _count(IN_TIME, LATE, OPEN, OVERDUE)
_FIGURES: Final = (
    _Figure(
        label="Closed loop (%)",
        part=_count(IN_TIME, LATE),
        base=_ALL,
        words="Answers somebody got back to, of all detractor answers of the window. Wilson.",
        number_format="0.0",
    ),
    _Figure(
        label="Closed in time (%)",
        part=_count(IN_TIME),
        base=_count(IN_TIME, LATE, OVERDUE),
        words="Of those closed or overdue; open ones that are not yet due are left out. Wilson.",
        number_format="0.0",
    ),
    _Figure(
        label="Open, not yet due",
        part=_count(OPEN),
        words="Answers to get back to until Follow up by.",
    ),
    _Figure(
        label="Overdue",
        part=_count(OVERDUE),
        words="Answers nobody got back to in time, and nobody has since.",
    ),
    _Figure(
        label="MRR of accounts overdue",
        part="SUMPRODUCT(tblAccounts[MRR]*(COUNTIFS(tblFollowUp[Account ID],"
        f'tblAccounts[Account ID],tblFollowUp[State],"{OVERDUE}")>0))',
        words="MRR of every account with an overdue answer; each account once.",
        number_format="#,##0.00",
    ),
)


def draw_follow_up(page: Page) -> None:
    """Draw the Follow-up sheet."""
    table = TBL_FOLLOW_UP
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title,
        table.purpose,
        frozen_rows=table.header_row,
        frozen_columns=table.frozen,
    )
    labels(page, _LABELS_ROW, _LABELS, left=(1, _WORDS))
    for row, figure in enumerate(_FIGURES, start=_LABELS_ROW + 1):
        _draw_figure(page, row, figure)
    draw_table(page, table)
    repeat_header(page, table)


def _draw_figure(page: Page, row: int, figure: _Figure) -> None:
    def number(column: int, content: Content, style: str, number_format: str) -> None:
        page.put(row, column, content, style, number_format, align="right", indent=1)

    page.put(row, 1, figure.label)
    page.put(row, _WORDS, figure.words, "Explanatory Text", indent=1)
    known = "COUNT(tblFollowUp[Answered on])=0"
    if figure.base is None:
        value = Formula(f'IF({known},"{NO_DATA}",{figure.part})', NO_DATA)
        number(_VALUE, value, "Output", figure.number_format)
        return
    part, base = cell(row, _PART), cell(row, _N)
    number(_VALUE, Formula(share(part, base), NO_DATA), "Output", figure.number_format)
    number(_PART, Formula(figure.part, 0), "Calculation", "#,##0")
    number(_N, Formula(figure.base, 0), "Calculation", "#,##0")
    for column, high in ((_LOW, False), (_HIGH, True)):
        end = Formula(wilson_end(part, base, high=high), "")
        number(column, end, "Calculation", "0.0")

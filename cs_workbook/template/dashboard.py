"""The Dashboard: headline figures, customers at risk first, two charts, all native.

Every figure is read from the Figures sheet; a figure's workbook name points to its cell here. The
columns of the cards are the columns of the list under them, so that nothing needs merging.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cs_workbook.schema.figures import FIGURES, Figure
from cs_workbook.schema.health_model import DEFAULT_BANDS, NO_DATA_BAND
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.template.buttons import draw_buttons
from cs_workbook.template.dashboard_charts import draw_charts
from cs_workbook.template.figures_sheet import rule
from cs_workbook.template.layout import DATE, NO_DATA, Content, Formula, Page, cell, must
from cs_workbook.template.styles import BAR

# Labels and account names; five cards; row numbers; a gap; bands and charts.
WIDTHS: Final = (30, 26, 26, 26, 26, 26, 7, 2, 17, 14, 20)
FIRST_CARD: Final = 2
CARDS_ACROSS: Final = 5
LINKS_ROW: Final = 3
CARDS_ROW: Final = 4
_LABEL, _VALUE, _N, _INTERVAL, _AS_OF, _RULE = range(1, 7)
CARD_HEIGHTS: Final = {_LABEL: 20, _VALUE: 32, _N: 14, _INTERVAL: 14, _AS_OF: 14, _RULE: 100}
CARD_ROWS: Final = len(CARD_HEIGHTS)

AT_RISK_ROWS: Final = 10
CARD_ROW_TITLES: Final = ("Customers and revenue", "Satisfaction and risk")
_DASH: Final = "\N{EN DASH}"
_COUNT: Final = f'#,##0;-#,##0;"{_DASH}"'
_COLUMN_LABEL: Final = "Explanatory Text"
_LINKED: Final = {
    1: "Accounts",
    2: "Figures",
    3: "Revenue",
    4: "Renewals",
    5: "Retention",
    6: "Satisfaction",
    9: "Trends",
    10: "Settings",
    11: "Checks",
}
"""The sheets the Dashboard leads to, by the column of the link; two columns are too narrow."""

_NOTES: Final = (
    "Rule: how the figure is counted with the settings in force.",
    (
        "95 % interval: where the true figure probably lies. Of 100 intervals found this way "
        "about 95 hold it. Few answers make it wide. n: how many answers, customers or rows."
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListColumn:
    """One column of the list of customers at risk."""

    header: str
    source: str
    number_format: str = "General"
    align: str = "left"


_AT_RISK: Final = (
    _ListColumn(header="Account", source="Account"),
    _ListColumn(header="MRR", source="MRR", number_format=_COUNT, align="right"),
    _ListColumn(header="Band", source="Band"),
    _ListColumn(header="Health", source="Health", number_format="0.0", align="right"),
    _ListColumn(header="Coverage (%)", source="Coverage (%)", number_format="0", align="right"),
    _ListColumn(header="CSM", source="CSM"),
)
_POSITION: Final = len(_AT_RISK) + 1
_BANDS_COLUMN: Final = 9


def draw_dashboard(page: Page) -> None:
    """Draw the Dashboard."""
    page.set_widths(WIDTHS)
    page.frame(
        "Dashboard",
        "Where we stand, who needs us first, and where it is heading.",
        frozen_rows=LINKS_ROW,
    )
    page.sheet.hide_gridlines(2)
    draw_buttons(page)
    for column, name in _LINKED.items():
        page.link(LINKS_ROW, column, name, tip=f"Go to {name}")
    cards = [figure for figure in FIGURES if figure.card]
    row = _draw_cards(page, cards, CARDS_ROW)
    draw_charts(
        page,
        first_row=CARDS_ROW,
        rows_each=CARD_ROWS,
        points_high=sum(CARD_HEIGHTS.values()),
        widths=WIDTHS,
    )
    _draw_bands(page, row)
    row = _draw_at_risk(page, row)
    row = _draw_more(page, [figure for figure in FIGURES if not figure.card], row)
    page.sheet.print_area(0, 0, row - 2, len(WIDTHS) - 1)
    page.sheet.fit_to_pages(1, 1)
    page.protect()


def _heading(page: Page, row: int, text: str, columns: Sequence[int]) -> None:
    for column in columns:
        page.put(row, column, text if column == columns[0] else None, "Heading 1")
    page.height(row, 24)


def _column_label(page: Page, row: int, column: int, text: str | None, align: str) -> None:
    page.put(row, column, text, _COLUMN_LABEL, align=align, indent=_indent(align))


def _indent(align: str) -> int:
    """Keep numbers off the text right of them."""
    return 1 if align == "right" else 0


def _figure(column: str, figure: Figure) -> str:
    return f'INDEX(tblFigures[{column}],MATCH("{figure.name}",tblFigures[Name],0))'


def figure_label(figure: Figure) -> Content:
    """Name a figure with its unit, where the unit is not in the name."""
    if figure.unit == "money":
        return Formula(f'"{figure.label} ("&Currency&")"', f"{figure.label} (USD)")
    if figure.unit in {"customers", "tickets"}:
        return figure.label
    return f"{figure.label} ({figure.unit})"


def _interval(figure: Figure) -> Formula:
    low, high = _figure("Low 95 %", figure), _figure("High 95 %", figure)
    return Formula(f'IF(N({high})=N({low}),"{_DASH}",FIXED({low},1)&" to "&FIXED({high},1))', _DASH)


def _draw_cards(page: Page, cards: Sequence[Figure], row: int) -> int:
    starts = range(0, len(cards), CARDS_ACROSS)
    for start, title, note in zip(starts, CARD_ROW_TITLES, _NOTES, strict=True):
        _draw_row_labels(page, row, title, note)
        for column, figure in enumerate(cards[start : start + CARDS_ACROSS], start=FIRST_CARD):
            _draw_card(page, figure, row - 1, column)
        row += CARD_ROWS
    return row


def _draw_row_labels(page: Page, row: int, title: str, note: str) -> None:
    """Say left of the cards what their lines are."""
    labels = {_N: "n", _INTERVAL: "95 % interval", _AS_OF: "As of", _RULE: note}
    for line, height in CARD_HEIGHTS.items():
        page.height(row - 1 + line, height)
    page.put(row, 1, title, "Card Label", valign="vcenter")
    page.put(row + 1, 1, None, "Note")
    for line, label in labels.items():
        top = "top" if line == _RULE else None
        page.put(row - 1 + line, 1, label, "Note", valign=top, wrap=line == _RULE)


def _draw_card(page: Page, figure: Figure, above: int, column: int) -> None:
    def line(number: int, content: Content, style: str, number_format: str | int) -> None:
        valign = {_LABEL: "vcenter", _RULE: "top"}.get(number)
        page.put(
            above + number,
            column,
            content,
            style,
            number_format,
            align="left",
            valign=valign,
            wrap=number == _RULE,
            indent=1,
        )

    line(_LABEL, figure_label(figure), "Card Label", "General")
    line(_VALUE, Formula(_figure("Value", figure), NO_DATA), "Card Value", figure.number_format)
    page.call(figure.name, above + _VALUE, column)
    line(_N, Formula(_figure("n", figure), 0), "Note", _COUNT)
    line(_INTERVAL, _interval(figure), "Note", "General")
    as_of = f'IF(AsOfDate="","{_DASH}",{_figure("As of", figure)})'
    line(_AS_OF, Formula(as_of, _DASH), "Note", DATE)
    line(_RULE, Formula(_figure("Rule", figure), rule(figure)), "Note", "General")


def _draw_bands(page: Page, row: int) -> None:
    """Draw how many customers, and how much MRR, each health band has."""
    columns = range(_BANDS_COLUMN, _BANDS_COLUMN + 3)
    _heading(page, row, "Customers by health band", columns)
    for column, header in zip(columns, ("Band", "Customers", "MRR"), strict=True):
        align = "left" if header == "Band" else "right"
        _column_label(page, row + 1, column, header, align)
    band, customers, mrr = columns
    first = row + 2
    names: list[Formula | str] = [
        Formula(f"INDEX(tblBands[Band],{number})", default[0])
        for number, default in enumerate(DEFAULT_BANDS, start=1)
    ]
    for place, name in enumerate([*names, NO_DATA_BAND], start=first):
        page.put(place, band, name, "Normal")
        chosen = f'tblAccounts[Status],"{CUSTOMER}",tblAccounts[Band],{cell(place, band)}'
        counted = f'IF(ISNUMBER(KPI_Accounts),COUNTIFS({chosen}),"{NO_DATA}")'
        money = f'IF(ISNUMBER(KPI_MRR),SUMIFS(tblAccounts[MRR],{chosen}),"{NO_DATA}")'
        for column, formula in ((customers, counted), (mrr, money)):
            content = Formula(formula, NO_DATA)
            page.put(place, column, content, "Normal", "#,##0", align="right", indent=1)
    last = first + len(names)
    page.colour_states(first, band, last)
    for column in (customers, mrr):
        _bars(page, first, column, last)


def _bars(page: Page, row: int, column: int, last_row: int) -> None:
    """Draw each number as a bar from zero behind it."""
    bar = {
        "type": "data_bar",
        "bar_color": BAR,
        "bar_solid": True,
        "bar_border_color": BAR,
        "min_type": "num",
        "min_value": 0,
        "data_bar_2010": True,
    }
    place = (row - 1, column - 1, last_row - 1, column - 1)
    must(page.sheet.conditional_format(*place, bar), f"{page.name} bars")


def _draw_at_risk(page: Page, row: int) -> int:
    """Draw the customers at risk, largest MRR first, each a link to its row."""
    _heading(page, row, "Customers at risk, largest MRR first", range(1, _POSITION + 1))
    for column, entry in enumerate(_AT_RISK, start=1):
        _column_label(page, row + 2, column, entry.header, entry.align)
    _column_label(page, row + 2, _POSITION, "Row", "right")
    first = row + 3
    last = first + AT_RISK_ROWS - 1
    order = "tblAccounts[Risk order]"
    for place in range(first, last + 1):
        rank = f"ROWS({cell(first, _POSITION)}:{cell(place, _POSITION)})"
        position = f'IF({rank}>COUNT({order}),"",MATCH(LARGE({order},{rank}),{order},0))'
        page.put(place, _POSITION, Formula(position, ""), align="right", indent=1)
        here = cell(place, _POSITION)
        for column, entry in enumerate(_AT_RISK, start=1):
            content = f"INDEX(tblAccounts[{entry.source}],{here})"
            style = "Normal"
            if entry.source == "Account":
                top = "ROW(tblAccounts[[#Headers],[Account]])"
                content = f'HYPERLINK("#Accounts!B"&({top}+{here}),{content}&"")'
                style = "Hyperlink"
            elif entry.number_format == "General":
                content = f'{content}&""'
            formula = Formula(f'IF({here}="","",{content})', "")
            page.put(
                place,
                column,
                formula,
                style,
                entry.number_format,
                align=entry.align,
                indent=_indent(entry.align),
            )
    page.colour_states(first, 3, last)
    _bars(page, first, 2, last)
    shown = (
        'IF(ISNUMBER(KPI_AtRisk),"Shown: "&COUNT('
        f"{cell(first, _POSITION)}:{cell(last, _POSITION)}"
        ')&" of "&KPI_AtRisk&" customers at risk. All of them: filter Band on Accounts.",'
        f'"{NO_DATA}: no refresh yet.")'
    )
    formula = Formula(shown, f"{NO_DATA}: no refresh yet.")
    page.put(row + 1, 1, formula, "Explanatory Text")
    return last + 1


def _draw_more(page: Page, figures: Sequence[Figure], row: int) -> int:
    """Draw the figures that have no card, one per line."""
    _heading(page, row, "More figures", range(1, len(WIDTHS) + 1))
    for column, header in enumerate(("Figure", "Value", "n", "Rule"), start=1):
        align = "right" if header in {"Value", "n"} else "left"
        _column_label(page, row + 1, column, header, align)
    for place, figure in enumerate(figures, start=row + 2):
        page.put(place, 1, figure_label(figure))
        value = Formula(_figure("Value", figure), NO_DATA)
        page.put(place, 2, value, "Output", figure.number_format, align="right", indent=1)
        page.call(figure.name, place, 2)
        n = Formula(_figure("n", figure), 0)
        page.put(place, 3, n, "Normal", _COUNT, align="right", indent=1)
        words = Formula(_figure("Rule", figure), rule(figure))
        page.put(place, 4, words, "Explanatory Text", indent=1)
    return row + 2 + len(figures)

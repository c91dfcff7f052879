"""The What-if sheet: the weights side by side, what they would do, and how to adopt them."""

from typing import Final

from cs_workbook.schema.health_model import DEFAULT_BANDS, DEFAULT_MEASURES, NO_DATA_BAND, SLOTS
from cs_workbook.schema.tables import TBL_WHAT_IF
from cs_workbook.schema.what_if_table import (
    FIRST_SLOT_COLUMN,
    NAME_ROW,
    NEW_ROW,
    NEW_WEIGHTS,
    NOW_ROW,
    TO_BETTER,
    TO_OR_FROM_NO_DATA,
    TO_WORSE,
    WHAT_IF_BY,
    WHAT_IF_WEIGHT,
    WHAT_IF_WHY,
)
from cs_workbook.template.blocks import Label, draw_heading, draw_labels, put_figure
from cs_workbook.template.buttons import draw_buttons
from cs_workbook.template.data_sheets import SHOWN_ROW, repeat_header
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.layout import NO_DATA, Content, Formula, Page, cell
from cs_workbook.template.what_if_chart import draw_bands_chart

_FROZEN_ROWS: Final = 3
_WEIGHTS_ROW: Final = 4
_MOVES_ROW: Final = 12
_BANDS_ROW: Final = 20
_MEANS_ROW: Final = _BANDS_ROW + len(DEFAULT_BANDS) + 2
_ADOPT_ROW: Final = 28
_LABEL, _FIRST, _SECOND, _THIRD = 1, 3, 4, 5
_BLOCK: Final = range(_LABEL, _THIRD + 1)
_STRIP: Final = range(_LABEL, FIRST_SLOT_COLUMN + SLOTS)
_WORDS: Final = "Explanatory Text"
_WEIGHT: Final = "#,##0.0##"

_COMPARED: Final = "COUNT(tblWhatIf[New place])"
_TYPED: Final = f'SUMPRODUCT((tblWeights[Measure]<>"")*ISNUMBER(tblWeights[{WHAT_IF_WEIGHT}]))'
_HOW: Final = "Type on Weights, column What-if weight; blank: as Weight. It shows here at once."
_PROFILED: Final = 'COUNTIFS(tblHealth[Profile row],">0")'
_KEEPS: Final = f'" "&{_PROFILED}&" accounts have a profile and keep the weights it sets."'
_NONE_TYPED: Final = "No what-if weights are typed; New equals old."
_FLIPS: Final = "tblWhatIf[Flips]"

_NOTES: Final = (
    (
        "To adopt: type who and why, then press Adopt; or close the workbook and type: "
        'cs-workbook adopt CS_Tracker.xlsm --by "Name" --why "Reason"'
    ),
    (
        "Adopting writes the what-if weights into Weight, empties their column and adds a row to "
        "Model versions: who, why, and how many accounts changed band."
    ),
    (
        "Both sides are compared without the margin of bands; on Health the margin may still hold "
        "a band the score has left. Caps and overrides hold on both sides here; Model versions "
        "compares the models alone."
    ),
)


def draw_what_if(page: Page) -> None:
    """Draw the What-if sheet."""
    table = TBL_WHAT_IF
    page.set_widths([column.width for column in table.columns])
    page.frame(table.title, table.purpose, frozen_rows=_FROZEN_ROWS, frozen_columns=table.frozen)
    draw_buttons(page)
    worse, better = cell(_MOVES_ROW + 2, _FIRST), cell(_MOVES_ROW + 3, _FIRST)
    words = Formula(
        f'IF({_TYPED}=0,"{_NONE_TYPED}",IF(SUM({NEW_WEIGHTS})=0,'
        '"The what-if weights add up to 0: there is no new score.",'
        f'IF({_COMPARED}=0,"No customers to compare yet. Refresh first.",'
        f'{_TYPED}&" what-if weights typed: "&{worse}&" accounts would flip to a worse band, "'
        f'&{better}&" to a better one.")))',
        _NONE_TYPED,
    )
    page.put(SHOWN_ROW, 1, words, "Check Cell")
    _draw_weights(page)
    _draw_moves(page)
    _draw_bands(page)
    _draw_adopt(page)
    draw_table(page, table, [{"New coverage (%)": 0}])
    repeat_header(page, table)


def _draw_weights(page: Page) -> None:
    """Fetch the weights, a column per slot: the formulas of the table weigh with them."""
    draw_heading(page, _WEIGHTS_ROW, _STRIP, "Weights, side by side")
    words = Formula(f'"{_HOW}"&IF({_PROFILED}=0,"",{_KEEPS})', _HOW)
    page.put(_WEIGHTS_ROW + 1, _LABEL, words, _WORDS)
    total = sum(measure.weight for measure in DEFAULT_MEASURES)
    for row, label in (
        (NAME_ROW, "Measure"),
        (NOW_ROW, "Weight now"),
        (NEW_ROW, WHAT_IF_WEIGHT),
        (NEW_ROW + 1, "Share now (%)"),
        (NEW_ROW + 2, "What-if share (%)"),
    ):
        page.put(row, _LABEL, label)
    page.height(NAME_ROW, 30)
    for slot in range(1, SLOTS + 1):
        column = FIRST_SLOT_COLUMN + slot - 1
        default = DEFAULT_MEASURES[slot - 1] if slot <= len(DEFAULT_MEASURES) else None
        weight = 0 if default is None else default.weight
        name = f"INDEX(tblWeights[Measure],{slot})"
        now = f"N(INDEX(tblWeights[Weight],{slot}))"
        tried = f"INDEX(tblWeights[{WHAT_IF_WEIGHT}],{slot})"
        page.put(
            NAME_ROW, column,
            Formula(f'IF({name}="","",{name})', "" if default is None else default.name),
            "Linked Cell", align="right", wrap=True, indent=1, valign="top",
        )  # fmt: skip
        for row, formula in (
            (NOW_ROW, f'IF({name}="",0,{now})'),
            (NEW_ROW, f'IF({name}="",0,IF(ISNUMBER({tried}),MAX(0,{tried}),{now}))'),
        ):
            page.put(
                row, column, Formula(formula, weight), "Linked Cell", _WEIGHT,
                align="right", indent=1,
            )  # fmt: skip
            sums = f"SUM({cell(row, FIRST_SLOT_COLUMN)}:{cell(row, _STRIP[-1])})"
            share = f"IF({sums}=0,0,100*{cell(row, column)}/{sums})"
            put_figure(page, row + 2, column, Formula(share, 100 * weight / total), "0.0")


def _draw_moves(page: Page) -> None:
    """Count the accounts that flip, and their MRR."""
    draw_heading(page, _MOVES_ROW, _BLOCK, "What they would do")
    draw_labels(
        page,
        _MOVES_ROW + 1,
        [Label(column=_FIRST, text="Accounts"), Label(column=_SECOND, text="MRR")],
    )
    first = _MOVES_ROW + 2
    flips = [f'{_FLIPS},"{shape}*"' for shape in (TO_WORSE, TO_BETTER, TO_OR_FROM_NO_DATA)]
    counts = [f"COUNTIFS({flip})" for flip in flips]
    sums = [f"SUMIFS(tblWhatIf[MRR],{flip})" for flip in flips]
    moved = f"SUM({cell(first, _FIRST)}:{cell(first + 2, _FIRST)})"
    crossed = f"SUM({cell(first, _SECOND)}:{cell(first + 2, _SECOND)})"
    everything = "SUM(tblWhatIf[MRR])"
    lines = (
        (f"{TO_WORSE} To a worse band", counts[0], sums[0], "#,##0"),
        (f"{TO_BETTER} To a better band", counts[1], sums[1], "#,##0"),
        (f"{TO_OR_FROM_NO_DATA} To or from No data", counts[2], sums[2], "#,##0"),
        ("Stay in their band", f"{_COMPARED}-{moved}", f"{everything}-{crossed}", "#,##0"),
        ("All customers and trials", _COMPARED, everything, "#,##0"),
        (
            "Net: better less worse",
            f"{cell(first + 1, _FIRST)}-{cell(first, _FIRST)}",
            f"{cell(first + 1, _SECOND)}-{cell(first, _SECOND)}",
            "+#,##0;-#,##0;0",
        ),
    )
    for row, (label, count, money, number_format) in enumerate(lines, start=first):
        page.put(row, _LABEL, label)
        put_figure(page, row, _FIRST, _known(count), number_format)
        put_figure(page, row, _SECOND, _known(money), number_format)


def _draw_bands(page: Page) -> None:
    """Count the accounts by band, now and then, and draw the chart of it."""
    labels = ("Now", "What-if", "Change")
    draw_labels(
        page,
        _BANDS_ROW,
        [Label(column=_LABEL, text="Accounts by band, without the margin", right=False)]
        + [Label(column=n, text=text) for n, text in enumerate(labels, start=_FIRST)],
    )
    bands: list[tuple[Content, int]] = [
        (Formula(f"INDEX(tblBands[Band],{place})", name), place)
        for place, (name, _, _) in enumerate(DEFAULT_BANDS, start=1)
    ]
    bands.append((NO_DATA_BAND, 0))
    for row, (name, place) in enumerate(bands, start=_BANDS_ROW + 1):
        page.put(row, _LABEL, name)
        now = f"COUNTIFS(tblWhatIf[Place now],{place})"
        new = f"COUNTIFS(tblWhatIf[New place],{place})"
        _draw_pair(page, row, now=now, new=new, number_format="#,##0")
    page.put(_MEANS_ROW, _LABEL, "Mean health, each account once")
    _draw_pair(
        page,
        _MEANS_ROW,
        now=f'IF(COUNT(tblWhatIf[Health])=0,"{NO_DATA}",AVERAGE(tblWhatIf[Health]))',
        new=f'IF(COUNT(tblWhatIf[New score])=0,"{NO_DATA}",AVERAGE(tblWhatIf[New score]))',
        number_format="0.0",
    )
    page.put(_MEANS_ROW + 1, _LABEL, "Sum of the weights")
    total = sum(measure.weight for measure in DEFAULT_MEASURES)
    for column, row in ((_FIRST, NOW_ROW), (_SECOND, NEW_ROW)):
        sums = f"SUM({cell(row, FIRST_SLOT_COLUMN)}:{cell(row, _STRIP[-1])})"
        put_figure(page, _MEANS_ROW + 1, column, Formula(sums, total), _WEIGHT)
    draw_bands_chart(
        page,
        heading_row=_BANDS_ROW,
        last=_BANDS_ROW + len(bands),
        label=_LABEL,
        values=(_FIRST, _SECOND),
        top=_MOVES_ROW,
        bottom=_ADOPT_ROW - 1,
        left=_THIRD + 1,
    )


def _draw_pair(page: Page, row: int, *, now: str, new: str, number_format: str) -> None:
    """Draw a figure now, by the what-if weights, and its change."""
    put_figure(page, row, _FIRST, _known(now), number_format)
    put_figure(page, row, _SECOND, _known(new), number_format)
    before, after = cell(row, _FIRST), cell(row, _SECOND)
    change = Formula(f'IF(COUNT({before}:{after})=2,{after}-{before},"{NO_DATA}")', NO_DATA)
    put_figure(page, row, _THIRD, change, f"+{number_format};-{number_format};0")


def _draw_adopt(page: Page) -> None:
    """Draw the two cells the button reads, and the sentences that say what it does."""
    draw_heading(page, _ADOPT_ROW, _STRIP, "Adopt")
    for row, label, name, message in (
        (_ADOPT_ROW + 1, "Adopted by", WHAT_IF_BY, "Your name; it goes into Model versions."),
        (_ADOPT_ROW + 2, "Why", WHAT_IF_WHY, "The reason; it goes into Model versions."),
    ):
        page.put(row, _LABEL, label)
        page.put(row, _FIRST, None, "Input", "@", align="left")
        rule = {"validate": "length", "criteria": "<=", "value": 250}
        page.validate(row, _FIRST, row, rule, title=label, message=message)
        page.call(name, row, _FIRST)
    for row, note in enumerate(_NOTES, start=_ADOPT_ROW + 3):
        page.put(row, _LABEL, note, _WORDS)


def _known(formula: str) -> Formula:
    """Say "No data" as long as nobody is compared."""
    return Formula(f'IF({_COMPARED}=0,"{NO_DATA}",{formula})', NO_DATA)

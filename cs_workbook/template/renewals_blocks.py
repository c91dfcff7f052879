"""Two blocks of the Renewals sheet: the renewal rates of the period, and the outlook."""

from typing import Final

from cs_workbook.schema.interval_formulas import wilson_bound
from cs_workbook.schema.renewal_tables import (
    HORIZONS,
    LATE_BUCKET,
    LOST_STATE,
    NO_BUCKET,
    PAST_BUCKET,
    RENEWED_STATE,
)
from cs_workbook.template.blocks import Label, draw_heading, draw_labels, put_figure
from cs_workbook.template.layout import DATE, NO_DATA, Formula, Page, cell

FIRST_COLUMN: Final = 5
_COLUMNS: Final = range(FIRST_COLUMN, FIRST_COLUMN + 9)
_RATE, _LOW, _HIGH, _PART, _BASE, _NOTE = range(FIRST_COLUMN + 2, FIRST_COLUMN + 8)
_FROM, _TO, _N, _SHARE, _TARGET, _WORST, _LIKELY, _BEST = range(FIRST_COLUMN + 1, FIRST_COLUMN + 9)
_EMPTY: Final = "COUNT(tblRenewals[Renewal date])=0"
_WHOLE: Final = "#,##0"

_PAST: Final = f'tblRenewals[Bucket],"{PAST_BUCKET}"'
_LATE: Final = f'tblRenewals[Bucket],"{LATE_BUCKET}"'
_RENEWED: Final = f'COUNTIFS(tblRenewals[State],"{RENEWED_STATE}",{_PAST})'
_DECIDED: Final = f'{_RENEWED}+COUNTIFS(tblRenewals[State],"{LOST_STATE}",{_PAST})'
_RENEWED_MRR: Final = f"SUMIFS(tblRenewals[Renewed MRR],{_PAST})"
_DECIDED_MRR: Final = f"SUMIFS(tblRenewals[MRR due],{_PAST})"

_RATES: Final = (
    (
        "Number, of all due",
        _RENEWED,
        f"COUNTIFS({_PAST})+COUNTIFS({_LATE})",
        "Date in the period and before the as-of date; late ones are in the base.",
    ),
    ("Number, of decided", _RENEWED, _DECIDED, "The same without late ones: renewed or lost."),
    (
        "MRR, of all due",
        _RENEWED_MRR,
        f"{_DECIDED_MRR}+SUMIFS(tblRenewals[MRR due],{_LATE})",
        "MRR that followed, per renewal at most its MRR due.",
    ),
    ("MRR, of decided", _RENEWED_MRR, _DECIDED_MRR, "The same without late ones."),
)


def draw_rates(page: Page, row: int) -> int:
    """Draw the renewal rates of the past period; return the row after them."""
    title = Formula(
        '"Renewal rate of the last "&PeriodMonths&" months"', "Renewal rate of the last 12 months"
    )
    draw_heading(page, row, _COLUMNS, title)
    texts = ("Rate (%)", "Low 95 %", "High 95 %", "Renewed", "Of")
    labels = [
        Label(column=n, text=text) for n, text in zip(range(_RATE, _NOTE), texts, strict=True)
    ]
    draw_labels(page, row + 1, [Label(column=FIRST_COLUMN, text="By", right=False), *labels])
    for place, (label, part, base, note) in enumerate(_RATES, start=row + 2):
        page.put(place, FIRST_COLUMN, label)
        page.put(place, _NOTE, note, "Explanatory Text", indent=1)
        for column, formula in ((_PART, part), (_BASE, base)):
            page.put(place, column, Formula(formula, 0), "Normal", _WHOLE, align="right", indent=1)
        k, n = cell(place, _PART), cell(place, _BASE)
        put_figure(page, place, _RATE, _unless(f"{n}=0", f"100*{k}/{n}"), "0.0")
        if label.startswith("Number"):
            for column, high in ((_LOW, False), (_HIGH, True)):
                bound = wilson_bound(k, n, high=high)
                put_figure(page, place, column, _unless(f"{n}=0", bound), "0.0")
    after = row + 2 + len(_RATES)
    carried = f'COUNTIFS(tblRenewals[State],"{RENEWED_STATE}",tblRenewals[MRR after],0,{_PAST})'
    words = (
        f'IF({_RENEWED}=0,"Interval: Wilson.","Of the "&{_RENEWED}&" renewed, "&{carried}&" only '
        'stayed by another contract: nothing followed theirs. Interval: Wilson.")'
    )
    page.put(after, FIRST_COLUMN, Formula(words, "Interval: Wilson."), "Explanatory Text")
    return after + 1


def _unless(empty: str, formula: str) -> Formula:
    """Say "No data" where a condition holds, as it does in an empty tracker."""
    return Formula(f'IF({empty},"{NO_DATA}",{formula})', NO_DATA)


def draw_outlook(page: Page, row: int) -> None:
    """Draw target, worst, likely and best of the days and quarters ahead."""
    # The heading stands beside the chances, whose rows are of one height.
    draw_heading(page, row, _COLUMNS, "Forecast: MRR we expect to keep", tall=False)
    texts = ("From", "To", "Renewals", "Likely (%)", "Target", "Worst", "Likely", "Best")
    labels = [
        Label(column=n, text=text) for n, text in zip(range(_FROM, _BEST + 1), texts, strict=True)
    ]
    draw_labels(page, row + 1, [Label(column=FIRST_COLUMN, text="Due in", right=False), *labels])
    first = row + 2
    quarter = first + len(HORIZONS)
    end = "EDATE(DATE(YEAR(AsOfDate),3*INT((MONTH(AsOfDate)-1)/3)+1,1),{months})-1"
    spans = [(f"{days} days", "AsOfDate", f"AsOfDate+{days}") for days in HORIZONS]
    spans.append(("This quarter", "AsOfDate", end.format(months=3)))
    spans.append(("Next quarter", f"{cell(quarter, _TO)}+1", end.format(months=6)))
    for place, (label, begins, ends) in enumerate(spans, start=first):
        page.put(place, FIRST_COLUMN, label)
        for column, formula in ((_FROM, begins), (_TO, ends)):
            content = Formula(f'IF(AsOfDate="","{NO_DATA}",{formula})', NO_DATA)
            page.put(place, column, content, "Normal", DATE, align="right", indent=1)
        chosen = (
            f'tblRenewals[Renewal date],">="&N({cell(place, _FROM)}),'
            f'tblRenewals[Renewal date],"<="&N({cell(place, _TO)}),'
            f'tblRenewals[Bucket],"<>{NO_BUCKET}"'
        )
        count = _unless(_EMPTY, f"COUNTIFS({chosen})")
        page.put(place, _N, count, "Normal", _WHOLE, align="right", indent=1)
        for column, header in (
            (_TARGET, "MRR due"),
            (_WORST, "Worst"),
            (_LIKELY, "Likely"),
            (_BEST, "Best"),
        ):
            content = _unless(_EMPTY, f"SUMIFS(tblRenewals[{header}],{chosen})")
            put_figure(page, place, column, content, _WHOLE)
        target = cell(place, _TARGET)
        share = _unless(f"N({target})=0", f"100*{cell(place, _LIKELY)}/{target}")
        page.put(place, _SHARE, share, "Normal", "0.0", align="right", indent=1)
    page.put(first + len(spans), FIRST_COLUMN, _OUTLOOK_NOTE, "Explanatory Text")


_OUTLOOK_NOTE: Final = (
    "Up to MRR due each. Worst: renewed already or typed as Commit. Likely: forecast MRR, else MRR "
    "due x chance. Best: all but what has chance 0. Late ones are not in it."
)

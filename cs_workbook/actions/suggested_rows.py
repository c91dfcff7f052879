"""The rows of the Suggested weights sheet."""

from cs_workbook.actions.table_columns import columns_of
from cs_workbook.measures.backtest import FEWEST_LOST
from cs_workbook.measures.suggested_weights import SuggestedWeight, Suggestion
from cs_workbook.schema.backtest_table import TBL_SUGGESTED
from cs_workbook.workbook.port import CellValue, ColumnContent

_COIN = 0.5


def suggested_columns(suggestion: Suggestion) -> dict[str, ColumnContent]:
    """Return the columns of ``tblSuggested``."""
    rows = [_row(measure, suggestion) for measure in suggestion.measures]
    return columns_of(TBL_SUGGESTED, rows)


def suggested_shown(suggestion: Suggestion) -> str:
    """Say what follows from the suggestion."""
    return suggestion.words


def suggested_lines(suggestion: Suggestion) -> list[str]:
    """Say in a few lines what is suggested."""
    lines = ["", "Suggested weights (never applied by themselves):", f"  {suggestion.words}"]
    lines += [
        f"  {one.name}: {one.now:.0f} % now, {one.suggested:.0f} % suggested"
        for one in suggestion.measures
        if one.suggested is not None
    ]
    return lines


def _row(measure: SuggestedWeight, suggestion: Suggestion) -> dict[str, CellValue]:
    interval = measure.alone.interval
    suggested = measure.suggested
    return {
        "Measure": measure.name,
        "Weight now (%)": measure.now,
        "Suggested (%)": suggested,
        "Difference": "" if suggested is None else suggested - measure.now,
        "Alone (% of pairs)": _percent(measure.alone.value),
        "Low 95 %": None if interval is None else _percent(interval.low),
        "High 95 %": None if interval is None else _percent(interval.high),
        "Lost": measure.lost,
        "n": measure.n,
        "In words": _words(measure, suggestion),
    }


def _words(measure: SuggestedWeight, suggestion: Suggestion) -> str:
    if suggestion.lost < FEWEST_LOST:
        return f"Too few lost: no suggestion under {FEWEST_LOST}."
    if not measure.tested:
        return "Not known of the past, so not tested: it keeps its weight."
    interval = measure.alone.interval
    low, high = (0.0, 1.0) if interval is None else (interval.low, interval.high)
    if not measure.suggested:
        nothing = "Points the wrong way or nowhere once the others are known."
        return _NOTHING_NEW if low > _COIN else nothing
    if high < _COIN:
        return "Alone it points the wrong way: take its suggested weight as a guess."
    guess = "Alone no better than chance: take its suggested weight as a guess."
    return "Tells better than a coin alone." if low > _COIN else guess


_NOTHING_NEW = "Tells something alone, and nothing the others do not tell already."


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share

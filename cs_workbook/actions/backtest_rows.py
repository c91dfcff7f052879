"""The rows of the Back-test sheet, and the same in a few sentences."""

from collections.abc import Iterator

from cs_workbook.actions.backtest import Report
from cs_workbook.actions.suggested_rows import suggested_lines
from cs_workbook.measures.backtest import BackTest
from cs_workbook.measures.figure import Figure
from cs_workbook.measures.suggested_weights import Suggestion
from cs_workbook.schema.backtest_table import (
    TBL_BACKTEST,
    WEIGHTS_NOW,
    WEIGHTS_QUESTION,
    WEIGHTS_SUGGESTED,
)
from cs_workbook.workbook.port import CellValue

_THE_SCORE = "Health score"
_PAIRS = "% of pairs"
_PERCENT = "%"
_MAIN_HORIZON = 90


def backtest_rows(report: Report) -> dict[str, list[CellValue]]:
    """Return the rows of ``tblBacktest``."""
    rows = [row for test in report.tests for row in _of_one(test, report)]
    rows += [
        _row(
            _MAIN_HORIZON,
            "Does one measure alone tell?",
            name,
            figure,
            unit=_PAIRS,
            factor=100,
            part=figure.part("who left"),
            n=figure.n,
            words=_alone(figure),
        )
        for name, figure in report.measures.items()
    ]
    rows += _of_weights(report.suggestion)
    return {
        header: [row[place] for row in rows] for place, header in enumerate(TBL_BACKTEST.headers)
    }


def backtest_lines(report: Report) -> list[str]:
    """Say in a few lines what a back-test found."""
    lines = [shown(report)]
    for test in report.tests:
        lines += ["", f"{test.days_before} days before they left:"]
        lines += [f"  {row[1]} {row[2]}: {row[9]}" for row in _of_one(test, report)]
    return lines if report.suggestion is None else lines + suggested_lines(report.suggestion)


def shown(report: Report) -> str:
    """Say what was looked at, as it stands above the table."""
    first, last = report.days[0], report.days[-1]
    return (
        f"{report.source}. {report.lost:,} accounts were lost; scores of {len(report.days)} days "
        f"from {first.isoformat()} to {last.isoformat()} were looked at."
    )


def _of_weights(suggestion: Suggestion | None) -> Iterator[list[CellValue]]:
    """Return whether the suggested weights would tell better than those in force."""
    if suggestion is None:
        return
    for about, figure, words in (
        (WEIGHTS_NOW, suggestion.now, "The weights in force, as asked above."),
        (WEIGHTS_SUGGESTED, suggestion.out_of_sample, suggestion.words),
    ):
        yield _row(
            _MAIN_HORIZON,
            WEIGHTS_QUESTION,
            about,
            figure,
            unit=_PAIRS,
            factor=100,
            part=figure.part("who left"),
            n=figure.n,
            words=words,
        )


def _of_one(test: BackTest, report: Report) -> Iterator[list[CellValue]]:
    days = test.days_before
    lost = f"{test.lost:,} of {report.lost:,} lost accounts had a score then"
    yield _row(
        days,
        "Does the score tell who will leave?",
        _THE_SCORE,
        test.auc,
        unit=_PAIRS,
        factor=100,
        part=test.lost,
        n=test.lost + test.stayed,
        words=f"{test.verdict} {lost}; {test.stayed:,} that stayed stand beside them.",
    )
    lift = test.lift
    yield [
        days,
        "Do the lowest scores leave more?",
        "Lowest tenth",
        lift.lift,
        "times the average",
        None,
        None,
        lift.left_among_lowest,
        lift.lowest,
        "Nobody was lost in these days."
        if lift.lift is None or lift.captured is None
        else f"The lowest tenth of the scores held {lift.captured:.0f} % of the losses that "
        f"followed within {days} days; picked at random they would hold 10 %.",
    ]
    yield _row(
        days,
        "How many left without a warning?",
        _THE_SCORE,
        test.unwarned,
        unit=_PERCENT,
        part=test.unwarned.parts[0].value,
        n=test.unwarned.n,
        words="Nobody was lost in these days."
        if test.unwarned.value is None
        else f"{test.unwarned.value:.0f} % of the lost stood above the worst band {days} days "
        "before. A higher cut for it would have warned of more of them, and of more who stay.",
    )
    for band in test.bands:
        name = band.parts[1].name.removeprefix("looked at in ")
        yield _row(
            days,
            "How many of a band leave?",
            name,
            band,
            unit=_PERCENT,
            part=band.parts[0].value,
            n=band.n,
            words="No account stood in this band."
            if band.value is None
            else f"Of {band.n:,} times an account stood here at a month's end, "
            f"{band.parts[0].value:,.0f} had left within {days} days.",
        )


def _row(
    days: int,
    question: str,
    about: str,
    figure: Figure,
    *,
    unit: str,
    part: float | None,
    n: int,
    words: str,
    factor: float = 1,
) -> list[CellValue]:
    interval = figure.interval
    return [
        days,
        question,
        about,
        None if figure.value is None else factor * figure.value,
        unit,
        None if interval is None else factor * interval.low,
        None if interval is None else factor * interval.high,
        part,
        n,
        words,
    ]


def _alone(figure: Figure) -> str:
    if figure.value is None or figure.interval is None:
        return "No lost account had it: nobody to compare."
    if figure.interval.low > 0.5:  # noqa: PLR2004 - a coin
        return "Alone it tells better than a coin."
    if figure.interval.high < 0.5:  # noqa: PLR2004 - a coin
        return "Alone it points the wrong way: those who left scored higher."
    return "Alone it tells no better than chance."

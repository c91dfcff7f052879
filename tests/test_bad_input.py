"""Bad input, line by line: among the problems, or a blank with its reason, never a wrong number.

A small clean book is given one bad row at a time. Each line says which row, which problem is
listed for it, and what the figures say afterwards.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cs_workbook.actions.analyses.revenue import month_columns
from cs_workbook.actions.check import check
from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.figures import read_figures
from cs_workbook.actions.new import new_tracker
from cs_workbook.engine import DuckDB
from cs_workbook.exports import read_folder
from cs_workbook.measures.exchange_rates import ExchangeRates, Rate
from cs_workbook.rollups import churn_parts, mrr_months, survey_counts, totals
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import FormulaColumn

AS_OF, START = date(2025, 6, 30), date(2024, 6, 30)
RATES = ExchangeRates(
    book="USD", rates=(Rate(currency="EUR", from_day=date(2025, 1, 1), rate=Decimal("1.1")),)
)
CLEAN = {
    "accounts": "account_id,account_name\nA,Ada\nB,Bob\nC,Cy\n",
    "subscriptions": "subscription_id,account_id,start_date,end_date,mrr,currency\n"
    "S1,A,2024-01-01,,100,USD\nS2,B,2024-01-01,,200,USD\n",
    "nps": "response_id,account_id,score,answered_on\nR1,A,9,2025-05-01\n",
    "tickets": "ticket_id,account_id,created_at,satisfaction_score\nT1,A,2025-05-01,4\n",
    "churn": "churn_event_id,account_id,churn_date,mrr_lost\nE1,B,2024-05-01,10\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One bad row and what comes of it.

    Attributes:
        why: What is wrong with it, or why it is not wrong.
        file: The export it is added to.
        row: The row.
        code: The problem listed for it; ``None`` where none is due.
        changed: Figures that differ from the clean book.
    """

    why: str
    file: str
    row: str
    code: str | None
    changed: Mapping[str, object] = field(default_factory=dict)


LINES = (
    Line(
        why="an answer above the scale", file="nps", row="R2,B,11,2025-05-01", code="out_of_range"
    ),
    Line(
        why="an answer below the scale", file="nps", row="R2,B,-1,2025-05-01", code="out_of_range"
    ),
    Line(
        why="an answer between two steps of the scale",
        file="nps",
        row="R2,B,8.5,2025-05-01",
        code="out_of_range",
    ),
    Line(
        why="a text for an answer",
        file="nps",
        row="R2,B,very good,2025-05-01",
        code="required_value",
    ),
    Line(why="no answer", file="nps", row="R2,B,,2025-05-01", code="required_value"),
    Line(why="an answer without a day", file="nps", row="R2,B,9,", code="required_value"),
    Line(why="an answer on no day", file="nps", row="R2,B,9,2025-02-30", code="required_value"),
    Line(
        why="an answer of tomorrow counts tomorrow",
        file="nps",
        row="R2,B,0,2025-07-01",
        code="after_as_of",
    ),
    Line(
        why="an answer of nobody counts for the book",
        file="nps",
        row="R2,Z,0,2025-05-01",
        code="unlinked_answer",
        changed={"answers": {0: 1, 9: 1}},
    ),
    Line(
        why="one id, two answers: the first is used",
        file="nps",
        row="R1,B,0,2025-05-01",
        code="repeated_id",
    ),
    Line(
        why="a contract that has not begun",
        file="subscriptions",
        row="S3,C,2025-07-01,,50,USD",
        code="after_as_of",
    ),
    Line(
        why="an end before the start",
        file="subscriptions",
        row="S3,C,2025-03-01,2025-02-01,50,USD",
        code="ends_before_start",
    ),
    Line(
        why="an end that cannot be read is no open end",
        file="subscriptions",
        row="S3,C,2025-03-01,2025-02-31,50,USD",
        code="unreadable_end",
    ),
    Line(
        why="an end on the first day: no day of service",
        file="subscriptions",
        row="S3,C,2025-03-01,2025-03-01,50,USD",
        code=None,
    ),
    Line(
        why="no start",
        file="subscriptions",
        row="S3,C,,,50,USD",
        code="required_value",
    ),
    Line(
        why="two contracts at once are both paid, by one customer",
        file="subscriptions",
        row="S3,A,2025-03-01,,50,USD",
        code=None,
        changed={"mrr": 350.0},
    ),
    Line(
        why="an overlap that ends loses nobody",
        file="subscriptions",
        row="S3,A,2024-02-01,2025-03-01,50,USD",
        code=None,
    ),
    Line(
        why="an amount of zero is a customer who pays nothing",
        file="subscriptions",
        row="S3,C,2025-03-01,,0,USD",
        code=None,
        changed={"customers": 3},
    ),
    Line(
        why="an amount below zero is none",
        file="subscriptions",
        row="S3,C,2025-03-01,,-50,USD",
        code="outside_limits",
        changed={"customers": 3, "without_amount": 1},
    ),
    Line(
        why="a text for an amount",
        file="subscriptions",
        row="S3,C,2025-03-01,,call us,USD",
        code="not_a_number",
        changed={"customers": 3, "without_amount": 1},
    ),
    Line(
        why="no amount is not an amount of zero",
        file="subscriptions",
        row="S3,C,2025-03-01,,,USD",
        code=None,
        changed={"customers": 3, "without_amount": 1},
    ),
    Line(
        why="a currency nobody gave a rate for",
        file="subscriptions",
        row="S3,C,2025-03-01,,50,CHF",
        code="unknown_currency",
        changed={"customers": 3, "without_amount": 1},
    ),
    Line(
        why="a day before the first rate",
        file="subscriptions",
        row="S3,C,2024-12-31,,50,EUR",
        code="unknown_currency",
        changed={"customers": 3, "without_amount": 1},
    ),
    Line(
        why="a currency with a rate is no problem",
        file="subscriptions",
        row="S3,C,2025-03-01,,50,EUR",
        code=None,
        changed={"customers": 3, "mrr": 355.0},
    ),
    Line(
        why="a contract of nobody",
        file="subscriptions",
        row="S3,Z,2025-03-01,,50,USD",
        code="unknown_account",
    ),
    Line(
        why="a contract without an id of its own",
        file="subscriptions",
        row=",C,2025-03-01,,50,USD",
        code="missing_key",
    ),
    Line(
        why="one id, two contracts: the first is used",
        file="subscriptions",
        row="S1,C,2025-03-01,,50,USD",
        code="repeated_id",
    ),
    Line(
        why="the same row twice is one row",
        file="subscriptions",
        row="S1,A,2024-01-01,,100,USD",
        code="repeated_row",
    ),
    Line(
        why="a rating off its scale is blank",
        file="tickets",
        row="T2,B,2025-05-01,6",
        code="outside_limits",
        changed={"tickets": 2},
    ),
    Line(
        why="a ticket of tomorrow",
        file="tickets",
        row="T2,B,2025-07-01,1",
        code="after_as_of",
    ),
    Line(
        why="a loss of tomorrow is none yet",
        file="churn",
        row="E2,C,2025-07-01,10",
        code="after_as_of",
    ),
    Line(
        why="a loss without a day",
        file="churn",
        row="E2,C,,10",
        code="required_value",
    ),
    Line(
        why="a loss of less than nothing",
        file="churn",
        row="E2,C,2025-03-01,-10",
        code="outside_limits",
        changed={"lost": 2},
    ),
)
FIGURES = {
    "mrr": 300.0,
    "customers": 2,
    "without_amount": 0,
    "answers": {9: 1},
    "tickets": 1,
    "rated": 1,
    "lost": 1,
}


def figures(engine: DuckDB) -> dict[str, object]:
    """Return the figures of the book from its rollups."""
    book = totals(engine, as_of=AS_OF, period_start=START).iloc[0]
    counted = survey_counts(engine, as_of=AS_OF, survey_window_days=365)
    months = mrr_months(engine, as_of=AS_OF)
    churn = churn_parts(engine, as_of=AS_OF, period_start=START)
    return {
        "mrr": float(book["open_mrr"]),
        "customers": int(book["customers"]),
        "without_amount": int(months["without_amount"].iloc[0]),
        "answers": {int(s): int(n) for _, s, n in counted.itertuples(index=False)},
        "tickets": int(book["tickets"]),
        "rated": int(book["rated_tickets"]),
        "lost": int(churn["part"].iloc[1]),
    }


def read(folder: Path, engine: DuckDB, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    done = read_folder(folder, engine=engine, as_of=AS_OF, rates=RATES)
    for report in done.files:
        assert report.rows_read == report.rows_used + report.rows_set_aside


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDB]:
    """Return one engine for all lines; each import replaces the tables of the one before."""
    with DuckDB() as engine:
        yield engine


def test_the_clean_book_has_no_problems_and_these_figures(tmp_path: Path, engine: DuckDB) -> None:
    read(tmp_path, engine, CLEAN)
    assert engine.rows("select * from problems") == []
    assert figures(engine) == FIGURES


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.why)
def test_a_bad_row_is_listed_or_blank_and_no_figure_is_wrong(
    line: Line, tmp_path: Path, engine: DuckDB
) -> None:
    text = f"{CLEAN[line.file]}{line.row}\n"
    read(tmp_path, engine, CLEAN | {line.file: text})
    listed = engine.rows("select code, file, line, reason, remedy from problems")
    expected = [] if line.code is None else [(line.code, f"{line.file}.csv", text.count("\n"))]
    assert [row[:3] for row in listed] == expected
    assert all(reason and remedy for *_, reason, remedy in listed)
    assert figures(engine) == FIGURES | dict(line.changed)


def test_a_month_without_customers_has_blanks_not_rates_of_nothing(
    tmp_path: Path, engine: DuckDB
) -> None:
    rows = "S1,A,2025-01-05,2025-03-20,100,USD\nS2,B,2025-06-02,,70,USD\n"
    head = CLEAN["subscriptions"].splitlines()[0]
    read(tmp_path, engine, {"subscriptions": f"{head}\n{rows}"})
    months = mrr_months(engine, as_of=AS_OF)
    columns = month_columns(months)
    found = {
        header: content.values if isinstance(content, FormulaColumn) else content
        for header, content in columns.items()
    }
    empty = [place for place, n in enumerate(found["Customers at start"]) if n == 0]
    assert [months["month"].iloc[place].month for place in empty] == [6, 5, 4, 1]
    for place in empty:
        assert found["Opening MRR"][place] == 0
        for header in ("Gross MRR churn (%)", "Net MRR churn (%)", "Logo churn (%)"):
            assert found[header][place] == "", f"{header} of nobody is no rate"


def test_a_period_that_begins_without_customers_says_no_data(tmp_path: Path) -> None:
    """From the export to the figure: no customer at the start is no churn of 0 %."""
    exports = tmp_path / "exports"
    exports.mkdir()
    head = CLEAN["subscriptions"].splitlines()[0]
    (exports / "subscriptions.csv").write_text(f"{head}\nS1,A,2025-01-05,,100,USD\n")
    tracker = new_tracker(tmp_path / "CS_Tracker.xlsm")
    now = datetime(2025, 7, 1, 9, 0)  # noqa: DTZ001 - local wall time
    refresh_file(tracker, exports, as_of=AS_OF, now=now)
    book = FileBook(tracker)
    found = {reading.name: reading for reading in read_figures(book)}
    for name in ("KPI_LogoChurn", "KPI_LogoChurnSubscriptions", "KPI_GRR", "KPI_NRR", "KPI_NPS"):
        assert found[name].value is None, name
        assert found[name].low is None, name
    assert found["KPI_MRR"].value == 100
    assert not [result for result in check(book) if not result.passed]

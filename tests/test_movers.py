"""Why it moved: parts that add up, the book's waterfall, and which two refreshes are compared."""

import math
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.actions.analyses.movers import NO_EARLIER, mover_columns
from cs_workbook.actions.analyses.remembered import Book
from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.kept_history import Kept, KeptRefresh
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.refresh import refresh as refresh_book
from cs_workbook.measures.health import HealthMeasure, HealthModel, HealthScore, health_score
from cs_workbook.measures.health_bands import Cap
from cs_workbook.measures.week_code import kept_number, week_of
from cs_workbook.schema.history_tables import CHANGE_PARTS, DATA_HEADER, OTHER_STEPS
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue, ColumnContent, FormulaCell, FormulaColumn

pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")

NAMES = [f"M{number}" for number in range(1, 13)]
EARLIER, LATER = date(2026, 6, 23), date(2026, 6, 30)

values = st.none() | st.floats(min_value=-20, max_value=120)
weights = st.sampled_from([0.0, 0.5, 1.0, 3.0, 20.0])


@st.composite
def models(draw: st.DrawFn) -> HealthModel:
    """Return a model of one to twelve measures, at least one of them with a weight."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=12, unique=True))
    given_weights = [draw(weights) for _ in names]
    if not any(given_weights):
        given_weights[0] = 1.0
    return HealthModel(
        measures=tuple(
            HealthMeasure(name=name, weight=weight, score_0_at=0, score_100_at=100)
            for name, weight in zip(names, given_weights, strict=True)
        )
    )


@dataclass(frozen=True)
class Case:
    """One account under two models."""

    before: HealthModel
    after: HealthModel
    then: dict[str, float | None]
    now: dict[str, float | None]


cases = st.builds(
    Case,
    before=models(),
    after=models(),
    then=st.fixed_dictionaries(dict.fromkeys(NAMES, values)),
    now=st.fixed_dictionaries(dict.fromkeys(NAMES, values)),
)


def book(model: HealthModel, score: HealthScore, day: date, *, exact: bool) -> Book:
    """Return a book of one account, from the exports or as the history keeps it."""
    quarter, week = week_of(day)
    sub_scores = [part.sub_score for part in score.parts]
    health = score.score
    if not exact:
        sub_scores = [None if one is None else kept_number(one) for one in sub_scores]
        health = None if health is None else kept_number(health)
    kept = Kept(
        account_id="A",
        account="Ada",
        status="Customer",
        band=score.band,
        mrr=100.0,
        health=health,
        sub_scores=tuple(sub_scores),
    )
    return Book(
        refresh=KeptRefresh(day=day, quarter=quarter, week=week),
        accounts={"A": kept},
        model=model,
        exact={"A": score} if exact else None,
    )


def line(before: Book | None, after: Book) -> dict[str, CellValue]:
    """Return the one row of the movers, nothing where there is none."""
    columns = mover_columns(before, after, {})
    return {header: first for header, cells in columns.items() for first in _first(cells)}


def _first(content: ColumnContent) -> list[CellValue]:
    """Return the first value of a column, nothing where it is empty."""
    cells = list(content.values if isinstance(content, FormulaColumn) else content)  # noqa: PD011
    return [cell.value if isinstance(cell, FormulaCell) else cell for cell in cells[:1]]


@given(cases, st.booleans())
def test_the_parts_add_up_to_the_change(case: Case, exact: bool) -> None:
    """Law: measures + data + weights + caps + rounding = health now - health before."""
    before = book(case.before, health_score(case.before, case.then), EARLIER, exact=False)
    after = book(case.after, health_score(case.after, case.now), LATER, exact=exact)
    row = line(before, after)
    was, becomes = before.accounts["A"].health, after.accounts["A"].health
    if was is None or becomes is None:
        assert row.get("Change", "") == ""
        assert all(row.get(header) is None for header in CHANGE_PARTS)
        return
    parts = [value for header in CHANGE_PARTS if isinstance(value := row[header], float)]
    assert math.isclose(math.fsum(parts), becomes - was, abs_tol=1e-9)
    assert row["Change"] == becomes - was
    assert row["Sum check"] == 0
    rounding = row["Rounding"]
    assert isinstance(rounding, float)
    assert abs(rounding) <= 0.02 + 1e-9, "both scores and all their parts are kept to 0.01"


@given(cases)
def test_without_a_change_of_the_model_nothing_is_put_on_the_weights(case: Case) -> None:
    """Law: the same model twice gives weights no part."""
    before = book(case.before, health_score(case.before, case.then), EARLIER, exact=False)
    after = book(case.before, health_score(case.before, case.now), LATER, exact=True)
    row = line(before, after)
    if isinstance(row.get("Change"), float) and any(
        case.then[m.name] is not None and case.now[m.name] is not None and m.weight
        for m in case.before.measures
    ):
        weighted = row["Weights changed"]
        assert isinstance(weighted, float)
        assert abs(weighted) < 1e-9


def test_the_oracle_of_three_measures() -> None:
    """The worked example: usage 80 to 60, support 50 to 70, NPS 70; weights 5, 3, 2."""
    model = HealthModel(
        measures=tuple(
            HealthMeasure(name=name, weight=weight, score_0_at=0, score_100_at=100)
            for name, weight in (("usage", 5), ("support", 3), ("nps", 2))
        )
    )
    then = health_score(model, {"usage": 80, "support": 50, "nps": 70})
    now = health_score(model, {"usage": 60, "support": 70, "nps": 70})
    row = line(book(model, then, EARLIER, exact=False), book(model, now, LATER, exact=True))
    assert [row[header] for header in CHANGE_PARTS[:3]] == pytest.approx([-10, 6, 0])
    assert row["Change"] == pytest.approx(-4)
    assert row["Why"] == ["usage -10.0; support +6.0.", ": ◆ Watch to ◆ Watch."][0]


@pytest.mark.parametrize("exact", [True, False])
def test_a_cap_has_a_step_of_its_own(exact: bool) -> None:
    """From 80 to 60 by usage, and 15 more because a cap holds it at 45."""
    model = HealthModel(
        measures=(HealthMeasure(name="usage", weight=1, score_0_at=0, score_100_at=100),)
    )
    held = health_score(model, {"usage": 60}, caps=[Cap(reason="overdue", at_most=45)])
    free = book(model, health_score(model, {"usage": 80}), EARLIER, exact=False)
    row = line(free, book(model, held, LATER, exact=exact))
    assert [row[header] for header in (CHANGE_PARTS[0], *OTHER_STEPS)] == [-20, 0, 0, -15, 0]
    assert str(row["Why"]).startswith("usage -20.0; Caps -15.0.")
    lifted = line(
        book(model, held, EARLIER, exact=False),
        book(model, health_score(model, {"usage": 60}), LATER, exact=exact),
    )
    assert [lifted[header] for header in OTHER_STEPS] == [0, 0, 15, 0]


def test_a_score_kept_without_its_parts_says_so() -> None:
    model = HealthModel(
        measures=(HealthMeasure(name="usage", weight=1, score_0_at=0, score_100_at=100),)
    )
    then = book(model, health_score(model, {"usage": 80}), EARLIER, exact=False)
    bare = Book(
        refresh=then.refresh,
        accounts={"A": replace(then.accounts["A"], sub_scores=())},
        model=None,
    )
    row = line(bare, book(model, health_score(model, {"usage": 60}), LATER, exact=True))
    assert str(row["Why"]).startswith("The earlier refresh kept the score without its parts.")
    assert (row["Change"], row[DATA_HEADER], row["Sum check"]) == (-20, -20, 0)


# On the workbook


def refresh(tracker: Path, data: Path, day: date, *, hour: int = 8) -> bool:
    done = refresh_file(
        tracker,
        data / "accounts" / "ravenstack",
        as_of=day,
        now=datetime(2025, 1, 2, hour),  # noqa: DTZ001 - local wall time, as the log shows it
    )
    return done.written


def refreshed(workbook: FileBook, data: Path, day: date, *, hour: int) -> None:
    """Refresh a workbook in memory; formulas are not calculated, nothing is saved."""
    refresh_book(
        workbook,
        data / "accounts" / "ravenstack",
        as_of=day,
        now=datetime(2025, 1, 2, hour),  # noqa: DTZ001 - local wall time, as the log shows it
    )


@pytest.fixture(scope="module")
def followed(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tracker with three refreshes and a change of weights before the last one."""
    tracker = new_tracker(tmp_path_factory.mktemp("followed"))
    workbook = FileBook(tracker)
    workbook.write_name("RowsShown", 100)
    refreshed(workbook, shared_data, date(2024, 11, 30), hour=1)
    refreshed(workbook, shared_data, date(2024, 12, 24), hour=2)
    workbook.write_table("tblWeights", {"Weight": [40, 15, 10, 0, 15, 20, 10]})
    workbook.save()
    refresh(tracker, shared_data, date(2024, 12, 31), hour=3)
    return tracker


@pytest.fixture
def tracker(followed: Path, tmp_path: Path) -> Path:
    """Return a copy of one's own."""
    path = tmp_path / "CS_Tracker.xlsm"
    path.write_bytes(followed.read_bytes())
    return path


def test_a_first_refresh_says_that_there_is_no_earlier_one(demo_tracker: Path) -> None:
    workbook = FileBook(demo_tracker)
    assert str(workbook.read_name("ShownMovers")).startswith(NO_EARLIER)
    table = workbook.read_table("tblMovers")
    assert set(table["Why"]) == {f"{NO_EARLIER}."}
    assert set(table["Slope"]) == {"not known"}
    assert not any(isinstance(change, float) for change in table["Change"])


def test_the_parts_of_every_account_and_of_the_book_add_up(followed: Path) -> None:
    """The book's waterfall is computed again with pandas from the list of movers."""
    table = FileBook(followed).read_table("tblMovers")
    frame = pd.DataFrame(table)
    number = frame.apply(pd.to_numeric, errors="coerce")
    known = number["Change"].notna()
    assert known.sum() > 400
    missing = number[[*CHANGE_PARTS]].sum(axis=1) - number["Change"]
    assert missing[known].abs().max() < 1e-9
    assert number.loc[known, "Weights changed"].abs().max() > 1

    def mean(scores: str, mrr: str, rows: pd.Series) -> float:
        used = number[rows & number[scores].notna()]
        return float((used[scores] * used[mrr].fillna(0)).sum() / used[mrr].sum())

    every = known | True
    levels = {
        "before": mean("Health before", "MRR before", every),
        "stayed": mean("Health before", "MRR before", known),
        "moved": mean("Health before", "MRR", known),
        "became": mean("Health now", "MRR", known),
        "now": mean("Health now", "MRR", every),
    }
    share = number.loc[known, "MRR"].fillna(0) / number.loc[known, "MRR"].sum()
    parts = [float((number.loc[known, header] * share).sum()) for header in CHANGE_PARTS]
    expected = [
        *parts[:7],
        *parts[12:],
        levels["stayed"] - levels["before"],
        levels["moved"] - levels["stayed"],
        levels["now"] - levels["became"],
    ]
    sheet = openpyxl.load_workbook(followed, data_only=True)["Why it moved"]
    points = [float(str(sheet.cell(row, 3).value)) for row in range(11, 11 + len(expected))]
    assert points == pytest.approx(expected, abs=1e-9)
    first, last = (float(str(sheet.cell(row, 4).value)) for row in (10, 11 + len(expected)))
    assert first == pytest.approx(levels["before"])
    assert sheet.cell(11 + len(expected), 2).value == "Now"
    assert last == pytest.approx(levels["now"])
    assert first + math.fsum(points) == pytest.approx(last)
    refreshes = FileBook(followed).read_table("tblRefreshes")
    assert refreshes["Book health"][-1] == pytest.approx(levels["now"])
    assert refreshes["Book health"][-2] == pytest.approx(levels["before"], abs=0.01)


def test_movers_come_in_the_order_of_change_times_mrr(followed: Path) -> None:
    table = FileBook(followed).read_table("tblMovers")
    sizes = [
        abs(change) * max(float(str(mrr or 0)), float(str(before or 0)))
        for change, mrr, before in zip(
            table["Change"], table["MRR"], table["MRR before"], strict=True
        )
        if isinstance(change, float)
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert [isinstance(change, float) for change in table["Change"]][: len(sizes)] == [True] * len(
        sizes
    ), "unknown changes stand at the end"


def test_the_same_day_twice_changes_nothing(tracker: Path, shared_data: Path) -> None:
    before = tracker.read_bytes()
    assert not refresh(tracker, shared_data, date(2024, 12, 31), hour=9)
    assert tracker.read_bytes() == before


def test_an_earlier_day_leaves_the_later_weeks_as_they_are(
    tracker: Path, shared_data: Path
) -> None:
    """Back to November: its week is written anew, and compared with nothing; then all is back."""
    before = {name: FileBook(tracker).read_table(name) for name in ("tblHistory", "tblRefreshes")}
    movers = FileBook(tracker).read_table("tblMovers")
    refresh(tracker, shared_data, date(2024, 10, 31), hour=10)
    workbook = FileBook(tracker)
    assert str(workbook.read_name("ShownMovers")).startswith(NO_EARLIER)
    refreshes = workbook.read_table("tblRefreshes")
    assert refreshes["As of"] == [date(2024, 10, 31), *before["tblRefreshes"]["As of"]]
    for header, cells in before["tblRefreshes"].items():
        assert refreshes[header][1:] == cells
    history = workbook.read_table("tblHistory")
    for header in ("W9", "W13", "W14", "Band", "Status", "MRR"):
        assert history[header][: len(before["tblHistory"]["W9"])] == before["tblHistory"][header]
    refresh(tracker, shared_data, date(2024, 12, 31), hour=11)
    assert FileBook(tracker).read_table("tblMovers")["Change"] == movers["Change"]


def test_the_days_typed_choose_the_refreshes(tracker: Path, shared_data: Path) -> None:
    workbook = FileBook(tracker)
    last = date(2024, 12, 31)
    workbook.write_name("MoversFrom", date(2024, 12, 10))
    refreshed(workbook, shared_data, last, hour=12)
    assert workbook.read_name("MoversFromDay") == date(2024, 11, 30)
    assert workbook.read_name("MoversToDay") == last
    workbook.write_name("MoversTo", date(2024, 12, 24))
    refreshed(workbook, shared_data, last, hour=13)
    assert workbook.read_name("MoversToDay") == date(2024, 12, 24)
    table = workbook.read_table("tblMovers")
    assert all(not check for check in table["Sum check"])
    assert {w for w in table["Weights changed"] if isinstance(w, int | float)} == {0}
    workbook.write_name("MoversFrom", date(2020, 1, 1))
    refreshed(workbook, shared_data, last, hour=14)
    assert str(workbook.read_name("ShownMovers")).startswith(
        "Nothing is kept of 2020-01-01 or before it."
    )


@pytest.mark.parametrize("by", ["Account", "Account ID"])
def test_the_account_typed_is_the_one_shown(tracker: Path, shared_data: Path, by: str) -> None:
    workbook = FileBook(tracker)
    table = workbook.read_table("tblMovers")
    workbook.write_name("MoversAccount", table[by][3])
    workbook.write_name("MinimumCoverage", 49)
    workbook.save()
    refresh(tracker, shared_data, date(2024, 12, 31), hour=15)
    sheet = openpyxl.load_workbook(tracker, data_only=True)["Why it moved"]
    assert sheet["A32"].value == f"One account: {table['Account'][3]} ({table['Account ID'][3]})"
    assert sheet["D35"].value == table["Health before"][3]
    assert sheet["D47"].value == pytest.approx(table["Health now"][3])
    shown = [float(str(sheet.cell(row, 3).value or 0)) for row in range(36, 47)]
    assert math.fsum(shown) == pytest.approx(table["Change"][3])

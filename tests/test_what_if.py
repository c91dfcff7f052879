"""What-if weights: weighed anew as the health score weighs, shown beside it, adopted and signed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from cell_agreement import disagreements
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.actions.adopt import adopt, adopt_file
from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.open_tracker import adopt_open
from cs_workbook.actions.tracker import read_model
from cs_workbook.cli import cli
from cs_workbook.errors import DataError, SettingsError
from cs_workbook.measures.health import HealthMeasure, HealthModel, health_score, health_scores
from cs_workbook.measures.what_if import reweigh
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue
from cs_workbook.workbook.recalculation import refresh_cached_values

DAY = date(2026, 6, 30)
NOW = datetime(2026, 7, 2, 9)  # noqa: DTZ001 - local wall time
BLANK = [None] * 12
TRIED: list[CellValue] = [40, None, None, 5, None, None, 0, *[None] * 5]

weights = st.lists(st.floats(0, 100), min_size=3, max_size=3)


@given(
    values=st.lists(st.none() | st.floats(-10, 110), min_size=3, max_size=3),
    now=weights.filter(lambda found: sum(found) > 1),
    tried=weights.filter(lambda found: sum(found) > 1),
)
def test_weighing_anew_is_scoring_with_the_other_weights(
    values: list[float | None], now: list[float], tried: list[float]
) -> None:
    """Law: reweigh(parts of a score, weights) = the score of a model with those weights."""
    first = HealthModel(
        measures=tuple(
            HealthMeasure(name=str(n), weight=weight, score_0_at=0, score_100_at=100)
            for n, weight in enumerate(now)
        )
    )
    other = replace(
        first,
        measures=tuple(replace(m, weight=w) for m, w in zip(first.measures, tried, strict=True)),
    )
    inputs = {str(n): value for n, value in enumerate(values)}
    found = reweigh(health_score(first, inputs).parts, tried)
    columns = health_scores(other, {name: [value] for name, value in inputs.items()})
    assert found.score == pytest.approx(columns.scores[0], abs=1e-9)
    assert found.coverage == pytest.approx(columns.coverage[0], abs=1e-9)


def test_weighing_anew_wants_a_weight_for_each_part() -> None:
    with pytest.raises(DataError, match="expected 0, one per measure, found 1"):
        reweigh((), [1])


def type_weights(tracker: Path, cells: list[CellValue]) -> FileBook:
    """Type what-if weights into a closed tracker, and let the sheet calculate."""
    book = FileBook(tracker)
    book.write_table("tblWeights", {"What-if weight": cells})
    refresh_cached_values(book)
    book.save()
    return FileBook(tracker)


def test_the_sheet_shows_what_the_model_with_those_weights_scores(
    demo_copy: tuple[Path, Path],
) -> None:
    """Typed after the refresh: the formulas alone move New score, Python's scores are the proof."""
    tracker, _ = demo_copy
    book = type_weights(tracker, TRIED)
    table = book.read_table("tblWhatIf")
    accounts = book.read_table("tblAccounts")
    place = {key: row for row, key in enumerate(accounts["Account ID"])}
    model = read_model(book, minimum_coverage=50)
    other = replace(
        model,
        measures=tuple(
            measure if tried is None else replace(measure, weight=float(str(tried)))
            for measure, tried in zip(model.measures, TRIED, strict=False)
        ),
    )
    inputs = {
        m.name: [
            float(cell) if isinstance(cell := accounts[m.source][place[key]], int | float) else None
            for key in table["Account ID"]
        ]
        for m in model.measures
    }
    expected = health_scores(other, inputs)
    before = health_scores(model, inputs)
    assert len(expected.scores) > 90, "customers and trials of the demo"
    for row, score in enumerate(expected.scores):
        shown = table["New score"][row]
        assert (None if shown in {None, ""} else shown) == (
            None if score is None else pytest.approx(score, abs=1e-9)
        )
        assert table["New band"][row] == expected.bands[row]
        flips = str(table["Flips"][row] or "")
        assert bool(flips) == (expected.bands[row] != before.bands[row])
        if flips:
            was, becomes = before.bands[row][2:], expected.bands[row][2:]
            assert flips[2:] == f"{was} to {becomes}"
            assert table["MRR that crosses"][row] == table["MRR"][row]
    moved = [row for row, flip in enumerate(table["Flips"]) if flip]
    assert {str(table["Flips"][row])[0] for row in moved} >= {"▼", "▲"}, "both ways, or no proof"


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (BLANK, "nothing typed: blank counts as Weight"),
        ([20, 15, 10, 10, 15, 20, 10, *[None] * 5], "the weights in force, typed again"),
        ([40, 30, 20, 20, 30, 40, 20, *[None] * 5], "only their shares count"),
    ],
)
def test_the_same_shares_change_nothing(
    demo_copy: tuple[Path, Path], cells: list[CellValue], why: str
) -> None:
    table = type_weights(demo_copy[0], cells).read_table("tblWhatIf")
    assert not any(table["Flips"]), why
    for old, new in zip(table["Health"], table["New score"], strict=True):
        assert new == (old if old in {None, ""} else pytest.approx(old, abs=1e-9)), why


def test_weights_that_add_up_to_nothing_give_no_score(demo_copy: tuple[Path, Path]) -> None:
    table = type_weights(demo_copy[0], [0] * 12).read_table("tblWhatIf")
    assert not any(isinstance(cell, float | int) for cell in table["New score"])
    assert set(table["New band"]) == {"○ No data"}


def test_adopting_on_the_closed_file(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    tried = type_weights(tracker, TRIED).read_table("tblWhatIf")
    flipped = [row for row, flip in enumerate(tried["Flips"]) if flip]
    done = adopt_file(tracker, by="Ada", why="Pulse is a guess", now=NOW)
    assert FileBook(done.backup).read_table("tblWeights")["What-if weight"] == TRIED
    book = FileBook(tracker)
    adopted = book.read_table("tblWeights")
    assert adopted["Weight"][:7] == [40, 15, 10, 5, 15, 20, 0]
    assert adopted["What-if weight"] == BLANK
    versions = book.read_table("tblModelVersions")
    assert versions["Version"] == [1, 2]
    assert (versions["Changed by"], versions["Why"]) == ([None, "Ada"], [None, "Pulse is a guess"])
    assert versions["What changed"][1] == (
        "Active days: weight 20 to 40; Open tickets: weight 10 to 5; CSM pulse: weight 10 to 0."
    )
    assert versions["Changed band"][1] == len(flipped), "no caps and no percentiles here"
    money = sum(float(str(tried["MRR"][row] or 0)) for row in flipped)
    assert versions["MRR that crossed"][1] == pytest.approx(money)
    table = book.read_table("tblWhatIf")
    assert table["New score"] == pytest.approx(table["Health"], abs=1e-9)
    assert table["Health"] == pytest.approx(tried["New score"], abs=1e-9)
    assert not any(table["Flips"])
    refresh_file(tracker, exports, as_of=DAY, now=datetime(2026, 7, 2, 10))  # noqa: DTZ001
    assert FileBook(tracker).read_table("tblModelVersions") == versions, "known already"


def test_adopting_in_the_open_book_takes_name_and_reason_from_the_sheet(
    demo_copy: tuple[Path, Path], tmp_path: Path
) -> None:
    tracker, _ = demo_copy
    type_weights(tracker, TRIED)
    book = FileBook(tracker)
    book.write_name("WhatIfBy", "Grace")
    book.write_name("WhatIfWhy", " Trial of a quarter ")
    adoption = adopt_open(book, FileBook(tracker), name=tracker.name, now=NOW, folder=tmp_path)
    assert (adoption.version, adoption.scored) == (2, 103)
    book = FileBook(tracker)
    assert book.read_table("tblModelVersions")["Why"][1] == "Trial of a quarter"
    assert book.read_name("WhatIfBy") is None, "the next adoption is signed anew"
    assert list((tmp_path / "backups").rglob("*kept*.xlsm"))


@pytest.mark.parametrize(
    ("cells", "by", "why", "sentence"),
    [
        (BLANK, "Ada", "x", "expected a weight that differs from the column Weight, found none"),
        ([20, *[None] * 11], "Ada", "x", "expected a weight that differs"),
        (TRIED, " ", "x", "expected who adopts them, found a blank"),
        (TRIED, "Ada", None, "expected the reason, found a blank"),
        (["much", *[None] * 11], "Ada", "x", "row 'Active days', column 'What-if weight'"),
        ([-1, *[None] * 11], "Ada", "x", "expected a number from 0, found -1"),
        ([0] * 12, "Ada", "x", "expected at least one above 0"),
    ],
)
def test_what_cannot_be_adopted_is_refused_in_a_sentence(
    demo_copy: tuple[Path, Path], cells: list[CellValue], by: str, why: str | None, sentence: str
) -> None:
    book = FileBook(demo_copy[0])
    book.write_table("tblWeights", {"What-if weight": cells})
    with pytest.raises(SettingsError, match=sentence):
        adopt(book, by=by, why=why)
    assert book.read_table("tblModelVersions")["Version"] == [1]


def test_a_tracker_that_was_never_refreshed_has_nothing_to_compare(tmp_path: Path) -> None:
    book = FileBook(new_tracker(tmp_path))
    book.write_table("tblWeights", {"What-if weight": TRIED})
    with pytest.raises(SettingsError, match="never refreshed"):
        adopt(book, by="Ada", why="x")


def test_the_command_adopts_and_refuses(demo_copy: tuple[Path, Path]) -> None:
    tracker, _ = demo_copy
    signed = ["--by", "Ada", "--why", "Because"]
    refused = CliRunner().invoke(cli, ["adopt", str(tracker), *signed])
    assert refused.exit_code == 1
    assert "found none" in refused.output
    assert CliRunner().invoke(cli, ["adopt", str(tracker)]).exit_code == 2
    type_weights(tracker, TRIED)
    done = CliRunner().invoke(cli, ["adopt", str(tracker), *signed])
    assert done.exit_code == 0, done.output
    assert "Version 2 of the model" in done.output


@pytest.mark.libreoffice
# openpyxl says so of what it does not model; LibreOffice writes print areas of whole columns.
@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
def test_libreoffice_calculates_the_same_before_and_after(
    demo_copy: tuple[Path, Path], recalculate: Callable[[Path], Path]
) -> None:
    """Caps, an override and a refresh with what-if weights typed, then adopted."""
    tracker, exports = demo_copy
    book = FileBook(tracker)
    key = book.read_table("tblWhatIf")["Account ID"][0]
    book.write_table(
        "tblOverrides",
        {"Account ID": [key], "Health at most": [30], "Reason": ["x"], "Author": ["Ada"]},
    )
    book.save()
    type_weights(tracker, TRIED)
    refresh_file(tracker, exports, as_of=DAY, now=NOW)
    table = FileBook(tracker).read_table("tblWhatIf")
    assert table["New score"][0] == table["At most"][0] == 30
    assert disagreements(tracker, recalculate(tracker)) == []
    adopt_file(tracker, by="Ada", why="x", now=NOW)
    assert disagreements(tracker, recalculate(tracker)) == []

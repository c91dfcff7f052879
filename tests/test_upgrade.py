"""Upgrading a tracker keeps everything people made, or refuses and names it."""

import re
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
import xlwings as xw
from click.testing import CliRunner
from package_lint import lint

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.undo import undo_file
from cs_workbook.actions.upgrade import upgrade_file
from cs_workbook.cli import cli
from cs_workbook.errors import WorkbookError, WorkbookLocked, WorkbookRefused
from cs_workbook.schema import SCHEMA_VERSION
from cs_workbook.schema.figures import FIGURES
from cs_workbook.schema.tables import TABLES
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.packaged import packaged_template
from cs_workbook.workbook.port import CellValue

OLDER = Path(__file__).parent / "data"
NOW = datetime(2026, 8, 1, 9, 0)  # noqa: DTZ001 - local wall time
Change = Callable[[str, bytes], bytes | None]


def rewrite(path: Path, change: Change, *, more: dict[str, bytes] | None = None) -> None:
    """Rewrite every part of a file; ``None`` leaves one out."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in (parts | (more or {})).items():
            changed = change(name, part)
            if changed is not None:
                package.writestr(name, changed)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def older(name: str, part: bytes) -> bytes | None:
    """Make a tracker one with other macros, without a ribbon."""
    if name.startswith("customUI/"):
        return None
    if name == "_rels/.rels":
        return re.sub(rb"<Relationship [^>]*ui/extensibility[^>]*>", b"", part)
    if name == "xl/vbaProject.bin":
        # A word of a comment that stands uncompressed in the source of CsTracker.
        assert part.count(b"verbs") == 1
        return part.replace(b"verbs", b"VERBS")
    return part


@pytest.fixture
def tracker(demo_copy: tuple[Path, Path]) -> Path:
    """Return a tracker of this layout with what a person made, and macros of another version."""
    path = demo_copy[0]
    book = FileBook(path)
    book.add_sheet("My own", [["What I think", 42]])
    count = len(book.read_table("tblAccounts")["Account ID"])
    book.write_table("tblAccounts", {"Notes": [f"note {row}" for row in range(count)]})
    book.write_name("TrackerVersion", "0.0.1")
    book.write_name("SurveyWindowDays", 90)
    book.save()
    rewrite(path, older)
    return path


def test_macros_and_ribbon_are_new_and_every_other_part_as_it_was(tracker: Path) -> None:
    before = parts_of(tracker)
    done = upgrade_file(tracker, now=NOW)
    after = parts_of(tracker)
    fresh = tracker.with_name("fresh.xlsm")
    fresh.write_bytes(packaged_template())
    template = parts_of(fresh)
    assert after["xl/vbaProject.bin"] == template["xl/vbaProject.bin"]
    for name in template:
        if name.startswith("customUI/"):
            assert after[name] == template[name]
    assert b"ui/extensibility" in after["_rels/.rels"]
    book = FileBook(tracker)
    assert book.read_cell("My own", "A1") == "What I think"
    assert book.read_table("tblAccounts")["Notes"][:2] == ["note 0", "note 1"]
    assert book.read_name("SurveyWindowDays") == 90
    assert book.read_name("TrackerVersion") != "0.0.1"
    tables = [name for name in before if name.startswith(("xl/tables/", "xl/charts/", "xl/theme"))]
    assert tables
    assert all(after[name] == before[name] for name in tables)
    assert not lint(tracker)
    assert done.backup is not None
    assert parts_of(done.backup) == before


def test_a_second_time_nothing_is_touched_and_undo_goes_back(tracker: Path) -> None:
    before = tracker.read_bytes()
    upgrade_file(tracker, now=NOW)
    upgraded = tracker.read_bytes()
    again = upgrade_file(tracker, now=NOW.replace(hour=10))
    assert again.backup is None
    assert tracker.read_bytes() == upgraded
    undo_file(tracker, now=NOW.replace(hour=11))
    assert tracker.read_bytes() == before


def test_a_new_tracker_is_up_to_date(tmp_path: Path) -> None:
    path = new_tracker(tmp_path)
    result = CliRunner().invoke(cli, ["upgrade", str(path)])
    assert result.exit_code == 0, result.output
    assert "up to date" in result.output


def test_a_tracker_without_the_sheet_for_python_gets_it(demo_copy: tuple[Path, Path]) -> None:
    path = demo_copy[0]
    rewrite(
        path,
        lambda name, part: (
            part.replace(b'name="xlwings.conf"', b'name="Old conf"')
            if name == "xl/workbook.xml"
            else part
        ),
    )
    upgrade_file(path, now=NOW)
    book = FileBook(path)
    assert "Old conf" in book.sheet_names()
    assert book.read_cell("xlwings.conf", "A1") == "INTERPRETER_WIN"
    assert not lint(path)


def macros_of_somebody(path: Path) -> None:
    quickstart = Path(xw.__file__).parent / "quickstart.xlsm"
    with zipfile.ZipFile(quickstart) as package:
        project = package.read("xl/vbaProject.bin")
    rewrite(path, lambda name, part: project if name == "xl/vbaProject.bin" else part)


def test_macros_of_ones_own_are_named_and_nothing_changes(tracker: Path) -> None:
    macros_of_somebody(tracker)
    before = tracker.read_bytes()
    with pytest.raises(WorkbookRefused, match="'Module1'"):
        upgrade_file(tracker, now=NOW)
    assert tracker.read_bytes() == before
    assert not tracker.with_name(f"{tracker.stem} backups").exists()


def older_layout(path: Path) -> None:
    book = FileBook(path)
    book.write_name("SchemaVersion", 0)
    book.save()


@pytest.fixture(params=[1, 2])
def older_tracker(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a tracker of an older layout, refreshed and with what a person typed."""
    folder = tmp_path / "older"
    folder.mkdir()
    made = OLDER / f"tracker_layout_{request.param}.xlsm"
    return Path(shutil.copy(made, folder / "CS_Tracker.xlsm"))


def test_a_real_older_tracker_is_carried_and_refreshed(
    older_tracker: Path, demo_copy: tuple[Path, Path]
) -> None:
    before = FileBook(older_tracker)
    kept = {name: before.read_table(name) for name in before.tables() if name in TABLES}
    upgrade_file(older_tracker, now=NOW)
    book = FileBook(older_tracker)
    for name, columns in kept.items():
        if name in {"tblChecks", "tblFigures"}:
            continue  # formulas of the tracker itself; some are new
        if name == "tblHistory":
            continue  # one row per account and quarter by now; see below
        shown = book.read_table(name)
        if name == "tblWeights":  # has empty slots now, and reads the pulse while it is in force
            typed = ("Measure", "Weight", "0 points at", "100 points at")
            assert {h: shown[h][:7] for h in typed} == {h: columns[h] for h in typed}
            assert shown["Measure"][7:] == [None] * 5
            continue
        same = {header: cells for header, cells in columns.items() if header in shown}
        assert {header: shown[header] for header in same} == same, name
        gone = set(columns) - set(same)
        assert all(header.endswith(" score") for header in gone), name  # on Health by now
        assert len(gone) == (7 if name == "tblAccounts" else 0), name
    history, daily = book.read_table("tblHistory"), kept["tblHistory"]
    days = sorted({day for day in daily["As of"] if isinstance(day, date)})
    newest = [row for row, day in enumerate(daily["As of"]) if day == days[-1]]
    was = {header: [cells[row] for row in newest] for header, cells in daily.items()}
    for header in ("Account ID", "Account", "Status", "MRR", "Band"):
        assert history[header] == was[header], header
    assert set(history["Quarter"]) == {date(2026, 4, 1)}
    assert history["W13"] == [None if h is None else round(float(str(h)), 2) for h in was["Health"]]
    assert book.read_table("tblRefreshes")["As of"] == days
    assert book.read_table("tblAccounts")["Notes"][0] == "Talk to Ada about the pilot"
    assert book.read_table("tblAccounts")["Notes"][-1] == "=not a formula"
    assert book.read_table("tblWeights")["Weight"][0] == 33
    assert book.read_name("TrackerOwner") == "Ada Lovelace"
    assert book.read_name("PeriodMonths") == 6
    assert book.read_name("ExportsFolder") == r"C:\Exports"
    health = book.read_table("tblHealth")
    assert health["Account ID"] == book.read_table("tblAccounts")["Account ID"]
    scores = [None if cell == "" else cell for cell in health["Health"]]
    assert scores == pytest.approx(scores_of_an_older_layout(kept))
    figures = book.read_table("tblFigures")
    assert figures["Name"] == [figure.name for figure in FIGURES]
    assert not lint(older_tracker)
    refresh_file(older_tracker, demo_copy[1], as_of=NOW.date(), now=NOW)
    notes = FileBook(older_tracker).read_table("tblAccounts")["Notes"]
    assert notes[0] == "Talk to Ada about the pilot"


def scores_of_an_older_layout(
    kept: Mapping[str, Mapping[str, Sequence[CellValue]]],
) -> list[float | None]:
    """Compute the scores here, from the tracker's own inputs, weights and anchors."""
    weights, accounts = kept["tblWeights"], kept["tblAccounts"]
    made: list[float | None] = []
    for row in range(len(accounts["Account ID"])):
        points = counted = 0.0
        for slot, column in enumerate(weights["Accounts column"]):
            weight, zero, hundred = (
                float(str(weights[header][slot]))
                for header in ("Weight", "0 points at", "100 points at")
            )
            value = accounts[str(column)][row]
            if isinstance(value, int | float):
                share = (value - zero) / (hundred - zero)
                points += weight * 100 * min(1, max(0, share))
                counted += weight
        made.append(points / counted if counted else None)
    return made


def test_refresh_sends_an_older_tracker_to_the_upgrade(
    older_tracker: Path, demo_copy: tuple[Path, Path]
) -> None:
    before = older_tracker.read_bytes()
    with pytest.raises(WorkbookError, match="cs-workbook upgrade TRACKER"):
        refresh_file(older_tracker, demo_copy[1], as_of=NOW.date(), now=NOW)
    assert older_tracker.read_bytes() == before


def test_a_chart_added_to_an_older_tracker_is_not_lost(older_tracker: Path) -> None:
    own_chart(older_tracker)
    before = older_tracker.read_bytes()
    with pytest.raises(WorkbookRefused, match="its charts"):
        upgrade_file(older_tracker, now=NOW)
    assert older_tracker.read_bytes() == before


def test_an_older_layout_is_carried_into_a_new_one(demo_copy: tuple[Path, Path]) -> None:
    path = demo_copy[0]
    book = FileBook(path)
    count = len(book.read_table("tblAccounts")["Account ID"])
    book.write_table("tblAccounts", {"Notes": [f"note {row}" for row in range(count)]})
    book.write_table("tblWeights", {"Weight": [1, 2, 3, 4, 5, 6, 7, *[None] * 5]})
    book.write_table("tblListPulse", {"CSM pulse": [1, 2, 3, 4, 5, 6]})
    book.write_name("PeriodMonths", 6)
    book.write_name("TrackerOwner", "Ada")
    book.save()
    older_layout(path)
    old = FileBook(path)
    before = {name: old.read_table(name) for name in TABLES if name != "tblChecks"}
    upgrade_file(path, now=NOW)
    book = FileBook(path)
    after = {name: book.read_table(name) for name in before}
    assert after == before
    assert book.read_table("tblListPulse")["CSM pulse"] == [1, 2, 3, 4, 5, 6]
    assert (book.read_name("PeriodMonths"), book.read_name("TrackerOwner")) == (6, "Ada")
    assert book.read_name("SchemaVersion") == SCHEMA_VERSION
    assert not lint(path)


def own_column(path: Path) -> None:
    rewrite(
        path,
        lambda name, part: (
            part.replace(b'name="Notes"', b'name="Mine"') if name.startswith("xl/tables/") else part
        ),
    )


def own_chart(path: Path) -> None:
    rewrite(path, lambda _, part: part, more={"xl/charts/chart99.xml": b"<c/>"})


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (own_column, "the column 'Mine'"),
        (own_chart, "its charts"),
        (macros_of_somebody, "'Module1'"),
    ],
)
def test_what_an_older_layout_could_not_carry_is_named(
    demo_copy: tuple[Path, Path], make: Callable[[Path], None], named: str
) -> None:
    path = demo_copy[0]
    older_layout(path)
    make(path)
    before = path.read_bytes()
    with pytest.raises(WorkbookRefused, match=named):
        upgrade_file(path, now=NOW)
    assert path.read_bytes() == before


def test_what_is_no_tracker_newer_or_open_is_left_alone(demo_copy: tuple[Path, Path]) -> None:
    path = demo_copy[0]
    lock = path.with_name(f"~${path.name}")
    lock.touch()
    with pytest.raises(WorkbookLocked, match="Close it"):
        upgrade_file(path, now=NOW)
    lock.unlink()
    book = FileBook(path)
    book.write_name("SchemaVersion", 99)
    book.save()
    with pytest.raises(WorkbookError, match="newest cs-workbook"):
        upgrade_file(path, now=NOW)
    plain = shutil.copy2(path, path.with_name("plain.xlsm"))
    rewrite(
        Path(plain),
        lambda name, part: (
            part.replace(b'name="SchemaVersion"', b'name="Other"')
            if name == "xl/workbook.xml"
            else part
        ),
    )
    with pytest.raises(WorkbookError, match="expected a tracker"):
        upgrade_file(Path(plain), now=NOW)

"""The command line: help that reads well, sentences instead of tracebacks, exit codes."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from cs_workbook.cli import cli
from cs_workbook.schema.health_model import SLOTS
from cs_workbook.workbook.file_book import FileBook


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.mark.parametrize("command", [[], *([name] for name in sorted(cli.commands))])
def test_every_command_explains_itself(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert len(result.output) > 150
    assert all(len(line) <= 96 for line in result.output.splitlines())


def test_demo_says_what_to_open_and_can_be_repeated(tmp_path: Path) -> None:
    first = run("demo", tmp_path / "demo")
    assert first.exit_code == 0, first.output
    assert "Open " in first.output
    assert (tmp_path / "demo" / "CS_Tracker.xlsm").is_file()
    second = run("demo", tmp_path / "demo")
    assert second.exit_code == 0
    assert "Nothing has changed" in second.output


def test_new_never_overwrites(tmp_path: Path) -> None:
    target = tmp_path / "T.xlsm"
    assert run("new", target).exit_code == 0
    before = target.read_bytes()
    result = run("new", target)
    assert result.exit_code == 3
    assert "already there" in result.output
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ([], "a command is needed"),
        (["refresh", "T.xlsm"], "--exports is needed"),
        (["refresh", "T.xlsm", "--exports", "x", "--as-of", "31.12.2026"], "dates are ISO"),
        (["frobnicate"], "no such command"),
    ],
)
def test_wrong_usage_is_exit_code_2(words: list[str], reason: str) -> None:
    assert run(*words).exit_code == 2, reason


def test_figures_as_text_and_as_json(demo_tracker: Path) -> None:
    text = run("figures", demo_tracker)
    assert text.exit_code == 0
    readings = json.loads(run("figures", demo_tracker, "--json").stdout)
    assert {"KPI_NPS", "KPI_GRR", "KPI_AtRisk"} <= {reading["name"] for reading in readings}
    for reading in readings:
        assert reading["name"] in text.output
        assert reading["rule"]
        assert {"value", "unit", "n", "as_of"} <= set(reading)


def test_check_reports_and_fails_with_1(demo_copy: tuple[Path, Path]) -> None:
    tracker, _ = demo_copy
    assert run("check", tracker).exit_code == 0
    book = FileBook(tracker)
    book.write_table("tblWeights", {"Weight": [0] * SLOTS})
    book.save()
    result = run("check", tracker)
    assert result.exit_code == 1
    assert "FAILED" in result.output


def test_refresh_as_json_is_nothing_but_json(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    result = run("refresh", tracker, "--exports", exports, "--as-of", "2026-06-30", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["refresh"]["written"] is False


def test_all_problems_can_be_written_to_a_file(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    target = exports.parent / "it's all.csv"
    words: list[str | Path] = [
        "refresh",
        tracker,
        "--exports",
        exports,
        "--as-of",
        "2026-06-30",
        "--dry-run",
    ]
    result = run(*words, "--problems", target)
    assert result.exit_code == 0, result.output
    lines = target.read_text(encoding="utf-8").splitlines()
    shown = FileBook(tracker).read_table("tblImportProblems")["File"]
    assert len(lines) - 1 >= len(shown)
    assert lines[0].startswith("code,severity,file,line")


Damage = Callable[[Path, Path], None]


def _no_folder(_: Path, exports: Path) -> None:
    shutil.rmtree(exports)


def _empty_folder(_: Path, exports: Path) -> None:
    shutil.rmtree(exports)
    exports.mkdir()


def _only_pictures(_: Path, exports: Path) -> None:
    _empty_folder(_, exports)
    (exports / "logo.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200))


def _unknown_header(_: Path, exports: Path) -> None:
    _empty_folder(_, exports)
    (exports / "recipes.csv").write_text("dish,oven\nbread,230\n", encoding="utf-8")


def _no_zip(tracker: Path, _: Path) -> None:
    tracker.write_text("hello", encoding="utf-8")


def _no_tracker(tracker: Path, _: Path) -> None:
    Workbook().save(tracker)


def _missing_tracker(tracker: Path, _: Path) -> None:
    tracker.unlink()


def _other_schema(tracker: Path, _: Path) -> None:
    book = FileBook(tracker)
    book.write_name("SchemaVersion", 99)
    book.save()


def _renamed_table(tracker: Path, _: Path) -> None:
    """Rename tblTickets as a person would: the table part's own names change."""
    parts: list[tuple[zipfile.ZipInfo, bytes]] = []
    with zipfile.ZipFile(tracker) as package:
        parts = [(info, package.read(info)) for info in package.infolist()]
    with zipfile.ZipFile(tracker, "w", zipfile.ZIP_DEFLATED) as package:
        for info, data in parts:
            renamed = data.replace(b'"tblTickets"', b'"MyTickets"')
            package.writestr(info, renamed if "tables/" in info.filename else data)


def _zero_weights(tracker: Path, _: Path) -> None:
    book = FileBook(tracker)
    book.write_table("tblWeights", {"Weight": [0] * SLOTS})
    book.save()


def _equal_anchors(tracker: Path, _: Path) -> None:
    book = FileBook(tracker)
    book.write_table("tblWeights", {"0 points at": [5] * SLOTS, "100 points at": [5] * SLOTS})
    book.save()


def _text_weight(tracker: Path, _: Path) -> None:
    book = FileBook(tracker)
    book.write_table("tblWeights", {"Weight": ["lots", *[1] * (SLOTS - 1)]})
    book.save()


def _bad_setting(tracker: Path, _: Path) -> None:
    book = FileBook(tracker)
    book.write_name("PeriodMonths", "a year")
    book.save()


def _bad_choice(tracker: Path, _: Path) -> None:
    book = FileBook(tracker)
    book.write_name("LogoChurnRule", "Optimistic")
    book.save()


@pytest.mark.parametrize(
    ("damage", "code", "says"),
    [
        (_no_folder, 1, "exports"),
        (_empty_folder, 1, "exports"),
        (_only_pictures, 1, "exports"),
        (_unknown_header, 1, "exports"),
        (_no_zip, 3, "CS_Tracker.xlsm"),
        (_no_tracker, 3, "no tracker"),
        (_missing_tracker, 3, "CS_Tracker.xlsm"),
        (_other_schema, 3, "layout 99"),
        (_renamed_table, 3, "MyTickets"),
        (_zero_weights, 1, "above 0"),
        (_equal_anchors, 1, "Anchors of"),
        (_text_weight, 1, "'lots'"),
        (_bad_setting, 1, "'a year'"),
        (_bad_choice, 1, "Optimistic"),
    ],
)
def test_bad_input_is_one_sentence_and_the_workbook_stays(
    demo_copy: tuple[Path, Path], damage: Damage, code: int, says: str
) -> None:
    tracker, exports = demo_copy
    damage(tracker, exports)
    before = tracker.read_bytes() if tracker.exists() else None
    result = run("refresh", tracker, "--exports", exports, "--as-of", "2026-07-31")
    assert result.exit_code == code, result.output
    assert says in result.stderr
    assert "Traceback" not in result.output
    assert "did not foresee" not in result.output
    said = [line for line in result.stderr.splitlines() if line.startswith("Not done.")]
    assert len(said) == 1
    assert result.stderr.rstrip().endswith(said[0]), "one sentence, and it is the last word"
    after = tracker.read_bytes() if tracker.exists() else None
    assert after == before


def test_what_nobody_foresaw_is_a_sentence_with_a_log(
    demo_tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr("cs_workbook.actions.figures.read_figures", fail)
    result = run("figures", demo_tracker)
    assert result.exit_code == 3
    assert "Traceback" not in result.output
    log = Path(result.stderr.strip().rsplit(" ", 1)[1])
    assert "planted" in log.read_text(encoding="utf-8")
    log.unlink()

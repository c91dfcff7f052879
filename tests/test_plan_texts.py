"""The questionnaire and the progress report of a tracker, on the screen or in a file."""

import json
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from plan_trackers import ACCOUNTS, small_tracker

from cs_workbook.actions.plans.closed_file import build_file
from cs_workbook.cli import cli
from cs_workbook.plans.as_text import markdown
from cs_workbook.plans.document import PlanDocument, PlanRow, RowKind
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

NOW = datetime(2025, 1, 2, 9, 30)  # noqa: DTZ001 - local wall time
SHEET = "Acme North"
UNSAID = "we hope they do not notice"
TYPED: tuple[tuple[str, str, CellValue], ...] = (
    ("question.theirs", "B", "Fewer calls | tickets"),
    ("expectation.1", "B", "Answers | within a day"),
    ("expectation.1", "C", 5),
    ("expectation.2", "B", "A named contact"),
    ("objective.1", "B", "Calls per week"),
    ("objective.1", "E", 40),
    ("objective.1", "F", 20),
    ("objective.1", "G", date(2025, 6, 30)),
    ("objective.1", "I", None),
    ("agreement.1", "F", 30),
    ("milestone.1", "B", "Portal is live"),
    ("milestone.1", "F", date(2024, 12, 20)),
    ("milestone.2", "B", "Team is trained"),
    ("milestone.2", "C", "Ida"),
    ("milestone.2", "F", date(2025, 1, 15)),
    ("risk.1", "B", UNSAID),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tracker with one plan that is half filled in; A2 and A3 have none."""
    path = small_tracker(tmp_path_factory.mktemp("plans") / "CS_Tracker.xlsm", ACCOUNTS)
    build_file(path, now=NOW, account="A1")
    book = FileBook(path)
    numbers = {str(row[0]): number for number, row in book.read_sheet(SHEET).items()}
    for ref, column, value in TYPED:
        book.write_cell(SHEET, f"{column}{numbers[ref]}", value)
    book.save()
    return path


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["plan", *map(str, arguments)])
    return result.exit_code, result.output


# The questionnaire ------------------------------------------------------------------------------


def test_the_questions_are_asked_and_no_answer_is_given(made: Path) -> None:
    code, text = run("questionnaire", made, "--account", "A1")
    assert code == 0
    assert text.startswith("# Questions to Acme / North\n\n")
    assert "## What is of value to you?" in text
    assert r"| Answers \| within a day " in text, "a bar in an item does not end its cell"
    assert "| A named contact " in text
    assert "Fewer calls" not in text
    assert UNSAID not in text
    assert " 5 |" not in text, "a rating that is there already would lead them"


def test_plan_and_account_are_the_same_question(made: Path) -> None:
    assert run("questionnaire", made, "--account", "P-0001") == run(
        "questionnaire", made, "--account", "A1"
    )


def test_there_need_not_be_a_plan_yet(made: Path) -> None:
    code, text = run("questionnaire", made, "--account", "A3")
    assert code == 0
    assert text.startswith("# Questions to Zoë's 'Shop'\n")
    assert "within a day" not in text


def test_an_account_nobody_knows_is_named(made: Path) -> None:
    code, text = run("questionnaire", made, "--account", "A9")
    assert code == 3
    assert "expected an account with the id 'A9', found none" in text


# The report -------------------------------------------------------------------------------------


def test_the_report_says_how_far_it_is(made: Path) -> None:
    code, text = run("report", made, "--account", "A1")
    assert code == 0
    assert text.startswith("Acme / North: success plan P-0001, figures as of 2024-12-31\n")
    # From 40 to 20 by way of 30: half of the way, whichever direction is better.
    assert "Calls per week: 40 -> 30 -> 20" in text
    assert ", 50 % " in text
    assert "Portal is live, due 2024-12-20" in text
    assert "Team is trained, 2025-01-15, Ida" in text
    assert UNSAID not in text
    assert "Health" not in text


def test_the_internal_report_says_more(made: Path) -> None:
    code, text = run("report", made, "--account", "A1", "--internal")
    assert code == 0
    assert UNSAID in text
    assert "\nHealth: " in text


def test_a_report_needs_a_plan(made: Path) -> None:
    code, text = run("report", made, "--account", "A2")
    assert code == 3
    assert "expected the plan or account 'A2', found none" in text


def test_a_report_of_a_deleted_sheet_says_so(made: Path, tmp_path: Path) -> None:
    tracker = Path(shutil.copy2(made, tmp_path / "CS_Tracker.xlsm"))
    book = FileBook(tracker)
    book.write_cell(SHEET, "A1", "no id any more")
    book.save()
    code, text = run("report", tracker, "--account", "A1")
    assert code == 3
    assert "expected its sheet, found none" in text


# Files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["questionnaire", "report"])
def test_a_file_holds_what_the_screen_shows_and_is_never_overwritten(
    made: Path, tmp_path: Path, verb: str
) -> None:
    before, path = made.read_bytes(), tmp_path / "Über.md"
    _, shown = run(verb, made, "--account", "A1")
    code, told = run(verb, made, "--account", "A1", "--to", path)
    assert (code, told) == (0, f"{path} is written. Read it once before you send it.\n")
    assert path.read_bytes().decode("utf-8") == shown
    path.write_text(UNSAID, encoding="utf-8")
    code, told = run(verb, made, "--account", "A1", "--to", path)
    assert code == 3
    assert "expected no file of that name, found one" in told
    assert path.read_text(encoding="utf-8") == UNSAID
    assert made.read_bytes() == before, "the tracker is only read"


def test_a_folder_that_is_not_there_is_named(made: Path, tmp_path: Path) -> None:
    code, told = run("report", made, "--account", "A1", "--to", tmp_path / "nowhere" / "a.txt")
    assert code == 3
    assert "expected a folder for the file, found none" in told


def test_machines_get_json(made: Path) -> None:
    _, shown = run("report", made, "--account", "A1")
    _, told = run("report", made, "--account", "A1", "--json")
    assert json.loads(told) == {"tracker": str(made), "file": None, "text": shown}


# Markdown ---------------------------------------------------------------------------------------


def test_every_line_of_a_table_has_the_cells_of_its_header() -> None:
    document = PlanDocument(
        plan_id="P-0001",
        account_id="A1",
        template="Test",
        template_version="1",
        rows=(
            PlanRow(ref="title", kind=RowKind.TITLE, cells=("Words", None)),
            PlanRow(ref="header.a", kind=RowKind.HEADER, cells=("Item", "Number", None)),
            PlanRow(ref="a.1", kind=RowKind.INPUT, cells=("two\nlines", 4, "beyond")),
            PlanRow(ref="header.b", kind=RowKind.HEADER, cells=("Alone",)),
            PlanRow(ref="b.1", kind=RowKind.INPUT, cells=()),
        ),
    )
    assert markdown(document) == (
        "# Words\n"
        "\n"
        "| Item         | Number       |\n"
        "| ------------ | ------------ |\n"
        "| two lines    | 4            |\n"
        "\n"
        "| Alone        |\n"
        "| ------------ |\n"
        "|              |\n"
    )

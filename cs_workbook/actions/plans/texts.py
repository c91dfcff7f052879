"""Two texts made of a plan: the questions to the customer, and the progress report.

The tracker is only read. The questionnaire may be asked for before there is a plan, since its
answers are what a plan begins with; the report needs one.
"""

from pathlib import Path
from typing import Final

from cs_workbook.actions.plans.facts import account_facts, as_of_day, require_account
from cs_workbook.actions.plans.index import read_index
from cs_workbook.actions.plans.one_plan import plan_of, require_plan, require_sheet
from cs_workbook.actions.plans.records import read_records
from cs_workbook.actions.tracker import require_tracker
from cs_workbook.errors import WorkbookError
from cs_workbook.plans.as_text import markdown
from cs_workbook.plans.questionnaire import questionnaire
from cs_workbook.plans.report import progress_report
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package.archive import replacing

_NO_PLAN: Final = ""


def questionnaire_text(tracker: Path, asked: str) -> str:
    """Return the questions to one customer as Markdown.

    Args:
        tracker: The workbook; it is only read.
        asked: Id of the account, or of its plan.

    Raises:
        WorkbookError: The workbook is no tracker, was never refreshed, or knows no such account.
    """
    book = FileBook(tracker)
    require_tracker(book)
    facts, index = account_facts(book, as_of=as_of_day(book)), read_index(book)
    plan_id = plan_of(index, asked)
    if plan_id is None:
        require_account(facts, asked)
        return markdown(questionnaire(facts[asked], plan_id=_NO_PLAN))
    account = str(index[plan_id]["Account ID"])
    require_account(facts, account)
    found = require_sheet(book, index, plan_id)
    return markdown(questionnaire(facts[account], plan_id=plan_id, found=found.rows))


def report_text(tracker: Path, asked: str, *, internal: bool = False) -> str:
    """Return the progress report of one plan as plain text.

    Args:
        tracker: The workbook; it is only read.
        asked: Id of the account, or of its plan.
        internal: Say also what the customer is not shown: health and risks.

    Raises:
        WorkbookError: The workbook is no tracker, was never refreshed, or has no such plan.
    """
    book = FileBook(tracker)
    require_tracker(book)
    facts, index = account_facts(book, as_of=as_of_day(book)), read_index(book)
    plan_id = require_plan(index, asked)
    account = str(index[plan_id]["Account ID"])
    require_account(facts, account)
    found = require_sheet(book, index, plan_id)
    record = read_records(book).written.get(plan_id, {})
    return progress_report(
        found.rows, facts[account], plan_id=plan_id, record=record, internal=internal
    )


def write_text(path: Path, text: str) -> None:
    """Write a text into a new file.

    Raises:
        WorkbookError: A file of that name is there, or its folder is not.
    """
    if path.exists():
        raise WorkbookError(
            f"{path}: expected no file of that name, found one. Move it away, or choose another "
            "name after --to."
        )
    if not path.parent.is_dir():
        raise WorkbookError(
            f"{path.parent}: expected a folder for the file, found none. Make the folder first."
        )
    with replacing(path) as file:
        file.write(text.encode("utf-8"))

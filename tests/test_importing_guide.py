"""The importing guide says what the program does: its tables are made from the program's own.

To bring the guide up to date after a change, run ``python tests/test_importing_guide.py``.
"""

import re
from pathlib import Path

import pytest

from cs_workbook.problems import CATALOGUE, Severity
from cs_workbook.schema.exports import ROLES, SURVEY_SCALES, Blank, Kind, Role

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "importing.md"

KINDS = {
    Kind.ID: "id",
    Kind.TEXT: "text",
    Kind.NUMBER: "number",
    Kind.MONEY: "money",
    Kind.DATE: "date",
    Kind.MOMENT: "date and time",
    Kind.YES_NO: "yes or no",
}
BLANKS = {
    Blank.ALLOWED: "may be blank",
    Blank.REPORTED: "reported",
    Blank.REFUSED: "row set aside",
}


def role_table(role: Role) -> str:
    rows = [
        f"| {field.title} | {KINDS[field.kind]} | {BLANKS[field.blank]} | "
        f"{', '.join(f'`{alias}`' for alias in dict.fromkeys(field.aliases))} |"
        for field in role.fields
    ]
    needs = " or ".join(
        " + ".join(role.field(f.name).title for f in role.fields if f.name in signature)
        for signature in role.signature
    )
    head = (
        "| Column | Holds | A blank | Headers it is found by, first match wins |\n|---|---|---|---|"
    )
    return f"Recognised by: {needs}.\n\n" + "\n".join([head, *rows])


def problem_table() -> str:
    rows = [
        f"| `{kind.code}` | {kind.severity.value} | {kind.title}. {words(kind.reason)} | "
        f"{kind.remedy} |"
        for severity in Severity
        for kind in CATALOGUE.values()
        if kind.severity is severity
    ]
    return "\n".join(
        ["| Code | The row is | What it means | What to do |\n|---|---|---|---|", *rows]
    )


def words(reason: str) -> str:
    return reason.replace("{column}", "*the column*").replace("{expected}", "*…*")


def scale_table() -> str:
    rows = [f"| {name} | {low} to {high} |" for name, (low, high) in SURVEY_SCALES.items()]
    return "\n".join(["| Survey | Whole numbers from |\n|---|---|", *rows])


TABLES = {
    **{role.name: role_table(role) for role in ROLES.values()},
    "problems": problem_table(),
    "scales": scale_table(),
}


def between_marks(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)


@pytest.mark.parametrize("name", TABLES)
def test_the_guide_shows_what_the_program_reads(name: str) -> None:
    found = between_marks(name).search(GUIDE.read_text(encoding="utf-8"))
    assert found, f"the guide has no place for {name}"
    assert found[0] == f"<!-- {name} -->\n{TABLES[name]}\n<!-- end -->"


def bring_up_to_date() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for name, table in TABLES.items():
        start, _, rest = text.partition(f"<!-- {name} -->\n")
        text = f"{start}<!-- {name} -->\n{table}\n<!-- end -->{rest.partition('<!-- end -->')[2]}"
    GUIDE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    bring_up_to_date()

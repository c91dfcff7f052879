"""Read the profiles of ``tblProfiles``, and what an account says in the columns they ask.

A row in which nothing is typed is no profile. Every refusal names the row.
"""

from collections.abc import Mapping, Sequence

from cs_workbook.actions.cell_values import sheet_number
from cs_workbook.errors import SettingsError
from cs_workbook.measures.health import HealthMeasure
from cs_workbook.measures.health_profiles import Profile
from cs_workbook.schema.profile_table import WEIGHT_HEADERS
from cs_workbook.schema.profile_words import OWN_COLUMN, PROFILE_COLUMNS, PROFILE_ROWS
from cs_workbook.schema.tables import TBL_PROFILES
from cs_workbook.workbook.port import CellValue, Workbook

Columns = Mapping[str, Sequence[CellValue]]


def read_profiles(
    workbook: Workbook, measures: Sequence[HealthMeasure], *, input_headers: Mapping[str, str]
) -> tuple[Profile, ...]:
    """Return the profiles of a tracker from the top of the table.

    Args:
        workbook: The tracker.
        measures: The measures of its model; a weight in the column of an empty slot counts for
            nothing.
        input_headers: The columns of Accounts a measure may read, by their letters in lower case.

    Raises:
        SettingsError: A row lacks name, column or value, its column is not there, or a weight is
            no number from 0.
    """
    table = workbook.read_table(TBL_PROFILES.name)
    found = []
    for row in range(len(table["Profile"])):
        if not any(_text(table[header][row]) for header in _TYPED):
            continue
        if row >= PROFILE_ROWS:
            raise SettingsError(
                f"Profiles: expected at most {PROFILE_ROWS} rows, found {len(table['Profile'])}. "
                "Delete the rows that were added."
            )
        found.append(_profile(table, row, measures, input_headers))
    return tuple(found)


_TYPED = ("Profile", "Where", "Equals", *WEIGHT_HEADERS)


def _profile(
    table: Columns, row: int, measures: Sequence[HealthMeasure], input_headers: Mapping[str, str]
) -> Profile:
    name, where, equals = (_text(table[header][row]) for header in ("Profile", "Where", "Equals"))
    for header, said in (("Profile", name), ("Where", where), ("Equals", equals)):
        if not said:
            raise SettingsError(
                f"Profiles, row {row + 1}, column {header!r}: expected an entry, found a blank. "
                "Fill it in, or clear the row."
            )
    column = next((c for c in PROFILE_COLUMNS if c.casefold() == where.casefold()), None)
    if column is None or (column == OWN_COLUMN and column.casefold() not in input_headers):
        raise SettingsError(
            f"Profiles, row {name!r}, column 'Where': expected a column of Accounts out of "
            f"{', '.join(PROFILE_COLUMNS)}, found {where!r}. Choose one from the list; "
            f"{OWN_COLUMN} is a column of your own between MRR and the last signal."
        )
    return Profile(
        name=name,
        column=column,
        equals=equals,
        weights=tuple(
            (measure.name, weight)
            for measure in measures
            if (weight := _weight(table, row, measure, name)) is not None
        ),
        place=row + 1,
    )


def _weight(table: Columns, row: int, measure: HealthMeasure, name: str) -> float | None:
    header = WEIGHT_HEADERS[measure.slot - 1]
    found = table[header][row]
    if found is None or found == "":
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or found < 0:
        raise SettingsError(
            f"Profiles, row {name!r}, column {header!r} ({measure.name}): expected a number from "
            f"0, found {found!r}. Type a number, or leave the cell blank for the weight of Weights."
        )
    return float(found)


def profile_columns(columns: Columns) -> dict[str, Sequence[CellValue]]:
    """Return the columns a profile may ask, as far as ``tblAccounts`` has them."""
    there = {header.casefold(): cells for header, cells in columns.items()}
    return {
        header: there[header.casefold()] for header in PROFILE_COLUMNS if header.casefold() in there
    }


def profile_traits(asked: Columns, row: int) -> dict[str, str]:
    """Return what an account says in the columns a profile may ask, as text."""
    return {header: _text(cells[row]) for header, cells in asked.items()}


def _text(value: CellValue) -> str:
    """Return a cell as the worksheet joins it to a text: a number without needless decimals."""
    if value is None or isinstance(value, str):
        return value or ""
    number = sheet_number(value)
    return str(value).upper() if number is None else f"{number:.15g}"

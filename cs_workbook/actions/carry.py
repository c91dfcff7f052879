"""Carry what one tracker holds into another, through the port.

Tables go column by column: what people typed and what refresh wrote as it stands, live formulas as
the formulas of this version with the values they showed. A blank stays a blank.
"""

from collections.abc import Mapping, Sequence

from cs_workbook.actions.cell_values import as_date
from cs_workbook.actions.daily_history import carried_history, has_daily_history
from cs_workbook.actions.health_rows import score_accounts
from cs_workbook.actions.health_steps import health_columns
from cs_workbook.actions.table_columns import live_columns
from cs_workbook.actions.tracker import read_model, read_settings
from cs_workbook.errors import TableMissing
from cs_workbook.schema.adoption_tables import ADOPTION_NAMES
from cs_workbook.schema.checks import CHECKS
from cs_workbook.schema.churn_figures import CHURN_NAMES
from cs_workbook.schema.figures import FIGURES, VALUE_FORMULA
from cs_workbook.schema.history_tables import MOVERS_STAMPED, MOVERS_TYPED
from cs_workbook.schema.lists import LISTS
from cs_workbook.schema.names import REFRESHED_AT, SHOWN_NAMES, TRACKER_OWNER
from cs_workbook.schema.retention_tables import RETENTION_NAMES
from cs_workbook.schema.settings import SETTINGS
from cs_workbook.schema.tables import (
    TABLES,
    TBL_ACCOUNTS,
    TBL_BANDS,
    TBL_CHECKS,
    TBL_FIGURES,
    TBL_HEALTH,
    TBL_HISTORY,
    TBL_REFRESHES,
    TBL_WEIGHTS,
    Table,
)
from cs_workbook.schema.voice_tables import VOICE_NAMES
from cs_workbook.schema.what_if_table import WHAT_IF_TYPED
from cs_workbook.workbook.port import (
    CellContent,
    CellValue,
    ColumnContent,
    FormulaCell,
    Workbook,
)

STAMPED_NAMES: tuple[str, ...] = (
    "AsOfDate",
    REFRESHED_AT,
    *SHOWN_NAMES.values(),
    *ADOPTION_NAMES,
    *CHURN_NAMES,
    *VOICE_NAMES,
    *RETENTION_NAMES,
    *MOVERS_STAMPED,
    *(check.stamped_as for check in CHECKS if check.stamped_as is not None),
)
"""The single cells a refresh writes, apart from the folder people may type."""

TYPED_NAMES: tuple[str, ...] = (
    TRACKER_OWNER,
    *MOVERS_TYPED,
    *WHAT_IF_TYPED,
    *(setting.name for setting in SETTINGS if setting.name not in STAMPED_NAMES),
)
"""The single cells people type into."""

CARRIED_TABLES: tuple[Table, ...] = tuple(
    table for table in TABLES.values() if table is not TBL_CHECKS
)
"""The checks are formulas of the tracker itself; there is nothing in them to carry."""


def with_formulas(
    table: Table, values: Mapping[str, Sequence[CellValue]]
) -> dict[str, ColumnContent]:
    """Return columns of a table as they are to be written: live columns as formulas.

    Args:
        table: The table.
        values: Its values by header; headers the table does not know stay out.
    """
    columns = live_columns(table, values)
    if table is TBL_FIGURES and "Name" in values:
        _figure_formulas(columns, values)
    return columns


def _figure_formulas(
    columns: dict[str, ColumnContent], values: Mapping[str, Sequence[CellValue]]
) -> None:
    """Give the figures their live parts, which differ from row to row."""
    figures = {figure.name: figure for figure in FIGURES}
    formulas: dict[str, Mapping[str, str | None]] = {
        "Value": dict.fromkeys(figures, VALUE_FORMULA),
        "Part": {name: figure.part for name, figure in figures.items()},
        "Base": {name: figure.base for name, figure in figures.items()},
    }
    for header, known in formulas.items():
        cells: list[CellContent] = []
        for name, value in zip(values["Name"], values[header], strict=True):
            formula = known.get(str(name))
            # A part that is simply 1 is written as the number.
            live = formula is not None and formula != "1"
            cells.append(FormulaCell(formula=str(formula), value=value) if live else value)
        columns[header] = cells


def carry(source: Workbook, target: Workbook) -> None:
    """Write everything a tracker holds into an empty one of this layout.

    Columns and names that the source does not have keep what the target has.

    Args:
        source: The tracker to read.
        target: The tracker to fill; the caller saves it.

    Raises:
        WorkbookError: The target cannot take what the source holds.
    """
    there = source.tables()
    for table in CARRIED_TABLES:
        shape = there.get(table.name)
        if shape is None:
            continue
        headers = [header for header in table.headers if header in shape.columns]
        if table is TBL_HISTORY and has_daily_history(source):
            _carry_daily_history(source, target)
        elif set(table.key) <= set(headers):
            values = _fitted(table, source.read_table(table.name, columns=headers), target)
            target.write_table(table.name, with_formulas(table, values))
    for entry in LISTS:
        if entry.table in there and entry.header in there[entry.table].columns:
            values = source.read_table(entry.table, columns=[entry.header])
            if values[entry.header]:
                target.write_table(entry.table, values)
    for name in (*TYPED_NAMES, *STAMPED_NAMES):
        _carry_name(source, target, name)
    if TBL_HEALTH.name not in there:
        _score_again(target)


def _fitted(
    table: Table, values: Mapping[str, Sequence[CellValue]], target: Workbook
) -> Mapping[str, Sequence[CellValue]]:
    """Return the values of a table whose rows are those of the version, lined up with them."""
    if table is TBL_FIGURES:
        return _with_new_figures(values, target.read_table(table.name, columns=list(values)))
    if table is TBL_WEIGHTS and "Slot" not in values:
        return _in_slots(values, target.read_table(table.name, columns=table.headers))
    return values


def _carry_daily_history(source: Workbook, target: Workbook) -> None:
    bands = [str(name) for name in target.read_table(TBL_BANDS.name)["Band"]]
    history, refreshes = carried_history(source.read_table(TBL_HISTORY.name), bands=bands)
    target.write_table(TBL_HISTORY.name, history)
    target.write_table(TBL_REFRESHES.name, refreshes)


def _with_new_figures(
    values: Mapping[str, Sequence[CellValue]], fresh: Mapping[str, Sequence[CellValue]]
) -> dict[str, list[CellValue]]:
    """Return the figures of this version in its order, with what the source knows of each."""
    places = {name: row for row, name in enumerate(values["Name"])}
    return {
        header: [
            values[header][places[name]] if name in places else cells[row]
            for row, name in enumerate(fresh["Name"])
        ]
        for header, cells in fresh.items()
    }


def _in_slots(
    values: Mapping[str, Sequence[CellValue]], fresh: Mapping[str, Sequence[CellValue]]
) -> dict[str, list[CellValue]]:
    """Return the slots of this version with the weights and anchors of an earlier one.

    That one knew the default measures only and had a row for each.
    """
    slots = {header: list(cells) for header, cells in fresh.items()}
    for row, name in enumerate(values["Measure"]):
        if name in fresh["Measure"]:
            for header in ("Weight", "0 points at", "100 points at"):
                slots[header][fresh["Measure"].index(name)] = values[header][row]
    return slots


def _score_again(target: Workbook) -> None:
    """Fill the Health sheet of a tracker that comes from a version without one."""
    accounts = target.read_table(TBL_ACCOUNTS.name)
    accounts["Pulse in force"] = accounts["CSM pulse"]
    as_of = as_date(target.read_name("AsOfDate"))
    if as_of is None:
        return  # never refreshed: there is nobody to score
    settings = read_settings(target)
    model = read_model(target, minimum_coverage=settings.minimum_coverage)
    scored = score_accounts(
        accounts,
        model,
        as_of=as_of,
        before={},
        smallest_group=settings.smallest_group,
    )
    target.write_table(TBL_ACCOUNTS.name, with_formulas(TBL_ACCOUNTS, accounts))
    target.write_table(TBL_HEALTH.name, health_columns(accounts, scored, model))


def _carry_name(source: Workbook, target: Workbook, name: str) -> None:
    try:
        value = source.read_name(name)
    except TableMissing:
        return
    target.write_name(name, value)

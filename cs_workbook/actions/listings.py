"""The raw rows the workbook shows, the usage table and the quarters, as table columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cs_workbook.actions.account_rows import AccountRows, plain
from cs_workbook.actions.cell_values import known_number
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB, Scalar
from cs_workbook.exports import FileReport
from cs_workbook.measures.adoption import adoption_depth, seat_utilisation, usage_frequency
from cs_workbook.measures.nps import net_promoter_score_from_counts
from cs_workbook.rollups import LISTINGS, rollup
from cs_workbook.schema.exports import ROLES
from cs_workbook.schema.names import SHOWN_NAMES
from cs_workbook.schema.tables import (
    TBL_CHURN,
    TBL_QUARTERS,
    TBL_SUBSCRIPTIONS,
    TBL_SURVEYS,
    TBL_TICKETS,
    TBL_USAGE,
    WEEKS,
)
from cs_workbook.workbook.port import CellValue, ColumnContent, FormulaColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The rows of one export as a data sheet shows them.

    Attributes:
        table: Table name.
        title: The export in words.
        columns: Content by header.
        key: Headers that tell rows apart.
        shown_name: Workbook name of the cell that says how many rows are shown.
        shown: What that cell says.
    """

    table: str
    title: str
    columns: dict[str, list[CellValue]]
    key: tuple[str, ...]
    shown_name: str
    shown: str

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


def listings(
    engine: DuckDB, settings: TrackerSettings, files: Sequence[FileReport], *, as_of: date
) -> list[Listing]:
    """Return the newest rows of every export that has a data sheet of its own."""
    result = []
    for table in (TBL_SURVEYS, TBL_SUBSCRIPTIONS, TBL_TICKETS, TBL_CHURN):
        role = str(table.role)
        total = int(str(engine.rows(f"select count(*) from {role}")[0][0]))
        parameters: dict[str, Scalar] = {"rows": settings.rows_shown}
        if role == "subscriptions":
            parameters["as_of"] = as_of
        frame = rollup(engine, LISTINGS[table.name], **parameters)
        names = ", ".join(file.name for file in files if file.role == role)
        if total > len(frame):
            shown = f"The newest {len(frame):,} of {total:,} rows are shown; all are in {names}."
        elif total:
            shown = f"All {total:,} rows are shown; figures come from all of them."
        else:
            shown = "No such export was imported."
        result.append(
            Listing(
                table=table.name,
                title=ROLES[role].title,
                columns={
                    header: [plain(cell) for cell in frame[header].tolist()]
                    for header in table.headers
                },
                key=table.key,
                shown_name=SHOWN_NAMES[table.name],
                shown=shown,
            )
        )
    return result


def usage_rows(usage: pd.DataFrame, accounts: AccountRows) -> dict[str, ColumnContent]:
    """Return ``tblUsage``: accounts with usage, in the order of the Accounts sheet."""
    order = {str(key): row for row, key in enumerate(accounts.shown["Account ID"])}
    names = accounts.shown["Account"]
    chosen = usage[usage["account_id"].isin(list(order))]
    chosen = chosen.assign(place=chosen["account_id"].map(order)).sort_values("place")
    columns: dict[str, ColumnContent] = {
        "Account ID": chosen["account_id"].tolist(),
        "Account": [names[place] for place in chosen["place"].tolist()],
    }
    fields = {
        "Rows": "usage_rows",
        "Active days (28 d)": "active_days_28",
        "Active days (90 d)": "active_days_90",
        "Users (28 d)": "users_28",
        "Features (90 d)": "features_90",
        "Uses (28 d)": "uses_28",
        "First activity": "first_activity",
        "Last activity": "last_activity",
    } | {header: header.lower().replace(" -", "_") for header in WEEKS}
    for header, field in fields.items():
        columns[header] = [plain(cell) for cell in chosen[field].tolist()]
    weeks = chosen[[fields[header] for header in WEEKS]].fillna(0).to_numpy().tolist()
    half = len(WEEKS) // 2
    seats = [accounts.shown["Seats"][place] for place in chosen["place"].tolist()]
    columns["Seats"] = seats
    lines = zip(
        (known_number(cell) for cell in seats),
        *(
            [known_number(plain(cell)) for cell in chosen[field].tolist()]
            for field in ("users_28", "uses_28", "active_days_28")
        ),
        strict=True,
    )
    live: dict[str, list[CellValue]] = {
        "Usage trend (%)": [
            100 * (sum(row[half:]) / older - 1) if (older := sum(row[:half])) else ""
            for row in weeks
        ],
        "Seat use (%)": [],
        "Uses per user": [],
        "Frequency": [],
    }
    for bought, users, uses, days in lines:
        live["Seat use (%)"].append(_or_empty(seat_utilisation(users, bought).value))
        live["Uses per user"].append(_or_empty(adoption_depth(uses, users).value))
        live["Frequency"].append("" if days is None else str(usage_frequency(days)))
    formulas = {column.header: column.formula for column in TBL_USAGE.columns}
    for header, values in live.items():
        columns[header] = FormulaColumn(formula=str(formulas[header]), values=values)
    return columns


def _or_empty(value: float | None) -> CellValue:
    return "" if value is None else value


def quarter_rows(quarters: pd.DataFrame) -> dict[str, ColumnContent]:
    """Return ``tblQuarters`` with the survey figures of each quarter."""
    columns: dict[str, list[CellValue]] = {header: [] for header in TBL_QUARTERS.headers}
    for raw in quarters.to_dict(orient="records"):
        line = {key: plain(value) for key, value in raw.items()}
        nps = net_promoter_score_from_counts(
            promoters=_count(line["promoters"]),
            passives=_count(line["passives"]),
            detractors=_count(line["detractors"]),
        )
        csat_n, ces_n = _count(line["csat_n"]), _count(line["ces_n"])
        row: dict[str, CellValue] = {
            "Quarter": line["quarter"],
            "From": line["first_day"],
            "To": line["last_day"],
            "Customers": line["customers"],
            "MRR": line["mrr"],
            "NPS": nps.value,
            "NPS n": nps.n,
            "NPS low": None if nps.interval is None else nps.interval.low,
            "NPS high": None if nps.interval is None else nps.interval.high,
            "CSAT (%)": 100 * _count(line["csat_satisfied"]) / csat_n if csat_n else None,
            "CSAT n": csat_n,
            "CES": _count(line["ces_sum"]) / ces_n if ces_n else None,
            "CES n": ces_n,
            "Tickets": line["tickets"],
        }
        for header, cells in columns.items():
            cells.append(row[header])
    return dict(columns)


def _count(value: CellValue) -> int:
    return int(value) if isinstance(value, int | float) else 0

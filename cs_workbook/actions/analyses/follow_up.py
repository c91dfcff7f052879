"""The Follow-up sheet: one row per detractor's answer, and what people typed about it.

What is typed follows its answer by the answer's id. An answer that has left the survey window, or
the exports, keeps its row at the end as long as somebody typed into it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

import pandas as pd

from cs_workbook.actions.account_rows import plain
from cs_workbook.actions.analyses.analysis import Known, TableContent
from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.rollups import list_detractors
from cs_workbook.schema.tables import TBL_FOLLOW_UP, Owner
from cs_workbook.schema.voice_tables import IN_TIME, LATE, OLDER, OPEN, OVERDUE
from cs_workbook.workbook.port import CellValue, ColumnContent, FormulaColumn

_FIELDS = {
    "Answer ID": "response_id",
    "Account ID": "account_id",
    "Account": "account_name",
    "Score": "score",
    "Answered on": "answered_on",
    "CSM": "csm",
    "Comment": "comment",
    "Respondent": "respondent",
    "Source": "source",
}
_CALCULATED = {
    column.header: column.formula
    for column in TBL_FOLLOW_UP.columns
    if column.owner is Owner.CALCULATED and column.formula is not None
}
_DAY_0 = date(1899, 12, 30)  # what a worksheet counts days from
_LAST_SERIAL = 2_958_465  # 31 December 9999

Row = Mapping[str, CellValue]


def follow_up_state(
    answered: date | None,
    closed: date | None,
    *,
    as_of: date,
    follow_up_days: int,
    survey_window_days: int | None,
) -> str:
    """Return what the State column shows for one answer.

    Args:
        answered: Day of the answer; ``None`` shows nothing.
        closed: Day somebody got back to them, if anybody did.
        as_of: The day figures count up to, and the last day of the window.
        follow_up_days: An answer is overdue from the day after that many days.
        survey_window_days: Older answers count in no figure; ``None`` for all.

    >>> day = date(2026, 1, 1)
    >>> follow_up_state(
    ...     day, date(2026, 1, 15), as_of=day, follow_up_days=14, survey_window_days=None
    ... )
    '▲ Closed in time'
    """
    if answered is None:
        return ""
    if survey_window_days is not None and answered <= as_of - timedelta(days=survey_window_days):
        return OLDER
    due = answered + timedelta(days=follow_up_days)
    if closed is not None:
        return IN_TIME if closed <= due else LATE
    return OVERDUE if as_of > due else OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The detractors' answers of the survey window.

    Attributes:
        answers: One row per answer, newest first.
    """

    answers: pd.DataFrame

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:
        """List the answers of 0 to 6."""
        window = settings.survey_window_days
        return cls(answers=list_detractors(engine, as_of=as_of, survey_window_days=window))

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the rows of ``tblFollowUp``."""
        shown = known.accounts.shown
        mrr = dict(zip(shown["Account ID"], shown["MRR"], strict=True))
        old = known.workbook.read_table(TBL_FOLLOW_UP.name)
        places = {str(key): place for place, key in enumerate(old["Answer ID"])}
        rows: list[Row] = []
        for raw in self.answers.to_dict(orient="records"):
            row = {header: plain(raw[field]) for header, field in _FIELDS.items()}
            row["MRR"] = mrr.get(row["Account ID"])
            rows.append(row)
        listed = {str(row["Answer ID"]) for row in rows}
        rows.extend(
            {header: old[header][place] for header in (*_FIELDS, "MRR")}
            for key, place in places.items()
            if key not in listed and _anything_typed(old, place)
        )
        closed = [
            old["Closed on"][places[key]] if (key := str(row["Answer ID"])) in places else None
            for row in rows
        ]
        yield TableContent(
            table=TBL_FOLLOW_UP.name,
            columns=_columns(rows, closed, known),
            keyed_by=TBL_FOLLOW_UP.key,
        )


def _anything_typed(old: Mapping[str, Sequence[CellValue]], place: int) -> bool:
    """Tell whether a row holds something a person entered, in a column of ours or of theirs."""
    ours = {c.header for c in TBL_FOLLOW_UP.columns if c.owner is not Owner.TYPED}
    return any(cells[place] is not None for header, cells in old.items() if header not in ours)


def _columns(
    rows: Sequence[Row], closed: Sequence[CellValue], known: Known
) -> dict[str, ColumnContent]:
    settings = known.settings
    columns: dict[str, ColumnContent] = {
        header: [row[header] for row in rows] for header in (*_FIELDS, "MRR")
    }
    days = [as_date(row["Answered on"]) for row in rows]
    due: list[CellValue] = [
        "" if day is None else day + timedelta(days=settings.follow_up_days) for day in days
    ]
    states: list[CellValue] = [
        follow_up_state(
            day,
            _typed_day(cell),
            as_of=known.as_of,
            follow_up_days=settings.follow_up_days,
            survey_window_days=settings.survey_window_days,
        )
        for day, cell in zip(days, closed, strict=True)
    ]
    for header, values in (("Follow up by", due), ("State", states)):
        columns[header] = FormulaColumn(formula=_CALCULATED[header], values=values)
    return columns


def _typed_day(cell: CellValue) -> date | None:
    """Return the day a cell holds as the worksheet sees it: a date is a number of days."""
    if isinstance(cell, datetime | date):
        return as_date(cell)
    number = known_number(cell)
    if number is None or not 0 <= number <= _LAST_SERIAL:
        return None
    return _DAY_0 + timedelta(days=int(number))

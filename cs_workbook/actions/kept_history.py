"""Read and write what a tracker remembers of its scores: ``tblHistory`` and ``tblRefreshes``.

A week holds one refresh, the last one that was run with a day in that week. A refresh writes the
week of its as-of date and no other, so that a refresh of an earlier day never touches later weeks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.measures.week_code import CodedWeek, kept_number, pack, unpack, week_of
from cs_workbook.schema.health_model import NO_DATA_BAND, NOT_SCORED
from cs_workbook.schema.history_tables import WEEK_HEADERS
from cs_workbook.schema.lists import CHURNED, CUSTOMER, PROSPECT, TRIAL
from cs_workbook.schema.tables import TBL_HISTORY
from cs_workbook.workbook.port import CellValue

Columns = dict[str, list[CellValue]]
Table = Mapping[str, Sequence[CellValue]]

STATUS_LETTERS: Mapping[str, str] = {
    CUSTOMER: "C",
    TRIAL: "T",
    CHURNED: "L",
    PROSPECT: "P",
}
"""How the code writes a status; L is for lost."""
_OTHER, _OTHER_LETTER = "Other", "O"
_STATUS_WORDS = {letter: word for word, letter in STATUS_LETTERS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of one account on the day of one refresh.

    Attributes:
        account_id: Account.
        account: Its name.
        status: Status in words.
        band: Name of its band.
        mrr: MRR; ``None`` where it was not known.
        health: Score; ``None`` where it had none.
        sub_scores: One per measure of the model of that refresh; empty where none were kept.
        profile: Place of the profile of that model the score was weighed by; 0 for none.
    """

    account_id: str
    account: str | None
    status: str
    band: str
    mrr: float | None
    health: float | None
    sub_scores: tuple[float | None, ...] = ()
    profile: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class KeptRefresh:
    """One refresh the tracker remembers.

    Attributes:
        day: As-of date.
        quarter: First day of its quarter.
        week: Week of the quarter.
        version: Version of the score model; ``None`` where it is not known.
    """

    day: date
    quarter: date
    week: int
    version: int | None = field(default=None, compare=False)


@dataclass(slots=True)
class _Row:
    """One row of ``tblHistory``, decoded."""

    account_id: str
    account: str | None
    weeks: dict[int, CodedWeek]
    scores: dict[int, float | None]


class KeptHistory:
    """What a tracker remembers of its scores; rows are decoded when they are asked for.

    Args:
        history: ``tblHistory`` as it stands.
        refreshes: ``tblRefreshes`` as it stands.
        bands: Names of the bands, worst first.

    Attributes:
        history_table: ``tblHistory`` as it stands.
        refreshes_table: ``tblRefreshes`` as it stands.
    """

    def __init__(self, history: Table, refreshes: Table, *, bands: Sequence[str]) -> None:
        self.history_table = history
        self.refreshes_table = refreshes
        self._bands = bands
        self._decoded: dict[date, list[_Row]] = {}

    @cached_property
    def refreshes(self) -> tuple[KeptRefresh, ...]:
        """Every refresh that is kept, oldest first."""
        found: dict[tuple[date, int], KeptRefresh] = {}
        table = self.refreshes_table
        for quarter, week, day, version in zip(
            *(table[name] for name in ("Quarter", "Week", "As of", "Model version")), strict=True
        ):
            known, number, as_of = as_date(quarter), known_number(week), as_date(day)
            if known is None or number is None or as_of is None:
                continue
            made = known_number(version)
            found[known, int(number)] = KeptRefresh(
                day=as_of,
                quarter=known,
                week=int(number),
                version=None if made is None else int(made),
            )
        return tuple(sorted(found.values()))

    def on(self, refresh: KeptRefresh) -> dict[str, Kept]:
        """Return what is kept of every account on the day of a refresh.

        Raises:
            DataError: Somebody changed the code of a row.
        """
        kept: dict[str, Kept] = {}
        for row in self._rows(refresh.quarter):
            week = row.weeks.get(refresh.week)
            if week is not None:
                kept[row.account_id] = Kept(
                    account_id=row.account_id,
                    account=row.account,
                    status=_STATUS_WORDS.get(week.status, _OTHER),
                    band=_name_of(week.band, self._bands),
                    mrr=week.mrr,
                    health=row.scores.get(refresh.week),
                    sub_scores=week.sub_scores,
                    profile=week.profile,
                )
        return kept

    def _rows(self, quarter: date) -> list[_Row]:
        if quarter not in self._decoded:
            self._decoded[quarter] = [
                _row(self.history_table, place) for place in self._places.get(quarter, ())
            ]
        return self._decoded[quarter]

    @cached_property
    def _places(self) -> dict[date, list[int]]:
        """Rows of the table by quarter."""
        places: dict[date, list[int]] = {}
        for place, cell in enumerate(self.history_table["Quarter"]):
            quarter = as_date(cell)
            if quarter is not None and self.history_table["Account ID"][place] is not None:
                places.setdefault(quarter, []).append(place)
        return places


def with_week(
    history: Table, kept: Iterable[Kept], *, as_of: date, bands: Sequence[str]
) -> Columns:
    """Return ``tblHistory`` with one week written; every other week stays as it is.

    Args:
        history: The table as it stands.
        kept: What to keep of every account.
        as_of: As-of date of the refresh; it says which week.
        bands: Names of the bands, worst first.
    """
    quarter, number = week_of(as_of)
    wanted = {one.account_id: one for one in kept}
    lines: list[tuple[date, dict[str, CellValue]]] = []
    for place, cell in enumerate(history["Quarter"]):
        first = as_date(cell)
        if first is None:
            continue
        line: dict[str, CellValue] | None = {
            header: history[header][place] for header in TBL_HISTORY.headers
        }
        if first == quarter:
            old = _row(history, place)
            line = _line(quarter, old, number, wanted.pop(old.account_id, None), bands)
        if line is not None:
            lines.append((first, line))
    for account_id, one in wanted.items():
        fresh = _Row(account_id=account_id, account=one.account, weeks={}, scores={})
        made = _line(quarter, fresh, number, one, bands)
        if made is not None:
            lines.append((quarter, made))
    lines.sort(key=lambda pair: pair[0])
    return {header: [line[header] for _, line in lines] for header in TBL_HISTORY.headers}


def _row(history: Table, place: int) -> _Row:
    name = history["Account"][place]
    weeks = {week.number: week for week in unpack(str(history["Signals"][place] or ""))}
    return _Row(
        account_id=str(history["Account ID"][place]),
        account=None if name is None else str(name),
        weeks=weeks,
        scores={
            number: known_number(history[header][place])
            for number, header in enumerate(WEEK_HEADERS, start=1)
            if number in weeks
        },
    )


def _line(
    quarter: date, row: _Row, number: int, kept: Kept | None, bands: Sequence[str]
) -> dict[str, CellValue] | None:
    """Return a row with one week replaced; ``None`` where no week is left."""
    weeks, scores = dict(row.weeks), dict(row.scores)
    weeks.pop(number, None)
    scores.pop(number, None)
    if kept is not None:
        weeks[number] = CodedWeek(
            number=number,
            status=STATUS_LETTERS.get(kept.status, _OTHER_LETTER),
            band=_place_of(kept.band, bands),
            mrr=kept.mrr,
            sub_scores=kept.sub_scores,
            profile=kept.profile,
        )
        scores[number] = None if kept.health is None else kept_number(kept.health)
    if not weeks:
        return None
    newest = weeks[max(weeks)]
    account = kept.account if kept is not None and newest.number == number else row.account
    return {
        "Quarter": quarter,
        "Account ID": row.account_id,
        "Account": account,
        "Status": _STATUS_WORDS.get(newest.status, _OTHER),
        "MRR": None if newest.mrr is None else kept_number(newest.mrr),
        "Band": _name_of(newest.band, bands),
        **{header: scores.get(place) for place, header in enumerate(WEEK_HEADERS, start=1)},
        "Signals": pack(weeks.values()),
        "Weeks kept": len(weeks),
    }


def _place_of(band: str, bands: Sequence[str]) -> int | None:
    if band in bands:
        return bands.index(band) + 1
    return None if band == NOT_SCORED else 0


def _name_of(place: int | None, bands: Sequence[str]) -> str:
    if place is None:
        return NOT_SCORED
    return bands[place - 1] if 0 < place <= len(bands) else NO_DATA_BAND

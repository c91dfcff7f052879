"""The sheets that remember scores: History, Refreshes, Model versions and Why it moved."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cs_workbook.actions.account_rows import AccountRows
from cs_workbook.actions.analyses.analysis import FromKnown, Known, TableContent
from cs_workbook.actions.analyses.movers import mover_columns, note
from cs_workbook.actions.analyses.remembered import (
    Book,
    chosen,
    measure_names,
    standings_until,
)
from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.actions.kept_history import Kept, KeptHistory, KeptRefresh, with_week
from cs_workbook.actions.model_versions import models_by_version, with_version
from cs_workbook.measures.health import HealthModel
from cs_workbook.measures.week_code import week_of
from cs_workbook.schema.health_model import NO_DATA_BAND, NOT_SCORED
from cs_workbook.schema.history_tables import (
    MOVERS_FROM,
    MOVERS_FROM_DAY,
    MOVERS_PART_NAMES,
    MOVERS_TO,
    MOVERS_TO_DAY,
)
from cs_workbook.schema.lists import GONE
from cs_workbook.schema.names import SHOWN_NAMES
from cs_workbook.schema.tables import (
    TBL_HISTORY,
    TBL_MODEL_VERSIONS,
    TBL_MOVERS,
    TBL_REFRESHES,
)
from cs_workbook.workbook.port import CellValue

_BAND_HEADERS = ("At risk", "Watch", "Healthy")


class HistoryAnalysis(FromKnown):
    """Scores of this refresh beside the ones the tracker remembers; the exports add nothing."""

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the four tables, and what stands above them."""
        book = known.workbook
        model = known.accounts.model
        bands = [band.name for band in model.bands]
        versions, version = with_version(
            book.read_table(TBL_MODEL_VERSIONS.name), model, known.accounts, as_of=known.as_of
        )
        yield TableContent(
            table=TBL_MODEL_VERSIONS.name, columns=versions, keyed_by=TBL_MODEL_VERSIONS.key
        )
        accounts = kept_accounts(known.accounts)
        columns = with_week(
            known.history.history_table, accounts.values(), as_of=known.as_of, bands=bands
        )
        refreshes = with_refresh(
            known.history.refreshes_table, accounts, model=model, version=version, as_of=known.as_of
        )
        yield TableContent(
            table=TBL_HISTORY.name,
            columns=columns,
            keyed_by=TBL_HISTORY.key,
            names={SHOWN_NAMES[TBL_HISTORY.name]: _RULE},
            old=known.history.history_table,
        )
        yield TableContent(
            table=TBL_REFRESHES.name,
            columns=refreshes,
            keyed_by=TBL_REFRESHES.key,
            old=known.history.refreshes_table,
        )
        quarter, week = week_of(known.as_of)
        this = Book(
            refresh=KeptRefresh(day=known.as_of, quarter=quarter, week=week, version=version),
            accounts=accounts,
            model=model,
            exact={
                str(key): score
                for key, score in zip(
                    known.accounts.shown["Account ID"], known.accounts.health, strict=True
                )
            },
        )
        yield _movers(known, known.history, this, models_by_version(versions))


_RULE = (
    "A week holds its last refresh; other weeks never change. Refreshes says which day a week "
    "stands for."
)


def kept_accounts(accounts: AccountRows) -> dict[str, Kept]:
    """Return what the history keeps of every account of the exports."""
    shown = accounts.shown
    kept: dict[str, Kept] = {}
    for row, (key, status) in enumerate(zip(shown["Account ID"], shown["Status"], strict=True)):
        if status == GONE or key is None:
            continue
        band, name = str(shown["Band"][row]), shown["Account"][row]
        score, profile = accounts.health[row], accounts.scored[row].profile
        kept[str(key)] = Kept(
            account_id=str(key),
            account=None if name is None else str(name),
            status=str(status),
            band=band,
            mrr=known_number(shown["MRR"][row]),
            health=None if band == NOT_SCORED else score.score,
            sub_scores=tuple(part.sub_score for part in score.parts),
            profile=0 if profile is None else profile.place,
        )
    return kept


def with_refresh(
    old: Mapping[str, Sequence[CellValue]],
    accounts: Mapping[str, Kept],
    *,
    model: HealthModel,
    version: int,
    as_of: date,
) -> dict[str, list[CellValue]]:
    """Return ``tblRefreshes`` with the week of this refresh; other weeks stay as they are.

    Args:
        old: The table as it stands.
        accounts: The accounts of this refresh.
        model: The model in force, for the order of the bands.
        version: Its number.
        as_of: As-of date of the refresh.
    """
    quarter, week = week_of(as_of)
    lines: list[tuple[date, float, dict[str, CellValue]]] = []
    for place, cell in enumerate(old["Quarter"]):
        first, number = as_date(cell), known_number(old["Week"][place])
        if first is None or number is None or (first, int(number)) == (quarter, week):
            continue
        line = {header: old[header][place] for header in TBL_REFRESHES.headers}
        lines.append((first, number, line))
    scored = [one for one in accounts.values() if one.health is not None]
    money = sum(one.mrr or 0.0 for one in scored)
    weighted = sum((one.mrr or 0.0) * (one.health or 0.0) for one in scored)
    names = (*(band.name for band in model.bands), NO_DATA_BAND)
    counts = [sum(one.band == name for one in accounts.values()) for name in names]
    made: dict[str, CellValue] = {
        "Quarter": quarter,
        "Week": week,
        "As of": as_of,
        "Model version": version,
        "Accounts": len(accounts),
        "Scored": len(scored),
        "MRR": money if scored else None,
        "Book health": weighted / money if money else None,
        "Mean health": sum(one.health or 0.0 for one in scored) / len(scored) if scored else None,
        **dict(zip(_BAND_HEADERS, counts, strict=False)),
        "No data": counts[-1],
    }
    lines.append((quarter, week, made))
    lines.sort(key=lambda entry: entry[:2])
    return {header: [line[header] for _, _, line in lines] for header in TBL_REFRESHES.headers}


def _movers(
    known: Known, history: KeptHistory, this: Book, models: Mapping[int, HealthModel]
) -> TableContent:
    """Compare this refresh, or the one typed, with an earlier one."""
    typed = as_date(known.workbook.read_name(MOVERS_FROM))
    before, after = chosen(
        history,
        this.refresh,
        compare_with=typed,
        up_to=as_date(known.workbook.read_name(MOVERS_TO)),
    )
    earlier = None if before is None else _remembered(history, before, models)
    later = this if after is this.refresh else _remembered(history, after, models)
    columns = mover_columns(earlier, later, standings_until(history, later))
    names = measure_names(later)
    return TableContent(
        table=TBL_MOVERS.name,
        columns=columns,
        keyed_by=TBL_MOVERS.key,
        names={
            SHOWN_NAMES[TBL_MOVERS.name]: note(earlier, later, columns, typed),
            MOVERS_FROM_DAY: None if earlier is None else earlier.refresh.day,
            MOVERS_TO_DAY: later.refresh.day,
            **{
                name: names[place] if place < len(names) else None
                for place, name in enumerate(MOVERS_PART_NAMES)
            },
        },
    )


def _remembered(
    history: KeptHistory, refresh: KeptRefresh, models: Mapping[int, HealthModel]
) -> Book:
    model = None if refresh.version is None else models.get(refresh.version)
    return Book(refresh=refresh, accounts=history.on(refresh), model=model)

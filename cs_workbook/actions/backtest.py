"""Put the health score of a tracker to the test: by past exports, or by its own history.

From exports the scores are rebuilt as they would have stood on the last day of each month, from
nothing dated later, with the weights, anchors and bands of today. From the history they are the
ones that were shown. What people entered on a day in the past, the CSM pulse, only the history
knows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from cs_workbook.actions.account_rows import plain
from cs_workbook.actions.cell_values import known_number
from cs_workbook.actions.kept_history import Kept, KeptHistory
from cs_workbook.actions.landmarks import (
    Followed,
    Stretch,
    followed,
    landmarks_until,
    matched,
    without_short_gaps,
)
from cs_workbook.actions.signals import signals_on
from cs_workbook.actions.tracker import (
    TrackerSettings,
    read_model,
    read_settings,
    require_tracker,
)
from cs_workbook.engine import DuckDB
from cs_workbook.errors import NotEnoughDataError
from cs_workbook.exports import read_folder
from cs_workbook.measures.backtest import BackTest, back_test
from cs_workbook.measures.discrimination import Scored, single_measure_auc
from cs_workbook.measures.figure import Figure
from cs_workbook.measures.health import HealthModel, health_scores
from cs_workbook.measures.suggested_weights import Suggestion, suggest_weights
from cs_workbook.rollups import account_churn, customer_spans, customer_stretches
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.workbook.port import Workbook

HORIZONS = (60, 90, 180)
"""Days before leaving at which the score is looked at."""
_MAIN_HORIZON = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A back-test of the model of a tracker.

    Attributes:
        source: Where scores and departures come from, in words.
        days: The days looked at, oldest first.
        lost: Accounts lost in all, with or without a score in time.
        tests: One per horizon.
        measures: AUC of each measure alone, 90 days before; empty from history.
        suggestion: Weights that would have told best 90 days before; ``None`` from history.
    """

    source: str
    days: tuple[date, ...]
    lost: int
    tests: tuple[BackTest, ...]
    measures: Mapping[str, Figure]
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """Scores and bands on one day, by account."""

    scores: Mapping[str, float | None]
    bands: Mapping[str, str]
    sub_scores: Mapping[str, Mapping[str, float | None]]


def back_test_exports(
    workbook: Workbook,
    exports: Path,
    *,
    as_of: date,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Test the model of a tracker on what its exports say about the past.

    Args:
        workbook: The tracker, for its settings and its model; nothing is written.
        exports: Folder of the exports.
        as_of: The last day that counts.
        progress: Told what is being done.

    Raises:
        WorkbookError: The workbook is no tracker.
        SettingsError: Its settings or its model make no sense.
        ImportRejected: The folder holds nothing that can be used.
        NotEnoughDataError: Nothing says when accounts joined and left.
    """
    require_tracker(workbook)
    settings = read_settings(workbook)
    model = read_model(workbook, minimum_coverage=settings.minimum_coverage)
    with DuckDB() as engine:
        read_folder(
            exports,
            engine=engine,
            as_of=as_of,
            locale=settings.locale,
            scales=settings.surveys.scales,
            rates=settings.rates,
            progress=progress,
        )
        rule, stretches = _stretches(engine, settings, as_of=as_of)
        if not stretches:
            raise NotEnoughDataError(
                f"{exports}: expected days on which accounts joined and left, found none. A "
                "back-test needs subscriptions with start and end, or churn events; add them."
            )
        landmarks = landmarks_until(min(one.start for one in stretches), as_of)
        past: dict[date, _Past] = {}
        for day in landmarks:
            progress(f"Scoring as of {day.isoformat()}")
            past[day] = _rebuilt(engine, settings, model, day)
    source = f"Scores rebuilt from dated exports with today's weights; lost by {rule.lower()}"
    if model.profiles:
        source += "; every account by Weights, profiles play no part"
    return _report(source, past, stretches, model, as_of)


def _stretches(
    engine: DuckDB, settings: TrackerSettings, *, as_of: date
) -> tuple[str, list[Stretch]]:
    """Return by which rule accounts are lost, and their times as customers."""
    runs = customer_stretches(engine, as_of=as_of)
    if settings.churn_rule not in {"Churn events", "Account flag"} and len(runs):
        return "Subscriptions", without_short_gaps(
            Stretch(str(account), start.date(), None if pd.isna(end) else end.date())
            for account, start, end in runs[["account_id", "started_on", "ended_on"]].itertuples(
                index=False
            )
        )
    events = account_churn(engine, as_of=as_of).set_index("account_id")["first_event"]
    spans = customer_spans(engine, as_of=as_of)
    found = []
    for account, joined, left in spans[["account_id", "joined_on", "left_on"]].itertuples(
        index=False
    ):
        gone = events.get(account, left) if settings.churn_rule != "Account flag" else left
        if not pd.isna(joined) and (pd.isna(gone) or gone > joined):
            end = None if pd.isna(gone) else gone.date()
            found.append(Stretch(str(account), joined.date(), end))
    return "Churn events", found


def back_test_history(workbook: Workbook) -> Report:
    """Test the scores a tracker showed, by its own history.

    Args:
        workbook: The tracker; nothing is written.

    Raises:
        WorkbookError: The workbook is no tracker.
        SettingsError: Its settings or its model make no sense.
        NotEnoughDataError: There are fewer than two refreshes.
    """
    require_tracker(workbook)
    settings = read_settings(workbook)
    model = read_model(workbook, minimum_coverage=settings.minimum_coverage)
    history = KeptHistory(
        workbook.read_table("tblHistory"),
        workbook.read_table("tblRefreshes"),
        bands=[band.name for band in model.bands],
    )
    lines = {refresh.day: history.on(refresh) for refresh in history.refreshes}
    days = sorted(lines)
    if len(days) <= 1:
        raise NotEnoughDataError(
            f"History: expected two refreshes or more, found {len(days)}. Refresh regularly, or "
            "name a folder of dated exports with --exports."
        )
    stretches = [
        stretch
        for account in sorted({account for rows in lines.values() for account in rows})
        for stretch in _seen(account, days, lines)
    ]
    past = {
        day: _Past(
            scores={key: kept.health for key, kept in rows.items()},
            bands={key: kept.band for key, kept in rows.items()},
            sub_scores={},
        )
        for day, rows in lines.items()
    }
    return _report(
        "Scores as the refreshes showed them", past, without_short_gaps(stretches), model, days[-1]
    )


def _seen(
    account: str,
    days: Sequence[date],
    lines: Mapping[date, Mapping[str, Kept]],
) -> list[Stretch]:
    """Return the times an account was a customer, by the days of the refreshes."""
    found: list[Stretch] = []
    start: date | None = None
    for day in days:
        customer = account in lines[day] and lines[day][account].status == CUSTOMER
        if customer and start is None:
            start = day
        elif not customer and start is not None:
            found.append(Stretch(account, start, day))
            start = None
    return found if start is None else [*found, Stretch(account, start, None)]


def _rebuilt(engine: DuckDB, settings: TrackerSettings, model: HealthModel, day: date) -> _Past:
    """Return every account's score as the exports would have given it on a day."""
    frame = signals_on(engine, settings, day=day)
    columns = {
        measure.name: [known_number(plain(cell)) for cell in frame[measure.source]]
        if measure.source in frame
        else [None] * len(frame)
        for measure in model.measures
    }
    accounts = [str(account) for account in frame.index]
    made = health_scores(model, columns)
    alone = {
        measure.name: dict(
            zip(
                accounts,
                (None if v is None else measure.read(v)[1] for v in columns[measure.name]),
                strict=True,
            )
        )
        for measure in model.measures
    }
    return _Past(
        scores=dict(zip(accounts, made.scores, strict=True)),
        bands=dict(zip(accounts, made.bands, strict=True)),
        sub_scores=alone,
    )


def _report(
    source: str,
    past: Mapping[date, _Past],
    stretches: Sequence[Stretch],
    model: HealthModel,
    as_of: date,
) -> Report:
    days = sorted(past)
    names = [band.name for band in model.bands]
    tests = []
    for horizon in HORIZONS:
        beside, every = (
            [_scored(one, past) for one in look(stretches, days, days=horizon, as_of=as_of)]
            for look in (matched, followed)
        )
        tests.append(back_test(beside, every, days_before=horizon, bands=names))
    main = matched(stretches, days, days=_MAIN_HORIZON, as_of=as_of)
    alone = {
        measure.name: [past[one.day].sub_scores[measure.name].get(one.account) for one in main]
        for measure in model.measures
        if all(measure.name in past[one.day].sub_scores for one in main)
    }
    cases = [_scored(one, past) for one in main]
    weights = {measure.name: measure.weight for measure in model.measures}
    return Report(
        source=source,
        days=tuple(days),
        lost=sum(one.end is not None and one.end <= as_of for one in stretches),
        tests=tuple(tests),
        measures=single_measure_auc(alone, cases),
        suggestion=suggest_weights(alone, cases, weights=weights) if alone else None,
    )


def _scored(one: Followed, past: Mapping[date, _Past]) -> Scored:
    then = past[one.day]
    return Scored(
        account=one.account,
        score=then.scores.get(one.account),
        left=one.left,
        group=one.day.isoformat(),
        band=then.bands.get(one.account, ""),
    )

"""The rows of ``tblMovers``: what moved each health score between two refreshes.

The earlier refresh is the newest one kept of an earlier week, or of the day typed into *Compare
with* or before it. The later one is this refresh, or the one typed into *Up to*. *Caps* is what
caps and overrides took off or gave back, *Rounding* what lies between a kept score and its parts.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from cs_workbook.actions.analyses.remembered import Book, measure_names
from cs_workbook.actions.kept_history import Kept
from cs_workbook.actions.table_columns import live_columns
from cs_workbook.measures.band_history import (
    Standing,
    band_changes,
    weekly_slope,
    weeks_in_band,
)
from cs_workbook.measures.health_change import explain_change
from cs_workbook.measures.health_result import HealthScore
from cs_workbook.schema.history_tables import (
    CAPS_HEADER,
    CHANGE_PARTS,
    DATA_HEADER,
    NOT_KNOWN,
    PART_HEADERS,
    ROUNDING_HEADER,
    SLOPE_WEEKS,
    WEIGHTS_HEADER,
)
from cs_workbook.schema.tables import TBL_MOVERS
from cs_workbook.workbook.port import CellValue, ColumnContent, FormulaColumn

NO_EARLIER = "No earlier refresh"
_MOST_REASONS = 3
_SMALLEST_REASON = 0.05
"""Smaller parts would be shown as 0.0."""
_SUM_DECIMALS = 6
_LEAST_CAP = 0.05


def mover_columns(
    before: Book | None, after: Book, standings: Mapping[str, Sequence[Standing]]
) -> dict[str, ColumnContent]:
    """Return ``tblMovers``: the largest change times MRR first, unknown changes at the end.

    Args:
        before: The earlier refresh; ``None`` where there is none.
        after: The later refresh.
        standings: Scores and bands of each account up to the later refresh, old to new.
    """
    earlier = {} if before is None else before.accounts
    ids = [
        key
        for key in {**after.accounts, **earlier}
        if any(key in book and book[key].health is not None for book in (after.accounts, earlier))
    ]
    lines = [_line(key, before, after, standings.get(key, ())) for key in ids]
    lines.sort(key=_order)
    return live_columns(
        TBL_MOVERS, {header: [line.get(header) for line in lines] for header in TBL_MOVERS.headers}
    )


def _order(line: Mapping[str, CellValue]) -> tuple[bool, float, float, str]:
    change = line["Change"]
    money = max(_amount(line["MRR"]), _amount(line["MRR before"]))
    if not isinstance(change, float):
        return True, -money, 0.0, str(line["Account ID"])
    return False, -abs(change) * money, -abs(change), str(line["Account ID"])


def _amount(value: CellValue) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _line(
    key: str, before: Book | None, after: Book, standings: Sequence[Standing]
) -> dict[str, CellValue]:
    then = None if before is None else before.accounts.get(key)
    now = after.accounts.get(key)
    named = now or then
    slope = weekly_slope(standings, weeks=SLOPE_WEEKS)
    line: dict[str, CellValue] = {
        "Account ID": key,
        "Account": None if named is None else named.account,
        "MRR before": None if then is None else then.mrr,
        "MRR": None if now is None else now.mrr,
        "Band before": None if then is None else then.band,
        "Band now": None if now is None else now.band,
        "Health before": None if then is None else then.health,
        "Health now": None if now is None else now.health,
        "Change": "",
        "Sum check": "",
        "Slope": NOT_KNOWN if slope is None else slope,
        "Weeks in band": weeks_in_band(standings),
        "Band changes": band_changes(standings),
        "Why": _no_change(before, then, now),
    }
    if then is None or now is None or then.health is None or now.health is None:
        return line
    change = now.health - then.health
    assert before is not None  # noqa: S101 - `then` comes from it
    parts = _parts(key, before, after, change)
    line.update(parts)
    line["Change"] = change
    known = [part for header in CHANGE_PARTS if (part := parts.get(header)) is not None]
    line["Sum check"] = round(math.fsum(known) - change, _SUM_DECIMALS) + 0.0
    line["Why"] = _reasons(parts, after, then.band, now.band)
    return line


def _parts(key: str, before: Book, after: Book, change: float) -> dict[str, float | None]:
    """Return the parts of a change by header; they add up to it."""
    was, becomes = before.score(key), after.score(key)
    if was is None or becomes is None or was.score is None or becomes.score is None:
        # A tracker of an earlier layout kept scores without their parts.
        return {DATA_HEADER: change, WEIGHTS_HEADER: 0.0, CAPS_HEADER: 0.0, ROUNDING_HEADER: 0.0}
    then, now = before.accounts[key].health, after.accounts[key].health
    held = _held_down(now, becomes) - _held_down(then, was)
    # Caps come last, so the steps before them lead from score to score as if there were none.
    explained = explain_change(_without_caps(was), _without_caps(becomes))
    points = {part.name: part.value for part in explained.contributions}
    names = [part.name for part in becomes.parts]
    return {
        **{header: points.get(name) for header, name in zip(PART_HEADERS, names, strict=False)},
        DATA_HEADER: explained.data_points,
        WEIGHTS_HEADER: explained.weight_points,
        CAPS_HEADER: held,
        ROUNDING_HEADER: change - (explained.change or 0.0) - held,
    }


def _without_caps(score: HealthScore) -> HealthScore:
    return score if score.uncapped is None else replace(score, score=score.uncapped)


def _held_down(shown: float | None, score: HealthScore) -> float:
    """Return by how many points a cap holds a score down, 0 or less.

    The history keeps sub-scores to two decimals, so a smaller difference is rounding.
    """
    before_caps = _without_caps(score).score
    if shown is None or before_caps is None or before_caps - shown < _LEAST_CAP:
        return 0.0
    return shown - before_caps


def _no_change(before: Book | None, then: Kept | None, now: Kept | None) -> str:
    """Say why there is no change to be explained."""
    if before is None:
        return f"{NO_EARLIER}."
    if now is None or now.health is None:
        return "Has no score now."
    if then is None:
        return "New since then."
    return "Had no score then."


def _reasons(parts: Mapping[str, float | None], after: Book, then: str, now: str) -> str:
    """Return the largest parts of a change in words."""
    if not any(header in parts for header in PART_HEADERS):
        return "The earlier refresh kept the score without its parts."
    names = dict(zip(PART_HEADERS, measure_names(after), strict=False))
    weighty = sorted(
        (
            (points, names.get(header, header))
            for header, points in parts.items()
            if points is not None and abs(points) >= _SMALLEST_REASON
        ),
        key=lambda pair: (-abs(pair[0]), pair[1]),
    )
    said = "; ".join(f"{name} {points:+.1f}" for points, name in weighty[:_MOST_REASONS])
    if len(weighty) > _MOST_REASONS:
        rest = math.fsum(points for points, _ in weighty[_MOST_REASONS:])
        said += f"; the rest {rest:+.1f}"
    band = f" Band: {then} to {now}." if then != now else ""
    return (f"{said}." if said else "Hardly moved.") + band


def note(
    before: Book | None, after: Book, columns: Mapping[str, ColumnContent], typed: date | None
) -> str:
    """Say what is compared, and how many accounts moved."""
    if before is None:
        if typed is None:
            return (
                f"{NO_EARLIER}: this is the first week kept. From the next one on, this says why."
            )
        return (
            f"Nothing is kept of {typed.isoformat()} or before it. Leave Compare with blank, or "
            "type a later day."
        )
    cells = columns["Change"]
    values = cells.values if isinstance(cells, FormulaColumn) else cells
    moves = [change for change in values if isinstance(change, float)]
    up = sum(change >= _SMALLEST_REASON for change in moves)
    down = sum(change <= -_SMALLEST_REASON for change in moves)
    return (
        f"{before.refresh.day.isoformat()} to {after.refresh.day.isoformat()}: {up:,} accounts "
        f"rose, {down:,} fell, {len(moves) - up - down:,} hardly moved; "
        f"{len(values) - len(moves):,} have a score on one of the two days only."
    )

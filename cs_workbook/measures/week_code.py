"""The compact code of a history: what stood behind the scores of an account, week by week.

A quarter of an account is one text: its weeks in order, separated by semicolons, each of them three
fields separated by spaces::

    3C2 1250.5 56.25,-,100;4C2 = 57.1,,;5C1 = =

- Week of the quarter, a letter for the status, the band: ``1`` for the worst one and so on, ``0``
  for "no data", ``x`` where the account has no band. ``p1`` after it says which profile of the
  model weighed the score; nothing says none did.
- MRR. ``-`` is not known, ``=`` the same as in the week before.
- The sub-scores in the order of the model, separated by commas. ``-`` is not known; nothing at all
  is the same as in the week before; ``=`` for the whole field says that none has changed, ``.``
  that none were kept.

Amounts and sub-scores have two decimals; beyond that nothing is lost. A blank stays a blank.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cs_workbook.errors import DataError

CODE_DECIMALS = 2
"""Decimals of everything the code keeps."""
WEEKS_IN_A_QUARTER = 14
"""A quarter has 90 to 92 days: thirteen whole weeks and at most one day."""
_DAYS_IN_A_WEEK = 7
_MONTHS_IN_A_QUARTER = 3
_UNKNOWN, _SAME, _NONE_KEPT = "-", "=", "."
_HEAD = re.compile(r"(\d{1,2})(\S)([0-9x])(?:p([1-9]))?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedWeek:
    """What stood behind the score of an account in one week.

    Attributes:
        number: Week of the quarter, from 1.
        status: A letter for the status.
        band: 1 for the worst band and so on, 0 for "no data", ``None`` where it has none.
        mrr: MRR; ``None`` where it is not known.
        sub_scores: One per measure of the model then, ``None`` where it is not known; empty where
            none were kept.
        profile: Place of the profile its score was weighed by, 1 to 9; 0 for none.
    """

    number: int
    status: str
    band: int | None
    mrr: float | None
    sub_scores: tuple[float | None, ...]
    profile: int = 0


def week_of(day: date) -> tuple[date, int]:
    """Return the first day of a day's quarter, and its week in that quarter, from 1.

    >>> week_of(date(2026, 6, 30))
    (datetime.date(2026, 4, 1), 13)
    """
    first = _MONTHS_IN_A_QUARTER * ((day.month - 1) // _MONTHS_IN_A_QUARTER) + 1
    quarter = date(day.year, first, 1)
    return quarter, (day - quarter).days // _DAYS_IN_A_WEEK + 1


def kept_number(value: float) -> float:
    """Return a number as the code keeps it; a negative zero is a zero.

    >>> kept_number(56.2549), kept_number(-0.001)
    (56.25, 0.0)
    """
    return round(value, CODE_DECIMALS) + 0.0


def pack(weeks: Iterable[CodedWeek]) -> str:
    """Return the code of some weeks of one quarter, in the order of their numbers.

    >>> from dataclasses import replace
    >>> week = CodedWeek(number=3, status="C", band=2, mrr=1250.5, sub_scores=(56.25, None))
    >>> pack([week, replace(week, number=4, sub_scores=(57, None))])
    '3C2 1250.5 56.25,-;4C2 = 57,'
    """
    coded: list[str] = []
    mrr: str | None = None
    sub_scores: list[str] | None = None
    for week in sorted(weeks, key=lambda one: one.number):
        band = "x" if week.band is None else week.band
        amount = _text(week.mrr)
        scores = [_text(score) for score in week.sub_scores]
        fields = (
            f"{week.number}{week.status}{band}" + (f"p{week.profile}" if week.profile else ""),
            _SAME if amount == mrr else amount,
            _packed_scores(scores, sub_scores),
        )
        coded.append(" ".join(fields))
        mrr, sub_scores = amount, scores
    return ";".join(coded)


def unpack(code: str) -> tuple[CodedWeek, ...]:
    """Return the weeks of a code.

    Raises:
        DataError: The text is no such code.

    >>> [week.sub_scores for week in unpack("3C2 1250.5 56.25,-;4C2 = 57,")]
    [(56.25, None), (57.0, None)]
    """
    weeks: list[CodedWeek] = []
    for part in code.split(";") if code else ():
        before = weeks[-1] if weeks else None
        try:
            weeks.append(_week(part, before))
        except (ValueError, IndexError):
            raise DataError(
                f"History, Signals: expected weeks such as '3C2 1250.5 56.25,-,100', found "
                f"{part!r}. Put the cell back, or take a backup of the tracker."
            ) from None
    return tuple(weeks)


def _packed_scores(scores: Sequence[str], before: Sequence[str] | None) -> str:
    if before is not None and list(scores) == list(before):
        return _SAME
    if not scores:
        return _NONE_KEPT
    old = before if before is not None and len(before) == len(scores) else [""] * len(scores)
    return ",".join("" if new == was else new for new, was in zip(scores, old, strict=True))


def _week(part: str, before: CodedWeek | None) -> CodedWeek:
    head, amount, scores = part.split(" ")
    found = _HEAD.match(head)
    if found is None or (before is None and _SAME in {amount, scores}):
        raise ValueError(part)
    number, status, band, profile = found.groups()
    return CodedWeek(
        number=int(number),
        status=status,
        band=None if band == "x" else int(band),
        mrr=before.mrr if before is not None and amount == _SAME else _number(amount),
        sub_scores=_unpacked_scores(scores, before.sub_scores if before is not None else ()),
        profile=0 if profile is None else int(profile),
    )


def _unpacked_scores(field: str, before: tuple[float | None, ...]) -> tuple[float | None, ...]:
    if field == _SAME:
        return before
    if field == _NONE_KEPT:
        return ()
    return tuple(
        before[place] if text == "" else _number(text)
        for place, text in enumerate(field.split(","))
    )


def _text(value: float | None) -> str:
    if value is None:
        return _UNKNOWN
    return f"{kept_number(value):.{CODE_DECIMALS}f}".rstrip("0").rstrip(".")


def _number(text: str) -> float | None:
    return None if text == _UNKNOWN else float(text)

"""When two cells hold the same, and how cells are kept as text.

A cell comes back from a workbook a little different from how it went in: an empty text as an
empty cell, 5 as 5.0, a date as midnight of that day, line breaks in another spelling. None of these
is an edit by a person, so none may look like one.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from itertools import zip_longest

from cs_workbook.plans.document import PlanValue

_DATE = "date"


def plain(value: PlanValue) -> PlanValue:
    r"""Return a value as a workbook gives it back.

    >>> plain("") is None, plain(datetime(2025, 3, 1)), plain("a\r\nb")
    (True, datetime.date(2025, 3, 1), 'a\nb')
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return (
            value.date() if value == datetime.combine(value.date(), datetime.min.time()) else value
        )
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") or None
    return value


def same(left: PlanValue, right: PlanValue) -> bool:
    """Say whether two cells hold the same.

    >>> same(5, 5.0), same(None, ""), same(None, 0), same(True, 1), same("5", 5)
    (True, True, False, False, False)
    """
    if left is right:
        return True  # most cells of a plan are empty
    left, right = plain(left), plain(right)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def same_cells(left: Sequence[PlanValue], right: Sequence[PlanValue]) -> bool:
    """Say whether two rows hold the same; empty cells at the end do not count."""
    return all(same(one, other) for one, other in zip_longest(left, right))


def is_blank(value: PlanValue) -> bool:
    """Say whether a cell says nothing; blanks and spaces do not answer a question.

    >>> is_blank("  "), is_blank(0), is_blank(False)
    (True, False, False)
    """
    return value is None or (isinstance(value, str) and not value.strip())


def number(value: PlanValue) -> float | None:
    """Return a cell's number; text is never turned into one, because "80 %" is a guess.

    >>> number(3), number("3"), number(True)
    (3.0, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def day(value: PlanValue) -> date | None:
    """Return a cell's date, or nothing where it is no date.

    >>> day(datetime(2025, 3, 1, 9)), day("1.3.2025")
    (datetime.date(2025, 3, 1), None)
    """
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def text(value: PlanValue) -> str:
    """Return a cell as words, trimmed; nothing for an empty cell.

    >>> text(" Anna "), text(None), text(4.0), text(date(2025, 3, 1))
    ('Anna', '', '4', '2025-03-01')
    """
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def trimmed(cells: Sequence[PlanValue]) -> tuple[PlanValue, ...]:
    """Return cells as a workbook gives them back, without the empty ones at the end.

    >>> trimmed(("a", None, "", None))
    ('a',)
    """
    kept = [plain(value) for value in cells]
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)


def pack(cells: Sequence[PlanValue]) -> str:
    """Return cells as one line of JSON.

    >>> pack(("Close", 4, None, date(2025, 3, 1)))
    '["Close",4,null,{"date":"2025-03-01"}]'
    """
    packed = [{_DATE: v.isoformat()} if isinstance(v, date) else v for v in trimmed(cells)]
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


def unpack(line: str) -> tuple[PlanValue, ...]:
    """Return the cells that :func:`pack` kept.

    >>> unpack('["Close",4,null,{"date":"2025-03-01"}]')
    ('Close', 4, None, datetime.date(2025, 3, 1))
    """
    return tuple(_unpacked(value) for value in json.loads(line))


def _unpacked(value: str | float | bool | dict[str, str] | None) -> PlanValue:
    if not isinstance(value, dict):
        return value
    moment = datetime.fromisoformat(value[_DATE])
    return moment if "T" in value[_DATE] else moment.date()

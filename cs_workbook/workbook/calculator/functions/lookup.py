"""Finding cells: INDEX, MATCH, and where a reference stands."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from cs_workbook.workbook.calculator.comparison import fold, order
from cs_workbook.workbook.calculator.criteria import text_pattern
from cs_workbook.workbook.calculator.functions.registry import Arguments, Function, function
from cs_workbook.workbook.calculator.operators import spread
from cs_workbook.workbook.calculator.references import Area, Value
from cs_workbook.workbook.calculator.values import (
    NA,
    REF,
    VALUE,
    Array,
    CannotCalculate,
    Fault,
    Scalar,
    same_number,
    to_number,
    to_whole,
)
from cs_workbook.workbook.port import CellError

if TYPE_CHECKING:
    from cs_workbook.workbook.calculator.evaluate import Evaluation


def _index(evaluation: "Evaluation", arguments: Arguments) -> Value:
    # INDEX takes its first argument whole, the known way around entering an array formula.
    source = evaluation.in_arrays().value(arguments[0])
    if isinstance(source, CellError):
        raise Fault(source)
    if not isinstance(source, Area | Array):
        source = Array(1, 1, [source])
    places = [to_whole(evaluation.scalar(argument)) for argument in arguments[1:]]
    if any(place < 0 for place in places):
        raise Fault(VALUE)
    if len(places) == 2:  # noqa: PLR2004
        row, column = places
    elif source.rows == 1:
        row, column = (1, places[0])
    elif source.columns == 1:
        row, column = (places[0], 1)
    else:
        raise CannotCalculate("INDEX in a rectangle by one position")
    if row > source.rows or column > source.columns:
        raise Fault(REF)
    if isinstance(source, Area):
        top, bottom = _span(row, source.top, source.bottom)
        left, right = _span(column, source.left, source.right)
        return Area(source.sheet, top, left, bottom, right)
    rows = _span(row, 1, source.rows)
    columns = _span(column, 1, source.columns)
    values = [
        source.values[(at - 1) * source.columns + place - 1]
        for at in range(rows[0], rows[1] + 1)
        for place in range(columns[0], columns[1] + 1)
    ]
    if len(values) == 1:
        return values[0]
    return Array(rows[1] - rows[0] + 1, columns[1] - columns[0] + 1, values)


def _span(place: int, first: int, last: int) -> tuple[int, int]:
    """Return the chosen place, or all of them for 0."""
    return (first + place - 1, first + place - 1) if place else (first, last)


def _match(evaluation: "Evaluation", arguments: Arguments) -> Value:
    source = evaluation.value(arguments[1])
    if isinstance(source, CellError):
        raise Fault(source)
    if not isinstance(source, Area | Array):
        raise CannotCalculate("MATCH in a single value")
    if 1 not in (source.rows, source.columns):
        raise Fault(NA)
    kind = to_number(evaluation.scalar(arguments[2])) if len(arguments) > 2 else 1.0  # noqa: PLR2004
    reader = evaluation.reader
    values = reader.array(source).values if isinstance(source, Area) else source.values

    def find(wanted: Scalar) -> Scalar:
        if isinstance(wanted, CellError):
            raise Fault(wanted)
        if wanted is None:
            raise CannotCalculate("MATCH of an empty cell")
        if kind:
            return _last_before(values, wanted, ascending=kind > 0)
        if isinstance(wanted, str) and any(mark in wanted for mark in "*?~"):
            meets = text_pattern(wanted)
            found = next(
                (at for at, each in enumerate(values) if isinstance(each, str) and meets(each)),
                None,
            )
        else:
            places = (
                reader.keep(("places", source), lambda: _places(values))
                if isinstance(source, Area)
                else _places(values)
            )
            found = places.get(_key(wanted))
            if found is None:
                _check_absent(wanted, values)
        return NA if found is None else found + 1.0

    return spread(find, [evaluation.operand(arguments[0])])


def _key(value: Scalar) -> tuple[type, Scalar]:
    return type(value), fold(value) if isinstance(value, str) else value


def _places(values: Sequence[Scalar]) -> dict[tuple[type, Scalar], int]:
    places: dict[tuple[type, Scalar], int] = {}
    for at, value in enumerate(values):
        places.setdefault(_key(value), at)
    return places


def _check_absent(wanted: Scalar, values: Sequence[Scalar]) -> None:
    # MATCH is said to compare all bits of a number, ``=`` only its 15 digits.
    if isinstance(wanted, float) and any(
        isinstance(each, float) and same_number(each, wanted) for each in values
    ):
        raise CannotCalculate(f"MATCH of {wanted!r} depends on its 16th digit")
    if isinstance(wanted, str) and not wanted.isascii():
        meets = text_pattern(wanted)  # raises where another text equals it in some languages
        for each in values:
            if isinstance(each, str) and not each.isascii():
                meets(each)


def _last_before(values: Sequence[Scalar], wanted: Scalar, *, ascending: bool) -> Scalar:
    """Return the place of the last value not beyond the wanted one, in sorted values.

    Excel halves the range again and again; what that finds in values that are not sorted depends
    on where its halves fall. Such values are refused.
    """
    kind = type(wanted)
    if any(type(each) is not kind for each in values):
        raise CannotCalculate("MATCH in values of several kinds")
    step = 1 if ascending else -1
    if any(order(one, two) * step > 0 for one, two in pairwise(values)):
        raise CannotCalculate("MATCH in values that are not sorted")
    found = None
    for at, each in enumerate(values):
        place = order(each, wanted) * step
        if place > 0:
            break
        if place == 0 and not ascending:
            # From the top, Excel stops at the first equal value.
            if at + 1 < len(values) and order(values[at + 1], wanted) == 0:
                raise CannotCalculate("MATCH of -1 among equal values")
            return at + 1.0
        found = at
    return NA if found is None else found + 1.0


def _row(evaluation: "Evaluation", arguments: Arguments) -> Value:
    if not arguments:
        return float(evaluation.position[1])
    area = evaluation.area(arguments[0])
    if evaluation.arrays and area.rows > 1:
        return Array(area.rows, 1, [float(row) for row in range(area.top, area.bottom + 1)])
    return float(area.top)


def _column(evaluation: "Evaluation", arguments: Arguments) -> Value:
    if not arguments:
        return float(evaluation.position[2])
    area = evaluation.area(arguments[0])
    if evaluation.arrays and area.columns > 1:
        numbers = [float(column) for column in range(area.left, area.right + 1)]
        return Array(1, area.columns, numbers)
    return float(area.left)


def _rows(evaluation: "Evaluation", arguments: Arguments) -> Value:
    return float(_extent(evaluation, arguments).rows)


def _columns(evaluation: "Evaluation", arguments: Arguments) -> Value:
    return float(_extent(evaluation, arguments).columns)


def _extent(evaluation: "Evaluation", arguments: Arguments) -> Area | Array:
    value = evaluation.value(arguments[0])
    if isinstance(value, CellError):
        raise Fault(value)
    return value if isinstance(value, Area | Array) else Array(1, 1, [value])


LOOKUP: dict[str, Function] = {
    "INDEX": function(_index, 2, 3),
    "MATCH": function(_match, 2, 3),
    "ROW": function(_row, 0, 1),
    "COLUMN": function(_column, 0, 1),
    "ROWS": function(_rows, 1),
    "COLUMNS": function(_columns, 1),
}

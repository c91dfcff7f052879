"""The parts of a parsed formula.

A formula is a tree of these; nothing in it has been looked up or calculated yet.
"""

from dataclasses import dataclass
from typing import TypeAlias

from cs_workbook.workbook.calculator.values import Scalar


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text, yes/no or error value written in the formula."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Missing:
    """An argument left out between two commas."""


@dataclass(frozen=True, slots=True)
class ArrayConstant:
    """Values in braces, such as ``{1,2;3,4}``."""

    rows: tuple[tuple[Scalar, ...], ...]


@dataclass(frozen=True, slots=True)
class CellReference:
    """One cell; ``fixed`` says that both of its coordinates carry a ``$``."""

    sheet: str | None
    row: int
    column: int
    fixed: bool


@dataclass(frozen=True, slots=True)
class RangeReference:
    """The rectangle between two cells; its sheet is that of the first."""

    first: CellReference
    last: CellReference


@dataclass(frozen=True, slots=True)
class NameReference:
    """A workbook name, or a table's name standing for its body."""

    sheet: str | None
    name: str


@dataclass(frozen=True, slots=True)
class TableReference:
    """A structured reference, such as ``tblX[[#This Row],[Cost]:[Total]]``.

    Attributes:
        table: The table's name.
        items: Special items in small letters: ``#headers``, ``#data``, ``#totals``, ``#all``,
            ``#this row``. None of them means the body.
        first: First column, ``None`` for all columns.
        last: Last column where a span of columns is meant.
    """

    table: str
    items: frozenset[str]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign before its operand, or ``%`` after it."""

    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between two operands."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its English name in capitals, and its arguments."""

    name: str
    arguments: tuple["Node", ...]


Node: TypeAlias = (
    Literal
    | Missing
    | ArrayConstant
    | CellReference
    | RangeReference
    | NameReference
    | TableReference
    | Unary
    | Binary
    | Call
)

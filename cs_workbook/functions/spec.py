"""What a worksheet function is: its name, its help, its arguments, and an example that is checked.

The help texts end up in Excel's function wizard, which shows 255 characters of each; the example
becomes a live formula on the Functions sheet and a line of the guide. So a function is described
once, here, and every other place is made from it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cs_workbook.errors import NotEnoughDataError
from cs_workbook.functions.blocks import Rows, Value
from cs_workbook.measures.figure import Figure, Unit

CATEGORY = "Customer Success"
LONGEST_HELP = 255
"""Excel shows no more of a description, and a longer text in an array result becomes #VALUE!."""

Literal = float | str | bool | None
Input = Literal | tuple[tuple[Literal, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a worksheet function.

    Attributes:
        name: As the wizard shows it and VBA declares it.
        doc: What to give, in up to 255 characters.
        optional: Whether it may be left out; the doc then says what holds instead.
    """

    name: str
    doc: str
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A call with constants and what it gives.

    Attributes:
        inputs: One value per argument: a constant, rows of constants, or ``None`` to leave it out.
        value: What the formula shows.
        pick: Row and column, from 1, of the one cell of an array result that is shown.
    """

    inputs: tuple[Input, ...]
    value: float | str
    pick: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionSpec:
    """A worksheet function.

    Attributes:
        name: As typed in a cell.
        doc: What it gives, in up to 255 characters.
        arguments: In order; optional ones last.
        result: What comes out: shape, unit, blanks.
        errors: Which error value means what, one sentence each.
        example: A checked example.
        compute: The function over cleaned blocks of cells, one per argument.
        why: The same inputs, answered by sentences: what the result is made of.
    """

    name: str
    doc: str
    arguments: tuple[Argument, ...]
    result: str
    errors: tuple[str, ...]
    example: Example
    compute: Callable[..., Rows]
    why: Callable[..., Rows]

    @property
    def syntax(self) -> str:
        """The call as the guide shows it: ``CS_NPS_INTERVAL(answers, [confidence])``."""
        names = ", ".join(f"[{a.name}]" if a.optional else a.name for a in self.arguments)
        return f"{self.name}({names})"

    @property
    def example_formula(self) -> str:
        """The example as a formula, in Excel's US spelling."""
        inputs = list(self.example.inputs)
        while inputs and inputs[-1] is None:
            inputs.pop()
        call = f"{self.name}({','.join(_constant(value) for value in inputs)})"
        if self.example.pick is None:
            return f"={call}"
        row, column = self.example.pick
        return f"=INDEX({call},{row},{column})"


def value_of(figure: Figure) -> float:
    """Return the value of a figure.

    Raises:
        NotEnoughDataError: It has none; the message says why and by which rule.
    """
    if figure.value is None:
        raise NotEnoughDataError(f"No value: {figure.reason}. {figure.rule}")
    return figure.value


def sentence_of(figure: Figure) -> str:
    """Return the value of a figure, its rule and, where it has one, its interval.

    Raises:
        NotEnoughDataError: The figure has no value.
    """
    unit = {Unit.PERCENT: " %", Unit.POINTS: " points"}.get(figure.unit, "")
    words = f"{value_of(figure):.4g}{unit}. {figure.rule}"
    if figure.interval is None:
        return words
    low, high = figure.interval.low, figure.interval.high
    method = f"{figure.interval.confidence:g} % interval by {figure.interval.method}"
    return f"{words} {method}: {low:.1f} to {high:.1f}."


def single(value: Value) -> Rows:
    """Return one value as the rows of a result."""
    return [[value]]


def shortened(words: str) -> str:
    """Cut a sentence to what a cell of an array result can take."""
    return words if len(words) <= LONGEST_HELP else f"{words[: LONGEST_HELP - 3]}..."


def _constant(value: Input) -> str:
    """Write a constant as Excel does.

    >>> _constant(((1.0, True), ("a", 2.5))), _constant(None)
    ('{1,TRUE;"a",2.5}', '')
    """
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "{" + ";".join(",".join(_constant(cell) for cell in row) for row in value) + "}"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return f"{value:.15g}"

"""Functions over two columns of recurring revenue: GRR, NRR, and the kind of each movement.

One row per account, before and after, in the same order. An account that left has 0 after, not a
blank: a blank is "not known" and leaves the account out.
"""

from cs_workbook.functions.blocks import Block, Rows, Value
from cs_workbook.functions.clean import number, yes_no
from cs_workbook.functions.elements import by_cell
from cs_workbook.functions.spec import (
    Argument,
    Example,
    FunctionSpec,
    sentence_of,
    shortened,
    single,
    value_of,
)
from cs_workbook.measures.figure import Figure
from cs_workbook.measures.movements import MovementKind, movement_kind
from cs_workbook.measures.revenue import gross_revenue_retention, net_revenue_retention

_UNCHANGED = "unchanged"


def _accounts(before: Block, after: Block) -> dict[str, tuple[float | None, float | None]]:
    """Pair the amounts; rows without both are the empty end of a range."""
    pairs = zip(before.read(number), after.like(before).read(number), strict=True)
    return {before.where(place): pair for place, pair in enumerate(pairs) if pair != (None, None)}


def _grr(before: Block, after: Block) -> Figure:
    return gross_revenue_retention(_accounts(before, after))


def _nrr(before: Block, after: Block) -> Figure:
    return net_revenue_retention(_accounts(before, after))


def _movement(
    before: Block, after: Block, paid_before: Block, place: int
) -> tuple[float | None, float | None, MovementKind | None]:
    old = number(before.at(place), before.where(place))
    new = number(after.at(place), after.where(place))
    paid = yes_no(paid_before.at(place), paid_before.where(place))
    return old, new, movement_kind(old, new, was_customer_before=paid is True)


def _movements(before: Block, after: Block, paid_before: Block) -> Rows:
    after, paid_before = after.like(before), paid_before.spread(before)

    def kind_at(place: int) -> Value:
        old, new, kind = _movement(before, after, paid_before, place)
        if kind is not None:
            return str(kind)
        return None if old is None or new is None else _UNCHANGED

    return by_cell(before, kind_at)


def _movements_why(before: Block, after: Block, paid_before: Block) -> Rows:
    after, paid_before = after.like(before), paid_before.spread(before)

    def words_at(place: int) -> Value:
        old, new, kind = _movement(before, after, paid_before, place)
        if old is None or new is None:
            return "An amount is blank: not known is no movement. Enter 0 for an account that left."
        return shortened(f"{old:g} before, {new:g} after: {kind or _UNCHANGED}, {new - old:+g}.")

    return by_cell(before, words_at, why=True)


_BEFORE = (
    "Recurring revenue at the start, one row per account. 0 for an account that was not there."
)
_AFTER = "Recurring revenue at the end, as many rows. 0 for an account that left; blank is unknown."
_ERRORS = (
    "#N/A: no revenue at the start.",
    "#NUM!: a negative amount.",
    "#VALUE!: text where an amount belongs, columns of different length.",
)

REVENUE_FUNCTIONS = (
    FunctionSpec(
        name="CS_GRR",
        doc="Gross revenue retention: what is left of the revenue at the start, growth not "
        "counted. Accounts with a blank are left out.",
        arguments=(Argument(name="before", doc=_BEFORE), Argument(name="after", doc=_AFTER)),
        result="One number in percent, 0 to 100.",
        errors=_ERRORS,
        example=Example(inputs=(((100,), (200,), (200,)), ((150,), (120,), (0,))), value=44),
        compute=lambda before, after: single(value_of(_grr(before, after))),
        why=lambda before, after: single(sentence_of(_grr(before, after))),
    ),
    FunctionSpec(
        name="CS_NRR",
        doc="Net revenue retention: revenue at the end of the accounts that paid at the start, "
        "growth counted. Accounts with a blank are left out.",
        arguments=(Argument(name="before", doc=_BEFORE), Argument(name="after", doc=_AFTER)),
        result="One number in percent; above 100 the existing accounts grow.",
        errors=_ERRORS,
        example=Example(inputs=(((100,), (200,), (200,)), ((150,), (120,), (0,))), value=54),
        compute=lambda before, after: single(value_of(_nrr(before, after))),
        why=lambda before, after: single(sentence_of(_nrr(before, after))),
    ),
    FunctionSpec(
        name="CS_MRR_MOVEMENT",
        doc="What happened to the recurring revenue of each account: new, expansion, contraction, "
        "churn, reactivation or unchanged.",
        arguments=(
            Argument(name="before", doc=_BEFORE),
            Argument(name="after", doc=_AFTER),
            Argument(
                name="paid_before",
                doc="Whether the account paid at any time before the start: TRUE, FALSE, Yes or "
                "No, as many rows or one for all. Decides between new and reactivation. Left out: "
                "no.",
                optional=True,
            ),
        ),
        result="One word per account, in the shape of before; blank where an amount is blank.",
        errors=(
            "#NUM!: a negative amount, in its row.",
            "#VALUE!: text where an amount belongs, in its row; columns of different length.",
        ),
        example=Example(
            inputs=(((100,), (50,), (0,)), ((130,), (0,), (70,))), value="churn", pick=(2, 1)
        ),
        compute=_movements,
        why=_movements_why,
    ),
)

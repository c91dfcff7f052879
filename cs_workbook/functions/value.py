"""Functions over the revenue of accounts: lifetime value, and the tier an account belongs to."""

from cs_workbook.errors import NotEnoughDataError, SettingsError
from cs_workbook.functions.blocks import Block, Rows, Value
from cs_workbook.functions.cell_errors import CellError, WrongTypeError
from cs_workbook.functions.clean import Cell, number, text
from cs_workbook.functions.elements import by_cell, by_row
from cs_workbook.functions.spec import Argument, Example, FunctionSpec, shortened, single
from cs_workbook.measures.lifetime_value import (
    LifetimeRule,
    LifetimeValue,
    discounted_lifetime_value,
    historic_lifetime_value,
    lifetime_value,
)
from cs_workbook.measures.tiers import (
    DEFAULT_RANK_TIERS,
    AmountTier,
    RankTier,
    TierResult,
    tiers_by_amount,
    tiers_by_rank,
)

_METHODS = {
    "historic": LifetimeRule.HISTORIC,
    "simple": LifetimeRule.MARGIN_OVER_CHURN,
    "discounted": LifetimeRule.DISCOUNTED,
}
_BY_RANK, _BY_AMOUNT = "rank", "amount"


def _method(cell: Cell, where: str) -> LifetimeRule:
    word = (text(cell, where) or "").casefold()
    if word not in _METHODS:
        raise SettingsError(f"{where}: expected {', '.join(_METHODS)}, found {word!r}.")
    return _METHODS[word]


def _required(block: Block, place: int, needed_for: LifetimeRule) -> float:
    value = number(block.at(place), block.where(place))
    if value is None:
        raise WrongTypeError(
            f"{block.name}: expected a number for the {needed_for} lifetime value, found a blank."
        )
    return value


def _worth(result: LifetimeValue) -> float:
    if result.value is None:
        raise NotEnoughDataError(f"No value: {result.reason}. {result.rule}")
    return result.value


def _historic(revenue: Block, gross_margin: Block, row: int) -> LifetimeValue:
    columns = revenue.shape[1]
    return historic_lifetime_value(
        [
            number(cell, revenue.where(row * columns + column))
            for column, cell in enumerate(revenue.rows[row])
        ],
        gross_margin=_required(
            gross_margin, row if gross_margin.shape != (1, 1) else 0, LifetimeRule.HISTORIC
        ),
    )


def _forecast(
    kind: LifetimeRule, revenue: Block, margin: Block, churn: Block, discount: Block, place: int
) -> LifetimeValue:
    amount = number(revenue.at(place), revenue.where(place))
    lost = number(churn.at(place), churn.where(place))
    share = _required(margin, place, kind)
    if kind is LifetimeRule.MARGIN_OVER_CHURN:
        return lifetime_value(amount, gross_margin=share, churn=lost)
    return discounted_lifetime_value(
        amount, gross_margin=share, churn=lost, discount=_required(discount, place, kind)
    )


def _lifetime_values(
    method: Block,
    revenue: Block,
    gross_margin: Block,
    churn: Block,
    discount: Block,
    *,
    why: bool,
) -> Rows:
    kind = method.one(_method)

    def shown(result: LifetimeValue) -> Value:
        worth = _worth(result)
        if not why:
            return worth
        parts = ", ".join(
            f"{name} {value:,.10g}" for name, value in result.parts if value is not None
        )
        return shortened(f"{worth:,.2f}, {kind}: {parts}.")

    if kind is LifetimeRule.HISTORIC:
        rows = revenue.shape[0]
        if gross_margin.shape not in {(1, 1), (rows, 1)}:
            raise WrongTypeError("gross_margin: expected one cell, or one per row of revenue.")
        return by_row(rows, 1, lambda row: [shown(_historic(revenue, gross_margin, row))], why=why)
    margin, lost, less = (block.spread(revenue) for block in (gross_margin, churn, discount))
    return by_cell(
        revenue,
        lambda place: shown(_forecast(kind, revenue, margin, lost, less, place)),
        why=why,
    )


def _tier_table(tiers: Block) -> list[tuple[str, float]]:
    rows, columns = tiers.shape
    if columns != 2:  # noqa: PLR2004 - name and limit
        raise WrongTypeError(f"tiers: expected two columns, name and limit, found {columns}.")
    table: list[tuple[str, float]] = []
    for row in range(rows):
        name = text(tiers.rows[row][0], tiers.where(2 * row))
        limit = number(tiers.rows[row][1], tiers.where(2 * row + 1))
        if name is None and limit is None:
            continue
        if name is None or limit is None:
            raise WrongTypeError(f"tiers, row {row + 1}: expected a name and a limit, found one.")
        table.append((name, limit))
    return table


def _tiers(revenue: Block, tiers: Block, limits: Block) -> TierResult:
    by = (limits.one(text) or _BY_RANK).casefold()
    if by not in {_BY_RANK, _BY_AMOUNT}:
        raise SettingsError(f"limits: expected {_BY_RANK} or {_BY_AMOUNT}, found {by!r}.")
    # An account with an error or with text has no revenue that could be ranked.
    amounts = [cell if isinstance(cell, float) else None for cell in revenue.cells]
    if by == _BY_AMOUNT:
        return tiers_by_amount(amounts, [AmountTier(*row) for row in _tier_table(tiers)])
    ranks = (
        DEFAULT_RANK_TIERS
        if tiers.is_blank
        else tuple(RankTier(*row) for row in _tier_table(tiers))
    )
    return tiers_by_rank(amounts, ranks)


def _tier_names(revenue: Block, tiers: Block, limits: Block) -> Rows:
    result = _tiers(revenue, tiers, limits)

    def tier_at(place: int) -> Value:
        if number(revenue.at(place), revenue.where(place)) is None:
            return CellError.NA
        return result.tiers[place]

    return by_cell(revenue, tier_at)


def _tiers_why(revenue: Block, tiers: Block, limits: Block) -> Rows:
    result = _tiers(revenue, tiers, limits)
    held = ", ".join(f"{name} {count:g}" for name, count in result.parts if name != "blanks")
    return single(f"{result.rule} {held}.")


VALUE_FUNCTIONS = (
    FunctionSpec(
        name="CS_CLTV",
        doc="Lifetime value of each account by a named method: historic (payments so far times "
        "margin), simple (revenue times margin / churn) or discounted (later money worth less).",
        arguments=(
            Argument(
                name="method",
                doc='"historic", "simple" or "discounted". Named in the formula, because the three '
                "differ by a lot.",
            ),
            Argument(
                name="revenue",
                doc="Revenue of a period, one cell per account. For historic: one row per account "
                "with all its payments.",
            ),
            Argument(
                name="gross_margin",
                doc="Percent of the revenue left after the cost of serving it: 90, not 0.9. One "
                "cell, or one per account.",
            ),
            Argument(
                name="churn",
                doc="Percent of customers lost in the same length of time as revenue, 0 to 100. "
                "One cell, or one per account. Not used by historic.",
                optional=True,
            ),
            Argument(
                name="discount",
                doc="Percent by which money is worth less one period later. Only for discounted.",
                optional=True,
            ),
        ),
        result="One amount per account, in the shape of revenue; historic: one column.",
        errors=(
            "#N/A: revenue or churn is not known, or churn is 0: the forecast then has no end.",
            "#NUM!: an unknown method, negative revenue, churn outside 0 to 100, a margin of 0.9.",
            "#VALUE!: text where a number belongs, no margin, no discount for discounted.",
        ),
        example=Example(inputs=("simple", 50, 90, 10), value=450),
        compute=lambda *blocks: _lifetime_values(*blocks, why=False),
        why=lambda *blocks: _lifetime_values(*blocks, why=True),
    ),
    FunctionSpec(
        name="CS_TIER",
        doc="Tier of each account by its revenue: by rank (the top 10 % of the accounts) or by "
        "amount (from 5,000 a month). Equal revenue always means equal tier.",
        arguments=(
            Argument(name="revenue", doc="Revenue, one cell per account, of all accounts."),
            Argument(
                name="tiers",
                doc="Two columns, from the top: name, limit. By rank: percent of accounts, the "
                "last 100. By amount: lowest revenue, the last 0. Left out: Top 10, Middle 50, "
                "Base 100.",
                optional=True,
            ),
            Argument(
                name="limits",
                doc='What the limits are: "rank" (percent of the accounts) or "amount" (lowest '
                "revenue of the tier). Left out: rank.",
                optional=True,
            ),
        ),
        result="One name per account, in the shape of revenue.",
        errors=(
            "#N/A: the revenue of the account is not known, in its cell.",
            "#NUM!: a negative revenue, limits that leave an account without a tier.",
            "#VALUE!: text where an amount belongs (in its cell), tiers without two columns.",
        ),
        example=Example(
            inputs=(((900,), (500,), (500,), (20,)), (("A", 25), ("B", 100))),
            value="B",
            pick=(2, 1),
        ),
        compute=_tier_names,
        why=_tiers_why,
    ),
)

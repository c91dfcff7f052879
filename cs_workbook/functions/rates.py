"""Functions over counts and contracts: a share with its interval, quick ratio, renewal rate."""

from cs_workbook.errors import NotEnoughDataError, OutOfRangeError, SettingsError
from cs_workbook.functions.blocks import Block, Rows
from cs_workbook.functions.clean import Cell, number, text
from cs_workbook.functions.elements import by_row
from cs_workbook.functions.spec import (
    Argument,
    Example,
    FunctionSpec,
    sentence_of,
    shortened,
    single,
    value_of,
)
from cs_workbook.functions.surveys import confidence_of
from cs_workbook.measures.figure import Figure, percent_of
from cs_workbook.measures.intervals import Interval, wilson_interval
from cs_workbook.measures.movements import movements_between, totals_of
from cs_workbook.measures.renewals import (
    RenewalRate,
    RenewalState,
    renewal_rate,
    renewal_rate_of_amounts,
)
from cs_workbook.measures.revenue import quick_ratio

_DUE, _DECIDED = "due", "decided"


# A share and its interval


def _share(part: Block, out_of: Block, confidence: Block, row: int) -> tuple[float, Interval]:
    counted = number(part.at(row), part.where(row))
    whole = number(out_of.at(row), out_of.where(row))
    if counted is None or whole is None or whole == 0:
        raise NotEnoughDataError(f"{out_of.where(row)}: expected a part and a base above 0.")
    for count, block in ((counted, part), (whole, out_of)):
        if count != int(count):
            raise OutOfRangeError(f"{block.where(row)}: expected a whole number, found {count:g}.")
    interval = wilson_interval(int(counted), int(whole), confidence_of(confidence))
    rate = percent_of(counted, whole)
    if interval is None or rate is None:
        raise NotEnoughDataError(f"{out_of.where(row)}: expected a base above 0.")
    return rate, interval


def _rate_interval(part: Block, out_of: Block, confidence: Block) -> Rows:
    out_of = out_of.spread(part.vector())

    def shares(row: int) -> list[float | str | bool | None]:
        rate, interval = _share(part, out_of, confidence, row)
        return [rate, interval.low, interval.high]

    return by_row(len(part.cells), 3, shares)


def _rate_interval_why(part: Block, out_of: Block, confidence: Block) -> Rows:
    out_of = out_of.spread(part.vector())

    def words(row: int) -> list[float | str | bool | None]:
        rate, interval = _share(part, out_of, confidence, row)
        level = f"{interval.confidence:g} % interval by {interval.method}"
        return [shortened(f"{rate:.4g} %; {level}: {interval.low:.1f} to {interval.high:.1f}.")]

    return by_row(len(part.cells), 1, words, why=True)


# Quick ratio


def _quick_ratio(before: Block, after: Block) -> Figure:
    pairs = zip(before.read(number), after.like(before).read(number), strict=True)
    known = {
        before.where(place): (old, new)
        for place, (old, new) in enumerate(pairs)
        if old is not None and new is not None
    }
    movements = movements_between(
        {account: old for account, (old, _) in known.items()},
        {account: new for account, (_, new) in known.items()},
    )
    return quick_ratio(totals_of(movements, start=0))


# Renewal rate


def _state(cell: Cell, where: str) -> RenewalState | None:
    word = text(cell, where)
    if word is None:
        return None
    try:
        return RenewalState(word.casefold())
    except ValueError:
        raise SettingsError(
            f"{where}: expected {', '.join(RenewalState)}, found {word!r}."
        ) from None


def _renewals(states: Block, amounts_due: Block, amounts_after: Block) -> RenewalRate:
    known = states.read(_state)
    if amounts_due.is_blank:
        counts = {state: known.count(state) for state in RenewalState}
        return renewal_rate(
            renewed=counts[RenewalState.RENEWED],
            lost=counts[RenewalState.LOST],
            open_or_late=counts[RenewalState.OPEN] + counts[RenewalState.LATE],
        )
    after = amounts_due if amounts_after.is_blank else amounts_after
    amounts = zip(
        known, amounts_due.like(states).read(number), after.like(states).read(number), strict=True
    )
    return renewal_rate_of_amounts(
        (state, due, kept) for state, due, kept in amounts if state is not None
    )


def _renewal_value(states: Block, of: Block, amounts_due: Block, amounts_after: Block) -> Rows:
    rate = _renewals(states, amounts_due, amounts_after)
    base = (of.one(text) or _DUE).casefold()
    if base not in {_DUE, _DECIDED}:
        raise SettingsError(f"of: expected {_DUE} or {_DECIDED}, found {base!r}.")
    if base == _DUE:
        return single(value_of(rate))
    if rate.of_decided is None:
        raise NotEnoughDataError(f"No value: nothing is decided. {rate.rule}")
    return single(rate.of_decided)


def _renewal_why(states: Block, of: Block, amounts_due: Block, amounts_after: Block) -> Rows:
    _renewal_value(states, of, amounts_due, amounts_after)
    rate = _renewals(states, amounts_due, amounts_after)
    decided = "not known" if rate.of_decided is None else f"{rate.of_decided:.4g} %"
    return single(f"{sentence_of(rate)} Of what is decided: {decided}.")


RATE_FUNCTIONS = (
    FunctionSpec(
        name="CS_RATE_INTERVAL",
        doc="A share in percent with Wilson's interval: how far the true rate may lie from what a "
        "few customers show. 3 lost of 24 is 12.5 %, and 4 to 31 % is as likely.",
        arguments=(
            Argument(name="part", doc="How many, such as customers lost. One row per share."),
            Argument(name="out_of", doc="Of how many. One cell, or as many rows as part."),
            Argument(
                name="confidence",
                doc="Level of the interval in percent. Left out: 95.",
                optional=True,
            ),
        ),
        result="Three numbers per row, in percent: the share, the lower and the upper end.",
        errors=(
            "#N/A: out_of is 0, or one of the two is blank.",
            "#NUM!: not a whole number, a part above out_of, a level that is no percentage.",
            "#VALUE!: text where a number belongs, columns of different length.",
        ),
        example=Example(inputs=(3, 24), value=12.5, pick=(1, 1)),
        compute=_rate_interval,
        why=_rate_interval_why,
    ),
    FunctionSpec(
        name="CS_QUICK_RATIO",
        doc="Quick ratio: recurring revenue gained (new, grown or back) for each unit lost "
        "(shrunk or gone) between two days. Accounts with a blank are left out.",
        arguments=(
            Argument(
                name="before",
                doc="Recurring revenue at the start, one row per account. 0 for an account that "
                "was not there.",
            ),
            Argument(
                name="after",
                doc="Recurring revenue at the end, as many rows. 0 for an account that left; blank "
                "is unknown.",
            ),
        ),
        result="One number; above 1 more was gained than lost.",
        errors=(
            "#N/A: nothing was lost; no ratio is not the same as 0.",
            "#NUM!: a negative amount.",
            "#VALUE!: text where an amount belongs, columns of different length.",
        ),
        example=Example(
            inputs=(((0,), (100,), (80,), (60,)), ((70,), (120,), (60,), (0,))), value=1.125
        ),
        compute=lambda before, after: single(value_of(_quick_ratio(before, after))),
        why=lambda before, after: single(sentence_of(_quick_ratio(before, after))),
    ),
    FunctionSpec(
        name="CS_RENEWAL_RATE",
        doc="Renewal rate of the contracts that were due: by count, or by money where amounts are "
        "given. What is renewed for more counts up to the amount due.",
        arguments=(
            Argument(
                name="states",
                doc="renewed, lost, open or late, one row per contract due. Blank rows are left "
                "out.",
            ),
            Argument(
                name="of",
                doc='"due": of all that were due. "decided": of those renewed or lost. Left out: '
                "due.",
                optional=True,
            ),
            Argument(
                name="amounts_due",
                doc="What each contract was worth before, as many rows. A contract without an "
                "amount is left out. Left out: by count.",
                optional=True,
            ),
            Argument(
                name="amounts_after",
                doc="What each is worth after the renewal; blank: nothing renewed. Left out: as "
                "before.",
                optional=True,
            ),
        ),
        result="One number in percent, 0 to 100.",
        errors=(
            "#N/A: nothing was due, or nothing is decided.",
            "#NUM!: an unknown state, a negative amount.",
            "#VALUE!: a number where a word belongs, columns of different length.",
        ),
        example=Example(
            inputs=((("renewed",), ("lost",), ("open",), ("renewed",)), "decided"), value=200 / 3
        ),
        compute=_renewal_value,
        why=_renewal_why,
    ),
)

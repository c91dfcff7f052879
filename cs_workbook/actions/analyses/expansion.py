"""The Expansion sheet: every customer with the signals that it may want more."""

from collections.abc import Iterable, Mapping, Sequence

from cs_workbook.actions.analyses.analysis import FromKnown, Known, TableContent
from cs_workbook.actions.analyses.keyed_rows import rows_to_keep
from cs_workbook.actions.cell_values import known_number
from cs_workbook.actions.table_columns import Row, columns_of
from cs_workbook.measures.adoption import seat_utilisation
from cs_workbook.measures.expansion import ExpansionScore, Signal, expansion_score
from cs_workbook.schema.expansion_tables import (
    DEFAULT_SIGNALS,
    MAYBE,
    MAYBE_FROM,
    MEND_FIRST,
    NOT_NOW,
    READY,
    READY_FROM,
    UNKNOWN,
)
from cs_workbook.schema.health_model import DEFAULT_BANDS
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.names import SHOWN_NAMES
from cs_workbook.schema.tables import TBL_EXPANSION, TBL_EXPANSION_PARTS
from cs_workbook.workbook.port import CellValue

_COPIED = (
    "Account ID",
    "Account",
    "MRR",
    "Band",
    "Usage trend (%)",
    "Features (90 d)",
    "NPS answer",
    "MRR at start",
    "CSM",
)
_DECIMALS = 9


class Expansion(FromKnown):
    """What the accounts of the same refresh say; the exports add nothing."""

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the rows of ``tblExpansion``, highest score first."""
        shown = known.accounts.shown
        signals = read_signals(known.workbook.read_table(TBL_EXPANSION_PARTS.name))
        coverage = known.settings.minimum_coverage
        rows = [
            _row(shown, place, signals, coverage)
            for place, status in enumerate(shown["Status"])
            if status == CUSTOMER
        ]
        rows.sort(key=_order)
        old = known.workbook.read_table(TBL_EXPANSION.name)
        listed = {str(row["Account ID"]) for row in rows}
        nothing = dict.fromkeys((*_COPIED, "Seat use (%)"))
        kept = [
            _calculated(
                {**nothing, "Account ID": key, "Account": old["Account"][row]}, signals, coverage
            )
            for key, row in rows_to_keep(TBL_EXPANSION, old, listed)
        ]
        ready = sum(row["Signal"] == READY for row in rows)
        yield TableContent(
            table=TBL_EXPANSION.name,
            columns=columns_of(TBL_EXPANSION, [*rows, *kept]),
            keyed_by=TBL_EXPANSION.key,
            names={
                SHOWN_NAMES[TBL_EXPANSION.name]: f"{ready:,} of {len(rows):,} customers were ready "
                "for more at the last refresh."
            },
        )


def read_signals(table: Mapping[str, Sequence[CellValue]]) -> list[Signal]:
    """Return the signals with the weights and anchors people typed; a text counts as 0."""
    rows = {str(name): row for row, name in enumerate(table["Signal"])}

    def typed(name: str, header: str) -> float:
        return (known_number(table[header][rows[name]]) or 0.0) if name in rows else 0.0

    return [
        Signal(
            name=signal.name,
            weight=typed(signal.name, "Weight"),
            zero_at=typed(signal.name, "0 points at"),
            hundred_at=typed(signal.name, "100 points at"),
        )
        for signal in DEFAULT_SIGNALS
    ]


def _row(
    shown: Mapping[str, Sequence[CellValue]],
    place: int,
    signals: Sequence[Signal],
    coverage: float,
) -> Row:
    seats, users = (known_number(shown[header][place]) for header in ("Seats", "Users (28 d)"))
    row: dict[str, CellValue] = {header: shown[header][place] for header in _COPIED}
    row["Seat use (%)"] = seat_utilisation(users, seats).value
    return _calculated(row, signals, coverage)


def _calculated(row: Row, signals: Sequence[Signal], minimum_coverage: float) -> Row:
    """Add what the formulas of a row show."""
    now, start = known_number(row["MRR"]), known_number(row["MRR at start"])
    growth = None if now is None or not start else 100 * (now / start - 1)
    values = {signal.name: known_number(row.get(signal.column)) for signal in DEFAULT_SIGNALS}
    made = expansion_score(signals, values | {"Growth": growth})
    at_risk = row["Band"] == DEFAULT_BANDS[0][0]
    return {
        **row,
        "MRR growth (%)": "" if growth is None else growth,
        "Score": "" if made.score is None else made.score,
        "Signal": signal_words(made, minimum_coverage=minimum_coverage),
        "Coverage (%)": made.coverage,
        "First": MEND_FIRST if at_risk else "",
        "Known weight": made.known_weight,
        **{
            signal.points: "" if (reached := made.points[signal.name]) is None else reached
            for signal in DEFAULT_SIGNALS
        },
    }


def signal_words(made: ExpansionScore, *, minimum_coverage: float) -> str:
    """Return what the Signal column shows.

    >>> signal_words(expansion_score([Signal("A", 1, 0, 10)], {"A": 6}), minimum_coverage=50)
    '▲ Ready'
    """
    enough = round(made.coverage, _DECIMALS) >= round(minimum_coverage, _DECIMALS)
    if made.score is None or not enough:
        return UNKNOWN
    score = round(made.score, _DECIMALS)
    if score >= READY_FROM:
        return READY
    return MAYBE if score >= MAYBE_FROM else NOT_NOW


def _order(row: Row) -> tuple[bool, float, float, str]:
    """Sort by score, then MRR, highest first; of whom too little is known stand last."""
    score, mrr = known_number(row["Score"]), known_number(row["MRR"])
    return row["Signal"] == UNKNOWN, -(score or 0), -(mrr or 0), str(row["Account ID"])

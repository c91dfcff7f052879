"""The sheet Gut and data: customers whose CSM's pulse and whose data say different things."""

from collections.abc import Iterable

from cs_workbook.actions.analyses.analysis import FromKnown, Known, TableContent
from cs_workbook.actions.analyses.keyed_rows import rows_to_keep
from cs_workbook.actions.cell_values import known_number
from cs_workbook.actions.table_columns import Row, columns_of
from cs_workbook.measures.health_bands import Band
from cs_workbook.measures.health_pulls import why, without_measure
from cs_workbook.measures.judgement import Disagreement, disagreement
from cs_workbook.schema.judgement_tables import GUT_HIGH, GUT_LOW, NO_MORE, PULSE
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.names import SHOWN_NAMES
from cs_workbook.schema.tables import TBL_DISAGREEMENTS

_STATES = {Disagreement.GUT_GOOD: GUT_HIGH, Disagreement.GUT_POOR: GUT_LOW}


class Disagreements(FromKnown):
    """What people typed on Accounts and the data of the same refresh; the exports add nothing."""

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the rows of ``tblDisagreements``, largest MRR first."""
        shown = known.accounts.shown
        model = known.accounts.model
        customers = [row for row, status in enumerate(shown["Status"]) if status == CUSTOMER]
        said = sum(known_number(shown[PULSE][row]) is not None for row in customers)
        found = [row for place in customers if (row := _row(known, place, model.bands)) is not None]
        found.sort(key=lambda row: (-(known_number(row["MRR"]) or 0), str(row["Account ID"])))
        old = known.workbook.read_table(TBL_DISAGREEMENTS.name)
        listed = {str(row["Account ID"]) for row in found}
        kept = [
            _kept(key, old["Account"][row])
            for key, row in rows_to_keep(TBL_DISAGREEMENTS, old, listed)
        ]
        yield TableContent(
            table=TBL_DISAGREEMENTS.name,
            columns=columns_of(TBL_DISAGREEMENTS, [*found, *kept]),
            keyed_by=TBL_DISAGREEMENTS.key,
            names={SHOWN_NAMES[TBL_DISAGREEMENTS.name]: _words(len(found), said)},
        )


def _row(known: Known, place: int, bands: tuple[Band, ...]) -> Row | None:
    shown, health = known.accounts.shown, known.accounts.health[place]
    pulse, data = known_number(shown[PULSE][place]), without_measure(health, PULSE)
    if pulse is None or data.score is None or data.coverage < known.settings.minimum_coverage:
        return None
    way = disagreement(pulse, data.score, bands)
    if way is None:
        return None
    copied = ("Account ID", "Account", "MRR", "Band", "Next renewal", "CSM")
    return {header: shown[header][place] for header in copied} | {
        "Says": _STATES[way],
        PULSE: pulse,
        "Data score": data.score,
        "Gap": 25 * (pulse - 1) - data.score,
        "Why": why(health, without=(PULSE,)),
    }


def _kept(key: str, name: object) -> Row:
    blank: Row = dict.fromkeys(TBL_DISAGREEMENTS.headers)
    return {
        **blank,
        "Account ID": key,
        "Account": None if name is None else str(name),
        "Says": NO_MORE,
        "Gap": "",
    }


def _words(found: int, said: int) -> str:
    if not said:
        return "No CSM pulse is typed yet: type 1 to 5 on Accounts, then refresh."
    customers = "customer has" if said == 1 else "customers have"
    return f"{said:,} {customers} a pulse; gut and data are apart for {found:,}."

"""The Families sheet: accounts with a common parent, added up.

A parent is named by its id, or by its name where no account has that id and exactly one has that
name. An account that is in the last exports no longer is in no family.
"""

from collections.abc import Iterable, Mapping, Sequence

from cs_workbook.actions.account_rows import AccountRows
from cs_workbook.actions.analyses.analysis import FromKnown, Known, TableContent
from cs_workbook.actions.analyses.keyed_rows import rows_to_keep
from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.actions.table_columns import Row, columns_of
from cs_workbook.measures.families import Family, FamilyHealth, families, family_health
from cs_workbook.measures.health_bands import Band, band_of
from cs_workbook.schema.family_tables import CIRCLE, NO_LONGER, PARENT_UNKNOWN
from cs_workbook.schema.health_model import NO_DATA_BAND
from cs_workbook.schema.lists import CUSTOMER, GONE
from cs_workbook.schema.names import SHOWN_NAMES
from cs_workbook.schema.settings import FAMILY_RULES
from cs_workbook.schema.tables import TBL_FAMILIES
from cs_workbook.workbook.port import CellValue

_MEAN, _WEIGHTED, _WORST = FAMILY_RULES


class Families(FromKnown):
    """Parents stand among the accounts of the same refresh; the exports add nothing."""

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the rows of ``tblFamilies``, largest MRR first."""
        settings = known.settings
        model = known.accounts.model
        parents = parents_of(known.accounts.shown)
        found = [
            _row(family, known.accounts, settings.family_rule, model.bands)
            for family in families(parents)
            if len(family.members) > 1 or not family.known_head
        ]
        found.sort(key=lambda row: (-(known_number(row["MRR"]) or 0), str(row["Parent ID"])))
        old = known.workbook.read_table(TBL_FAMILIES.name)
        listed = {str(row["Parent ID"]) for row in found}
        blank: Row = dict.fromkeys(TBL_FAMILIES.headers)
        kept: list[Row] = [
            {
                **blank,
                "Parent ID": key,
                "Parent": old["Parent"][row],
                "Health": "",
                "Band": NO_DATA_BAND,
                "Look": NO_LONGER,
            }
            for key, row in rows_to_keep(TBL_FAMILIES, old, listed)
        ]
        yield TableContent(
            table=TBL_FAMILIES.name,
            columns=columns_of(TBL_FAMILIES, [*found, *kept]),
            keyed_by=TBL_FAMILIES.key,
            names={SHOWN_NAMES[TBL_FAMILIES.name]: _words(found)},
        )


def parents_of(shown: Mapping[str, Sequence[CellValue]]) -> dict[str, str | None]:
    """Return the parent of every account that is in the exports."""
    present = [row for row, status in enumerate(shown["Status"]) if status != GONE]
    ids = [str(shown["Account ID"][row]) for row in present]
    by_name: dict[str, list[str]] = {}
    for key, row in zip(ids, present, strict=True):
        by_name.setdefault(str(shown["Account"][row]).casefold(), []).append(key)
    every = set(ids)
    parents: dict[str, str | None] = {}
    for key, row in zip(ids, present, strict=True):
        said = shown["Parent"][row]
        parent = None if said is None or str(said).strip() == "" else str(said)
        if parent is not None and parent not in every:
            named = by_name.get(parent.casefold(), [])
            parent = named[0] if len(named) == 1 else parent
        parents[key] = parent
    return parents


def _row(family: Family, accounts: AccountRows, rule: str, bands: Sequence[Band]) -> Row:
    shown = accounts.shown
    place = {str(key): row for row, key in enumerate(shown["Account ID"])}
    rows = [place[key] for key in family.members]
    customers = [row for row in rows if shown["Status"][row] == CUSTOMER]
    pairs = [(accounts.health[row].score, known_number(shown["MRR"][row])) for row in customers]
    health = family_health(pairs)
    in_force = chosen(health, rule)
    amounts = [mrr for _, mrr in pairs if mrr is not None]
    renewals = [day for row in customers if (day := as_date(shown["Next renewal"][row]))]
    scored = [
        (score, row) for (score, _), row in zip(pairs, customers, strict=True) if score is not None
    ]
    worst = min(scored, default=None)
    return {
        "Parent ID": family.head,
        "Parent": shown["Account"][place[family.head]] if family.known_head else None,
        "Health": "" if in_force is None else in_force,
        "Band": band_of(in_force, bands, no_data_band=NO_DATA_BAND),
        "Accounts": len(rows),
        "Customers": len(customers),
        "MRR": sum(amounts) if amounts else None,
        "Mean": health.mean,
        "MRR-weighted": health.weighted,
        "Worst": health.worst,
        "With health": health.n,
        "Worst account": None if worst is None else shown["Account"][worst[1]],
        "Next renewal": min(renewals, default=None),
        "Look": CIRCLE if family.circle else None if family.known_head else PARENT_UNKNOWN,
    }


def chosen(health: FamilyHealth, rule: str) -> float | None:
    """Return the health of a family by the rule in force.

    >>> chosen(FamilyHealth(mean=50, weighted=82, worst=10, n=2), "Worst")
    10
    """
    return {_MEAN: health.mean, _WEIGHTED: health.weighted, _WORST: health.worst}[rule]


def _words(found: Sequence[Row]) -> str:
    if not found:
        return "No account names a parent. Export a column such as Parent Account ID."
    odd = sum(row["Look"] is not None for row in found)
    words = f"{len(found):,} families are listed"
    return f"{words}; look at {odd:,} of them: column Look." if odd else f"{words}."

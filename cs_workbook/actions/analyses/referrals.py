"""The sheet Referrals: whom each customer brought, and who would be a reference.

Without a referrals export the counts are blank, not 0. An account that is no customer any more is
listed as long as it has brought somebody or somebody typed into its row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

import pandas as pd

from cs_workbook.actions.account_rows import plain
from cs_workbook.actions.analyses.analysis import Known, TableContent
from cs_workbook.actions.cell_values import known_number
from cs_workbook.actions.table_columns import columns_of
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.measures.nps import PROMOTER_FROM
from cs_workbook.rollups import account_referrals
from cs_workbook.schema.adoption_tables import ASK
from cs_workbook.schema.columns import Owner
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.tables import TBL_REFERRALS
from cs_workbook.workbook.port import CellValue, Workbook

_FROM_ACCOUNTS = ("Account ID", "Account", "NPS answer", "Status", "MRR", "CSM")
_COUNTS = {"Referrals": "referrals", "Won": "won", "Lost": "lost"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralsAnalysis:
    """Whom accounts brought.

    Attributes:
        brought: The referrals rollup.
        known: Whether there is any referral at all in the exports.
    """

    brought: pd.DataFrame
    known: bool

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:
        """Count the referrals."""
        del settings
        (rows,) = engine.rows("select count(*) from referrals")[0]
        return cls(brought=account_referrals(engine, as_of=as_of), known=bool(rows))

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the rows of ``tblReferrals``."""
        brought = self.brought.set_index("account_id").to_dict(orient="index")
        typed = _typed(known.workbook)
        shown = known.accounts.shown
        rows: list[dict[str, CellValue]] = []
        for place, account in enumerate(shown["Account ID"]):
            key = str(account)
            if shown["Status"][place] != CUSTOMER and key not in brought and key not in typed:
                continue
            row: dict[str, CellValue] = {h: shown[h][place] for h in _FROM_ACCOUNTS}
            found = brought.get(key, {})
            for header, field in _COUNTS.items():
                row[header] = plain(found.get(field, 0)) if self.known else None
            row["Last referral"] = plain(found.get("last_referred"))
            row["Next"] = _next(row, typed.get(key))
            rows.append(row)
        yield TableContent(
            table=TBL_REFERRALS.name,
            columns=columns_of(TBL_REFERRALS, rows),
            keyed_by=TBL_REFERRALS.key,
            names={"ShownReferrals": self._words()},
        )

    def _words(self) -> str:
        if not self.known:
            return "No referrals export was imported: leads are not known. Reference is yours."
        return "Leads up to the as-of date, added up per account from the referrals export."


def _next(row: dict[str, CellValue], reference: CellValue) -> str:
    """Return what the Next column shows."""
    promoter = (known_number(row["NPS answer"]) or 0) >= PROMOTER_FROM
    brought = known_number(row["Referrals"]) or 0
    open_to_ask = not isinstance(reference, str) or reference.casefold() != "no"
    return ASK if row["Status"] == CUSTOMER and promoter and not brought and open_to_ask else ""


def _typed(workbook: Workbook) -> dict[str, CellValue]:
    """Return the accounts somebody typed beside, with what stands under Reference."""
    old = workbook.read_table(TBL_REFERRALS.name)
    ours = {c.header for c in TBL_REFERRALS.columns if c.owner is not Owner.TYPED}
    own = [cells for header, cells in old.items() if header not in ours]
    return {
        str(key): old["Reference"][place]
        for place, key in enumerate(old["Account ID"])
        if key is not None and any(cells[place] is not None for cells in own)
    }

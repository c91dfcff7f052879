"""The At risk sheet: what each customer may cost, why, and what people want to do about it.

Expected loss = 12 x MRR x chance of leaving within 90 days. The chance is the one of the
customer's health band: the share that left in the back-test where that saw enough, else the one
assumed on the sheet, and each row says which.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from cs_workbook.actions.account_rows import plain
from cs_workbook.actions.analyses.analysis import Known, TableContent
from cs_workbook.actions.analyses.keyed_rows import rows_to_keep
from cs_workbook.actions.analyses.loss_chances import Chance, loss_chances
from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.actions.earlier_weeks import Earlier, earlier_scores
from cs_workbook.actions.table_columns import Row, columns_of
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.measures.health_pulls import why
from cs_workbook.rollups import account_touches
from cs_workbook.schema.health_model import DEFAULT_BANDS
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.names import SHOWN_NAMES
from cs_workbook.schema.risk_tables import NOT_LISTED, OPEN_LINK
from cs_workbook.schema.tables import TBL_AT_RISK, TBL_BACKTEST, TBL_LOSS_RATES, TBL_PLANS
from cs_workbook.workbook.port import CellValue

Touch = tuple[date, str]
_BEST_BAND = DEFAULT_BANDS[-1][0]
_NO_CHANCE = Chance(percent=None, source="")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRisk:
    """When the exports last heard of each account, apart from its use of the product.

    Attributes:
        touches: Account -> days of its last ticket and its last answer.
    """

    touches: Mapping[str, Sequence[Touch]]

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:  # noqa: ARG003 - the form of every analysis
        """Read the last tickets and answers."""
        touches: dict[str, list[Touch]] = {}
        for account, *days in account_touches(engine, as_of=as_of).itertuples(index=False):
            touches[str(account)] = [
                (day, kind)
                for kind, cell in zip(("Ticket", "Answer"), days, strict=True)
                if (day := as_date(plain(cell))) is not None
            ]
        return cls(touches=touches)

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the rows of ``tblAtRisk``, largest expected loss first."""
        book, shown = known.workbook, known.accounts.shown
        chances = loss_chances(
            book.read_table(TBL_LOSS_RATES.name), book.read_table(TBL_BACKTEST.name)
        )
        before = earlier_scores(known.history, as_of=known.as_of)
        plans = plan_words(book.read_table(TBL_PLANS.name))
        customers = [row for row, status in enumerate(shown["Status"]) if status == CUSTOMER]
        rows = [
            self._row(known, row, chances, before)
            for row in customers
            if known_number(shown["MRR"][row]) or shown["Band"][row] != _BEST_BAND
        ]
        rows.sort(key=_order)
        listed = {str(row["Account ID"]) for row in rows}
        old = book.read_table(TBL_AT_RISK.name)
        present = {str(key) for key in shown["Account ID"]}
        kept = [
            _kept(key, old["Account"][row], linked=key in present)
            for key, row in rows_to_keep(TBL_AT_RISK, old, listed)
        ]
        words = f"{len(rows):,} of {len(customers):,} customers are listed" + (
            f"; {len(kept):,} more rows are kept for what was typed into them." if kept else "."
        )
        yield TableContent(
            table=TBL_AT_RISK.name,
            columns=columns_of(
                TBL_AT_RISK,
                [{**row, "Plan": plans.get(str(row["Account ID"]), "")} for row in (*rows, *kept)],
            ),
            keyed_by=TBL_AT_RISK.key,
            names={SHOWN_NAMES[TBL_AT_RISK.name]: words},
        )

    def _row(
        self,
        known: Known,
        place: int,
        chances: Mapping[str, Chance],
        before: Mapping[str, Earlier],
    ) -> Row:
        shown, health = known.accounts.shown, known.accounts.health[place]
        account = str(shown["Account ID"][place])
        mrr, renewal = known_number(shown["MRR"][place]), as_date(shown["Next renewal"][place])
        chance = chances.get(str(shown["Band"][place]), _NO_CHANCE)
        earlier = before.get(account)
        touch = self._last_touch(account, as_date(shown["Last activity"][place]))
        return {
            "Account ID": account,
            "Account": shown["Account"][place],
            "Expected loss": expected_loss(mrr, chance.percent),
            "MRR": mrr,
            "Chance (%)": "" if chance.percent is None else chance.percent,
            "Chance from": chance.source,
            "Band": shown["Band"][place],
            "Health": health.score,
            "Change": ""
            if health.score is None or earlier is None
            else health.score - earlier.health,
            "Next renewal": renewal,
            "Days left": "" if renewal is None else (renewal - known.as_of).days,
            "Last touch": None if touch is None else touch[0],
            "Touch": None if touch is None else touch[1],
            "Why": why(health),
            "CSM": shown["CSM"][place],
            "Health before": None if earlier is None else earlier.health,
            "Before on": None if earlier is None else earlier.on,
            "Link": OPEN_LINK,
        }

    def _last_touch(self, account: str, last_use: date | None) -> Touch | None:
        """Return the latest of use, ticket and answer; of one day the use."""
        found = [*self.touches.get(account, ())]
        if last_use is not None:
            found.insert(0, (last_use, "Use"))
        return max(found, key=lambda touch: touch[0], default=None)


def plan_words(plans: Mapping[str, Sequence[CellValue]]) -> dict[str, str]:
    """Return what the Plan column shows, by account; the upper of two plans of one account.

    >>> plan_words({"Account ID": ["A", "B"], "Status": ["▲ Active", "○ Sheet deleted"],
    ...             "Sheet": ["Acme", None]})
    {'A': '▲ Active, Acme', 'B': '○ Sheet deleted'}
    """
    shown: dict[str, str] = {}
    rows = zip(plans["Account ID"], plans["Status"], plans["Sheet"], strict=True)
    for account, status, sheet in rows:
        if account is not None:
            shown.setdefault(
                str(account), f"{status or ''}, {sheet}" if sheet else str(status or "")
            )
    return shown


def expected_loss(mrr: float | None, chance: float | None) -> CellValue:
    """Return what the Expected loss column shows.

    >>> expected_loss(100.0, 5), expected_loss(None, 5)
    (60.0, '')
    """
    return "" if mrr is None or chance is None else 12 * mrr * chance / 100


def _order(row: Row) -> tuple[float, float, str]:
    """Sort by expected loss, then MRR, largest first; what is not known stands last."""
    loss, mrr = known_number(row["Expected loss"]), known_number(row["MRR"])
    return -1 if loss is None else -loss, 0 if mrr is None else -mrr, str(row["Account ID"])


def _kept(key: str, name: CellValue, *, linked: bool) -> Row:
    blank: dict[str, CellValue] = dict.fromkeys(TBL_AT_RISK.headers)
    empty = ("Expected loss", "Chance (%)", "Chance from", "Change", "Days left")
    return (
        blank
        | dict.fromkeys(empty, "")
        | {
            "Account ID": key,
            "Account": name,
            "Band": NOT_LISTED,
            "Link": OPEN_LINK if linked else "",
        }
    )

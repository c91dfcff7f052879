"""The sheet Adoption: every customer with breadth, reach, depth, and whether it has stopped.

Usage is what the Accounts and Usage sheets say of the account; here it is set against what was
bought. A blank stays a blank: an account without usage rows is not disengaged, it is not known.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

import pandas as pd

from cs_workbook.actions.account_rows import plain
from cs_workbook.actions.analyses.analysis import Known, TableContent
from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.actions.table_columns import columns_of
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.measures.adoption import adoption_breadth, adoption_depth, adoption_reach
from cs_workbook.measures.figure import Figure
from cs_workbook.rollups import account_adoption
from cs_workbook.schema.adoption_tables import DISENGAGED, FALLING, IN_USE, NO_USAGE
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.tables import TBL_ADOPTION
from cs_workbook.workbook.port import CellValue

_FROM_ACCOUNTS = ("Account ID", "Account", "MRR", "CSM", "Last activity", "Usage trend (%)")


def adoption_state(
    idle: int | None, trend: float | None, *, disengaged_days: int, disengaged_fall: float
) -> str:
    """Return what the State column shows for one account.

    Args:
        idle: Days since the last use; ``None`` where no usage is known.
        trend: Change of usage in percent; ``None`` where it is not known.
        disengaged_days: Days without use from which an account is disengaged.
        disengaged_fall: Fall in percent from which usage is falling.

    >>> adoption_state(3, -60.0, disengaged_days=14, disengaged_fall=50)
    '◆ Falling'
    """
    if idle is None:
        return NO_USAGE
    if idle >= disengaged_days:
        return DISENGAGED
    return FALLING if trend is not None and trend <= -disengaged_fall else IN_USE


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What accounts may use.

    Attributes:
        may_use: The adoption rollup.
    """

    may_use: pd.DataFrame

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:
        """Read what was bought."""
        del settings
        return cls(may_use=account_adoption(engine, as_of=as_of))

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the rows of ``tblAdoption``."""
        of_book = self.may_use["book_features"]
        features = int(of_book.iloc[0]) if len(of_book) else 0
        may_use = self.may_use.set_index("account_id").to_dict(orient="index")
        uses = dict(zip(known.facts.usage["account_id"], known.facts.usage["uses_28"], strict=True))
        shown = known.accounts.shown
        rows = [
            _row(
                {header: cells[place] for header, cells in shown.items()},
                may_use.get(str(shown["Account ID"][place]), {}),
                plain(uses.get(str(shown["Account ID"][place]))),
                features,
                known,
            )
            for place, status in enumerate(shown["Status"])
            if status == CUSTOMER
        ]
        yield TableContent(
            table=TBL_ADOPTION.name,
            columns=columns_of(TBL_ADOPTION, rows),
            keyed_by=TBL_ADOPTION.key,
            names={"BookFeatures": features},
        )


def _row(
    account: Mapping[str, CellValue],
    may_use: Mapping[Hashable, object],
    uses: CellValue,
    book_features: int,
    known: Known,
) -> dict[str, CellValue]:
    last, trend = as_date(account["Last activity"]), known_number(account["Usage trend (%)"])
    idle = None if last is None else (known.as_of - last).days
    bought = plain(may_use.get("features_bought"))
    access = plain(may_use.get("provisioned_users"))
    if access is None:
        access = account["Seats"]
    used, users = account["Features (90 d)"], account["Users (28 d)"]
    breadth = adoption_breadth(known_number(used), known_number(bought) or book_features)
    return {header: account[header] for header in _FROM_ACCOUNTS} | {
        "State": adoption_state(
            idle,
            trend,
            disengaged_days=known.settings.disengaged_days,
            disengaged_fall=known.settings.disengaged_fall,
        ),
        "Days idle": "" if idle is None else idle,
        "Features used (90 d)": used,
        "Features bought": bought,
        "Breadth (%)": _value(breadth),
        "Users (28 d)": users,
        "Access": access,
        "Reach (%)": _value(adoption_reach(known_number(users), known_number(access))),
        "Uses (28 d)": uses,
        "Uses per user": _value(adoption_depth(known_number(uses), known_number(users))),
    }


def _value(figure: Figure) -> CellValue:
    return "" if figure.value is None else figure.value

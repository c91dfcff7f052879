"""The Health sheet: the scores of the accounts, step by step."""

from collections.abc import Iterable

from cs_workbook.actions.analyses.analysis import FromKnown, Known, TableContent
from cs_workbook.actions.health_steps import health_columns
from cs_workbook.schema.tables import TBL_HEALTH


class Health(FromKnown):
    """The scores are known with the accounts; nothing more is read."""

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the rows of ``tblHealth``."""
        accounts = known.accounts
        yield TableContent(
            table=TBL_HEALTH.name,
            columns=health_columns(accounts.shown, accounts.scored, accounts.model),
            keyed_by=TBL_HEALTH.key,
        )

"""The What-if sheet: the scores by the weights people try."""

from collections.abc import Iterable

from cs_workbook.actions.analyses.analysis import FromKnown, Known, TableContent
from cs_workbook.actions.what_if_rows import tried_weights, what_if_columns
from cs_workbook.schema.tables import TBL_WEIGHTS, TBL_WHAT_IF


class WhatIf(FromKnown):
    """The scores of the measures are known with the accounts; nothing more is read."""

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the rows of ``tblWhatIf``."""
        accounts = known.accounts
        tried = tried_weights(known.workbook.read_table(TBL_WEIGHTS.name), accounts.model)
        yield TableContent(
            table=TBL_WHAT_IF.name,
            columns=what_if_columns(accounts.shown, accounts.scored, accounts.model, tried),
            keyed_by=TBL_WHAT_IF.key,
        )

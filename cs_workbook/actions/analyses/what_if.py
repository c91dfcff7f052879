"""The What-if sheet: the scores by the weights people try."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from cs_workbook.actions.analyses.analysis import Known, TableContent
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.actions.what_if_rows import tried_weights, what_if_columns
from cs_workbook.engine import DuckDB
from cs_workbook.schema.tables import TBL_WEIGHTS, TBL_WHAT_IF


class WhatIf:
    """The scores of the measures are known with the accounts; nothing more is read."""

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:
        """Read nothing more."""
        del engine, settings, as_of
        return cls()

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the rows of ``tblWhatIf``."""
        accounts = known.accounts
        tried = tried_weights(known.workbook.read_table(TBL_WEIGHTS.name), accounts.model)
        yield TableContent(
            table=TBL_WHAT_IF.name,
            columns=what_if_columns(accounts.shown, accounts.scored, accounts.model, tried),
            keyed_by=TBL_WHAT_IF.key,
        )

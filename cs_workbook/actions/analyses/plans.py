"""The success plans that are there, brought up to date; a refresh makes none.

A plan that cannot be brought up to date is no reason to keep the figures from being refreshed: then
all plans stay as they are, and *Plan conflicts* and whoever refreshes are told why.
"""

from collections.abc import Iterable

from cs_workbook.actions.analyses.analysis import FromKnown, Known, TableContent
from cs_workbook.actions.plans.build import update_plans, write_rows
from cs_workbook.actions.plans.index import (
    LeftAlone,
    left_alone_columns,
    read_index,
    read_left_alone,
)
from cs_workbook.actions.plans.sentences import build_sentence
from cs_workbook.errors import CsWorkbookError
from cs_workbook.schema.tables import TBL_PLAN_CONFLICTS, TBL_PLANS

ALL_PLANS = "All plans"


class Plans(FromKnown):
    """The sheets of the plans, their index, and what was left to people."""

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Write on the sheets of the plans and return the tables about them."""
        book = known.workbook
        if not read_index(book):
            return
        try:
            update = update_plans(book, as_of=known.as_of)
        except CsWorkbookError as error:
            said = f"The plans were not brought up to date. {error}"
            before = [one for one in read_left_alone(book) if one.plan_id != ALL_PLANS]
            why = LeftAlone(plan_id=ALL_PLANS, account=None, sheet=None, reason=said)
            yield TableContent(
                table=TBL_PLAN_CONFLICTS.name,
                columns=left_alone_columns([why, *before]),
                note=said,
            )
            return
        write_rows(book, update.rows)
        for name, columns, keyed_by in update.tables:
            index = name == TBL_PLANS.name
            yield TableContent(
                table=name,
                columns=columns,
                keyed_by=keyed_by,
                sheets=tuple(update.rows) if index else (),
                note=build_sentence(update.report) if index else None,
            )

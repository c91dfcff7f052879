"""The sheet of the back-test: what the health score said before accounts left."""

from cs_workbook.schema.columns import Format, Table, stamped

TBL_BACKTEST = Table(
    name="tblBacktest",
    sheet="Back-test",
    title="Back-test of the health score",
    purpose="Did the score know who would leave? Written by 'cs-workbook backtest', not by "
    "refresh.",
    columns=(
        stamped("Days before", Format.WHOLE, 15, "How long before leaving the score is looked at."),
        stamped("Question", Format.TEXT, 34, "What is asked."),
        stamped("About", Format.TEXT, 20, "The score as a whole, a band, or one measure alone."),
        stamped("Answer", Format.DECIMAL, 11, "The answer, in the unit beside it."),
        stamped("Unit", Format.TEXT, 19, "Unit of the answer."),
        stamped("Low 95 %", Format.DECIMAL, 10, "Lower end of the interval."),
        stamped("High 95 %", Format.DECIMAL, 10, "Upper end of the interval."),
        stamped("Part", Format.WHOLE, 9, "What was counted: lost accounts, or pairs in order."),
        stamped("n", Format.WHOLE, 9, "Out of how many."),
        stamped("In words", Format.TEXT, 118, "What it means."),
    ),
    key=("Days before", "Question", "About"),
    frozen=3,
)

"""The sheet of the back-test: what the health score said before accounts left."""

from cs_workbook.schema.columns import Format, Table, calculated, stamped

WEIGHTS_QUESTION = "Would other weights tell better?"
WEIGHTS_NOW, WEIGHTS_SUGGESTED = "Weights now", "Suggested weights"
"""What the back-test asks about the suggestion, and of which weights."""

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

_SUGGESTED_ROW = 14  # above it stand what the suggestion is worth and how it is made

TBL_SUGGESTED = Table(
    name="tblSuggested",
    sheet="Suggested weights",
    title="Suggested weights",
    purpose="Which weights would have told best who left. Written by 'cs-workbook backtest'; "
    "never applied by itself.",
    columns=(
        stamped("Measure", Format.TEXT, 26, "The measure, as on Weights."),
        stamped("Weight now (%)", Format.DECIMAL, 17, "Its share of all weights now."),
        stamped(
            "Suggested (%)",
            Format.DECIMAL,
            16,
            "Its share in the weights that tell best who left; blank where nothing is suggested.",
        ),
        calculated(
            "Difference",
            Format.DECIMAL,
            12,
            "Suggested less now.",
            "IF(AND(ISNUMBER(tblSuggested[[#This Row],[Suggested (%)]]),"
            "ISNUMBER(tblSuggested[[#This Row],[Weight now (%)]])),"
            "tblSuggested[[#This Row],[Suggested (%)]]"
            '-tblSuggested[[#This Row],[Weight now (%)]],"")',
        ),
        stamped(
            "Alone (% of pairs)",
            Format.DECIMAL,
            12,
            "Pairs of one who left and one who stayed that it puts the right way round alone; a "
            "coin gets 50.",
        ),
        stamped("Low 95 %", Format.DECIMAL, 11, "Lower end of the interval of Alone."),
        stamped("High 95 %", Format.DECIMAL, 11, "Upper end of the interval of Alone."),
        stamped("Lost", Format.WHOLE, 9, "Lost accounts of which it was known 90 days before."),
        stamped("n", Format.WHOLE, 10, "Accounts on a day of which it was known."),
        stamped("In words", Format.TEXT, 80, "What follows from it."),
    ),
    key=("Measure",),
    frozen=1,
    header_row=_SUGGESTED_ROW,
)

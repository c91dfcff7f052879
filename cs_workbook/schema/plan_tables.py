"""The sheets about success plans: their index, what was written last, and what was left alone."""

from cs_workbook.schema.columns import ACCOUNT, Format, Table, calculated, stamped, typed

TBL_PLANS = Table(
    name="tblPlans",
    sheet="Plans",
    title="Success plans",
    purpose="One row per plan; each has a sheet of its own at the end. A refresh brings them up to "
    "date.",
    columns=(
        stamped("Plan ID", Format.ID, 11, "Names the plan; it stands in the plan's first cell."),
        stamped("Account", Format.TEXT, 26, "The account's name."),
        calculated(
            "Open",
            Format.TEXT,
            9,
            "Leads to the plan's sheet.",
            'IF(tblPlans[[#This Row],[Sheet]]="","",'
            """HYPERLINK("#'"&SUBSTITUTE(tblPlans[[#This Row],[Sheet]],"'","''")&"'!A1","Open"))""",
        ),
        stamped("Status", Format.STATE, 18, "How the plan stands, in words."),
        stamped("Progress (%)", Format.PERCENT, 12, "Mean progress of the objectives known."),
        stamped("Sign-off", Format.STATE, 22, "Whether the customer agreed to what it says now."),
        stamped("Overdue", Format.WHOLE, 11, "Steps past their date that are not done."),
        stamped("Stale", Format.YES_NO, 9, "Yes where nobody looked at it for 90 days."),
        stamped("Conflicts", Format.WHOLE, 12, "Cells left to what a person wrote there."),
        stamped("Owner", Format.TEXT, 18, "Who looks after the account."),
        stamped("Type", Format.TEXT, 26, "The template it was made from."),
        stamped("Depth", Format.TEXT, 10, "Full or light."),
        stamped("Account ID", Format.ID, 14, "The account's id, letter for letter."),
        stamped("Sheet", Format.TEXT, 32, "The plan's sheet, by its present name."),
        stamped("Made on", Format.DATE, 12, "As-of date of the build that made it."),
        stamped("Why", Format.TEXT, 60, "Why the status is what it is."),
        typed("Notes", Format.TEXT, 40, "Anything you want to keep with this plan."),
    ),
    key=("Plan ID",),
    frozen=3,
)

TBL_PLAN_CONFLICTS = Table(
    name="tblPlanConflicts",
    sheet="Plan conflicts",
    title="Plan conflicts",
    purpose="What the last build of the plans left as a person wrote it, and what it wanted.",
    columns=(
        stamped("Plan ID", Format.ID, 11, "The plan."),
        ACCOUNT,
        stamped("Sheet", Format.TEXT, 32, "Its sheet."),
        stamped("Cell", Format.TEXT, 9, "The cell; blank where it is about the sheet."),
        stamped("Row", Format.TEXT, 18, "Name of the row, as in the sheet's column A."),
        stamped("Stands there", Format.TEXT, 44, "What stands there, and stays."),
        stamped("Wanted", Format.TEXT, 44, "What the program would write now."),
        stamped("Reason", Format.TEXT, 80, "Why it was left alone."),
    ),
    key=("Plan ID", "Cell", "Row"),
)

TBL_PLAN_RECORD = Table(
    name="tblPlanRecord",
    sheet="Plan record",
    title="Plan record",
    purpose="What the program wrote last on each plan sheet; by it a build tells your words from "
    "its own.",
    columns=(
        stamped("Plan ID", Format.ID, 11, "The plan."),
        stamped("Row", Format.TEXT, 24, "Name of the row, as in the sheet's column A."),
        stamped("Internal", Format.YES_NO, 11, "Yes where a shared plan leaves it out."),
        stamped("Written", Format.TEXT, 120, "Its cells from column B on, as JSON."),
    ),
    key=("Plan ID", "Row"),
)

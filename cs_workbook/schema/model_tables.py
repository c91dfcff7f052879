"""The sheets of figures and of the model: trends, figures, weights, bands, checks."""

from cs_workbook.schema.columns import (
    Format,
    Table,
    calculated,
    stamped,
    typed,
)
from cs_workbook.schema.figures import VALUE_FORMULA
from cs_workbook.schema.health_model import DEFAULT_MEASURES, HEADER_ROW

TBL_QUARTERS = Table(
    name="tblQuarters",
    sheet="Trends",
    title="Trends by quarter",
    purpose="The last eight calendar quarters, the newest one up to the as-of date.",
    columns=(
        stamped("Quarter", Format.TEXT, 11, "Calendar quarter."),
        stamped("From", Format.DATE, 12, "First day."),
        stamped("To", Format.DATE, 12, "Last day, at most the as-of date."),
        stamped("Customers", Format.WHOLE, 11, "Accounts with an open paid subscription."),
        stamped("MRR", Format.MONEY, 14, "MRR on the last day."),
        stamped("NPS", Format.DECIMAL, 9, "NPS of the answers in the quarter."),
        stamped("NPS n", Format.WHOLE, 9, "Answers."),
        stamped("NPS low", Format.DECIMAL, 9, "Lower end of the 95 % interval."),
        stamped("NPS high", Format.DECIMAL, 9, "Upper end of the 95 % interval."),
        stamped("CSAT (%)", Format.DECIMAL, 10, "Satisfied answers, by the survey rules."),
        stamped("CSAT n", Format.WHOLE, 9, "Answers."),
        stamped("CES", Format.SCORE, 9, "Mean answer."),
        stamped("CES n", Format.WHOLE, 9, "Answers."),
        stamped("Tickets", Format.WHOLE, 10, "Tickets opened."),
    ),
    key=("Quarter",),
    frozen=1,
)

TBL_FIGURES = Table(
    name="tblFigures",
    sheet="Figures",
    title="Figures and their parts",
    purpose="Every headline figure is factor x part / base; the parts stand beside it.",
    columns=(
        stamped("Name", Format.TEXT, 27, "Workbook name of the figure."),
        stamped("Figure", Format.TEXT, 30, "The figure in words."),
        calculated(
            "Value",
            Format.DECIMAL,
            15,
            "Factor x part / base.",
            VALUE_FORMULA,
        ),
        stamped("Unit", Format.TEXT, 11, "Unit of the value."),
        stamped("Factor", Format.WHOLE, 8, "100 for a share in percent, 12 for a year."),
        stamped("Part", Format.DECIMAL, 16, "What is counted or added up."),
        stamped("Part is", Format.TEXT, 54, "The part in words."),
        stamped("Base", Format.DECIMAL, 16, "What it is divided by."),
        stamped("Base is", Format.TEXT, 34, "The base in words."),
        stamped("n", Format.WHOLE, 9, "How many answers, customers or rows stand behind it."),
        stamped("Low 95 %", Format.DECIMAL, 10, "Lower end of the interval, where one is due."),
        stamped("High 95 %", Format.DECIMAL, 10, "Upper end of the interval."),
        stamped("As of", Format.DATE, 12, "The day it counts up to."),
        stamped("Rule", Format.TEXT, 84, "How it is counted, in words."),
    ),
    key=("Name",),
    frozen=2,
)

TBL_WEIGHTS = Table(
    name="tblWeights",
    sheet="Weights",
    title="Health score: weights and bands",
    purpose="What the health score is made of. Change a weight or an anchor and every score moves.",
    columns=(
        stamped("Measure", Format.TEXT, 16, "The signal."),
        stamped("Accounts column", Format.TEXT, 20, "Column of the Accounts sheet it reads."),
        stamped("Score column", Format.TEXT, 21, "Column of the Accounts sheet it fills."),
        typed(
            "Weight",
            Format.DECIMAL,
            12,
            "Any number from 0 up; weights need not add up to 100. 0 leaves it out.",
            lowest=0,
        ),
        calculated(
            "Effective %",
            Format.DECIMAL,
            16,
            "The weight as a share of all weights.",
            "IF(SUM(tblWeights[Weight])=0,0,"
            "100*tblWeights[[#This Row],[Weight]]/SUM(tblWeights[Weight]))",
        ),
        typed(
            "0 points at",
            Format.DECIMAL,
            15,
            "The value that is worth no points.",
        ),
        typed(
            "100 points at",
            Format.DECIMAL,
            18,
            "The value that is worth all points; below the other anchor where lower is "
            "better. The two must differ.",
        ),
        calculated(
            "Direction",
            Format.TEXT,
            17,
            "Follows from the two anchors.",
            "IF(tblWeights[[#This Row],[100 points at]]>tblWeights[[#This Row],[0 points at]],"
            '"Higher is better","Lower is better")',
        ),
        stamped("Meaning", Format.TEXT, 62, "What the signal says."),
    ),
    key=("Measure",),
    frozen=1,
)

TBL_BANDS = Table(
    name="tblBands",
    sheet="Weights",
    title="Bands",
    purpose="A score belongs to the first band whose upper bound it does not exceed.",
    columns=(
        stamped("Band", Format.STATE, 16, "Name of the band, worst first."),
        typed(
            "Up to",
            Format.DECIMAL,
            20,
            "Highest score of the band; the bound itself belongs to it.",
            lowest=0,
            highest=100,
        ),
        stamped("What to do", Format.TEXT, 21, "What the band asks for."),
    ),
    key=("Band",),
    header_row=HEADER_ROW + len(DEFAULT_MEASURES) + 4,
)

TBL_CHECKS = Table(
    name="tblChecks",
    sheet="Checks",
    title="Checks",
    purpose="Each check compares two figures that must agree. The total stands on every sheet.",
    columns=(
        stamped("Check", Format.TEXT, 46, "What is checked."),
        stamped("Found", Format.DECIMAL, 16, "What the workbook says."),
        stamped("Expected", Format.DECIMAL, 16, "What it should say."),
        stamped("Tolerance", Format.DECIMAL, 12, "How far they may differ."),
        calculated(
            "Result",
            Format.TEXT,
            12,
            "Whether they agree.",
            'IF(ISERROR(tblChecks[[#This Row],[Found]]),"✘ Failed",'
            "IF(ABS(N(tblChecks[[#This Row],[Found]])-N(tblChecks[[#This Row],[Expected]]))"
            '<=tblChecks[[#This Row],[Tolerance]],"✔ OK","✘ Failed"))',
        ),
        stamped("If it fails", Format.TEXT, 70, "What to do."),
    ),
    key=("Check",),
    frozen=1,
)

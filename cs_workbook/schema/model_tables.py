"""The sheets of figures and of the model: trends, figures, weights, bands, checks."""

from cs_workbook.schema.columns import (
    Format,
    Table,
    calculated,
    stamped,
    typed,
)
from cs_workbook.schema.figures import VALUE_FORMULA
from cs_workbook.schema.health_model import HEADER_ROW, SLOTS
from cs_workbook.schema.what_if_table import WHAT_IF_WEIGHT

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

_WEIGHT = "tblWeights[[#This Row],[{}]]".format

TBL_WEIGHTS = Table(
    name="tblWeights",
    sheet="Weights",
    title="Health score: weights and bands",
    purpose="What the health score is made of. Change a weight or an anchor and every score moves.",
    columns=(
        stamped("Slot", Format.WHOLE, 16, "Place of the measure on the Health sheet."),
        typed(
            "Measure",
            Format.TEXT,
            20,
            "Name of the measure; a row without one takes no part. Delete its other cells too.",
        ),
        typed("Dimension", Format.TEXT, 16, "What the measure belongs to; the shares add up."),
        typed(
            "Accounts column",
            Format.TEXT,
            20,
            "Header of the input on the Accounts sheet, letter for letter: any column from MRR to "
            "the last signal, one of your own between them too.",
        ),
        typed(
            "Weight",
            Format.DECIMAL,
            10,
            "Any number from 0 up; weights need not add up to 100. 0 leaves it out. A profile may "
            "set another one for some accounts.",
            lowest=0,
        ),
        typed(
            WHAT_IF_WEIGHT,
            Format.DECIMAL,
            11,
            "A weight to try, from 0 up; blank: as Weight. The What-if sheet shows what it would "
            "do; no score changes before it is adopted.",
            lowest=0,
        ),
        calculated(
            "Effective %",
            Format.DECIMAL,
            13,
            "The weight as a share of all weights.",
            f"IF(SUM(tblWeights[Weight])=0,0,100*N({_WEIGHT('Weight')})/SUM(tblWeights[Weight]))",
        ),
        calculated(
            "Dimension %",
            Format.DECIMAL,
            14,
            "The share of its whole dimension.",
            f'IF({_WEIGHT("Dimension")}="","",SUMIFS(tblWeights[Effective %],'
            f"tblWeights[Dimension],{_WEIGHT('Dimension')}))",
        ),
        typed(
            "Scale",
            Format.TEXT,
            12,
            "Linear: a straight line between the two anchors. Tiers: the points of the Tiers "
            "sheet. Percentile: rank among the accounts of the same segment.",
            list_name="ListScales",
        ),
        typed("0 points at", Format.DECIMAL, 14, "The value that is worth no points."),
        typed(
            "100 points at",
            Format.DECIMAL,
            15,
            "The value that is worth all points; below the other anchor where lower is "
            "better. The two must differ.",
        ),
        calculated(
            "Direction",
            Format.TEXT,
            17,
            "Follows from the two anchors.",
            f'IF({_WEIGHT("Measure")}="","",'
            f"IF({_WEIGHT('100 points at')}>{_WEIGHT('0 points at')},"
            '"Higher is better","Lower is better"))',
        ),
        typed(
            "When blank",
            Format.TEXT,
            14,
            "What an input counts that is not known: nothing at all, 0 or 50 points. The coverage "
            "never counts it.",
            list_name="ListWhenBlank",
        ),
        typed(
            "Date column",
            Format.TEXT,
            16,
            "Header of the Accounts column with the day of the input; blank: as of the refresh.",
        ),
        typed(
            "Fresh for (days)",
            Format.WHOLE,
            14,
            "An input older than this counts as blank; blank: no limit. An input without a day "
            "counts.",
        ),
        typed("Meaning", Format.TEXT, 62, "What the measure says."),
    ),
    key=("Measure",),
)

TBL_TIERS = Table(
    name="tblTiers",
    sheet="Tiers",
    title="Tiers of the health score",
    purpose="Points of the measures whose scale is Tiers. A value belongs to the tier whose upper "
    "end it does not exceed.",
    columns=(
        typed("Measure", Format.TEXT, 22, "Name of the measure, as on the Weights sheet."),
        typed(
            "Above",
            Format.DECIMAL,
            20,
            "Lower end, itself not in the tier; for the lowest tier any number below every value.",
        ),
        typed("Up to", Format.DECIMAL, 20, "Upper end; it belongs to the tier."),
        typed(
            "Points",
            Format.DECIMAL,
            14,
            "Score of a value in the tier, 0 to 100. A value in no tier has no score.",
            lowest=0,
            highest=100,
        ),
        calculated(
            "Used",
            Format.TEXT,
            34,
            "Whether the tier counts.",
            'IF(tblTiers[[#This Row],[Measure]]="","",'
            "IF(SUMPRODUCT((tblWeights[Measure]=tblTiers[[#This Row],[Measure]])"
            '*(tblWeights[Scale]="Tiers"))=0,"No: its scale is not Tiers",'
            "IF(COUNT(tblTiers[[#This Row],[Above]:[Points]])<3,"
            '"No: a number is missing","Yes")))',
        ),
    ),
    key=("Measure", "Up to"),
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
    header_row=HEADER_ROW + SLOTS + 4,
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

"""The checks of the workbook: each compares what the workbook says with what it should say.

Both sides are native formulas, so that a check holds without macros and without Python; where the
workbook alone cannot know the right figure, refresh stamps it into a named cell. An untouched
tracker fails none.
"""

from dataclasses import dataclass

from cs_workbook.schema.accounts_table import INPUT_HEADERS
from cs_workbook.schema.health_model import SLOTS
from cs_workbook.schema.lists import CUSTOMER, GONE
from cs_workbook.schema.voice_tables import (
    ALL_ANSWERS,
    GROUP_KINDS,
    IN_TIME,
    LATE,
    OPEN,
    OVERDUE,
    WHOLE_BOOK,
)

OK, FAILED = "✔ OK", "✘ Failed"
"""What the Result column says."""

_CUSTOMER = f'tblAccounts[Status],"{CUSTOMER}"'
_IN_EXPORTS = f'COUNTA(tblAccounts[Account ID])-COUNTIFS(tblAccounts[Status],"{GONE}")'
_MEASURES = '(tblWeights[Measure]<>"")'
_TIE_OUT = "tblMrrMonths[Tie-out]"
_LAST_REFRESH = "tblImports[Refresh],MAX(tblImports[Refresh])"

_WHOLE_BOOK = f'tblVoiceGroups[Kind],"{WHOLE_BOOK}"'
_ALL_ANSWERS = f'SUMIFS(tblVoiceGroups[{{}}],{_WHOLE_BOOK},tblVoiceGroups[Group],"{ALL_ANSWERS}")'
_KINDS_STATED = "+".join(f'SIGN(COUNTIFS(tblVoiceGroups[Kind],"{kind}"))' for kind in GROUP_KINDS)
_DETRACTORS_LISTED = "+".join(
    f'COUNTIFS(tblFollowUp[State],"{state}")' for state in (IN_TIME, LATE, OPEN, OVERDUE)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One row of ``tblChecks``.

    Attributes:
        title: What is checked.
        found: Formula (without ``=``) of what the workbook says.
        expected: Formula or number of what it should say; ``None`` where refresh stamps it.
        remedy: What to do if it fails.
        found_when_empty: What ``found`` gives in an untouched tracker.
        expected_when_empty: What ``expected`` gives in an untouched tracker.
        tolerance: How far the two may differ.
        stamped_as: Workbook name of the Expected cell, where refresh stamps it.
        number_format: Excel number format of both sides.
    """

    title: str
    found: str
    expected: str | float | None
    remedy: str
    found_when_empty: float = 0
    expected_when_empty: float = 0
    tolerance: float = 0
    stamped_as: str | None = None
    number_format: str = "#,##0"


CHECKS: tuple[Check, ...] = (
    Check(
        title="Every measure has a weight",
        found=f"SUMPRODUCT({_MEASURES}*ISNUMBER(tblWeights[Weight]))",
        expected=f"SUMPRODUCT(--{_MEASURES})",
        found_when_empty=7,
        expected_when_empty=7,
        remedy="Weights: type a number beside every measure; 0 leaves a measure out.",
    ),
    Check(
        title="Measures whose Accounts column is not there",
        found=f"SUMPRODUCT({_MEASURES}*(COUNTIF({INPUT_HEADERS},tblWeights[Accounts column])=0))",
        expected=0,
        remedy="Weights: write the header as on the Accounts sheet; a column of your own counts "
        "where it stands between MRR and the last signal.",
    ),
    Check(
        title="Negative weights",
        found='COUNTIFS(tblWeights[Weight],"<0")',
        expected=0,
        remedy="Weights: a weight is 0 or more.",
    ),
    Check(
        title="At least one weight is above 0",
        found="SIGN(SUM(tblWeights[Weight]))",
        expected=1,
        found_when_empty=1,
        expected_when_empty=1,
        remedy="Weights: give at least one measure a weight above 0.",
    ),
    Check(
        title="Weighted measures whose two anchors are equal",
        found=f"SUMPRODUCT({_MEASURES}*(tblWeights[Weight]>0)"
        "*(tblWeights[0 points at]=tblWeights[100 points at]))",
        expected=0,
        remedy="Weights: give 0 points at and 100 points at different values.",
    ),
    Check(
        title="Tiers and profiles that do not count",
        found='COUNTIFS(tblTiers[Used],"No*")+COUNTIFS(tblProfiles[Applies],"No*")',
        expected=0,
        remedy="Tiers, Profiles: Used or Applies says why; delete the row or correct it.",
    ),
    Check(
        title="Measures with the scale Tiers and no tier",
        found='SUMPRODUCT((tblWeights[Scale]="Tiers")'
        "*(COUNTIF(tblTiers[Measure],tblWeights[Measure])=0))",
        expected=0,
        remedy="Tiers: write the measure's tiers, or choose another scale on Weights.",
    ),
    Check(
        title="Bands that are not above the one before",
        found='SUMPRODUCT(--(COUNTIF(tblBands[Up to],"<"&tblBands[Up to])'
        "<>ROW(tblBands[Up to])-ROW(tblBands[[#Headers],[Up to]])-1))",
        expected=0,
        remedy="Weights, Bands: the upper bounds must rise from row to row.",
    ),
    Check(
        title="The last band ends at 100",
        found="MAX(tblBands[Up to])",
        expected=100,
        found_when_empty=100,
        expected_when_empty=100,
        remedy="Weights, Bands: set the highest Up to back to 100.",
    ),
    Check(
        title="Drop-downs on Settings hold an entry of their list",
        found="COUNTIF(ListChurnRules,LogoChurnRule)+COUNTIF(ListEarlyUsage,EarlyUsage)"
        "+COUNTIF(ListDateOrders,DateOrder)+COUNTIF(ListDecimalMarks,DecimalMark)"
        "+COUNTIF(ListLifetimeRules,LifetimeRule)+COUNTIF(ListChurnCountings,ChurnCounting)",
        expected=6,
        found_when_empty=6,
        expected_when_empty=6,
        remedy="Settings: choose from the drop-down; pasting can bring in anything.",
    ),
    Check(
        title="CSM pulses from 1 to 5",
        found='COUNTIFS(tblAccounts[CSM pulse],">=1",tblAccounts[CSM pulse],"<=5")',
        expected="COUNTA(tblAccounts[CSM pulse])",
        remedy="Accounts, column CSM pulse: choose 1 to 5 or leave it blank.",
    ),
    Check(
        title="Every account has an id",
        found="COUNTA(tblAccounts[Account ID])",
        expected="COUNTA(tblAccounts[Status])",
        remedy="Accounts: delete rows without an Account ID, then refresh.",
    ),
    Check(
        title="Accounts by status add up to all accounts",
        found="SUMPRODUCT(COUNTIFS(tblAccounts[Status],ListStatuses))",
        expected="COUNTA(tblAccounts[Account ID])",
        remedy="Accounts: refresh again; a status was changed by hand.",
    ),
    Check(
        title="Customers by band add up to all customers",
        found=f"SUMPRODUCT(COUNTIFS({_CUSTOMER},tblAccounts[Band],tblBands[Band]))+N(KPI_NoData)",
        expected=f"COUNTIFS({_CUSTOMER})",
        remedy="Accounts: the Band column must hold its formula in every row.",
    ),
    Check(
        title="Error values among the health scores",
        found="SUMPRODUCT(--ISERROR(tblAccounts[Health]))",
        expected=0,
        remedy="Weights: look for equal anchors or text in a yellow cell.",
    ),
    Check(
        title="The points of all measures are the uncapped scores",
        found=f"SUM(tblHealth[[Points 1]:[Points {SLOTS}]])",
        expected="SUM(tblHealth[Uncapped])",
        tolerance=1e-6,
        number_format="#,##0.0",
        remedy="Health: every column must hold its formula in every row.",
    ),
    Check(
        title="Every account has its row on the Health sheet",
        found="COUNT(tblHealth[Row])",
        expected="COUNTA(tblAccounts[Account ID])",
        remedy="Health: refresh again; a row was deleted.",
    ),
    Check(
        title="Points by which a health score leaves 0 to 100",
        found="MAX(0,MAX(tblAccounts[Health])-100)+MAX(0,-MIN(tblAccounts[Health]))",
        expected=0,
        tolerance=1e-6,
        remedy="Accounts: the Health column must hold its formula in every row.",
    ),
    Check(
        title="MRR of the Accounts sheet is the MRR of the exports",
        found="SUM(tblAccounts[MRR])",
        expected=None,
        tolerance=0.005,
        stamped_as="CheckMRR",
        number_format="#,##0.00",
        remedy="Accounts: refresh again; an amount was changed or a row deleted.",
    ),
    Check(
        title="Every account of the exports is on the Accounts sheet",
        found=_IN_EXPORTS,
        expected=None,
        stamped_as="CheckAccounts",
        remedy="Accounts: refresh again; a row was added or deleted.",
    ),
    Check(
        title="The import log holds every row the last refresh read",
        found=f"SUMIFS(tblImports[Rows read],{_LAST_REFRESH})",
        expected=None,
        stamped_as="CheckRowsRead",
        remedy="Import log: refresh again; the log was changed.",
    ),
    Check(
        title="Rows used and set aside are the rows read",
        found="SUM(tblImports[Rows used])+SUM(tblImports[Set aside])",
        expected="SUM(tblImports[Rows read])",
        remedy="Import log: refresh again; rows were lost or counted twice.",
    ),
    Check(
        title="The history holds this as-of date",
        found="SUMIFS(tblRefreshes[Accounts],tblRefreshes[As of],N(AsOfDate))",
        expected=_IN_EXPORTS,
        remedy="Refreshes: refresh again; the row of this as-of date was changed or deleted.",
    ),
    Check(
        title="Points by which the parts of a score's change miss the change",
        found="MAX(0,MAX(tblMovers[Sum check]))-MIN(0,MIN(tblMovers[Sum check]))",
        expected=0,
        tolerance=1e-6,
        number_format="#,##0.0",
        remedy="Why it moved: refresh again; a cell of the table was changed.",
    ),
    Check(
        title="Each month of the retention curve begins where the one before ended",
        # The curve never rises, so its smallest value is its last.
        found="SUM(tblSurvival[[Before (%)]])+MIN(tblSurvival[[Still a customer (%)]])",
        expected="SUM(tblSurvival[[Still a customer (%)]])+100*SIGN(COUNT(tblSurvival[Month]))",
        tolerance=1e-6,
        number_format="#,##0.0",
        remedy="Retention: refresh again; a cell of the table was changed.",
    ),
    Check(
        title="Answers by segment, CSM, plan and country are all answers each time",
        found=f"SUM(tblVoiceGroups[n])-SUMIFS(tblVoiceGroups[n],{_WHOLE_BOOK})",
        expected=f"{_ALL_ANSWERS.format('n')}*({_KINDS_STATED})",
        remedy="Satisfaction: refresh again; a row of the groups was changed or deleted.",
    ),
    Check(
        title="Follow-up lists every detractor of the survey window",
        found=_DETRACTORS_LISTED,
        expected=_ALL_ANSWERS.format("Detractors"),
        remedy="Follow-up: refresh again; a row was deleted, or the survey window was changed.",
    ),
    Check(
        title="MRR of promoters, passives, detractors and silent is MRR at start",
        found="SUM(tblVoiceGrowth[MRR then])",
        expected="SUM(tblAccounts[MRR at start])",
        tolerance=0.005,
        number_format="#,##0.00",
        remedy="Satisfaction: refresh again; an amount was changed.",
    ),
    Check(
        title="Points by which gross retention exceeds 100 %",
        found="MAX(0,N(KPI_GRR)-100)",
        expected=0,
        tolerance=1e-6,
        number_format="#,##0.0",
        remedy="Accounts: the MRR kept column must hold its formula in every row.",
    ),
    Check(
        title="Points by which gross retention exceeds net retention",
        found="MAX(0,N(KPI_GRR)-N(KPI_NRR))",
        expected=0,
        tolerance=1e-6,
        number_format="#,##0.0",
        remedy="Accounts: the MRR kept column must hold its formula in every row.",
    ),
    Check(
        title="MRR movements tie out",
        found=f'SUMIFS({_TIE_OUT},{_TIE_OUT},">0")-SUMIFS({_TIE_OUT},{_TIE_OUT},"<0")'
        f"+SUMPRODUCT(--ISERROR({_TIE_OUT}))",
        expected=0,
        tolerance=0.005,
        number_format="#,##0.00",
        remedy="Revenue: refresh again; an amount was changed or a row deleted.",
    ),
    Check(
        title="Newest closing MRR is the MRR of the Accounts sheet",
        found="SUMIFS(tblMrrMonths[Closing MRR],tblMrrMonths[Month],N(AsOfDate))",
        expected="IF(COUNT(tblMrrMonths[Month])=0,0,SUM(tblAccounts[MRR]))",
        tolerance=0.005,
        number_format="#,##0.00",
        remedy="Revenue: refresh again; an amount was changed or a row deleted.",
    ),
)

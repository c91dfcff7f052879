"""The headline figures: each a row of ``tblFigures`` and a workbook name on the Dashboard.

Every figure is ``factor x part / base``: a count or sum has base 1, a rate has factor 100. So one
formula serves the whole ``Value`` column, and the parts of any figure stand beside it. A part or
base is a live formula where the workbook holds all it needs (one row per account), and a number
stamped by refresh where it comes from all rows of the exports.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One headline figure.

    Attributes:
        name: Workbook name, ``KPI_`` and CamelCase.
        label: The figure in words.
        unit: ``customers``, ``%``, ``points``, ``money`` or ``score``.
        factor: 100 for a share in percent, 1 otherwise, 12 for yearly from monthly.
        part: Live formula of the part (without ``=``), or ``None`` where refresh stamps it.
        base: Live formula of the base, ``"1"`` for sums, or ``None`` where refresh stamps it.
        part_is: What the part counts, in words.
        base_is: What the base counts, in words.
        card: True where the Dashboard shows it as a card.
        number_format: Excel number format of the value.
        better: ``"up"``, ``"down"`` or ``""`` where neither is better.
    """

    name: str
    label: str
    unit: str
    factor: int
    part: str | None
    base: str | None
    part_is: str
    base_is: str
    card: bool = False
    number_format: str = "#,##0"
    better: str = ""


_AT_RISK = "INDEX(tblBands[Band],1)"
_CUSTOMER = 'tblAccounts[Status],"Customer"'

FIGURES: tuple[Figure, ...] = (
    Figure(
        name="KPI_Accounts",
        label="Customers",
        unit="customers",
        factor=1,
        part=f"COUNTIFS({_CUSTOMER})",
        base="1",
        part_is="accounts with status Customer",
        base_is="",
        card=True,
        better="up",
    ),
    Figure(
        name="KPI_MRR",
        label="MRR",
        unit="money",
        factor=1,
        part="SUM(tblAccounts[MRR])",
        base="1",
        part_is="monthly recurring revenue of open paid subscriptions",
        base_is="",
        card=True,
        better="up",
    ),
    Figure(
        name="KPI_ARR",
        label="ARR",
        unit="money",
        factor=12,
        part="SUM(tblAccounts[MRR])",
        base="1",
        part_is="monthly recurring revenue",
        base_is="",
        better="up",
    ),
    Figure(
        name="KPI_GRR",
        label="Gross revenue retention",
        unit="%",
        factor=100,
        part="SUM(tblAccounts[MRR kept])",
        base="SUM(tblAccounts[MRR at start])",
        part_is="per account the smaller of MRR at start and now",
        base_is="MRR at the start of the period",
        card=True,
        number_format="0.0",
        better="up",
    ),
    Figure(
        name="KPI_NRR",
        label="Net revenue retention",
        unit="%",
        factor=100,
        part='SUMIFS(tblAccounts[MRR],tblAccounts[MRR at start],">0")',
        base="SUM(tblAccounts[MRR at start])",
        part_is="MRR now of the accounts that paid at the start",
        base_is="MRR at the start of the period",
        card=True,
        number_format="0.0",
        better="up",
    ),
    Figure(
        name="KPI_LogoChurn",
        label="Logo churn",
        unit="%",
        factor=100,
        part='COUNTIFS(tblAccounts[Lost],"Yes")',
        base='COUNTIFS(tblAccounts[In churn base],"Yes")',
        part_is="customers lost by the rule",
        base_is="customers in the base of the rule",
        card=True,
        number_format="0.0",
        better="down",
    ),
    Figure(
        name="KPI_LogoChurnSubscriptions",
        label="Logo churn by subscriptions",
        unit="%",
        factor=100,
        part=None,
        base=None,
        part_is="customers whose last paid subscription ended in the period",
        base_is="customers at the start of the period",
        number_format="0.0",
        better="down",
    ),
    Figure(
        name="KPI_LogoChurnEvents",
        label="Logo churn by churn events",
        unit="%",
        factor=100,
        part=None,
        base=None,
        part_is="accounts with a churn event up to the as-of date",
        base_is="accounts",
        number_format="0.0",
        better="down",
    ),
    Figure(
        name="KPI_LogoChurnFlag",
        label="Logo churn by account flag",
        unit="%",
        factor=100,
        part=None,
        base=None,
        part_is="accounts flagged as churned",
        base_is="accounts that carry a flag",
        number_format="0.0",
        better="down",
    ),
    Figure(
        name="KPI_NPS",
        label="NPS",
        unit="points",
        factor=100,
        part=None,
        base=None,
        part_is="promoters (9-10) minus detractors (0-6)",
        base_is="answers in the survey window",
        card=True,
        number_format="+0.0;-0.0;0.0",
        better="up",
    ),
    Figure(
        name="KPI_CSAT",
        label="CSAT",
        unit="%",
        factor=100,
        part=None,
        base=None,
        part_is="satisfied answers (4 or 5 of 5)",
        base_is="answers in the survey window",
        card=True,
        number_format="0.0",
        better="up",
    ),
    Figure(
        name="KPI_CES",
        label="CES",
        unit="score",
        factor=1,
        part=None,
        base=None,
        part_is="sum of the answers (1 to 7, higher is easier)",
        base_is="answers in the survey window",
        card=True,
        number_format="0.00",
        better="up",
    ),
    Figure(
        name="KPI_CESAgree",
        label="CES, share of 5 to 7",
        unit="%",
        factor=100,
        part=None,
        base=None,
        part_is="answers of 5, 6 or 7",
        base_is="answers in the survey window",
        number_format="0.0",
        better="up",
    ),
    Figure(
        name="KPI_CSATMean",
        label="CSAT, mean answer",
        unit="score",
        factor=1,
        part=None,
        base=None,
        part_is="sum of the answers (1 to 5)",
        base_is="answers in the survey window",
        number_format="0.00",
        better="up",
    ),
    Figure(
        name="KPI_Health",
        label="Mean health",
        unit="score",
        factor=1,
        part=f'SUMIFS(tblAccounts[Health],{_CUSTOMER},tblAccounts[Band],"<>○ No data")',
        base=f'COUNTIFS({_CUSTOMER},tblAccounts[Band],"<>○ No data")',
        part_is="sum of the health scores",
        base_is="customers with enough data for a band",
        number_format="0.0",
        better="up",
    ),
    Figure(
        name="KPI_AtRisk",
        label="Customers at risk",
        unit="customers",
        factor=1,
        part=f"COUNTIFS({_CUSTOMER},tblAccounts[Band],{_AT_RISK})",
        base="1",
        part_is="customers in the lowest health band",
        base_is="",
        card=True,
        better="down",
    ),
    Figure(
        name="KPI_MRRAtRisk",
        label="MRR at risk",
        unit="money",
        factor=1,
        part=f"SUMIFS(tblAccounts[MRR],{_CUSTOMER},tblAccounts[Band],{_AT_RISK})",
        base="1",
        part_is="MRR of the customers at risk",
        base_is="",
        card=True,
        better="down",
    ),
    Figure(
        name="KPI_NoData",
        label="Customers without a health band",
        unit="customers",
        factor=1,
        part=f'COUNTIFS({_CUSTOMER},tblAccounts[Band],"○ No data")',
        base="1",
        part_is="customers whose score has too little data",
        base_is="",
        better="down",
    ),
    Figure(
        name="KPI_Tickets",
        label="Tickets",
        unit="tickets",
        factor=1,
        part=None,
        base="1",
        part_is="tickets opened up to the as-of date",
        base_is="",
    ),
    Figure(
        name="KPI_OpenTickets",
        label="Open tickets",
        unit="tickets",
        factor=1,
        part=None,
        base="1",
        part_is="tickets not closed at the as-of date",
        base_is="",
        better="down",
    ),
    Figure(
        name="KPI_TicketRating",
        label="Ticket rating, mean of all",
        unit="score",
        factor=1,
        part=None,
        base=None,
        part_is="sum of the ratings (1 to 5)",
        base_is="rated tickets up to the as-of date",
        number_format="0.0000",
        better="up",
    ),
    Figure(
        name="KPI_ActiveShare",
        label="Customers active in 28 days",
        unit="%",
        factor=100,
        part=f'COUNTIFS({_CUSTOMER},tblAccounts[[Active days (28 d)]],">0")',
        base=f'COUNTIFS({_CUSTOMER},tblAccounts[[Active days (28 d)]],">=0")',
        part_is="customers with any use in 28 days",
        base_is="customers whose usage is known",
        number_format="0.0",
        better="up",
    ),
)

FIGURE: dict[str, Figure] = {figure.name: figure for figure in FIGURES}

VALUE_FORMULA = (
    'IF(N(tblFigures[[#This Row],[Base]])=0,"No data",'
    "tblFigures[[#This Row],[Factor]]*tblFigures[[#This Row],[Part]]"
    "/tblFigures[[#This Row],[Base]])"
)

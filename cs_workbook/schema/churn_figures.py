"""The figures of customer churn: the one in force, and each source of churn beside it.

The accounts marked Lost and In churn base are counted live. Where Settings asks for another way of
counting losses, the rows of the Accounts sheet cannot give it; refresh then writes part and base
into two cells on Figures, which are blank otherwise.
"""

from cs_workbook.schema.figure import Figure

CHURN_NAMES = ("ChurnPart", "ChurnBase")
"""Cells on the Figures sheet that refresh writes where losses are not counted by account."""

CHURN_FIGURES: tuple[Figure, ...] = (
    Figure(
        name="KPI_LogoChurn",
        label="Logo churn",
        unit="%",
        factor=100,
        part='IF(ChurnPart="",COUNTIFS(tblAccounts[Lost],"Yes"),ChurnPart)',
        base='IF(ChurnBase="",COUNTIFS(tblAccounts[In churn base],"Yes"),ChurnBase)',
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
)

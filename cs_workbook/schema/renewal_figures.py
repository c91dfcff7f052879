"""The figures of renewals."""

from cs_workbook.schema.figure import Figure
from cs_workbook.schema.renewal_tables import LATE_BUCKET, PAST_BUCKET

_PAST = f'tblRenewals[Bucket],"{PAST_BUCKET}"'
_LATE = f'tblRenewals[Bucket],"{LATE_BUCKET}"'

RENEWAL_FIGURES: tuple[Figure, ...] = (
    Figure(
        name="KPI_RenewalRate",
        label="Renewal rate",
        unit="%",
        factor=100,
        part=f'COUNTIFS(tblRenewals[State],"▲ Renewed",{_PAST})',
        base=f"COUNTIFS({_PAST})+COUNTIFS({_LATE})",
        part_is="renewals of the period that were renewed",
        base_is="renewals of the period whose date has passed",
        number_format="0.0",
        better="up",
    ),
    Figure(
        name="KPI_RenewalRateMRR",
        label="Renewal rate by MRR",
        unit="%",
        factor=100,
        part=f"SUMIFS(tblRenewals[Renewed MRR],{_PAST})",
        base=f"SUMIFS(tblRenewals[MRR due],{_PAST})+SUMIFS(tblRenewals[MRR due],{_LATE})",
        part_is="MRR renewed, per renewal at most its MRR due",
        base_is="MRR due of the renewals whose date has passed",
        number_format="0.0",
        better="up",
    ),
)

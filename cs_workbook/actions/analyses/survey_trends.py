"""The sheet Survey trends: each group's answers quarter by quarter, with n and interval."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

import pandas as pd

from cs_workbook.actions.analyses.analysis import Known, TableContent
from cs_workbook.actions.survey_rules import SurveyRules
from cs_workbook.actions.table_columns import columns_of
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.measures.figure import percent_of
from cs_workbook.measures.intervals import Interval, wilson_interval
from cs_workbook.measures.nps import net_promoter_score_from_counts
from cs_workbook.rollups import survey_trends
from cs_workbook.schema.tables import TBL_SURVEY_TRENDS
from cs_workbook.schema.voice_tables import FEW
from cs_workbook.workbook.port import CellValue


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTrends:
    """The answers of the last eight quarters.

    Attributes:
        rows: One row per kind, group, survey and quarter.
    """

    rows: pd.DataFrame

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:
        """Count the answers."""
        return cls(rows=survey_trends(engine, as_of=as_of, csat=settings.surveys.csat))

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the rows of ``tblSurveyTrends``."""
        rows = [_row(raw, known.settings.surveys) for raw in self.rows.to_dict(orient="records")]
        yield TableContent(
            table=TBL_SURVEY_TRENDS.name,
            columns=columns_of(TBL_SURVEY_TRENDS, rows),
            keyed_by=TBL_SURVEY_TRENDS.key,
        )


def _row(raw: Mapping[Hashable, object], rules: SurveyRules) -> dict[str, CellValue]:
    survey, n = str(raw["survey"]), int(str(raw["n"]))
    part, value, interval = _measured(raw, survey, n)
    return {
        "By": str(raw["kind"]),
        "Group": str(raw["group"]),
        "Survey": survey,
        "Quarter": str(raw["quarter"]),
        "Value": value,
        "Part": part,
        "n": n,
        "Low 95 %": None if interval is None else interval.low,
        "High 95 %": None if interval is None else interval.high,
        "Note": FEW if n < rules.n_needed[survey] else "",
    }


def _measured(
    raw: Mapping[Hashable, object], survey: str, n: int
) -> tuple[float, float | None, Interval | None]:
    """Return part, value and interval of one group and quarter."""
    if survey == "NPS":
        promoters, detractors = int(str(raw["promoters"])), int(str(raw["detractors"]))
        score = net_promoter_score_from_counts(
            promoters=promoters, passives=n - promoters - detractors, detractors=detractors
        )
        return promoters - detractors, score.value, score.interval
    if survey == "CSAT":
        satisfied = int(str(raw["satisfied"]))
        return satisfied, percent_of(satisfied, n), wilson_interval(satisfied, n)
    total = float(str(raw["total"]))
    return total, total / n, None

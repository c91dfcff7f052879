"""The analyses that stand on sheets of their own: gathered from the exports, written as tables.

A further one is a module with a class of the form of
:class:`~cs_workbook.actions.analyses.analysis.Analysis` and a line in :data:`ANALYSES`.
"""

from datetime import date

from cs_workbook.actions.analyses.adoption import Adoption
from cs_workbook.actions.analyses.analysis import Analysis
from cs_workbook.actions.analyses.at_risk import AtRisk
from cs_workbook.actions.analyses.disagreements import Disagreements
from cs_workbook.actions.analyses.expansion import Expansion
from cs_workbook.actions.analyses.family_rows import Families
from cs_workbook.actions.analyses.follow_up import FollowUp
from cs_workbook.actions.analyses.health import Health
from cs_workbook.actions.analyses.history import HistoryAnalysis
from cs_workbook.actions.analyses.lifetime_rows import LifetimeAnalysis
from cs_workbook.actions.analyses.plans import Plans
from cs_workbook.actions.analyses.referrals import ReferralsAnalysis
from cs_workbook.actions.analyses.renewals import Renewals
from cs_workbook.actions.analyses.retention_rows import RetentionAnalysis
from cs_workbook.actions.analyses.revenue import RevenueAnalysis
from cs_workbook.actions.analyses.segments import Segments
from cs_workbook.actions.analyses.survey_trends import SurveyTrends
from cs_workbook.actions.analyses.voice import Voice
from cs_workbook.actions.analyses.what_if import WhatIf
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB

ANALYSES: tuple[type[Analysis], ...] = (
    Health,
    RevenueAnalysis,
    RetentionAnalysis,
    LifetimeAnalysis,
    Renewals,
    Voice,
    SurveyTrends,
    FollowUp,
    Segments,
    Plans,
    AtRisk,
    Disagreements,
    Expansion,
    Families,
    HistoryAnalysis,
    Adoption,
    ReferralsAnalysis,
    WhatIf,
)


def gather_analyses(
    engine: DuckDB, settings: TrackerSettings, *, as_of: date
) -> tuple[Analysis, ...]:
    """Gather every analysis while the database is open."""
    return tuple(analysis.gather(engine, settings, as_of=as_of) for analysis in ANALYSES)

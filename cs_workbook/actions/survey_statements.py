"""State the survey figures, NPS, CSAT and CES, by the rules of the survey registry."""

from collections import Counter
from collections.abc import Mapping

from cs_workbook.actions.counts import Counts, Stated
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.measures.effort import CesRule, Direction, customer_effort_score
from cs_workbook.measures.nps import (
    NpsCategory,
    NpsResult,
    net_promoter_score_from_counts,
    nps_category,
)
from cs_workbook.measures.satisfaction import DEFAULT_CSAT, satisfied_share

_SPELLED_OUT = 4


def survey_figures(counts: Counts, settings: TrackerSettings) -> dict[str, Stated]:
    """Return NPS, CSAT and CES with their rules in words."""
    window = (
        "all answers up to the as-of date"
        if settings.survey_window_days is None
        else f"answers of the {settings.survey_window_days} days up to the as-of date"
    )
    nps = nps_of_scores(counts.answers.get("NPS", {}))
    return {
        "KPI_NPS": Stated(
            part=nps.promoters - nps.detractors,
            base=nps.n,
            n=nps.n,
            interval=nps.interval,
            rule=f"Promoters (9-10) minus detractors (0-6) in percent of all; {window}. "
            f"{nps.promoters} promoters, {nps.passives} passives, {nps.detractors} detractors. "
            "Interval: adjusted Wald.",
        ),
        **_csat_figures(counts, settings, window),
        **_ces_figures(counts.answers.get("CES", {}), settings.surveys.ces, window),
    }


def nps_of_scores(scores: Mapping[int, int]) -> NpsResult:
    """Return NPS from a table "answer: how often"."""
    groups: Counter[NpsCategory] = Counter()
    for score, n in scores.items():
        groups[nps_category(score)] += n
    return net_promoter_score_from_counts(
        promoters=groups[NpsCategory.PROMOTER],
        passives=groups[NpsCategory.PASSIVE],
        detractors=groups[NpsCategory.DETRACTOR],
    )


def _csat_figures(counts: Counts, settings: TrackerSettings, window: str) -> dict[str, Stated]:
    answers, rule, source = counts.answers.get("CSAT", {}), settings.surveys.csat, "survey answers"
    if not answers and counts.ticket_ratings:
        # A ticket is rated 1 to 5, whatever scale the surveys have.
        answers, rule, source = counts.ticket_ratings, DEFAULT_CSAT, "ticket ratings"
    csat = satisfied_share(answers, rule=rule)
    scale = f"a {rule.minimum}-{rule.maximum} scale"
    return {
        "KPI_CSAT": Stated(
            part=csat.part("satisfied"),
            base=csat.n,
            n=csat.n,
            interval=csat.interval,
            rule=f"Share of {_listed(*rule.satisfied_range)} on {scale} ({source}); {window}. "
            "Interval: Wilson.",
        ),
        "KPI_CSATMean": Stated(
            part=sum(score * n for score, n in answers.items()),
            base=csat.n,
            n=csat.n,
            rule=f"Mean on {scale} ({source}); {window}.",
        ),
    }


def _ces_figures(answers: Mapping[int, int], rule: CesRule, window: str) -> dict[str, Stated]:
    ces = customer_effort_score(answers, rule=rule)
    higher = rule.direction is Direction.HIGHER_IS_EASIER
    easy = (rule.easy_from, rule.maximum) if higher else (rule.minimum, rule.easy_from)
    scale = f"a {rule.minimum}-{rule.maximum} scale where {rule.direction}"
    return {
        "KPI_CES": Stated(
            part=sum(score * n for score, n in answers.items()),
            base=ces.n,
            n=ces.n,
            rule=f"Mean on {scale}; {window}.",
        ),
        "KPI_CESAgree": Stated(
            part=ces.part("easy"),
            base=ces.n,
            n=ces.n,
            interval=ces.easy_interval,
            rule=f"Share of {_listed(*easy)} on {scale}; {window}. Interval: Wilson.",
        ),
    }


def _listed(low: int, high: int) -> str:
    """Name the answers from one to another.

    >>> _listed(4, 5), _listed(5, 7), _listed(80, 100)
    ('4 and 5', '5, 6 and 7', '80 to 100')
    """
    if high - low >= _SPELLED_OUT:
        return f"{low} to {high}"
    answers = [str(answer) for answer in range(low, high + 1)]
    return " and ".join([", ".join(answers[:-1]), answers[-1]] if len(answers) > 1 else answers)

"""The Satisfaction sheet: answers of the whole book and of each group, and growth by NPS group.

The counts are stamped, because they need all rows of the exports; scores, intervals and rates are
live formulas over them. What the accounts alone can say (the mean of each account, who has not
spoken) is a formula over ``tblAccounts`` and needs nothing from here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

import pandas as pd

from cs_workbook.actions.account_rows import plain
from cs_workbook.actions.analyses.analysis import Known, TableContent
from cs_workbook.actions.cell_values import known_number
from cs_workbook.actions.survey_rules import SurveyRules
from cs_workbook.actions.survey_statements import nps_of_scores
from cs_workbook.actions.table_columns import columns_of
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.measures.figure import percent_of
from cs_workbook.measures.intervals import wilson_interval
from cs_workbook.measures.nps import NpsResult, net_promoter_score_from_counts
from cs_workbook.measures.nps_growth import (
    SILENT,
    CustomerThenAndNow,
    GroupGrowth,
    growth_by_group,
)
from cs_workbook.measures.satisfaction import DEFAULT_CSAT
from cs_workbook.rollups import (
    account_revenue,
    account_surveys,
    latest_answers,
    period_start,
    survey_counts,
    survey_invitations,
    ticket_ratings,
    voice_groups,
)
from cs_workbook.schema.tables import TBL_VOICE_GROUPS, TBL_VOICE_GROWTH
from cs_workbook.schema.voice_formulas import NO_DATA
from cs_workbook.schema.voice_tables import (
    ALL_ANSWERS,
    BEFORE,
    FEW,
    LATEST,
    NO_ANSWERS,
    NOT_KNOWN,
    VOICE_NAMES,
    WHOLE_BOOK,
)
from cs_workbook.workbook.port import CellValue, ColumnContent

MEAN_ANSWERS = {
    "promoter": "9 to 10",
    "passive": "7 to below 9",
    "detractor": "0 to below 7",
    SILENT: "no answer",
}
Scores = Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAnswers:
    """The answers of one group.

    Attributes:
        kind: What the groups are.
        group: The group.
        nps: Its NPS.
        satisfied: Satisfied CSAT answers.
        csat_n: CSAT answers; ``None`` where they are not counted.
        ces_sum: Sum of the CES answers.
        ces_n: CES answers; ``None`` where they are not counted.
    """

    kind: str
    group: str
    nps: NpsResult
    satisfied: int = 0
    csat_n: int | None = None
    ces_sum: float = 0.0
    ces_n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What the Satisfaction sheet needs from the exports.

    Attributes:
        groups: Whole book first, then the groups of each kind.
        growth: NPS group at the start of the period -> what became of its customers.
        asked: People asked, of these answered, and accounts asked of which all are silent.
    """

    groups: tuple[GroupAnswers, ...]
    growth: Mapping[str, GroupGrowth]
    asked: tuple[int, int, int]

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:
        """Count the answers of the survey window, of the one before, and of each group."""
        window = settings.survey_window_days
        latest = latest_answers(engine, as_of=as_of, survey_window_days=window)
        people = {int(score): int(n) for score, n in latest.itertuples(index=False)}
        book = [
            _whole_book(engine, settings, ALL_ANSWERS, as_of=as_of),
            GroupAnswers(kind=WHOLE_BOOK, group=LATEST, nps=nps_of_scores(people)),
        ]
        if window is not None:
            day_before = as_of - timedelta(days=window)
            book.append(_whole_book(engine, settings, BEFORE, as_of=day_before))
        groups = voice_groups(
            engine, as_of=as_of, survey_window_days=window, csat=settings.surveys.csat
        )
        sent = survey_invitations(engine, as_of=as_of, survey_window_days=window).iloc[0]
        return cls(
            groups=(*book, *_groups(groups)),
            growth=_growth(engine, settings, as_of=as_of),
            asked=(int(sent["asked"]), int(sent["answered"]), int(sent["accounts_silent"])),
        )

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the rows of ``tblVoiceGroups`` and ``tblVoiceGrowth``."""
        yield TableContent(
            table=TBL_VOICE_GROUPS.name,
            columns=_group_columns(self.groups, known.settings.surveys),
            keyed_by=TBL_VOICE_GROUPS.key,
            names={
                name: count if self.asked[0] else NOT_KNOWN
                for name, count in zip(VOICE_NAMES, self.asked, strict=True)
            },
        )
        yield TableContent(table=TBL_VOICE_GROWTH.name, columns=_growth_columns(self.growth))


def _whole_book(
    engine: DuckDB, settings: TrackerSettings, group: str, *, as_of: date
) -> GroupAnswers:
    window = settings.survey_window_days
    answers: dict[str, dict[int, int]] = {}
    counted = survey_counts(engine, as_of=as_of, survey_window_days=window)
    for survey, score, n in counted.itertuples(index=False):
        answers.setdefault(str(survey), {})[int(score)] = int(n)
    csat, rule, ces = answers.get("CSAT", {}), settings.surveys.csat, answers.get("CES", {})
    if not csat:
        ratings = ticket_ratings(engine, as_of=as_of, survey_window_days=window)
        csat = {int(score): int(n) for score, n in ratings[["score", "n_window"]].to_numpy()}
        rule = DEFAULT_CSAT
    return GroupAnswers(
        kind=WHOLE_BOOK,
        group=group,
        nps=nps_of_scores(answers.get("NPS", {})),
        satisfied=sum(n for score, n in csat.items() if rule.is_satisfied(score)),
        csat_n=sum(csat.values()),
        ces_sum=sum(score * n for score, n in ces.items()),
        ces_n=sum(ces.values()),
    )


def _groups(frame: pd.DataFrame) -> Iterable[GroupAnswers]:
    for row in frame.to_dict(orient="records"):
        yield GroupAnswers(
            kind=str(row["kind"]),
            group=str(row["group"]),
            nps=net_promoter_score_from_counts(
                promoters=int(row["promoters"]),
                passives=int(row["passives"]),
                detractors=int(row["detractors"]),
            ),
            satisfied=int(row["csat_satisfied"]),
            csat_n=int(row["csat_n"]),
            ces_sum=float(row["ces_sum"]),
            ces_n=int(row["ces_n"]),
        )


def _growth(engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> dict[str, GroupGrowth]:
    """Follow the customers at the start of the period, by their answers up to that day."""
    start = period_start(as_of, months=settings.period_months)
    revenue = account_revenue(engine, as_of=as_of, period_start=start)
    answers = account_surveys(
        engine, as_of=start, survey_window_days=settings.survey_window_days
    ).set_index("account_id")["nps_answer"]
    there = revenue[revenue["customer_at_start"].fillna(value=False).astype(bool)]
    return growth_by_group(
        CustomerThenAndNow(
            answer=known_number(plain(answers.get(account))),
            still_customer=bool(customer),
            mrr_then=known_number(plain(then)),
            mrr_now=known_number(plain(now)),
        )
        for account, customer, then, now in there[
            ["account_id", "customer", "mrr_start", "mrr"]
        ].itertuples(index=False)
    )


def _group_columns(groups: Iterable[GroupAnswers], rules: SurveyRules) -> dict[str, ColumnContent]:
    needed = rules.n_needed["NPS"]
    rows: list[dict[str, CellValue]] = []
    for group in groups:
        nps, interval = group.nps, group.nps.interval
        few = FEW if nps.n < needed else ""
        rows.append(
            {
                "Kind": group.kind,
                "Group": group.group,
                "Promoters": nps.promoters,
                "Passives": nps.passives,
                "Detractors": nps.detractors,
                "n": nps.n,
                "NPS": NO_DATA if nps.value is None else nps.value,
                "Low 95 %": "" if interval is None else interval.low,
                "High 95 %": "" if interval is None else interval.high,
                "CSAT (%)": percent_of(group.satisfied, group.csat_n or 0),
                "CSAT n": group.csat_n,
                "CES": group.ces_sum / group.ces_n if group.ces_n else None,
                "CES n": group.ces_n,
                "Note": few if nps.n else NO_ANSWERS,
            }
        )
    return columns_of(TBL_VOICE_GROUPS, rows)


def _growth_columns(growth: Mapping[str, GroupGrowth]) -> dict[str, ColumnContent]:
    rows: list[dict[str, CellValue]] = []
    for name, found in growth.items():
        kept = wilson_interval(found.still, found.customers)
        rows.append(
            {
                "NPS group": name.capitalize(),
                "Mean answer": MEAN_ANSWERS[name],
                "Customers": found.customers,
                "Still there": found.still,
                "Kept (%)": _or_no_data(percent_of(found.still, found.customers)),
                "Low 95 %": "" if kept is None else kept.low,
                "High 95 %": "" if kept is None else kept.high,
                "MRR then": found.mrr_then,
                "MRR kept": found.mrr_kept,
                "MRR now": found.mrr_now,
                "GRR (%)": _or_no_data(percent_of(found.mrr_kept, found.mrr_then)),
                "NRR (%)": _or_no_data(percent_of(found.mrr_now, found.mrr_then)),
            }
        )
    return columns_of(TBL_VOICE_GROWTH, rows)


def _or_no_data(value: float | None) -> CellValue:
    return NO_DATA if value is None else value

"""Read the survey registry of a tracker: the scale and the good answers of each survey."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cs_workbook.errors import SettingsError
from cs_workbook.measures.effort import DEFAULT_CES, CesRule, Direction
from cs_workbook.measures.satisfaction import DEFAULT_CSAT, CsatRule
from cs_workbook.schema.lists import DIRECTIONS, LOWER_IS_BETTER
from cs_workbook.schema.survey_rules import DEFAULT_SURVEY_RULES, SurveyRule
from cs_workbook.workbook.port import CellValue, Workbook

_DEFAULTS = {rule.survey: rule for rule in DEFAULT_SURVEY_RULES}


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRules:
    """The registry, checked.

    Attributes:
        csat: Scale of CSAT and its satisfied answers.
        ces: Scale of CES, its direction and its easy answers.
        n_needed: Survey -> fewer answers than this are few.
    """

    csat: CsatRule = DEFAULT_CSAT
    ces: CesRule = DEFAULT_CES
    n_needed: Mapping[str, int] = field(
        default_factory=lambda: {rule.survey: rule.n_needed for rule in DEFAULT_SURVEY_RULES}
    )

    @property
    def scales(self) -> dict[str, tuple[int, int]]:
        """Lowest and highest answer of each survey; anything else is set aside on import."""
        nps = _DEFAULTS["NPS"]
        return {
            "NPS": (nps.lowest, nps.highest),
            "CSAT": (self.csat.minimum, self.csat.maximum),
            "CES": (self.ces.minimum, self.ces.maximum),
        }


def read_survey_rules(workbook: Workbook) -> SurveyRules:
    """Read ``tblSurveyRules``; a blank cell means its default.

    Raises:
        SettingsError: A row is missing or says what cannot be.
    """
    table = workbook.read_table("tblSurveyRules")
    found = {name: _row(table, rule) for name, rule in _DEFAULTS.items()}
    nps, csat, ces = found["NPS"], found["CSAT"], found["CES"]
    fixed = _DEFAULTS["NPS"]
    if (nps.lowest, nps.highest, nps.direction, nps.satisfied_from) != (
        fixed.lowest,
        fixed.highest,
        fixed.direction,
        fixed.satisfied_from,
    ):
        raise SettingsError(
            "Survey rules, row 'NPS': expected 0, 10, Higher is better and 9, found "
            f"{nps.lowest}, {nps.highest}, {nps.direction} and {nps.satisfied_from}. NPS is one "
            "published rule: put its row back, and call another scale CSAT or CES."
        )
    lower = ces.direction == LOWER_IS_BETTER
    return SurveyRules(
        csat=CsatRule(
            minimum=csat.lowest,
            maximum=csat.highest,
            satisfied_from=csat.satisfied_from,
            lower_is_better=csat.direction == LOWER_IS_BETTER,
        ),
        ces=CesRule(
            minimum=ces.lowest,
            maximum=ces.highest,
            easy_from=ces.satisfied_from,
            direction=Direction.LOWER_IS_EASIER if lower else Direction.HIGHER_IS_EASIER,
        ),
        n_needed={name: rule.n_needed for name, rule in found.items()},
    )


def _row(table: Mapping[str, list[CellValue]], default: SurveyRule) -> SurveyRule:
    if default.survey not in table["Survey"]:
        raise SettingsError(
            f"Survey rules: expected a row {default.survey!r}, found none. Put the row back."
        )
    row = table["Survey"].index(default.survey)

    def number(header: str, otherwise: int) -> int:
        found = table[header][row]
        if found is None:
            return otherwise
        if isinstance(found, bool) or not isinstance(found, int | float) or found != int(found):
            raise SettingsError(
                f"Survey rules, row {default.survey!r}, column {header!r}: expected a whole "
                f"number, found {found!r}. Type a whole number."
            )
        return int(found)

    direction = table["Direction"][row]
    if direction is not None and direction not in DIRECTIONS:
        raise SettingsError(
            f"Survey rules, row {default.survey!r}, column 'Direction': expected "
            f"{' or '.join(DIRECTIONS)}, found {direction!r}. Choose one from the list."
        )
    lowest, highest = number("Lowest", default.lowest), number("Highest", default.highest)
    good = number("Satisfied from", default.satisfied_from)
    if not lowest <= good <= highest or lowest == highest:
        raise SettingsError(
            f"Survey rules, row {default.survey!r}: expected Lowest <= Satisfied from <= Highest "
            f"on a scale with a width, found {lowest}, {good} and {highest}. Correct the row."
        )
    return SurveyRule(
        survey=default.survey,
        lowest=lowest,
        highest=highest,
        direction=str(direction or default.direction),
        satisfied_from=good,
        n_needed=number("n needed", default.n_needed),
        meaning=default.meaning,
    )

"""Templates of success plans, as data: one module per need, two depths each.

A full plan shows everything. A light plan has fewer rows, tactics without the strategy above them,
and no list of adjustments; the two questions and the four parts are the same.
"""

from cs_workbook.errors import SettingsError
from cs_workbook.plans.anatomy import DEPTHS, FULL, LIGHT, WORK, PlanTemplate
from cs_workbook.plans.sections import SECTIONS
from cs_workbook.plans.templates.adoption import ADOPTION
from cs_workbook.plans.templates.growth import GROWTH
from cs_workbook.plans.templates.need import NeedTemplate
from cs_workbook.plans.templates.onboarding import ONBOARDING
from cs_workbook.plans.templates.rescue import RESCUE
from cs_workbook.plans.templates.value import VALUE
from cs_workbook.schema.plan_words import TACTIC

__all__ = ["DEPTHS", "FULL", "LIGHT", "NEEDS", "template"]

_TEMPLATES: dict[str, NeedTemplate] = {
    each.need: each for each in (ONBOARDING, ADOPTION, VALUE, RESCUE, GROWTH)
}

NEEDS = tuple(_TEMPLATES)
"""What a plan can be for."""


def template(need: str, depth: str) -> PlanTemplate:
    """Return the template for a need and a depth; case and spaces around do not matter.

    Raises:
        SettingsError: The need or the depth is unknown.

    >>> template("onboarding", "Light").name
    'Onboarding, light'
    """
    chosen = _one_of("Need", need, NEEDS)
    deep = _one_of("Plan depth", depth, DEPTHS)
    source = _TEMPLATES[chosen]
    sections = tuple(section for section in SECTIONS if section.rows(deep))
    return PlanTemplate(
        name=f"{chosen}, {deep.lower()}",
        version=source.version,
        need=chosen,
        depth=deep,
        purpose=source.purpose,
        sections=sections,
        suggestions={
            section.key: _suggested(source, section.key, section.rows(deep), deep)
            for section in sections
        },
    )


def _suggested(
    source: NeedTemplate, key: str, most: int, depth: str
) -> tuple[tuple[str | int | None, ...], ...]:
    rows = source.suggestions.get(key, ())
    if depth == LIGHT and key == WORK:
        rows = tuple(row for row in rows if row[2] == TACTIC)
    # One row is left to the people whose plan it is.
    return rows[: max(most - 1, 1)]


def _one_of(what: str, found: str, known: tuple[str, ...]) -> str:
    for name in known:
        if name.casefold() == found.strip().casefold():
            return name
    raise SettingsError(
        f"{what}: expected one of {', '.join(known)}, found {found!r}. "
        "Choose one of them and build the plan again."
    )

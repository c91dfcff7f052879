"""Build the tracker workbook from source: the same source gives the same bytes.

Usage::

    python -m cs_workbook.template.build

writes ``templates/CS_Tracker.xlsm`` of the checkout.
"""

import io
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from cs_workbook.schema.tables import SHEET_ORDER, TABLES
from cs_workbook.template.about import draw_about
from cs_workbook.template.adoption_sheets import draw_adoption, draw_referrals
from cs_workbook.template.at_risk_sheet import draw_at_risk
from cs_workbook.template.checks_sheet import draw_checks
from cs_workbook.template.churn_reasons_sheet import draw_churn_reasons
from cs_workbook.template.conf_sheet import CONF_SHEET, draw_conf
from cs_workbook.template.dashboard import draw_dashboard
from cs_workbook.template.data_sheets import draw_data_sheet
from cs_workbook.template.expansion_sheet import draw_expansion
from cs_workbook.template.families_sheet import draw_families
from cs_workbook.template.figures_sheet import draw_figures
from cs_workbook.template.follow_up_sheet import draw_follow_up
from cs_workbook.template.functions_sheet import FUNCTIONS_SHEET, draw_functions
from cs_workbook.template.health_sheet import draw_health
from cs_workbook.template.judgement_sheet import draw_judgement
from cs_workbook.template.layout import Page
from cs_workbook.template.lifetime_sheet import draw_lifetime
from cs_workbook.template.lists_sheet import draw_lists
from cs_workbook.template.macro_project import macro_modules
from cs_workbook.template.movers_sheet import draw_movers
from cs_workbook.template.package_steps import finish
from cs_workbook.template.plan_sheets import draw_plan_pattern, draw_plans
from cs_workbook.template.presets_sheet import draw_presets
from cs_workbook.template.profiles_sheet import draw_profiles
from cs_workbook.template.rates_sheet import draw_rates
from cs_workbook.template.refreshes_sheet import draw_refreshes
from cs_workbook.template.renewals_sheet import draw_forecasts, draw_renewals
from cs_workbook.template.retention_sheets import draw_cohorts, draw_retention
from cs_workbook.template.revenue_sheet import draw_revenue
from cs_workbook.template.satisfaction_sheet import draw_satisfaction
from cs_workbook.template.segment_sheets import (
    draw_contacts,
    draw_problems,
    draw_segment_model,
)
from cs_workbook.template.settings_sheet import draw_settings
from cs_workbook.template.styles import ACCENT, BAR, LINE, Formats
from cs_workbook.template.suggested_sheet import draw_suggested
from cs_workbook.template.survey_rules_sheet import draw_survey_rules
from cs_workbook.template.trends_sheet import draw_trends
from cs_workbook.template.value_sheets import (
    draw_overlaps,
    draw_plan_choice,
    draw_segment_moves,
    draw_value,
)
from cs_workbook.template.vba_project import build_vba_project
from cs_workbook.template.weights_sheet import draw_weights
from cs_workbook.template.what_if_sheet import draw_what_if
from cs_workbook.workbook.packaged import TEMPLATE_NAME

CREATED: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - fixed, so that each build is the same
_WINDOW: Final = (1920, 1040)

_SPECIAL: Final[Mapping[str, Callable[[Page], None]]] = {
    "About": draw_about,
    "Dashboard": draw_dashboard,
    "Health": draw_health,
    "Why it moved": draw_movers,
    "Refreshes": draw_refreshes,
    "Figures": draw_figures,
    "Retention": draw_retention,
    "Cohorts": draw_cohorts,
    "Lifetime value": draw_lifetime,
    "Revenue": draw_revenue,
    "Churn reasons": draw_churn_reasons,
    "Renewals": draw_renewals,
    "Renewal forecasts": draw_forecasts,
    "Satisfaction": draw_satisfaction,
    "Survey trends": draw_trends,
    "Follow-up": draw_follow_up,
    "Contacts": draw_contacts,
    "Problems": draw_problems,
    "Value": draw_value,
    "Overlaps": draw_overlaps,
    "Segment moves": draw_segment_moves,
    "Plan choice": draw_plan_choice,
    "Segment model": draw_segment_model,
    "At risk": draw_at_risk,
    "Gut and data": draw_judgement,
    "Expansion": draw_expansion,
    "Families": draw_families,
    "Suggested weights": draw_suggested,
    "What-if": draw_what_if,
    "Plans": draw_plans,
    "Plan pattern": draw_plan_pattern,
    "Adoption": draw_adoption,
    "Referrals": draw_referrals,
    "Settings": draw_settings,
    "Weights": draw_weights,
    "Profiles": draw_profiles,
    "Presets": draw_presets,
    "Survey rules": draw_survey_rules,
    "Exchange rates": draw_rates,
    "Checks": draw_checks,
    "Lists": draw_lists,
    FUNCTIONS_SHEET: draw_functions,
    CONF_SHEET: draw_conf,
}

_RESULTS, _DATA, _YOURS, _RECORDS = ACCENT, BAR, "#E3C84B", LINE
TAB_COLOURS: Final[Mapping[str, str]] = {
    "About": _RESULTS,
    "Dashboard": _RESULTS,
    "Accounts": _RESULTS,
    "Health": _RESULTS,
    "Why it moved": _RESULTS,
    "Figures": _RESULTS,
    "Trends": _RESULTS,
    "Back-test": _RESULTS,
    "Suggested weights": _RESULTS,
    "What-if": _RESULTS,
    "Retention": _RESULTS,
    "Cohorts": _RESULTS,
    "Lifetime value": _RESULTS,
    "Revenue": _RESULTS,
    "MRR movements": _RESULTS,
    "Churn reasons": _RESULTS,
    "Renewals": _RESULTS,
    "Renewal forecasts": _RECORDS,
    "Satisfaction": _RESULTS,
    "Survey trends": _RESULTS,
    "Follow-up": _RESULTS,
    "Contacts": _YOURS,
    "Problems": _YOURS,
    "Value": _RESULTS,
    "Overlaps": _RESULTS,
    "Segment moves": _RECORDS,
    "Plan choice": _RESULTS,
    "Segment model": _YOURS,
    "At risk": _RESULTS,
    "Gut and data": _RESULTS,
    "Expansion": _RESULTS,
    "Families": _RESULTS,
    "Plans": _RESULTS,
    "Plan conflicts": _RECORDS,
    "Plan pattern": _YOURS,
    "Plan record": _RECORDS,
    "Adoption": _RESULTS,
    "Referrals": _RESULTS,
    "Settings": _YOURS,
    "Weights": _YOURS,
    "Profiles": _YOURS,
    "Presets": _RECORDS,
    "Tiers": _YOURS,
    "Caps": _YOURS,
    "Overrides": _YOURS,
    "Survey rules": _YOURS,
    "Exchange rates": _YOURS,
    "Import log": _RECORDS,
    "Import problems": _RECORDS,
    "Model versions": _RECORDS,
    "Refreshes": _RECORDS,
    "History": _RECORDS,
    "Checks": _RECORDS,
    "Lists": _RECORDS,
    FUNCTIONS_SHEET: _RECORDS,
    CONF_SHEET: _YOURS,
}
"""Tab colours by kind of sheet; sheets that are not named here hold imported data."""


def build(path: Path) -> None:
    """Write the empty tracker to a file, replacing it."""
    path.write_bytes(template_bytes())


def template_bytes() -> bytes:
    """Return the empty tracker."""
    package = io.BytesIO()
    book = xlsxwriter.Workbook(package, {"in_memory": True})
    formats = Formats(book)
    pages = [_draw(book, formats, name) for name in SHEET_ORDER]
    pages[0].sheet.activate()
    modules = macro_modules([code_name(name) for name in SHEET_ORDER])
    book.set_vba_name("ThisWorkbook")
    book.add_vba_project(io.BytesIO(build_vba_project(modules)), is_stream=True)
    book.set_size(*_WINDOW)
    book.set_properties(
        {
            "title": "Customer Success tracker",
            "subject": "Customers, health, churn and satisfaction from CSV exports",
            "author": "cs_workbook",
            "keywords": "customer success, health score, churn, NPS",
            "created": CREATED,
        }
    )
    book.close()
    ribbon = (files("cs_workbook.template") / "ribbon.xml").read_bytes()
    return finish(package.getvalue(), formats.styles_of_cells(), ribbon=ribbon)


def code_name(sheet: str) -> str:
    """Return the name of a sheet's macro module.

    >>> code_name("Churn events")
    'ChurnEventsSheet'
    """
    return "".join(word.title() for word in re.findall(r"\w+", sheet)) + "Sheet"


def _draw(book: Any, formats: Formats, name: str) -> Page:  # noqa: ANN401 - XlsxWriter has no types
    page = Page(book=book, formats=formats, name=name, sheet=book.add_worksheet(name))
    page.sheet.set_tab_color(TAB_COLOURS.get(name, _DATA))
    page.sheet.set_vba_name(code_name(name))
    if name in _SPECIAL:
        _SPECIAL[name](page)
    else:
        table = next(table for table in TABLES.values() if table.sheet == name)
        draw_data_sheet(page, table)
    return page


if __name__ == "__main__":
    build(Path(__file__).parents[2] / "templates" / TEMPLATE_NAME)

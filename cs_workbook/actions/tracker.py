"""Read what a tracker says about itself: layout, settings, weights and bands.

Every refusal is one sentence with the place, what was expected, what was found and what to do.
A blank setting means its default, except the survey window, where blank means "all answers".
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cs_workbook.actions.cell_values import as_date
from cs_workbook.actions.exchange_rates import read_exchange_rates
from cs_workbook.actions.health_slots import input_headers, number_cell, read_measures
from cs_workbook.actions.profiles import read_profiles
from cs_workbook.actions.survey_rules import SurveyRules, read_survey_rules
from cs_workbook.errors import SettingsError, TableMissing, WorkbookError
from cs_workbook.exports import LocaleSettings
from cs_workbook.measures.exchange_rates import ExchangeRates
from cs_workbook.measures.health import HealthModel
from cs_workbook.measures.health_bands import Band
from cs_workbook.schema import SCHEMA_VERSION
from cs_workbook.schema.health_model import NO_DATA_BAND
from cs_workbook.schema.settings import SETTING, Setting, SettingValue
from cs_workbook.schema.tables import TABLES
from cs_workbook.workbook.port import CellValue, Workbook

__all__ = [
    "TrackerSettings",
    "as_date",
    "read_model",
    "read_settings",
    "require_tracker",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerSettings:
    """The settings of one tracker, checked.

    Attributes:
        currency: The book currency.
        period_months: Length of the churn and retention period.
        churn_rule: One of :data:`cs_workbook.schema.settings.CHURN_RULES`.
        churn_counting: One of :data:`cs_workbook.schema.settings.CHURN_COUNTINGS`.
        survey_window_days: Days of answers that count; ``None`` counts all.
        follow_up_days: Days within which a detractor's answer is to be followed up.
        disengaged_days: Days without use from which a customer is disengaged.
        disengaged_fall: Fall of usage in percent from which a customer is falling.
        minimum_coverage: Percent of the weights a band needs.
        smallest_group: Fewest peers a percentile needs.
        count_early_usage: Whether usage before its subscription counts.
        rows_shown: Most rows a data sheet shows.
        lifetime_rule: One of :data:`cs_workbook.schema.settings.LIFETIME_RULES`.
        gross_margin: Percent of revenue that is left after the cost of serving customers.
        discount_rate: Percent a year.
        acquisition_cost: Cost of winning one customer; ``None`` where it is not known.
        grace_days: Days around its date within which a renewal counts as renewed.
        notice_days: Days before its date up to which a contract can be ended.
        family_rule: One of :data:`cs_workbook.schema.settings.FAMILY_RULES`.
        locale: Order of day and month, and decimal mark, where a file leaves them open.
        rates: What other currencies are worth in the book currency.
        surveys: The survey registry.
    """

    currency: str
    period_months: int
    churn_rule: str
    churn_counting: str
    survey_window_days: int | None
    follow_up_days: int
    disengaged_days: int
    disengaged_fall: float
    minimum_coverage: float
    smallest_group: int
    count_early_usage: bool
    rows_shown: int
    lifetime_rule: str
    gross_margin: float
    discount_rate: float
    acquisition_cost: float | None
    grace_days: int
    notice_days: int
    family_rule: str
    locale: LocaleSettings
    rates: ExchangeRates
    surveys: SurveyRules = field(default_factory=SurveyRules)


def require_tracker(workbook: Workbook) -> None:
    """Refuse a workbook that is no tracker of this layout.

    Raises:
        TableMissing: It has no schema version, or lacks a table or a column.
        WorkbookError: It is a tracker of another layout.
    """
    try:
        version = workbook.read_name("SchemaVersion")
    except TableMissing:
        raise TableMissing(
            "This workbook is no tracker: it has no cell named SchemaVersion. "
            "Make one with 'cs-workbook new PATH' and refresh that."
        ) from None
    if version != SCHEMA_VERSION:
        raise WorkbookError(
            f"This tracker has layout {version!r}; this program reads layout {SCHEMA_VERSION}. "
            "Run 'cs-workbook upgrade TRACKER' for an older one; for a newer one install the "
            "newest cs-workbook."
        )
    present = workbook.tables()
    for table in TABLES.values():
        shape = present.get(table.name)
        if shape is None:
            others = ", ".join(sorted(set(present) - set(TABLES))) or "none"
            raise TableMissing(
                f"Sheet {table.sheet}: expected a table named {table.name}, found no such table "
                f"(tables of other names: {others}). Rename it back under Table Design."
            )
        missing = [header for header in table.headers if header not in shape.columns]
        if missing:
            raise TableMissing(
                f"Table {table.name} on sheet {shape.sheet}: expected a column "
                f"{missing[0]!r}, found {', '.join(shape.columns[:6])}, ... "
                "Rename the column back; columns of your own may stay."
            )


def read_settings(workbook: Workbook) -> TrackerSettings:
    """Read and check the settings of a tracker.

    Raises:
        SettingsError: A setting is not what it must be.
    """
    values = {
        name: _checked(setting, workbook.read_name(name)) for name, setting in SETTING.items()
    }
    window = values["SurveyWindowDays"]
    cost = values["AcquisitionCost"]
    return TrackerSettings(
        currency=str(values["Currency"]),
        period_months=_whole(values["PeriodMonths"]),
        churn_rule=str(values["LogoChurnRule"]),
        churn_counting=str(values["ChurnCounting"]),
        survey_window_days=None if window is None else _whole(window),
        follow_up_days=_whole(values["FollowUpDays"]),
        disengaged_days=_whole(values["DisengagedDays"]),
        disengaged_fall=_number(values["DisengagedFall"]),
        minimum_coverage=_number(values["MinimumCoverage"]),
        smallest_group=_whole(values["SmallestGroup"]),
        count_early_usage=values["EarlyUsage"] == "Count it",
        rows_shown=_whole(values["RowsShown"]),
        lifetime_rule=str(values["LifetimeRule"]),
        gross_margin=_number(values["GrossMargin"]),
        discount_rate=_number(values["DiscountRate"]),
        acquisition_cost=None if cost is None else _number(cost),
        grace_days=_whole(values["GraceDays"]),
        notice_days=_whole(values["NoticeDays"]),
        family_rule=str(values["FamilyRule"]),
        locale=LocaleSettings(
            date_order=_DATE_ORDERS[str(values["DateOrder"])],
            decimal_mark=_DECIMAL_MARKS[str(values["DecimalMark"])],
        ),
        rates=read_exchange_rates(workbook, book=str(values["Currency"])),
        surveys=read_survey_rules(workbook),
    )


_DATE_ORDERS: dict[str, Literal["auto", "dmy", "mdy"]] = {
    "Automatic": "auto",
    "Day first": "dmy",
    "Month first": "mdy",
}
_DECIMAL_MARKS: dict[str, Literal["auto", ".", ","]] = {
    "Automatic": "auto",
    "Point": ".",
    "Comma": ",",
}


def _checked(setting: Setting, found: CellValue) -> SettingValue:
    """Return the setting's value, its default for a blank, or refuse what it cannot be."""
    where = f"Settings, {setting.label!r}"
    if found is None or found == "":
        return None if setting.name == "SurveyWindowDays" else setting.default
    if setting.choices:
        if found not in setting.choices:
            raise SettingsError(
                f"{where}: expected one of {', '.join(setting.choices)}, found {found!r}. "
                "Choose one from the list."
            )
        return str(found)
    if setting.lowest is not None:
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise SettingsError(
                f"{where}: expected a number of {setting.unit}, found {found!r}. Type a number."
            )
        highest = setting.highest if setting.highest is not None else float("inf")
        if not setting.lowest <= found <= highest:
            raise SettingsError(
                f"{where}: expected {setting.lowest:g} to {highest:g} {setting.unit}, "
                f"found {found:g}. Type a number in that range."
            )
        return found
    return found if isinstance(found, str | int | float | date) else str(found)


def _number(value: SettingValue) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _whole(value: SettingValue) -> int:
    return int(_number(value))


def read_model(workbook: Workbook, *, minimum_coverage: float) -> HealthModel:
    """Read the health model from ``tblWeights``, ``tblTiers``, ``tblBands`` and ``tblProfiles``.

    Raises:
        SettingsError: A measure is not complete (see
            :func:`cs_workbook.actions.health_slots.read_measures`) or a profile (see
            :func:`cs_workbook.actions.profiles.read_profiles`), weights are negative or all zero,
            or bands do not ascend.
    """
    bands = workbook.read_table("tblBands")
    cuts = [
        Band(name=str(name), up_to=number_cell(bands, "Up to", position, str(name)))
        for position, name in enumerate(bands["Band"])
        if name is not None
    ]
    margin = SETTING["BandMargin"]
    measures = read_measures(workbook)
    return HealthModel(
        measures=measures,
        minimum_coverage=minimum_coverage,
        bands=tuple(cuts),
        no_data_band=NO_DATA_BAND,
        band_margin=_number(_checked(margin, workbook.read_name(margin.name))),
        profiles=read_profiles(workbook, measures, input_headers=input_headers(workbook)),
    )

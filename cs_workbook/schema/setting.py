"""What a setting is."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

SettingValue: TypeAlias = str | int | float | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting.

    Attributes:
        name: Workbook name of its cell.
        label: What the Settings sheet calls it.
        default: Value in a new tracker.
        unit: Unit, or what kind of value it is.
        meaning: What it changes, in one or two sentences.
        choices: Allowed values, where it is a list.
        lowest: Smallest allowed number.
        highest: Largest allowed number.
        stamped: True where refresh writes it and nobody else.
        list_name: Workbook name of the list its drop-down shows.
    """

    name: str
    label: str
    default: SettingValue
    unit: str
    meaning: str
    choices: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    stamped: bool = False
    list_name: str | None = None

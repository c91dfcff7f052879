"""What of a sheet is printed."""

from typing import TYPE_CHECKING

from xlwings import base_classes

from xlwings_libreoffice import values
from xlwings_libreoffice.office import UnoObject

if TYPE_CHECKING:
    from xlwings_libreoffice.sheets import Sheet


class PageSetup(base_classes.PageSetup):
    """The print settings of one sheet."""

    def __init__(self, sheet: "Sheet") -> None:
        self._sheet = sheet

    @property
    def api(self) -> UnoObject:
        return self._sheet.uno

    @property
    def print_area(self) -> str | None:
        printed = [values.area_of(address) for address in self._sheet.uno.getPrintAreas()]
        return ",".join(area.address() for area in printed) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        wanted = [self._sheet.range(part) for part in value.split(",")] if value else []
        self._sheet.uno.setPrintAreas(tuple(part.api.RangeAddress for part in wanted))

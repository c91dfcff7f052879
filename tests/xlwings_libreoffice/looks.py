"""How cells look: fonts, colours, sizes, alignment and number formats of a ``Range``."""

from collections.abc import Sequence
from types import EllipsisType
from typing import TYPE_CHECKING

from xlwings import base_classes

from xlwings_libreoffice.addresses import COLUMNS, ROWS, Area
from xlwings_libreoffice.office import UnoObject, enum

if TYPE_CHECKING:
    from xlwings_libreoffice.ranges import Range
    from xlwings_libreoffice.sheets import Sheet

Rgb = tuple[int, int, int]

_BOLD, _NORMAL = 150.0, 100.0
_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "fill": "REPEAT",
    "justify": "BLOCK",
}
# Lengths in LibreOffice are hundredths of a millimetre, in Excel points and characters.
_PER_INCH = 2540
_POINTS_PER_INCH = 72
_PIXELS_PER_INCH = 96
# Excel's column width counts digits of 7 pixels (Calibri 11), with 5 pixels of padding.
_DIGIT, _PADDING = 7, 5


def rgb(value: Rgb | int | str) -> int:
    """Return a colour as LibreOffice numbers it (red first; Excel's numbers have blue first)."""
    if isinstance(value, str):
        return int(value.removeprefix("#"), 16)
    if isinstance(value, int):
        value = value & 255, value >> 8 & 255, value >> 16 & 255
    red, green, blue = value
    return int(red) << 16 | int(green) << 8 | int(blue)


def _parts(colour: int) -> Rgb:
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255


class Looks(base_classes.Range):
    """The part of a range that changes no content."""

    area: Area

    @property
    def api(self) -> UnoObject:
        raise NotImplementedError

    @property
    def sheet(self) -> "Sheet":
        raise NotImplementedError

    def one(self, name: str) -> UnoObject:
        """Return a property all cells share, or ``None`` where they do not."""
        return one_value(self.api, name)

    def give(self, name: str, value: object) -> None:
        """Set a property of all cells, unless the sheet is protected."""
        self.sheet.refuse_if_protected(self.area)
        self.api.setPropertyValue(name, value)

    @property
    def number_format(self) -> str | None:
        if not len(self):
            return ""
        key = self.one("NumberFormat")
        return None if key is None else self.sheet.book.formats.text(int(key))

    @number_format.setter
    def number_format(self, value: str) -> None:
        if len(self):
            self.give("NumberFormat", self.sheet.book.formats.key(value))

    @property
    def color(self) -> Rgb | None:
        if not len(self):
            return None
        colour = self.one("CellBackColor")
        # Cells that disagree are black to COM.
        return (0, 0, 0) if colour is None else None if colour == -1 else _parts(int(colour))

    @color.setter
    def color(self, color_or_rgb: Rgb | int | str | None) -> None:
        if len(self):
            self.give("CellBackColor", -1 if color_or_rgb is None else rgb(color_or_rgb))

    def set_colors(self, colors: Sequence[Sequence[Rgb | EllipsisType | None]]) -> None:
        for row_number, row in enumerate(colors):
            for column_number, colour in enumerate(row):
                if colour is not ...:
                    self(row_number + 1, column_number + 1).color = colour

    @property
    def wrap_text(self) -> bool | None:
        wrapped = self.one("IsTextWrapped")
        return None if wrapped is None else bool(wrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.give("IsTextWrapped", bool(value))

    @property
    def horizontal_alignment(self) -> str | None:
        side = self.one("HoriJustify")
        return {v: k for k, v in _HORIZONTAL.items()}.get(side.value) if side else None

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self.give("HoriJustify", enum("table.CellHoriJustify", _HORIZONTAL[value]))

    # Sizes

    @property
    def column_width(self) -> float | None:
        widths = {_characters(column.Width) for column in self._lines("Columns")}
        return widths.pop() if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        pixels = value * (_DIGIT + _PADDING) if value < 1 else value * _DIGIT + _PADDING
        self.api.Columns.Width = round(round(pixels) * _PER_INCH / _PIXELS_PER_INCH)

    @property
    def row_height(self) -> float | None:
        heights = {_points(row.Height) for row in self._lines("Rows")}
        return heights.pop() if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.api.Rows.Height = round(value * _PER_INCH / _POINTS_PER_INCH)

    @property
    def width(self) -> float:
        return _points(self.api.Size.Width) if len(self) else 0

    @property
    def height(self) -> float:
        return _points(self.api.Size.Height) if len(self) else 0

    @property
    def left(self) -> float:
        return _points(self.api.Position.X) if len(self) else 0

    @property
    def top(self) -> float:
        return _points(self.api.Position.Y) if len(self) else 0

    def autofit(self, axis: str | None = None) -> None:
        if axis in (None, "columns", "c"):
            self.api.Columns.OptimalWidth = True
        if axis in (None, "rows", "r"):
            self.api.Rows.OptimalHeight = True

    @property
    def row_hidden(self) -> bool | None:
        return _alike({not row.IsVisible for row in self._lines("Rows")})

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        return _alike({not column.IsVisible for column in self._lines("Columns")})

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.api.Columns.IsVisible = not value

    def _lines(self, which: str) -> list[UnoObject]:
        """Return the rows or columns, of a whole column or row only the used ones and one more."""
        lines = getattr(self.api, which)
        used = self.sheet.used_area
        count = int(lines.Count)
        if which == "Rows" and self.area.rows == ROWS:
            count = min(count, used.last_row + 1)
        if which == "Columns" and self.area.columns == COLUMNS:
            count = min(count, used.last_column + 1)
        return [lines.getByIndex(number) for number in range(count)]


class Font(base_classes.Font):
    """The font of a range."""

    def __init__(self, parent: "Range") -> None:
        self._parent = parent

    @property
    def api(self) -> UnoObject:
        return self._parent.api

    @property
    def bold(self) -> bool | None:
        weight = self._parent.one("CharWeight")
        return None if weight is None else weight >= _BOLD

    @bold.setter
    def bold(self, value: bool) -> None:
        self._parent.give("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> bool | None:
        posture = self._parent.one("CharPosture")
        return None if posture is None else posture.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._parent.give("CharPosture", enum("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        size = self._parent.one("CharHeight")
        return None if size is None else float(size)

    @size.setter
    def size(self, value: float) -> None:
        self._parent.give("CharHeight", float(value))

    @property
    def color(self) -> Rgb | None:
        colour = self._parent.one("CharColor")
        # -1 is "automatic", which is black on white.
        return None if colour is None else (0, 0, 0) if colour == -1 else _parts(int(colour))

    @color.setter
    def color(self, color_or_rgb: Rgb | int | str) -> None:
        self._parent.give("CharColor", rgb(color_or_rgb))

    @property
    def name(self) -> str | None:
        name = self._parent.one("CharFontName")
        return None if name is None else str(name)

    @name.setter
    def name(self, value: str) -> None:
        self._parent.give("CharFontName", value)


def one_value(cells: UnoObject, name: str) -> UnoObject:
    """Return a property of cells, or ``None`` where they do not share it."""
    if cells.getPropertyState(name).value == "AMBIGUOUS_VALUE":
        return None
    return cells.getPropertyValue(name)


def _alike(values: set[bool]) -> bool | None:
    return values.pop() if len(values) == 1 else None


def _points(length: int) -> float:
    return round(length * _POINTS_PER_INCH / _PER_INCH * 4) / 4


def _characters(length: int) -> float:
    pixels = round(length * _PIXELS_PER_INCH / _PER_INCH)
    if pixels < _DIGIT + _PADDING:
        return round(pixels / (_DIGIT + _PADDING), 2)
    return round((pixels - _PADDING) / _DIGIT, 2)

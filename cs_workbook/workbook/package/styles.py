"""Cell formats: which of them show a date, and a date format added where one is missing.

``styles.xml`` is only read, or added to at its end: the numbers other cells use never change.
"""

import re
from enum import Enum, auto

from cs_workbook.workbook.package import xml

_CELL_FORMATS = re.compile(r"(<cellXfs\b)([^>]*)(>)(.*?)(</cellXfs>)", re.DOTALL)
_FORMAT = re.compile(r"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
_NUMBER_FORMAT = re.compile(r"<numFmt\b([^>]*)>")
_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)

_BUILT_IN_DATES = frozenset({14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)})
_BUILT_IN_TIMES = frozenset({18, 19, 20, 21, 45, 46, 47, 32, 33, 34, 35})
_DATE, _DATE_AND_TIME = 14, 22


class Shows(Enum):
    """What a number format makes of a number."""

    NUMBER = auto()
    DATE = auto()
    MOMENT = auto()
    TIME = auto()


def shown_by(code: str) -> Shows:
    """Say what a custom number format shows.

    An ``m`` is a month unless the format speaks of hours or seconds only, as Excel has it.

    >>> shown_by("d mmm yyyy"), shown_by('0.0" days"'), shown_by("yyyy-mm-dd hh:mm")
    (<Shows.DATE: 2>, <Shows.NUMBER: 1>, <Shows.MOMENT: 3>)
    """
    letters = _NO_CODE.sub("", code.split(";", maxsplit=1)[0]).lower()
    if "general" in letters:
        return Shows.NUMBER
    time = "h" in letters or "s" in letters
    date = "y" in letters or "d" in letters or ("m" in letters and not time)
    if date:
        return Shows.MOMENT if time else Shows.DATE
    return Shows.TIME if time else Shows.NUMBER


class Styles:
    """The cell formats of a workbook.

    Args:
        text: The styles part, or empty where the workbook has none.
    """

    def __init__(self, text: str) -> None:
        self.changed = False
        self._added: dict[tuple[int, int], int] = {}
        self._read(text)

    def _read(self, text: str) -> None:
        self.text = text
        codes = {}
        for tag in _NUMBER_FORMAT.findall(text):
            found = xml.attributes(tag)
            if found.get("numFmtId", "").isdigit():
                codes[int(found["numFmtId"])] = found.get("formatCode", "")
        match = _CELL_FORMATS.search(text)
        self._formats = _FORMAT.findall(match[4]) if match else []
        self._codes = codes
        self._shows = [self._format_shows(tag) for tag in self._formats]

    def replace(self, text: str) -> None:
        """Take a part that holds all these formats under the same numbers, and more."""
        self._read(text)
        self.changed = True

    def __len__(self) -> int:
        return len(self._formats)

    def _format_shows(self, tag: str) -> Shows:
        number = int(xml.attributes(tag.partition(">")[0]).get("numFmtId", "0"))
        if number in self._codes:
            return shown_by(self._codes[number])
        if number == _DATE_AND_TIME:
            return Shows.MOMENT
        if number in _BUILT_IN_DATES:
            return Shows.DATE
        return Shows.TIME if number in _BUILT_IN_TIMES else Shows.NUMBER

    def shows(self, style: int) -> Shows:
        """Say what a cell format makes of a number."""
        return self._shows[style] if style < len(self._shows) else Shows.NUMBER

    def dated(self, style: int, *, time: bool) -> int:
        """Return a format like ``style`` that shows a date, adding one where ``style`` does not.

        Without it a date written into a plain cell would show, and read back, as a number.
        """
        shows = self.shows(style)
        if shows in (Shows.DATE, Shows.MOMENT) and (shows is Shows.MOMENT or not time):
            return style
        if not self._formats:
            return style
        number = _DATE_AND_TIME if time else _DATE
        if (style, number) not in self._added:
            self._added[style, number] = self._append(style, number)
        return self._added[style, number]

    def _append(self, style: int, number: int) -> int:
        base = self._formats[style] if style < len(self._formats) else self._formats[0]
        start, end, rest = base.partition(">")
        if start.endswith("/"):
            start, end = start[:-1], "/>"
        tag = xml.set_attribute(f"{start}>", "numFmtId", str(number))
        tag = xml.set_attribute(tag, "applyNumberFormat", "1")
        written = tag[:-1] + end + rest
        if written in self._formats:
            return self._formats.index(written)
        self._formats.append(written)
        self._shows.append(self._format_shows(written))
        count = str(len(self._formats))

        def extended(match: re.Match[str]) -> str:
            start_tag = xml.set_attribute(f"{match[1]}{match[2]}>", "count", count)
            return f"{start_tag}{match[4]}{written}{match[5]}"

        self.text = _CELL_FORMATS.sub(extended, self.text, count=1)
        self.changed = True
        return len(self._formats) - 1

"""Number formats of one document: Excel's text, LibreOffice's key, and what a cell holds by it."""

import re
from enum import Enum
from typing import Final

from xlwings_libreoffice.office import OfficeError, UnoObject, struct

_DATE, _TIME, _CURRENCY, _TEXT, _LOGICAL = 2, 4, 8, 256, 1024
_COLOURS = "black|blue|cyan|green|magenta|red|white|yellow"
_PIECES = re.compile(
    rf'"[^"]*"|\\.|_.|\*.|\[\$[^\]]*\]|\[(?:{_COLOURS})\]|AM/PM|A/P|General|[DMYHS]+', re.IGNORECASE
)


class Kind(Enum):
    """What a number in a cell means, by the cell's number format."""

    GENERAL = "general"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    CURRENCY = "currency"
    LOGICAL = "logical"


class NumberFormats:
    """The number formats of one document."""

    general: Final = 0

    def __init__(self, document: UnoObject) -> None:
        self._formats: UnoObject = document.NumberFormats
        self._locale = struct("lang.Locale")
        self._given: dict[int, str] = {}
        self._kinds: dict[int, Kind] = {}
        self.date = self.key("m/d/yyyy")
        self.moment = self.key("m/d/yyyy h:mm")
        self.currency = self.key("$#,##0.00")
        self.logical = self.key("BOOLEAN")
        self.forget()

    def forget(self) -> None:
        """Forget the spellings formats were given in, as for a file just opened."""
        self._given.clear()

    def key(self, text: str) -> int:
        """Return LibreOffice's key for Excel's format text.

        Raises:
            OfficeError: The text is no number format.
        """
        if text.lower() == "general":
            return self.general
        key = int(self._formats.queryKey(text, self._locale, False))
        if key == -1:
            try:
                key = int(self._formats.addNew(text, self._locale))
            except Exception as error:
                raise OfficeError(f"{text!r} is not a number format") from error
        # LibreOffice writes YYYY-MM-DD for yyyy-mm-dd; the text as given is what Excel shows.
        self._given[key] = text
        return key

    def text(self, key: int) -> str:
        """Return Excel's format text for LibreOffice's key."""
        kind = self.kind(key)
        # Excel shows TRUE without a format; LibreOffice needs one, which is no business of macros.
        if kind in (Kind.GENERAL, Kind.LOGICAL):
            return "General"
        if key in self._given:
            return self._given[key]
        return _as_excel(str(self._formats.getByKey(key).FormatString), date=kind is Kind.DATE)

    def kind(self, key: int) -> Kind:
        """Return what a number in a cell of this format means."""
        if key not in self._kinds:
            known = self._formats.getByKey(key)
            self._kinds[key] = _kind(int(known.Type), str(known.FormatString))
        return self._kinds[key]


def _kind(kinds: int, text: str) -> Kind:
    if kinds & (_DATE | _TIME):
        return Kind.DATE
    if kinds & _LOGICAL:
        return Kind.LOGICAL
    if kinds & _TEXT:
        return Kind.TEXT
    if kinds & _CURRENCY:
        return Kind.CURRENCY
    return Kind.GENERAL if text == "General" else Kind.NUMBER


def _as_excel(text: str, *, date: bool) -> str:
    """Return LibreOffice's spelling as Excel's: small letters in dates, no American marks.

    >>> _as_excel("[$-409]YYYY-MM-DD", date=True), _as_excel("[RED][$$-409]#,##0", date=False)
    ('yyyy-mm-dd', '[Red]$#,##0')
    """

    def piece(match: re.Match[str]) -> str:
        found = match[0]
        if found == "[$-409]":
            return ""
        if found == "[$$-409]":
            return "$"
        if found[0] == "[" and found[1] != "$":
            return found.capitalize() if found[1:].isalpha() else f"[{found[1:-1].capitalize()}]"
        if date and found[0] in "DMYHS":
            return found.lower()
        return found

    return _PIECES.sub(piece, text)

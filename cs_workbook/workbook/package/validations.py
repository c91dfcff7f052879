"""Drop-downs and other rules of what cells accept, handed from one sheet to another."""

import re
from typing import Final

from cs_workbook.workbook.package.addresses import parse_cell, parse_range

_ALL: Final = re.compile(r"<dataValidations\b[^>]*?(?:/>|>(.*?)</dataValidations>)", re.DOTALL)
_ONE: Final = re.compile(r"<dataValidation\b([^>]*?)(?:/>|>(.*?)</dataValidation>)", re.DOTALL)
_WHERE: Final = re.compile(r'\ssqref="([^"]*)"')
# What the schema wants to stand before the rules.
_BEFORE: Final = re.compile(
    r"</sheetData>|<(?:sheetCalcPr|sheetProtection|phoneticPr)\b[^>]*/>"
    r"|</(?:protectedRanges|scenarios|autoFilter|sortState|dataConsolidate|customSheetViews"
    r"|mergeCells|conditionalFormatting)>|<(?:autoFilter|dataConsolidate)\b[^>]*/>"
)

Rule = tuple[str, str]


class Validations:
    """The rules of one sheet.

    Args:
        tail: The sheet's text after its rows.
    """

    def __init__(self, tail: str) -> None:
        self._rules: dict[Rule, list[str]] = {}
        self._changed = False
        found = _ALL.search(tail)
        for attributes, inner in _ONE.findall(found[1] or "") if found else ():
            where = _WHERE.search(attributes)
            rule = (_WHERE.sub("", attributes), inner)
            self._rules.setdefault(rule, []).extend(where[1].split() if where else ())

    def of(self, address: str) -> Rule | None:
        """Return the rule of a cell."""
        row, column = parse_cell(address)
        for rule, places in self._rules.items():
            for place in places:
                cells = parse_range(place)
                if cells.left <= column <= cells.right and cells.top <= row <= cells.bottom:
                    return rule
        return None

    def give(self, address: str, rule: Rule | None) -> None:
        """Give a cell a rule, where there is one."""
        if rule is None:
            return
        self._rules.setdefault(rule, []).append(address)
        self._changed = True

    def written(self, tail: str) -> str:
        """Return the sheet's text after its rows with the rules as they are now."""
        if not self._changed:
            return tail
        rules = "".join(
            f'<dataValidation{attributes} sqref="{" ".join(places)}">{inner}</dataValidation>'
            for (attributes, inner), places in self._rules.items()
        )
        text = f'<dataValidations count="{len(self._rules)}">{rules}</dataValidations>'
        if _ALL.search(tail):
            return _ALL.sub(lambda _: text, tail, count=1)
        at = max(found.end() for found in _BEFORE.finditer(tail))
        return tail[:at] + text + tail[at:]

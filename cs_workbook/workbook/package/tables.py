"""Table parts: where a table stands, its columns, its filter; and its range after a change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cs_workbook.errors import WorkbookError
from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.addresses import Range, parse_range
from cs_workbook.workbook.package.cells import plain_text

_ROOT = re.compile(r"<table\b[^>]*>")
_COLUMN = re.compile(r"<tableColumn\b([^>]*?)(?:/>|>(.*?)</tableColumn>)", re.DOTALL)
_CALCULATED = re.compile(r"<calculatedColumnFormula\b[^>]*>([^<]*)<")
_CALCULATED_WHOLE = re.compile(
    r"<calculatedColumnFormula\b[^>]*?(?:/>|>[^<]*</calculatedColumnFormula>)"
)
_FILTER = re.compile(r"(<autoFilter\b[^>]*?)(/>|>.*?</autoFilter>)", re.DOTALL)
_FILTER_COLUMN = re.compile(r"<filterColumn\b([^>]*?)(?:/>|>.*?</filterColumn>)", re.DOTALL)
_CRITERIA = re.compile(r"<filterColumn\b[^>]*[^/]>")
_SORT_REFERENCE = re.compile(r'(<sort(?:State|Condition)\b[^>]*?\bref=")([^"]+)(")')


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """One column of a table: its header text and, where Excel fills it, its formula."""

    name: str
    formula: str | None


class Table:
    """One table part.

    Args:
        part: The part's name.
        text: Its XML.

    Raises:
        WorkbookError: The part is damaged.
    """

    def __init__(self, part: str, text: str) -> None:
        self.part = part
        self.text = text
        root = _ROOT.search(text)
        found = xml.attributes(root[0]) if root else {}
        if not {"displayName", "ref"} <= found.keys():
            raise WorkbookError(
                f"{part}: the table is damaged. Restore the workbook from a backup."
            )
        self.name = found["displayName"]
        self.range = parse_range(found["ref"])
        self.headers = int(found.get("headerRowCount", "1"))
        self.totals = int(found.get("totalsRowCount", "0"))
        # A table that a query fills would be overwritten by the next refresh of the query.
        self.queried = found.get("tableType") in ("queryTable", "xml")
        self.columns = tuple(
            TableColumn(name=_column_name(attributes), formula=_formula(inner))
            for attributes, inner in _COLUMN.findall(text)
        )

    @property
    def first(self) -> int:
        """The first body row."""
        return self.range.top + self.headers

    @property
    def last(self) -> int:
        """The last body row; a table shows at least one."""
        return max(self.range.bottom - self.totals, self.first)

    @property
    def body(self) -> Range:
        """The cells of the body."""
        return Range(self.range.left, self.first, self.range.right, self.last)

    @property
    def filtered(self) -> bool:
        """Whether a filter hides rows."""
        found = _FILTER.search(self.text)
        return bool(found and _CRITERIA.search(found[2]))

    def with_last_row(self, last: int) -> str:
        """Return the part's XML for another last body row, with the filter's criteria cleared."""
        whole = self.range._replace(bottom=last + self.totals)
        filtered = self.range._replace(bottom=last)

        def new_filter(match: re.Match[str]) -> str:
            start = xml.set_attribute(f"{match[1]}>", "ref", str(filtered))[:-1]
            return start + _FILTER_COLUMN.sub(_without_criteria, match[2])

        def new_sort(match: re.Match[str]) -> str:
            sorted_range = parse_range(match[2])
            if sorted_range.bottom != self.last:
                return match[0]
            return f"{match[1]}{sorted_range._replace(bottom=last)}{match[3]}"

        text = _ROOT.sub(lambda match: xml.set_attribute(match[0], "ref", str(whole)), self.text, 1)
        text = _FILTER.sub(new_filter, text, count=1)
        return _SORT_REFERENCE.sub(new_sort, text)

    def with_formulas(self, text: str, new: Mapping[int, str]) -> str:
        """Return the part's XML with the formulas Excel fills new rows with.

        Args:
            text: The part's XML.
            new: Escaped formulas by position of their column.
        """
        position = -1

        def replaced(match: re.Match[str]) -> str:
            nonlocal position
            position += 1
            formula, inner = new.get(position), match[2] or ""
            if formula is None or _formula(inner) == xml.unescape(formula):
                return match[0]
            written = f"<calculatedColumnFormula>{formula}</calculatedColumnFormula>"
            rest = _CALCULATED_WHOLE.sub("", inner, count=1)
            return f"<tableColumn{match[1].rstrip()}>{written}{rest}</tableColumn>"

        return _COLUMN.sub(replaced, text)


def _without_criteria(match: re.Match[str]) -> str:
    """Drop a column's criteria but keep that its button is hidden."""
    if match[0].endswith("/>") and "</filterColumn>" not in match[0]:
        return match[0]
    return f"<filterColumn{match[1]}/>" if "hiddenButton" in match[1] else ""


def _column_name(attributes: str) -> str:
    # Table parts write line breaks of a header as _x000a_, like cells do for other characters.
    return plain_text(f"<t>{xml.escape(xml.attributes(attributes).get('name', ''))}</t>")


def _formula(inner: str) -> str | None:
    found = _CALCULATED.search(inner)
    return xml.unescape(found[1]) if found else None

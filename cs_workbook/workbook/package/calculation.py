"""What makes Excel calculate a changed workbook anew."""

import re

from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.parts import Package

_CALC = re.compile(r"<calcPr\b[^>]*>")
# The elements that may stand before calcPr; it goes behind the last of them.
_BEFORE_CALC = re.compile(
    r"</(?:sheets|functionGroups|externalReferences|definedNames)>"
    r"|<functionGroups\b[^>]*/>|<definedNames\s*/>"
)
_PIVOT = re.compile(r"<pivotCacheDefinition\b[^>]*>")
_SOURCE = re.compile(r"<worksheetSource\b[^>]*>")


def calculate_on_load(workbook: str) -> str:
    """Return the workbook part with Excel told to calculate everything when it opens it."""
    found = _CALC.search(workbook)
    if found:
        tag = xml.set_attribute(found[0], "fullCalcOnLoad", "1")
        return workbook[: found.start()] + tag + workbook[found.end() :]
    before = list(_BEFORE_CALC.finditer(workbook))
    if not before:
        return workbook
    at = before[-1].end()
    return f'{workbook[:at]}<calcPr calcId="0" fullCalcOnLoad="1"/>{workbook[at:]}'


def drop_calculation_chain(package: Package) -> None:
    """Remove the list of formula cells, which Excel rebuilds.

    A chain that names a cell without a formula makes Excel offer a repair.
    """
    for part in package.related(package.workbook_part, "calcChain"):
        package.drop(part)


def refresh_pivot_on_load(definition: str) -> str:
    """Return a pivot cache that Excel fills anew when it opens the workbook."""
    return _PIVOT.sub(
        lambda match: xml.set_attribute(match[0], "refreshOnLoad", "1"), definition, count=1
    )


def pivot_source(definition: str) -> dict[str, str]:
    """Return the attributes of a pivot cache's worksheet source, empty where there is none."""
    found = _SOURCE.search(definition)
    return xml.attributes(found[0]) if found else {}

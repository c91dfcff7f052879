"""The XML of a worksheet for another workbook: the same cells, with that workbook's numbers.

Cells refer to formats and to shared texts by number. Formats get the numbers they have in the other
workbook. Shared texts, with the formats of single words, move into their cells.
"""

import re
from collections.abc import Sequence
from typing import Final

from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.carried_styles import CarriedStyles
from cs_workbook.workbook.package.cells import plain_text

_TAG: Final = re.compile(r"<(c|row)\b[^>]*>")
_FORMAT: Final = re.compile(r'(\ss=")(\d+)(?=")')
_COLUMN_FORMAT: Final = re.compile(r'(<col\s[^>]*?\bstyle=")(\d+)(?=")')
_SHARED_TEXT: Final = re.compile(
    r'<c\b(?P<before>[^>]*?)\st="s"(?P<after>[^>/]*)>(?P<inner>.*?)</c>', re.DOTALL
)
_VALUE: Final = re.compile(r"<v\b[^>]*>\s*(\d+)\s*</v>")
_FORMULA: Final = re.compile(r"<f\b[^>]*?(?:/>|>[^<]*</f>)")
_DIFFERENTIAL: Final = re.compile(r'(\s\w*[dD]xfId=")(\d+)(")')
_PHONETIC: Final = re.compile(r'(<phoneticPr\b[^>]*?\bfontId=")(\d+)(")')
_SELECTED: Final = re.compile(r'\stabSelected="(?:1|true)"')
_CODE_NAME: Final = re.compile(r'\scodeName="[^"]*"')
_PROPERTIES: Final = re.compile(r"<sheetPr\b")
_ROOT: Final = re.compile(r"<worksheet\b[^>]*>")


def carried_cells(
    text: str, *, code_name: str, strings: Sequence[str], styles: CarriedStyles
) -> str:
    """Return a sheet's XML with the numbers of another workbook.

    Args:
        text: The sheet's XML.
        code_name: The name the macros of the other workbook know it by, or empty.
        strings: The shared texts of its own workbook, as XML of their items.
        styles: What numbers its formats have in the other workbook.
    """

    def own_text(match: re.Match[str]) -> str:
        found = _VALUE.search(match["inner"])
        if found is None or int(found[1]) >= len(strings):
            return f"<c{match['before']}{match['after']}/>"
        item = strings[int(found[1])]
        formula = _FORMULA.search(match["inner"])
        if formula is not None:  # a formula's text stands beside it as it is
            shown = xml.escape(plain_text(item))
            return f'<c{match["before"]} t="str"{match["after"]}>{formula[0]}<v>{shown}</v></c>'
        return f'<c{match["before"]} t="inlineStr"{match["after"]}><is>{item}</is></c>'

    plain = styles.cell_format(0)

    def cell_format(match: re.Match[str]) -> str:
        return f"{match[1]}{styles.cell_format(int(match[2]))}"

    def formatted(match: re.Match[str]) -> str:
        if plain and match[1] == "c" and _FORMAT.search(match[0]) is None:
            return f'<c s="{plain}"{match[0][2:]}'
        return _FORMAT.sub(cell_format, match[0], count=1)

    text = _SHARED_TEXT.sub(own_text, text)
    text = _COLUMN_FORMAT.sub(cell_format, _TAG.sub(formatted, text))
    text = with_fonts(with_differentials(text, styles), styles)
    return _named(_SELECTED.sub("", text), code_name)


def with_differentials(text: str, styles: CarriedStyles) -> str:
    """Return a sheet's or a table's XML with the numbers of formats that lie over others."""
    return _DIFFERENTIAL.sub(
        lambda match: f"{match[1]}{styles.differential(int(match[2]))}{match[3]}", text
    )


def with_fonts(text: str, styles: CarriedStyles) -> str:
    """Return XML with the numbers of the fonts of readings above Asian characters."""
    return _PHONETIC.sub(lambda match: f"{match[1]}{styles.font(int(match[2]))}{match[3]}", text)


def _named(text: str, code_name: str) -> str:
    """Return a sheet's XML under the name the macros know it by."""
    found = _PROPERTIES.search(text)
    if found is not None:
        end = text.index(">", found.start()) + 1
        tag = _CODE_NAME.sub("", text[found.start() : end])
        if code_name:
            tag = tag.replace("<sheetPr", f'<sheetPr codeName="{code_name}"', 1)
        return text[: found.start()] + tag + text[end:]
    root = _ROOT.search(text)
    if root is None or not code_name:
        return text
    return f'{text[: root.end()]}<sheetPr codeName="{code_name}"/>{text[root.end() :]}'

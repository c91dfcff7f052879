"""Defined names of the workbook and the single cells some of them point to."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cs_workbook.workbook.package import formulas, xml

_NAME = re.compile(r"(<definedName\b([^>]*)>)([^<]*)(</definedName>)")
_SHEET = re.compile(r"<sheet\b[^>]*>")
_ON_PAPER = ("_xlnm.Print_Area", "_xlnm.Print_Titles")


class DefinedName(NamedTuple):
    """One defined name; ``scope`` is the position of its sheet, ``None`` for the workbook."""

    name: str
    scope: int | None
    formula: str


def defined_names(workbook: str) -> list[DefinedName]:
    """Return the names of the workbook part's XML in their order."""
    found = []
    for _, text, formula, _ in _NAME.findall(workbook):
        attributes = xml.attributes(text)
        scope = attributes.get("localSheetId")
        found.append(
            DefinedName(
                attributes.get("name", ""),
                int(scope) if scope is not None else None,
                xml.unescape(formula),
            )
        )
    return found


def single_cells(workbook: str) -> dict[str, tuple[str, str]]:
    """Return (sheet, address) of every name that is exactly one cell, workbook names first."""
    cells: dict[str, tuple[str, str]] = {}
    for name in sorted(defined_names(workbook), key=lambda name: name.scope is not None):
        found = list(formulas.references(name.formula))
        if len(found) != 1 or found[0].sheet is None:
            continue
        reference = found[0]
        whole = f"{formulas.quoted_sheet(reference.sheet or '')}!{reference.text}"
        written = {
            whole,
            f"'{(reference.sheet or '').replace(chr(39), chr(39) * 2)}'!{reference.text}",
        }
        one = (reference.range.left, reference.range.top) == (
            reference.range.right,
            reference.range.bottom,
        )
        if one and (
            name.formula in written or name.formula == f"{reference.sheet}!{reference.text}"
        ):
            cells.setdefault(name.name, (reference.sheet or "", str(reference.range)))
    return cells


def changed_names(workbook: str, resize_formula: Callable[[str], str]) -> str:
    """Return the workbook part with every name's formula passed through a change."""

    def replaced(match: re.Match[str]) -> str:
        formula = xml.unescape(match[3])
        new = resize_formula(formula)
        return match[0] if new == formula else match[1] + xml.escape(new) + match[4]

    return _NAME.sub(replaced, workbook)


def shifted_scopes(workbook: str, position: int) -> str:
    """Return the workbook part after a sheet was put in at a position: later scopes move on."""

    def replaced(match: re.Match[str]) -> str:
        scope = xml.attributes(match[2]).get("localSheetId")
        if scope is None or int(scope) < position:
            return match[0]
        return xml.set_attribute(match[1], "localSheetId", str(int(scope) + 1)) + (
            match[3] + match[4]
        )

    return _NAME.sub(replaced, workbook)


def with_print_names(workbook: str, *, like: str, name: str) -> str:
    """Return the workbook part where a new sheet prints the same area and titles as another.

    Args:
        workbook: The workbook part, the new sheet among its sheets.
        like: The other sheet.
        name: The new sheet.
    """
    sheets = _sheet_names(workbook)
    scope = sheets.index(like)
    for known in defined_names(workbook):
        if known.name not in _ON_PAPER or known.scope != scope:
            continue
        cells = known.formula.rpartition("!")[2]
        formula = xml.escape(f"'{name.replace(chr(39), chr(39) * 2)}'!{cells}")
        entry = (
            f'<definedName name="{known.name}" localSheetId="{sheets.index(name)}">'
            f"{formula}</definedName>"
        )
        workbook = workbook.replace("</definedNames>", f"{entry}</definedNames>", 1)
    return workbook


def with_carried_names(
    workbook: str,
    source: str,
    *,
    sheets: Sequence[str],
    names: Sequence[str],
    change: Callable[[str, str], str],
) -> str:
    """Return the workbook part with names of another one: those of some sheets, and some of all.

    Args:
        workbook: The workbook part; the sheets are among its sheets.
        source: The workbook part the names are in.
        sheets: The sheets whose own names to define.
        names: The names of the whole workbook to define.
        change: Gets in words where a formula stands, and the formula; returns it for this workbook.
    """
    here = _sheet_names(workbook)
    there = _sheet_names(source)
    written = []
    for tag, text, escaped, end in _NAME.findall(source):
        attributes = xml.attributes(text)
        name, scope = attributes.get("name", ""), attributes.get("localSheetId")
        sheet = None if scope is None else there[int(scope)]
        if name not in names if sheet is None else sheet not in sheets:
            continue
        place = None if sheet is None else str(here.index(sheet))
        formula = change(f"the name {name!r}", xml.unescape(escaped))
        start = xml.set_attribute(tag, "localSheetId", place)
        written.append(f"{start}{xml.escape(formula)}{end}")
    if not written:
        return workbook
    if "</definedNames>" in workbook:
        return workbook.replace("</definedNames>", f"{''.join(written)}</definedNames>", 1)
    return workbook.replace(
        "</sheets>", f"</sheets><definedNames>{''.join(written)}</definedNames>", 1
    )


def _sheet_names(workbook: str) -> list[str]:
    return [xml.attributes(tag).get("name", "") for tag in _SHEET.findall(workbook)]

"""Form buttons of a workbook open in LibreOffice: what they are bound to, and pressing them.

A headless LibreOffice draws its windows in memory, so a button can be pressed as a screen reader
does. The workbook must have a window: open it with ``office.open_document(path, hidden=False)``,
or set ``app.visible = True`` before opening it through xlwings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlwings_libreoffice.office import OfficeError, UnoObject

_SCRIPT = re.compile(r"vnd\.sun\.star\.script:(?:VBAProject\.)?([^?]+)")
_PUSH_BUTTON = 44  # com.sun.star.accessibility.AccessibleRole
# A grid of cells says it has 2 147 483 647 children; buttons are their neighbours.
_TOO_MANY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FormButton:
    """One button of a sheet.

    Attributes:
        sheet: The name of its sheet.
        caption: What is written on it.
        macro: The macro it runs, such as ``CsTracker.CsRefresh``; ``None`` where it runs none.
    """

    sheet: str
    caption: str
    macro: str | None


def form_buttons(document: UnoObject) -> list[FormButton]:
    """Return the buttons of every sheet, in the order of sheets and of drawing."""
    found = []
    for number in range(document.Sheets.Count):
        sheet = document.Sheets.getByIndex(number)
        forms = sheet.DrawPage.Forms
        for form in (forms.getByIndex(index) for index in range(forms.Count)):
            for index in range(form.Count):
                control = form.getByIndex(index)
                if control.supportsService("com.sun.star.form.component.CommandButton"):
                    macro = _macro(form.getScriptEvents(index))
                    found.append(FormButton(sheet=sheet.Name, caption=control.Label, macro=macro))
    return found


def press(document: UnoObject, sheet: str, caption: str) -> None:
    """Press a button and wait until its macro has run.

    Raises:
        OfficeError: The sheet shows no such button.
    """
    controller = document.CurrentController
    controller.setActiveSheet(document.Sheets.getByName(sheet))
    for item in _accessible(controller.Frame.ComponentWindow):
        context = item.getAccessibleContext()
        if context.getAccessibleRole() == _PUSH_BUTTON and context.AccessibleName == caption:
            context.doAccessibleAction(0)
            return
    raise OfficeError(f"the sheet {sheet!r} shows no button {caption!r}")


def cells(document: UnoObject, sheet: str, address: str) -> list[list[str]]:
    """Return cells as they are displayed."""
    block = document.Sheets.getByName(sheet).getCellRangeByName(address)
    place = block.RangeAddress
    return [
        [
            str(block.getCellByPosition(column, row).String)
            for column in range(place.EndColumn - place.StartColumn + 1)
        ]
        for row in range(place.EndRow - place.StartRow + 1)
    ]


def run_macro(document: UnoObject, macro: str, *values: object) -> object:
    """Run a macro such as ``CsTracker.CsRefresh`` and return what it returns."""
    url = f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
    return document.getScriptProvider().getScript(url).invoke(values, (), ())[0]


def _macro(events: tuple[UnoObject, ...]) -> str | None:
    for event in events:
        if event.EventMethod == "actionPerformed":
            bound = _SCRIPT.match(event.ScriptCode)
            return bound[1] if bound else str(event.ScriptCode)
    return None


def _accessible(item: UnoObject) -> Iterator[UnoObject]:
    context = item.getAccessibleContext()
    for number in range(min(context.getAccessibleChildCount(), _TOO_MANY)):
        child = context.getAccessibleChild(number)
        yield child
        if child.getAccessibleContext().getAccessibleChildCount() < _TOO_MANY:
            yield from _accessible(child)

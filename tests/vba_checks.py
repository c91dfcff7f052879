"""Three ways to find mistakes in macros where there is no Excel; each sees what others miss.

- `analysed`: pyvbaanalysis reads a whole workbook and knows Excel's objects. It finds names that
  do not exist, wrong types and counts of arguments, but not open blocks.
- `parsed`: pyOpenVBA parses a module. It finds blocks that are not closed, or closed as another.
- `compiled`: LibreOffice compiles a module before it runs anything in it, and where it cannot, a
  call comes back empty, without an error and without a line. So every module gets a function that
  answers, at its end, and one that does not answer tells on its module.
"""

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pyopenvba.interpreter import VBACompileError, parse_module
from pyvbaanalysis import analyze_office_file
from xlwings_libreoffice.buttons import run_macro
from xlwings_libreoffice.office import UnoObject, load_uno

from cs_workbook.template.vba_project import VbaModule

_PROBE: Final = """
Public Function Probe{name}() As String
    Probe{name} = "compiled"
End Function
"""


def analysed(workbook: Path) -> dict[str, list[str]]:
    """Return the errors and warnings of each module that has any, as ``error code: message``."""
    found = {
        module: [
            f"{problem.severity.value} {problem.code}: {problem.message}"
            for problem in problems
            if problem.severity.value in {"error", "warning"}
        ]
        for module, problems in analyze_office_file(str(workbook)).items()
    }
    return {module: sentences for module, sentences in found.items() if sentences}


def parsed(modules: Sequence[VbaModule]) -> dict[str, str]:
    """Return what the parser says of each module it cannot parse."""
    found = {}
    for module in modules:
        try:
            parse_module(_body(module.source), name=module.name, kind=module.kind)
        except VBACompileError as error:
            found[module.name] = str(error)
    return found


def _body(source: str) -> str:
    """Return a source without what the parser does not know.

    That is the block an exported class starts with, of which Excel stores none, and comments
    behind ``#Const`` and ``#If``, which Excel allows.
    """
    text = source.replace("\r\n", "\n")
    text = re.sub(r"^( *#(?:Const|If|ElseIf) [^']*)'.*$", r"\1", text, flags=re.MULTILINE)
    return re.sub(r"\AVERSION .*?^END\n", "", text, flags=re.DOTALL | re.MULTILINE)


def with_probes(modules: Sequence[VbaModule]) -> tuple[VbaModule, ...]:
    """Return the modules, each standard one with a function that answers."""
    return tuple(
        dataclasses.replace(module, source=module.source + _PROBE.format(name=module.name))
        if module.kind == "standard"
        else module
        for module in modules
    )


def not_compiled(document: UnoObject, modules: Sequence[VbaModule]) -> list[str]:
    """Return the standard modules that LibreOffice cannot compile.

    Args:
        document: A workbook with these modules, probes and all, open in LibreOffice.
        modules: What is in it.
    """
    uno = load_uno()
    # A Sub that is never closed swallows the probe, which then is not found at all.
    missing = uno.getClass("com.sun.star.script.provider.ScriptFrameworkErrorException")
    broken = []
    for module in modules:
        if module.kind == "standard":
            try:
                answer = run_macro(document, f"{module.name}.Probe{module.name}")
            except missing:
                answer = None
            if answer != "compiled":
                broken.append(module.name)
    return broken

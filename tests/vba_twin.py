"""The tracker's twin for LibreOffice: the same workbook and macros, xlwings' modules replaced.

xlwings' own module speaks to Windows or to a Mac. Here ``RunPython`` starts a Python process that
runs the very text a macro hands over, and puts what the process answers into a cell, so that a
test sees a process run and a cell change. ``WScript.Run`` gives real exit codes, and ``GetConfig``
reads the sheet ``xlwings.conf`` as xlwings does.
"""

import io
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cs_workbook.schema.tables import SHEET_ORDER
from cs_workbook.template.build import code_name, template_bytes
from cs_workbook.template.macro_project import macro_modules
from cs_workbook.template.vba_project import VbaModule, build_vba_project

REPLACED: Final = ("Dictionary", "xlwings")
ANSWER: Final = "E1"
"""Cell of the sheet ``xlwings.conf`` that the answer goes to; xlwings reads columns A and B."""

# The text is run as it comes from the macro; only the room it enters is a small one, in which
# `run` says what it was asked for and in which process.
_RUNNER: Final = """\
import os, sys, types
from pathlib import Path

def run(verb):
    Path({answer!r}).write_text(f"{{verb}} {{os.getpid()}}", encoding="utf-8")

sys.modules["cs_workbook.macros"] = types.ModuleType("cs_workbook.macros")
sys.modules["cs_workbook.macros"].run = run
exec(sys.argv[1])
"""

_XLWINGS: Final = """\
Option Explicit

Public Function RunPython(PythonCommand As String)
    Dim Answer As String
    WScript.Run "'{python}' '{runner}' " & Chr(34) & PythonCommand & Chr(34), 0, True
    Open "{answer}" For Input As #1
    Line Input #1, Answer
    Close #1
    ThisWorkbook.Worksheets("xlwings.conf").Range("{cell}").Value = Answer
End Function

Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    Dim Row As Integer
    GetConfig = default
    Row = 1
    Do While ThisWorkbook.Worksheets("xlwings.conf").Cells(Row, 1).Value <> ""
        If UCase(ThisWorkbook.Worksheets("xlwings.conf").Cells(Row, 1).Value) = configKey Then
            GetConfig = ThisWorkbook.Worksheets("xlwings.conf").Cells(Row, 2).Value
        End If
        Row = Row + 1
    Loop
End Function

Public Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = Dir(FileSpec) <> ""
End Function

Public Function WScript() As Object
    Set WScript = New ShellStub
End Function

' What the functions in cells call; it answers with its own name.
Public Function XLPy() As Object
    Set XLPy = New ShellStub
End Function
"""

# LibreOffice's Shell gives no exit code, so the shell writes it down.
_SHELL: Final = """\
Option Explicit

Public Function Run(ByVal Command As String, ByVal Style As Integer, ByVal Wait As Boolean) As Long
    Dim Code As String
    Open "{script}" For Output As #1
    Print #1, Command
    Print #1, "echo $? > '{code}'"
    Close #1
    Shell "/bin/sh", 0, "{script}", True
    Open "{code}" For Input As #1
    Line Input #1, Code
    Close #1
    Run = CLng(Code)
End Function

Public Function CallUDF(ByVal ModuleName, ByVal FunctionName, ByVal Args, ByVal Book, ByVal Caller)
    CallUDF = ModuleName & "." & FunctionName
End Function
"""


def stand_ins(folder: Path) -> tuple[VbaModule, ...]:
    """Return the modules that stand in for xlwings; they leave their traces in a folder."""
    runner, answer = folder / "runner.py", folder / "answer.txt"
    runner.write_text(_RUNNER.format(answer=str(answer)), encoding="utf-8")
    return (
        VbaModule(
            name="xlwings",
            kind="standard",
            source=_XLWINGS.format(
                python=sys.executable, runner=runner, answer=answer, cell=ANSWER
            ),
        ),
        VbaModule(
            name="ShellStub",
            kind="class",
            source=_SHELL.format(script=folder / "script.sh", code=folder / "code.txt"),
        ),
    )


def twin_modules(folder: Path) -> tuple[VbaModule, ...]:
    """Return the tracker's modules with xlwings' own replaced."""
    modules = macro_modules([code_name(name) for name in SHEET_ORDER])
    kept = tuple(module for module in modules if module.name not in REPLACED)
    assert len(kept) == len(modules) - len(REPLACED)
    return (*kept, *stand_ins(folder))


def write_twin(path: Path, modules: Sequence[VbaModule]) -> Path:
    """Write the tracker with other modules in it."""
    with (
        zipfile.ZipFile(io.BytesIO(template_bytes())) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            project = name == "xl/vbaProject.bin"
            target.writestr(name, build_vba_project(modules) if project else source.read(name))
    return path

"""What a person sees who presses a button where Python or cs-workbook is missing.

The macros run in pyOpenVBA's interpreter, which keeps a message box instead of showing it.
"""

from typing import Any

import pytest
from pyopenvba.interpreter import Interpreter

from cs_workbook.template.macro_project import our_modules

SYSTEM = r"C:\Users\Ada\cs\Scripts\python.exe"
XLWINGS = """
Option Explicit
Public Started As String
Public Ran As String

Public Function RunPython(PythonCommand As String)
    Ran = Ran & PythonCommand
End Function

Public Function WhatRan() As String
    WhatRan = Ran
End Function

Public Function WhatStarted() As String
    WhatStarted = Started
End Function

Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    GetConfig = default
    If configKey = "INTERPRETER_WIN" Then GetConfig = "{interpreter}"
End Function

Public Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = {exists}
End Function

Public Function WScript() As Object
    Set WScript = New ShellStub
End Function
"""
SHELL = """
Option Explicit
Public Function Run(ByVal Command As String, ByVal Style As Long, ByVal Wait As Boolean) As Long
    Started = Started & Command & "|"
    {answer}
End Function
"""


def excel(
    *, interpreter: str = SYSTEM, exists: bool = True, answer: str = "Run = 0"
) -> Interpreter:
    """Our macros, with a computer around them that has this Python, or has not."""
    vba = Interpreter()
    for module in our_modules():
        # The names of the ribbon are Excel's; nothing here presses it.
        if module.name != "CsRibbon":
            vba.add_module(module.source, name=module.name)
    vba.add_module(XLWINGS.format(interpreter=interpreter, exists=exists), name="xlwings")
    vba.add_module(SHELL.format(answer=answer), name="ShellStub", kind="class")
    return vba


def told(vba: Interpreter) -> str:
    """The one message box a press has shown."""
    [box] = vba.dialogs
    assert box[2] == "Customer Success tracker"
    return str(box[1])


def test_where_python_answers_the_command_runs_without_a_word() -> None:
    vba = excel()
    vba.run("CsRefresh")
    vba.run("CsChecks")
    assert vba.dialogs == []
    assert vba.run("WhatRan") == (
        "from cs_workbook.macros import run; run('refresh')"
        "from cs_workbook.macros import run; run('checks')"
    )
    started = str(vba.run("WhatStarted")).split("|")
    assert started[0].startswith(f'"{SYSTEM}" -c "import sys, importlib.util as u; sys.exit(')
    assert len(started) == 2, "asked once, not at each press"


@pytest.mark.parametrize(
    ("computer", "sentence"),
    [
        ({"exists": False}, f"Python was not found. Expected it here:\r\n{SYSTEM}"),
        ({"answer": "Run = 3"}, f"This Python has no cs-workbook:\r\n{SYSTEM}"),
        ({"answer": "Run = 1"}, f"Python could not be started:\r\n{SYSTEM}"),
        ({"answer": "Err.Raise 53"}, f"Python could not be started:\r\n{SYSTEM}"),
        (
            {"interpreter": "", "exists": False, "answer": "Run = 9009"},
            "Python could not be started:\r\npython",
        ),
    ],
    ids=["no file", "no package", "broken", "refused", "not on the path"],
)
def test_where_python_does_not_answer_a_sentence_says_what_to_do(
    computer: dict[str, Any], sentence: str
) -> None:
    vba = excel(**computer)
    vba.run("CsRefresh")
    words = told(vba)
    assert words.startswith(f"Nothing was done. {sentence}\r\n")
    assert "Install cs-workbook on this computer." in words
    assert "on the sheet xlwings.conf, beside INTERPRETER_WIN" in words
    assert "can be read and filled in without Python" in words
    assert vba.run("WhatRan") == "", "nothing was run"


def test_a_python_that_was_missing_is_looked_for_again() -> None:
    vba = excel(answer="Run = 3")
    vba.run("CsRefresh")
    vba.run("CsRefresh")
    assert len(vba.dialogs) == 2

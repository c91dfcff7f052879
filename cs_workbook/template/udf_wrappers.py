"""Writes the macro module that makes the worksheet functions known to Excel.

One VBA function per worksheet function, with its arguments by name, so that Excel's wizard shows
them. It hands the call to xlwings' own macro module (``XLPy.CallUDF``), exactly as the wrapper that
xlwings generates does. The difference is what comes back: xlwings shows a failure as text in the
cell, which SUM ignores and charts draw as 0. Here Python sends an error as its whole number, and
this module turns it into a true error value, cell by cell. If Python is not there at all, the
result is #VALUE!.

``CsDescribeFunctions`` registers the help of arguments, which a module's text cannot hold. Nothing
calls it by itself: a workbook that runs code on opening is stopped by many scanners.

References:
    [MS-VBAL] 4.2 and 5.2.4.1.3 (procedure attributes: ``VB_Description``).
    xlwings issues 776 and 1108 (errors as text), 1574 (cells that turn 0 while a workbook opens).
"""

from typing import Final

from cs_workbook.functions.cell_errors import FIRST_COM_CODE, LAST_COM_CODE
from cs_workbook.functions.registry import FUNCTIONS
from cs_workbook.functions.spec import CATEGORY, FunctionSpec

MODULE_NAME: Final = "CsFunctions"
PYTHON_MODULE: Final = "cs_workbook.udfs"
_LINE_END: Final = "\r\n"

_HEAD: Final = f"""Attribute VB_Name = "{MODULE_NAME}"
Option Explicit

' The worksheet functions of the Customer Success tracker. Generated: do not edit here.

' Whole numbers from Python in this range stand for error values of Excel.
Private Const FirstError As Long = {FIRST_COM_CODE}
Private Const LastError As Long = {LAST_COM_CODE}
"""

_TAIL: Final = """
' Puts true error values in the place of the whole numbers that stand for them.
Private Function WithErrors(ByVal found As Variant) As Variant
    Dim row As Long
    Dim column As Long
    If Not IsArray(found) Then
        WithErrors = OneCell(found)
        Exit Function
    End If
    If HasColumns(found) Then
        For row = LBound(found, 1) To UBound(found, 1)
            For column = LBound(found, 2) To UBound(found, 2)
                found(row, column) = OneCell(found(row, column))
            Next column
        Next row
    Else
        For column = LBound(found) To UBound(found)
            found(column) = OneCell(found(column))
        Next column
    End If
    WithErrors = found
End Function

Private Function OneCell(ByVal value As Variant) As Variant
    OneCell = value
    If VarType(value) = vbLong Then
        If value >= FirstError And value <= LastError Then OneCell = CVErr(value And &HFFFF&)
    End If
End Function

' A single row comes back as an array of one dimension, which only an error tells from two.
Private Function HasColumns(ByVal found As Variant) As Boolean
    On Error GoTo OneDimension
    HasColumns = UBound(found, 2) >= LBound(found, 2)
    Exit Function
OneDimension:
    HasColumns = False
End Function

Private Sub Describe(ByVal functionName As String, ByVal words As String, ByVal help As Variant)
    Dim fullName As String
    fullName = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functionName
    If UBound(help) < LBound(help) Then
        Application.MacroOptions Macro:=fullName, Description:=words, Category:=FunctionCategory
    Else
        Application.MacroOptions Macro:=fullName, Description:=words, _
            Category:=FunctionCategory, ArgumentDescriptions:=help
    End If
End Sub
"""


def udf_module() -> str:
    """Return the text of the macro module ``CsFunctions``, its lines ending in CR LF.

    >>> print(udf_module().splitlines()[0])
    Attribute VB_Name = "CsFunctions"
    """
    text = "\n".join(
        (
            _HEAD + f'Private Const FunctionCategory As String = "{CATEGORY}"\n',
            *(_wrapper(spec) for spec in FUNCTIONS.values()),
            _describe_all(),
        )
    )
    return (text + _TAIL).replace("\n", _LINE_END)


def _wrapper(spec: FunctionSpec) -> str:
    """Write the VBA function of one worksheet function."""
    declared = [
        f"{'Optional ' if argument.optional else ''}ByRef {argument.name} As Variant"
        for argument in spec.arguments
    ]
    signature = f"Public Function {spec.name}({_continued(declared)}) As Variant"
    passed = ", ".join(argument.name for argument in spec.arguments)
    # The attribute stands inside the function: that is where Excel writes it, and it is the text
    # the wizard shows until the help of the arguments is registered.
    return f"""{signature}
Attribute {spec.name}.VB_Description = {_quoted(spec.doc)}
    On Error GoTo Failed
    {spec.name} = WithErrors(XLPy.CallUDF("{PYTHON_MODULE}", "{spec.name}", _
        Array({passed}), ThisWorkbook, Application.Caller))
    Exit Function
Failed:
    {spec.name} = CVErr(xlErrValue)
End Function
"""


def _describe_all() -> str:
    """Write the Sub that registers descriptions, the category and the help of arguments."""
    lines = [
        "' Shows the help of all functions and their arguments in Excel's function wizard.",
        "Public Sub CsDescribeFunctions()",
    ]
    for spec in FUNCTIONS.values():
        lines.append(f'    Describe "{spec.name}", {_quoted(spec.doc)}, _')
        helps = [_quoted(argument.doc) for argument in spec.arguments]
        lines.append(f"        Array({_continued(helps, 12)})")
    lines.append("End Sub\n")
    return "\n".join(lines)


def _continued(items: list[str], indent: int = 8) -> str:
    """Write a list over several lines, because a line of VBA ends at 1023 characters."""
    return f", _\n{' ' * indent}".join(items)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'

"""The macro module of the worksheet functions, as text."""

import re

import pytest

from cs_workbook.functions.registry import FUNCTIONS
from cs_workbook.functions.spec import FunctionSpec
from cs_workbook.template.udf_wrappers import MODULE_NAME, udf_module
from cs_workbook.template.vba_source import VbaModule, check_modules, document_modules, stored_text

TEXT = udf_module()
LOGICAL = re.sub(r" _\r\n\s*", " ", TEXT)

all_functions = pytest.mark.parametrize("spec", FUNCTIONS.values(), ids=FUNCTIONS)


def test_text_is_what_the_project_writer_stores() -> None:
    module = VbaModule(name=MODULE_NAME, kind="standard", source=TEXT)
    assert stored_text(module) == TEXT
    check_modules([*document_modules(["Start"]), module])
    assert udf_module() == TEXT


def test_lines_end_as_in_windows_and_stay_short() -> None:
    assert TEXT.count("\n") == TEXT.count("\r\n")
    assert max(len(line) for line in TEXT.split("\r\n")) <= 1023
    assert TEXT.startswith(f'Attribute VB_Name = "{MODULE_NAME}"\r\nOption Explicit\r\n')


@all_functions
def test_each_function_has_a_wrapper_with_its_arguments(spec: FunctionSpec) -> None:
    declared = ", ".join(
        f"{'Optional ' if argument.optional else ''}ByRef {argument.name} As Variant"
        for argument in spec.arguments
    )
    passed = ", ".join(argument.name for argument in spec.arguments)
    doc = spec.doc.replace('"', '""')
    assert (
        f"Public Function {spec.name}({declared}) As Variant\r\n"
        f'Attribute {spec.name}.VB_Description = "{doc}"\r\n'
        f"    On Error GoTo Failed\r\n"
        f'    {spec.name} = WithErrors(XLPy.CallUDF("cs_workbook.udfs", "{spec.name}", '
        f"Array({passed}), ThisWorkbook, Application.Caller))\r\n"
        f"    Exit Function\r\n"
        f"Failed:\r\n"
        f"    {spec.name} = CVErr(xlErrValue)\r\n"
        f"End Function\r\n"
    ) in LOGICAL


@all_functions
def test_each_function_has_its_help_registered(spec: FunctionSpec) -> None:
    quoted = [f'"{argument.doc.replace(chr(34), chr(34) * 2)}"' for argument in spec.arguments]
    assert f'Describe "{spec.name}", ' in LOGICAL
    assert f"Array({', '.join(quoted)})" in LOGICAL


def test_only_functions_and_the_help_are_public() -> None:
    public = re.findall(r"^Public (?:Function|Sub) (\w+)", TEXT, re.MULTILINE)
    assert public == [*FUNCTIONS, "CsDescribeFunctions"]


def test_nothing_runs_by_itself_or_recalculates_without_reason() -> None:
    words = re.findall(r"\w+", TEXT.lower())
    for word in ("volatile", "workbook_open", "auto_open", "commandbars", "shell", "resume"):
        assert word not in words


def test_blocks_are_closed() -> None:
    for word in ("Function", "Sub", "If"):
        opened = rf"^\s*(?:Public |Private )?{word}\b"
        lines = [line for line in LOGICAL.split("\r\n") if re.match(opened, line)]
        if word == "If":
            lines = [line for line in lines if line.endswith("Then")]
        assert len(lines) == len(re.findall(rf"^\s*End {word}\b", LOGICAL, re.MULTILINE))

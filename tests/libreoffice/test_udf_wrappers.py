"""The macro module of the worksheet functions, run by LibreOffice's Basic in its VBA mode.

Python is not called: the line that would is turned to a stub in Basic, which returns what Python
sends over COM. What is shown is ours: that whole numbers become true error values in a single cell,
in a row and in a table, that other numbers stay, and that a failing call is #VALUE!.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from cs_workbook.functions.cell_errors import CellError
from cs_workbook.template.udf_wrappers import udf_module

pytestmark = pytest.mark.libreoffice

_PATIENCE_SECONDS = 120
_PROBE = f"""
Private Function StubCallUDF(ByVal moduleName As String, ByVal functionName As String, _
        ByVal inputs As Variant) As Variant
    Dim row(2) As Variant
    Dim table(1, 1) As Variant
    Select Case functionName
    Case "CS_NPS"
        StubCallUDF = CLng({CellError.NA.com_code})
    Case "CS_GRR"
        StubCallUDF = UBound(inputs) - LBound(inputs) + 40.5
    Case "CS_VERSION"
        StubCallUDF = "0.1.0"
    Case "CS_NPS_INTERVAL"
        row(0) = -48.5
        row(1) = CLng({CellError.NUM.com_code})
        row(2) = "#N/A"
        StubCallUDF = row
    Case "CS_TIER"
        table(0, 0) = "Top"
        table(0, 1) = CLng({CellError.DIV_0.com_code})
        table(1, 0) = CLng({CellError.SPILL.com_code})
        table(1, 1) = CLng(-2146800000)
        StubCallUDF = table
    Case Else
        Err.Raise 1000
    End Select
End Function

Private Function Shown(ByVal value As Variant) As String
    If IsError(value) Then
        Shown = "error " & CStr(CLng(value))
    Else
        Shown = TypeName(value) & " " & CStr(value)
    End If
End Function

Public Sub Main()
    Dim found As Variant
    Open "{{target}}" For Output As #1
    Print #1, "NPS: " & Shown(CS_NPS(1))
    Print #1, "GRR: " & Shown(CS_GRR(1, 2))
    Print #1, "VERSION: " & Shown(CS_VERSION())
    Print #1, "CSAT: " & Shown(CS_CSAT(1, 2, 3, 4))
    found = CS_NPS_INTERVAL(1, 95)
    Print #1, "INTERVAL: " & Shown(found(0)) & "; " & Shown(found(1)) & "; " & Shown(found(2))
    found = CS_TIER(1, 2, 3)
    Print #1, "TIER: " & Shown(found(0, 0)) & "; " & Shown(found(0, 1))
    Print #1, "TIER: " & Shown(found(1, 0)) & "; " & Shown(found(1, 1))
    Close #1
End Sub
"""
_XBA = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Probe" \
script:language="StarBasic">{}</script:module>
"""
_XLB = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" \
library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Probe"/>
</library:library>
"""


def _as_basic(target: Path) -> str:
    """Turn the module into one LibreOffice runs: no attributes, Python replaced by the stub."""
    lines = [line for line in udf_module().splitlines() if not line.startswith("Attribute ")]
    text = "\n".join(lines)
    text = text.replace("XLPy.CallUDF(", "StubCallUDF(")
    text = text.replace(", ThisWorkbook, Application.Caller", "")
    # Excel's own object and constant; registering help is nothing to be shown here.
    text = text.replace("CVErr(xlErrValue)", "CVErr(2015)")
    text = re.sub(r"Private Sub Describe\(.*?End Sub\n", "", text, flags=re.DOTALL)
    text = re.sub(r"Public Sub CsDescribeFunctions\(.*?End Sub\n", "", text, flags=re.DOTALL)
    return f"Option VBASupport 1\n{text}\n{_PROBE.format(target=target)}"


def test_errors_arrive_as_errors(tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is missing, and on CI these tests must run")
        pytest.skip("LibreOffice is not installed")
    target = tmp_path / "found.txt"

    def run(*arguments: str) -> None:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        subprocess.run(
            [program, profile, "--headless", "--norestore", *arguments],
            capture_output=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )

    # The first start fills a new profile and would overwrite what lies there.
    run("--terminate_after_init")
    basic = tmp_path / "profile" / "user" / "basic" / "Standard"
    (basic / "Probe.xba").write_text(_XBA.format(escape(_as_basic(target))), encoding="utf-8")
    (basic / "script.xlb").write_text(_XLB, encoding="utf-8")
    run("macro:///Standard.Probe.Main")
    assert target.read_text(encoding="utf-8").splitlines() == [
        "NPS: error 2042",
        "GRR: Double 41.5",
        "VERSION: String 0.1.0",
        "CSAT: error 2015",
        "INTERVAL: Double -48.5; error 2036; String #N/A",
        "TIER: String Top; error 2007",
        "TIER: error 2045; Long -2146800000",
    ]

Attribute VB_Name = "CsTracker"
Option Explicit

' The tracker's macros: the same verbs as the buttons, the ribbon and the command line. The work is
' done in Python (cs_workbook/macros.py); nothing runs by itself when the workbook is opened.

' Says what a refresh would change. Changes nothing. Same as: cs-workbook refresh --dry-run
Public Sub CsPreview()
    If CsPythonReady Then RunPython "from cs_workbook.macros import run; run('preview')"
End Sub

' Reads the exports and updates the tables, after a backup. Same as: cs-workbook refresh
Public Sub CsRefresh()
    If CsPythonReady Then RunPython "from cs_workbook.macros import run; run('refresh')"
End Sub

' Puts back the tables as they were before the last refresh.
Public Sub CsUndo()
    If CsPythonReady Then RunPython "from cs_workbook.macros import run; run('undo')"
End Sub

' Computes figures and scores anew from the rows that are here, with the settings in force.
Public Sub CsRecalculate()
    If CsPythonReady Then RunPython "from cs_workbook.macros import run; run('recalculate')"
End Sub

' Runs the checks and says what fails. Changes nothing.
Public Sub CsChecks()
    If CsPythonReady Then RunPython "from cs_workbook.macros import run; run('checks')"
End Sub

' Asks whether the health score knew who would leave; writes the sheet Back-test only.
Public Sub CsBacktest()
    If CsPythonReady Then RunPython "from cs_workbook.macros import run; run('backtest')"
End Sub

' Makes the what-if weights the weights in force and adds a version of the model, signed.
Public Sub CsAdopt()
    If CsPythonReady Then RunPython "from cs_workbook.macros import run; run('adopt')"
End Sub

' Builds or updates the plan sheets. What was typed into them stays.
Public Sub CsPlans()
    If CsPythonReady Then RunPython "from cs_workbook.macros import run; run('plans')"
End Sub

' Writes a report beside the workbook. Changes nothing in the workbook.
Public Sub CsReport()
    If CsPythonReady Then RunPython "from cs_workbook.macros import run; run('report')"
End Sub

' Says what this workbook is, its versions, and where Python and the log are. Changes nothing.
Public Sub CsAbout()
    If CsPythonReady Then RunPython "from cs_workbook.macros import run; run('about')"
End Sub

' Shows what the last runs did. Changes nothing.
Public Sub CsLog()
    If CsPythonReady Then RunPython "from cs_workbook.macros import run; run('log')"
End Sub

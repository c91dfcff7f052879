Attribute VB_Name = "CsTracker"
Option Explicit

' Says what this workbook is and where the refresh is run. Changes nothing.
Public Sub CsAbout()
    MsgBox "This workbook is the Customer Success tracker: your accounts, how they are doing, " & _
        "and the plans you follow with them." & vbCrLf & vbCrLf & _
        "Its figures come from CSV exports. They are refreshed from the command line, with:" & _
        vbCrLf & vbCrLf & _
        "    cs-workbook refresh" & vbCrLf & vbCrLf & _
        "The workbook stays usable with macros turned off.", _
        vbInformation, "Customer Success tracker"
End Sub

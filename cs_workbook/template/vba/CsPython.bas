Attribute VB_Name = "CsPython"
Option Explicit

' Whether a macro can reach Python. Where it cannot, a sentence says what to do, instead of the
' traceback RunPython would show.

Private Const Title As String = "Customer Success tracker"
Private Const NotInstalled As Long = 3
Private Const NotStarted As Long = -1

' Starting Python takes a moment, so after one success it is not asked again.
Private Answered As Boolean

' Says what is missing, if anything is. Changes nothing.
Public Function CsPythonReady() As Boolean
    Dim Interpreter As String
    Dim Missing As String
    #If Mac Then
        ' Excel for Mac may not look outside its own folders; there xlwings says what is missing.
        Answered = True
    #End If
    If Not Answered Then
        ' As RunPython finds it.
        Interpreter = GetConfig("INTERPRETER_WIN", "")
        If Interpreter = "" Then Interpreter = GetConfig("INTERPRETER", "python")
        Missing = WhatIsMissing(Interpreter)
        If Missing = "" Then
            Answered = True
        Else
            MsgBox "Nothing was done. " & Missing & vbCrLf & vbCrLf & _
                "The workbook can be read and filled in without Python; only its buttons need it.", _
                vbExclamation, Title
        End If
    End If
    CsPythonReady = Answered
End Function

Private Function WhatIsMissing(ByVal Interpreter As String) As String
    Dim Remedy As String
    Remedy = vbCrLf & vbCrLf & "Install cs-workbook on this computer. Then type the full path of " & _
        "the python.exe it is installed in on the sheet xlwings.conf, beside INTERPRETER_WIN. " & _
        "The command 'cs-workbook doctor' says what is still missing."
    If Interpreter <> "python" And Interpreter <> "pythonw" And Not FileExists(Interpreter) Then
        WhatIsMissing = "Python was not found. Expected it here:" & vbCrLf & Interpreter & Remedy
        Exit Function
    End If
    Select Case AnswerOf(Interpreter)
        Case 0
            WhatIsMissing = ""
        Case NotInstalled
            WhatIsMissing = "This Python has no cs-workbook:" & vbCrLf & Interpreter & Remedy
        Case Else
            WhatIsMissing = "Python could not be started:" & vbCrLf & Interpreter & Remedy
    End Select
End Function

' 0 where the package can be imported. Looking for it is far quicker than importing it.
Private Function AnswerOf(ByVal Interpreter As String) As Long
    Dim Question As String
    Question = "import sys, importlib.util as u; sys.exit(0 if u.find_spec('cs_workbook') else " & _
        NotInstalled & ")"
    On Error GoTo Failed
    AnswerOf = WScript.Run("""" & Interpreter & """ -c """ & Question & """", 0, True)
    Exit Function
Failed:
    AnswerOf = NotStarted
End Function

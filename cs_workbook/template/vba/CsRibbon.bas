Attribute VB_Name = "CsRibbon"
Option Explicit

' What the tab Customer Success calls: ribbon.xml names these, each calls the macro of its verb.

Public Sub CsRibbonPreview(control As IRibbonControl)
    CsPreview
End Sub

Public Sub CsRibbonRefresh(control As IRibbonControl)
    CsRefresh
End Sub

Public Sub CsRibbonUndo(control As IRibbonControl)
    CsUndo
End Sub

Public Sub CsRibbonRecalculate(control As IRibbonControl)
    CsRecalculate
End Sub

Public Sub CsRibbonChecks(control As IRibbonControl)
    CsChecks
End Sub

Public Sub CsRibbonBacktest(control As IRibbonControl)
    CsBacktest
End Sub

Public Sub CsRibbonAdopt(control As IRibbonControl)
    CsAdopt
End Sub

Public Sub CsRibbonPlans(control As IRibbonControl)
    CsPlans
End Sub

Public Sub CsRibbonReport(control As IRibbonControl)
    CsReport
End Sub

Public Sub CsRibbonAbout(control As IRibbonControl)
    CsAbout
End Sub

Public Sub CsRibbonLog(control As IRibbonControl)
    CsLog
End Sub

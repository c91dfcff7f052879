"""The analyses that stand on sheets of their own, a module each.

:mod:`~cs_workbook.actions.analyses.registry` names them all,
:mod:`~cs_workbook.actions.analyses.analysis` says what one is.
"""

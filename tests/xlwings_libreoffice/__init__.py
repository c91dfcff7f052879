"""xlwings on a live LibreOffice, so that macros run unmodified where there is no Excel.

Reading order: ``office`` starts the program; ``engine`` is what xlwings is given; ``apps``,
``books``, ``sheets``, ``ranges``, ``tables`` and ``names`` answer for xlwings' objects; ``values``
reads and writes blocks of cells by the rules of ``cleaning``; ``formulas`` translates formula text;
``journal`` records what no cell shows; ``buttons`` presses form buttons; ``fixtures`` is for tests.
What differs from Excel stands in ``EXCEL_SUITE.md``.
"""

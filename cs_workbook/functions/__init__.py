"""The worksheet functions, as plain Python: what ``=CS_NPS(...)`` and its siblings compute.

Nothing in here knows how a spreadsheet program calls it. A function gets the raw values of its
arguments (one value, or rows of values) and gives back rows of values, so that the desktop
(:mod:`cs_workbook.udfs`) and other hosts bind the very same functions. Reading order: ``spec``
(what a function is), ``clean`` (the one border for values coming in), ``cell_errors`` (#N/A and its
siblings), the modules by idea, ``registry`` (all of them, and how to call one).

Rules that hold for every function: percent is 0 to 100; a blank is not a zero; an error in an input
is passed on; text that looks like a number is refused; a range goes in and a range comes out.
"""

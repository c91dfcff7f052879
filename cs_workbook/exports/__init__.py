"""CSV exports in: a folder becomes typed tables, a list of problems and a report per file.

:func:`read_folder` is the whole of it. In reading order: :mod:`decoding` (bytes to text),
:mod:`records` (text to fields), :mod:`layout` and :mod:`recognise` (which line is the header,
which kind of export it heads), :mod:`loading` (two readers, one raw table), :mod:`writings` and
:mod:`values` (how a column is written, what its cells mean), :mod:`cells` and :mod:`staging` (raw
to typed rows), :mod:`checking` (the rules between tables), :mod:`folder`.
Nothing here writes a file.
"""

from cs_workbook.exports.folder import read_folder
from cs_workbook.exports.report import (
    ColumnReport,
    ColumnState,
    FileReport,
    Import,
    LocaleSettings,
)

__all__ = [
    "ColumnReport",
    "ColumnState",
    "FileReport",
    "Import",
    "LocaleSettings",
    "read_folder",
]

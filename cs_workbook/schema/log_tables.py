"""The sheets that say what was imported: the import log and the list of problems."""

from cs_workbook.schema.columns import (
    Format,
    Table,
    stamped,
)

TBL_IMPORTS = Table(
    name="tblImports",
    sheet="Import log",
    title="Import log",
    purpose="One row per file and refresh. Rows read = rows used + rows set aside.",
    columns=(
        stamped("Refresh", Format.WHOLE, 9, "Number of the refresh."),
        stamped("Imported at", Format.MOMENT, 17, "When it was read."),
        stamped("As of", Format.DATE, 12, "As-of date of the refresh."),
        stamped("File", Format.TEXT, 34, "File name."),
        stamped("Recognised as", Format.TEXT, 18, "Kind of export."),
        stamped("Rows read", Format.WHOLE, 11, "Rows of data in the file."),
        stamped("Rows used", Format.WHOLE, 11, "Rows the figures count."),
        stamped("With a warning", Format.WHOLE, 14, "Of the used rows, those to look at."),
        stamped("Set aside", Format.WHOLE, 11, "Rows listed among the import problems only."),
        stamped("Encoding", Format.TEXT, 12, "How the bytes were read."),
        stamped("Delimiter", Format.TEXT, 10, "What separates the fields."),
        stamped("Decimal mark", Format.TEXT, 13, "Point or comma, as found or set."),
        stamped("Date order", Format.TEXT, 13, "As found or set."),
        stamped("Header line", Format.WHOLE, 11, "Line of the header in the file."),
        stamped("Columns left out", Format.TEXT, 50, "Columns the tracker has no use for."),
        stamped("Fingerprint", Format.TEXT, 15, "Start of the file's SHA-256."),
    ),
    key=("Refresh", "File"),
    frozen=1,
)

TBL_IMPORT_PROBLEMS = Table(
    name="tblImportProblems",
    sheet="Import problems",
    title="Import problems",
    purpose="Every row of the last refresh that was set aside or needs a look, and what to do.",
    columns=(
        stamped("File", Format.TEXT, 32, "File name."),
        stamped("Line", Format.WHOLE, 9, "Line in the file."),
        stamped("Column", Format.TEXT, 20, "Column of the file."),
        stamped("Value", Format.TEXT, 36, "What stands there."),
        stamped("Row was", Format.TEXT, 18, "Set aside, used, or left out on purpose."),
        stamped("Problem", Format.TEXT, 28, "The problem in a few words."),
        stamped("Reason", Format.TEXT, 70, "The problem in a sentence."),
        stamped("What to do", Format.TEXT, 64, "How to mend it."),
    ),
    key=("File", "Line", "Column", "Problem"),
)

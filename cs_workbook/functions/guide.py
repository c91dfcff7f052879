"""Writes the guide to the worksheet functions, ``docs/functions.md``, from the registry.

Usage::

    python -m cs_workbook.functions.guide > docs/functions.md

A test compares the file with what this gives, so the guide cannot say anything else than the code.
"""

import sys
from typing import Final

from cs_workbook.functions.registry import FUNCTIONS
from cs_workbook.functions.spec import CATEGORY, FunctionSpec

_INTRODUCTION: Final = f"""# Worksheet functions

Functions to type into a cell, in Excel's category *{CATEGORY}*: type `=CS_` and Excel lists them. \
They work in Excel for Windows where the package is installed; everything else in the tracker \
works without them. How each figure is defined, and why, is in [measures.md](measures.md).

## What holds for all of them

- **Ranges in, ranges out.** Give a whole column of a table (`tblAccounts[MRR]`) and get a column; \
one call for a column is many times faster than one call per row. In Excel without spilling \
formulas, select the cells first and finish with Ctrl+Shift+Enter. Give table columns rather than \
`A:A`, which is a million cells.
- **Percent is 0 to 100**: write 95, not 0.95 or a percentage cell.
- **A blank is not a zero.** It is left out; where nothing is left, the result is #N/A.
- **Text is never read as a number.** `"7"` gives #VALUE!, because it is an export gone wrong.
- **Dates** are date cells or formulas that give dates; a time of day plays no part.
- **Errors.** #N/A: not enough data yet (charts skip it). #NUM!: a value or setting out of range. \
#VALUE!: wrong type or shape, or Python was not found. An error in an input is passed on.
- **Why?** `=CS_WHY("CS_NPS", answers)` says in a sentence what a result is made of or why it is \
an error.

## All functions

| Function | What it gives |
|---|---|
"""


def guide() -> str:
    """Return the guide as Markdown."""
    index = "".join(
        f"| [{spec.name}](#{spec.name.lower()}) | {_cell(spec.doc)} |\n"
        for spec in FUNCTIONS.values()
    )
    sections = "\n".join(_section(spec) for spec in FUNCTIONS.values())
    return f"{_INTRODUCTION}{index}\n{sections}"


def _section(spec: FunctionSpec) -> str:
    value = spec.example.value
    shown = value if isinstance(value, str) else f"{value:.6g}"
    lines = [f"## {spec.name}", "", spec.doc, "", f"`={spec.syntax}`", ""]
    if spec.arguments:
        lines += ["| Argument | What to give |", "|---|---|"]
        lines += [
            f"| {a.name}{' (optional)' if a.optional else ''} | {_cell(a.doc)} |"
            for a in spec.arguments
        ]
        lines.append("")
    lines += [f"**Result.** {spec.result}", "", "**Errors.**", ""]
    lines += [f"- {error}" for error in spec.errors]
    lines += ["", f"**Example.** `{spec.example_formula}` gives {shown}", ""]
    return "\n".join(lines)


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(guide())

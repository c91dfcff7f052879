"""Which macro modules the tracker has: ours from plain text, the wrappers, and xlwings' own."""

from collections.abc import Sequence
from importlib.resources import files

from cs_workbook.template.udf_wrappers import MODULE_NAME, udf_module
from cs_workbook.template.vba_project import VbaModule, document_modules
from cs_workbook.template.xlwings_module import xlwings_modules


def macro_modules(code_names: Sequence[str]) -> tuple[VbaModule, ...]:
    """Return all modules, in the order Excel lists them.

    Args:
        code_names: Code names of all sheets, in tab order.
    """
    return (
        *document_modules(code_names),
        *our_modules(),
        VbaModule(name=MODULE_NAME, kind="standard", source=udf_module()),
        *xlwings_modules(),
    )


def our_modules() -> tuple[VbaModule, ...]:
    """Return the modules kept as plain text beside this one, by name."""
    sources = (files("cs_workbook.template") / "vba").iterdir()
    return tuple(
        VbaModule(
            name=source.name.removesuffix(".bas"),
            kind="standard",
            source=source.read_text(encoding="utf-8"),
        )
        for source in sorted(sources, key=lambda entry: entry.name)
        if source.name.endswith(".bas")
    )

"""The built tracker, as bytes, wherever the package is installed.

Reads one file and imports nothing that builds workbooks: making a new tracker needs no builder.
"""

from importlib.resources import files
from pathlib import Path

from cs_workbook.errors import WorkbookError

TEMPLATE_NAME = "CS_Tracker.xlsm"


def packaged_template() -> bytes:
    """Return the empty tracker.

    An installed package carries it inside; a checkout keeps it in ``templates``.

    Raises:
        WorkbookError: Neither is there.
    """
    installed = files("cs_workbook") / "template" / TEMPLATE_NAME
    if installed.is_file():
        return installed.read_bytes()
    checkout = Path(__file__).parents[2] / "templates" / TEMPLATE_NAME
    if checkout.is_file():
        return checkout.read_bytes()
    raise WorkbookError(
        f"Expected the empty tracker {TEMPLATE_NAME} inside the package, found none. "
        "Install cs-workbook again."
    )

"""Fixtures for tests that run macros on a live LibreOffice.

One LibreOffice serves a whole test process; each test gets an application of its own and leaves
nothing open. A test file takes the three in by name, for ``excel`` stands on the other two::

    from xlwings_libreoffice import fixtures

    office, xlwings_engine, excel = fixtures.office, fixtures.xlwings_engine, fixtures.excel
"""

import os
from collections.abc import Iterator

import pytest
import xlwings as xw

from xlwings_libreoffice.engine import LibreOfficeEngine, installed
from xlwings_libreoffice.office import Office, why_missing


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """A running LibreOffice, ended with the test process."""
    reason = why_missing()
    if reason is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason}, and on CI these tests must run")
        pytest.skip(reason)
    with Office() as running:
        yield running


@pytest.fixture
def xlwings_engine(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LibreOfficeEngine]:
    """The engine as xlwings' active one, in strict mode, with no application running."""
    with installed(
        LibreOfficeEngine(office, save_folders=(tmp_path_factory.getbasetemp(),))
    ) as made:
        made.strict = True
        yield made


@pytest.fixture
def excel(xlwings_engine: LibreOfficeEngine) -> xw.App:
    """An application without workbooks."""
    assert xlwings_engine.name == "libreoffice"
    return xw.App(visible=False, add_book=False)

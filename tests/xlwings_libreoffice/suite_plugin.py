"""A pytest plugin that runs other people's xlwings tests on LibreOffice."""

from collections.abc import Iterator

import pytest

from xlwings_libreoffice.engine import LibreOfficeEngine, installed
from xlwings_libreoffice.office import Office


@pytest.fixture(scope="session", autouse=True)
def _libreoffice_engine() -> Iterator[None]:
    with Office() as office, installed(LibreOfficeEngine(office)):
        yield

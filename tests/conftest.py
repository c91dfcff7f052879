"""What several test files need: the private data beside the checkout, and LibreOffice."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

from cs_workbook.actions.demo import make_demo

# Test files import the helpers beside them by name; --import-mode=importlib adds no folder itself.
sys.path.insert(0, str(Path(__file__).parent))

# A law holds or it does not; how long a busy machine takes to try it says nothing.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")

Convert = Callable[[Path], Path]

# Always recalculate on load (0); by default LibreOffice trusts the cached values of most files.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">\
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_PATIENCE_SECONDS = 180


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of data sets beside the checkout."""
    folder = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the private data sets do not lie beside this checkout")
    return folder


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Return a function that opens a workbook in LibreOffice and returns what it saves as .xlsx.

    Every test process has a profile of its own, because a second LibreOffice on one profile hands
    its work to the first and returns at once.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is missing, and on CI these tests must run")
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("profile")
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")

    def convert(workbook: Path) -> Path:
        target = tmp_path_factory.mktemp("converted")
        result = subprocess.run(
            [
                program,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                str(target),
                str(workbook),
            ],
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
        converted = target / f"{workbook.stem}.xlsx"
        assert converted.exists(), f"LibreOffice did not open {workbook.name}: {result.stderr}"
        return converted

    return convert


@pytest.fixture(scope="session")
def recalculate(libreoffice: Convert, tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Return a function that gives the workbook as LibreOffice calculates it anew."""

    def calculated(workbook: Path) -> Path:
        # Imported here: the folder of tests is put on the path above.
        from print_titles import without_print_titles  # noqa: PLC0415

        copy = tmp_path_factory.mktemp("untitled") / workbook.name
        return libreoffice(without_print_titles(workbook, copy))

    return calculated


@pytest.fixture(scope="session")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return tracker and exports of the demo; nobody may change them."""
    folder = tmp_path_factory.mktemp("demo")
    made = make_demo(folder, now=datetime(2026, 7, 1, 8, 30))  # noqa: DTZ001 - local wall time
    return made.tracker, made.exports


@pytest.fixture(scope="session")
def demo_tracker(demo_book: tuple[Path, Path]) -> Path:
    """Return the refreshed demo tracker; nobody may change it."""
    return demo_book[0]


@pytest.fixture(scope="session")
def demo_exports(demo_book: tuple[Path, Path]) -> Path:
    """Return the demo's folder of exports; nobody may change it."""
    return demo_book[1]


@pytest.fixture
def demo_copy(demo_book: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """Return a tracker and exports of one's own, in one folder."""
    tracker = Path(shutil.copy2(demo_book[0], tmp_path / "CS_Tracker.xlsm"))
    return tracker, Path(shutil.copytree(demo_book[1], tmp_path / "exports"))

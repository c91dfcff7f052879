"""Rules of the house that no linter knows."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "cs_workbook").rglob("*.py"))
MOST_LINES = 300


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_no_module_is_too_long_to_read(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_no_paid_licence_is_needed(module: Path) -> None:
    """Xlwings is BSD except what lies in ``xlwings/pro``; nothing of that may be reached."""
    text = module.read_text(encoding="utf-8")
    for reach in ("xlwings.pro", "xlwings.server", "xlwings.reports", "LICENSE_KEY"):
        assert reach not in text
    assert not re.search(r"""\bBook\([^)]*mode\s*=\s*["']r["']""", text)


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_only_the_door_reads_the_clock(module: Path) -> None:
    if name(module) in CLOCK_READERS:
        return
    text = module.read_text(encoding="utf-8")
    assert not re.search(r"\b(datetime\.now|date\.today|time\.time|utcnow)\(", text)


CLOCK_READERS = {
    "cs_workbook/cli.py",
    "cs_workbook/macros.py",
    "cs_workbook/model_commands.py",
    "cs_workbook/plan_commands.py",
}


def test_nothing_of_one_machine_is_in_the_project() -> None:
    """Paths under these roots belong to somebody's machine, not to the project."""
    done = subprocess.run(
        ["git", "grep", "-nIE", r"(^|[\"' (=])/(work|root|home)/", "--", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        pytest.skip("no git checkout here")
    found = [line for line in done.stdout.splitlines() if not line.startswith("tests/test_house")]
    assert not found


def test_openpyxl_never_saves_a_workbook() -> None:
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        if "openpyxl" in text:
            assert ".save(" not in text, name(module)

"""Installed from a built wheel into an empty folder, every command works."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_the_template_and_the_sql(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        names = set(package.namelist())
        template = package.read("cs_workbook/template/CS_Tracker.xlsm")
    assert template == (ROOT / "templates" / "CS_Tracker.xlsm").read_bytes()
    assert {"cs_workbook/py.typed", "cs_workbook/rollups/sql/account_usage.sql"} <= names
    assert not [name for name in names if name.startswith("tests/")]


def test_every_command_works_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """The wheel is unpacked alone; only its dependencies come from this environment."""
    home = tmp_path / "site"
    with zipfile.ZipFile(wheel) as package:
        package.extractall(home)
    work = tmp_path / "work"
    work.mkdir()
    environment = os.environ | {"PYTHONPATH": str(home), "PYTHONSAFEPATH": "1"}

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "cs_workbook", *words],
            cwd=work,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    found = subprocess.run(
        [sys.executable, "-c", "import cs_workbook; print(cs_workbook.__file__)"],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(found.stdout.strip()).is_relative_to(home), "the wheel itself is what runs"
    assert "Open" in run("demo")
    run("new", "Mine.xlsm")
    run("refresh", "Mine.xlsm", "--exports", "cs_demo/exports", "--as-of", "2026-06-30")
    assert "KPI_NPS" in run("figures", "Mine.xlsm")
    assert "checks pass" in run("check", "Mine.xlsm")

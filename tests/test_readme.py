"""What the documentation promises is there."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cs_workbook.cli import cli
from cs_workbook.schema.figures import FIGURES
from cs_workbook.schema.tables import SHEET_ORDER

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        if "://" not in target:
            assert (page.parent / target.strip()).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_shown_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name in set(re.findall(r"cs-workbook ([a-z]+)\b(?! FILE)", text)):
        result = CliRunner().invoke(cli, [name, "--help"])
        assert result.exit_code == 0, f"{page.name} shows 'cs-workbook {name}'"


def test_the_readme_holds_one_test_command_for_ci() -> None:
    block = README.split("<!-- test command -->")[1].split("```")[1]
    lines = [line for line in block.splitlines() if line.startswith("python3 ")]
    assert len(lines) == 1
    assert lines[0].endswith("-m pytest")


def test_the_readme_names_every_sheet() -> None:
    table = README.split("## What is in the workbook")[1].split("## Read on")[0]
    for sheet in SHEET_ORDER:
        assert sheet in table, sheet


def test_a_changelog_begins_with_the_figures_that_change() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for release in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        assert re.findall(r"^### (.*)$", release, flags=re.MULTILINE)[0] == "Figures that change"


def test_the_dashboard_page_lists_every_figure_as_it_is() -> None:
    text = (ROOT / "docs" / "dashboard.md").read_text(encoding="utf-8")
    table = text.split("<!-- figures -->")[1].split("<!-- end of figures -->")[0]
    for figure in FIGURES:
        row = next(line for line in table.splitlines() if f"`{figure.name}`" in line)
        assert f"| {figure.label} |" in row
        assert figure.part_is in row
        assert figure.base_is in row
        assert ("live formula" in row) == (figure.part is not None)
    assert table.count("`KPI_") == len(FIGURES)

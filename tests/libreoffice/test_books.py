"""Books nobody made by hand: LibreOffice must calculate each as Python does.

A seed tells an invented company with other accounts, contracts and answers, and chooses other
settings, weights, anchors and as-of dates. ``CS_WORKBOOK_BOOKS=200`` runs two hundred of them; a
handful keeps every other run short.
"""

import os
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cell_agreement import disagreements

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.demo import DEMO_AS_OF, write_demo_exports
from cs_workbook.schema.profile_words import PROFILE_ROWS
from cs_workbook.schema.settings import SETTINGS
from cs_workbook.workbook.file_book import FileBook

if TYPE_CHECKING:
    from cs_workbook.workbook.port import CellValue

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning"),
]
BOOKS = int(os.environ.get("CS_WORKBOOK_BOOKS", "4"))
_MARGIN = "GrossMargin"
# Dates and marks are about reading files; the choices below are about figures.
_ABOUT_READING = frozenset({"DateOrder", "DecimalMark", "Currency"})


def _type_settings(book: FileBook, chance: random.Random) -> None:
    """Type settings a person might choose, anywhere within what their cells allow."""
    for setting in SETTINGS:
        if setting.stamped or setting.name in _ABOUT_READING or chance.random() < 0.5:
            continue
        if setting.choices:
            book.write_name(setting.name, chance.choice(setting.choices))
        elif setting.lowest is not None and setting.highest is not None:
            number = chance.uniform(setting.lowest, min(setting.highest, setting.lowest + 400))
            typed = round(number) if isinstance(setting.default, int) else number
            # A margin up to 1 is refused: most likely a share that was meant as a percentage.
            book.write_name(
                setting.name, 2 if setting.name == _MARGIN and 0 < typed <= 1 else typed
            )


def _type_weights(book: FileBook, chance: random.Random) -> None:
    """Type any weights, and other anchors for the measures that have some."""
    old = book.read_table("tblWeights", columns=["Weight", "0 points at", "100 points at"])
    new = {header: list(cells) for header, cells in old.items()}
    for row, weight in enumerate(old["Weight"]):
        if not isinstance(weight, int | float):
            continue
        new["Weight"][row] = chance.choice([0, 0.25, 1, 7, 33.3]) if row else 5
        if chance.random() < 0.5:
            new["0 points at"][row] = chance.uniform(-20, 20)
            new["100 points at"][row] = chance.uniform(21, 60) * chance.choice([-1, 1])
    book.write_table("tblWeights", new)


def _type_profiles(book: FileBook, chance: random.Random) -> None:
    """Type none to three profiles: of a segment, a plan or a status, some weights in each."""
    asked = [("Segment", "SMB"), ("segment", "enterprise"), ("Plan", "Growth"), ("Status", "trial")]
    rows = chance.sample(asked, k=chance.randint(0, 3))
    rest: list[CellValue] = [None] * (PROFILE_ROWS - len(rows))
    typed: dict[str, list[CellValue]] = {
        "Profile": [*(f"P{place}" for place in range(len(rows))), *rest],
        "Where": [*(where for where, _ in rows), *rest],
        "Equals": [*(equals for _, equals in rows), *rest],
    }
    for slot in range(2, 10):  # slot 1 has a weight above 0 in every book
        weights = [chance.choice([None, 0, 2.5, 40]) for _ in rows]
        typed[f"Weight {slot}"] = [*weights, *rest]
    book.write_table("tblProfiles", typed)


@pytest.mark.parametrize("seed", range(100, 100 + BOOKS))
def test_a_generated_book_is_calculated_alike(
    seed: int, tmp_path: Path, recalculate: Callable[[Path], Path]
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    exports, tracker = tmp_path / "exports", tmp_path / "CS_Tracker.xlsm"
    write_demo_exports(exports, seed=seed, accounts=chance.randint(20, 60))
    new_tracker(tracker)
    book = FileBook(tracker)
    _type_settings(book, chance)
    _type_weights(book, chance)
    _type_profiles(book, chance)
    book.save()
    days = sorted(chance.sample(range(-500, 200), k=chance.randint(1, 2)))
    for day in days:
        refresh_file(
            tracker,
            exports,
            as_of=DEMO_AS_OF + timedelta(days=day),
            now=datetime(2027, 2, 1) + timedelta(hours=day),  # noqa: DTZ001 - local wall time
        )
    assert disagreements(tracker, recalculate(tracker)) == []
    assert FileBook(tracker).read_name("AsOfDate") == DEMO_AS_OF + timedelta(days=days[-1])

"""Profiles on the sheet and in Python: who is weighed how, what is refused, what remembers it."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from cell_agreement import disagreements

from cs_workbook.actions.adopt import adopt
from cs_workbook.actions.check import check
from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.health_rows import score_accounts
from cs_workbook.actions.model_versions import bands_by_profile, what_changed
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.tracker import read_model
from cs_workbook.errors import SettingsError
from cs_workbook.measures.health import HealthMeasure, HealthModel
from cs_workbook.measures.health_profiles import Profile
from cs_workbook.schema.health_model import DEFAULT_MEASURES, SLOTS
from cs_workbook.schema.profile_words import PROFILE_ROWS
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue
from cs_workbook.workbook.recalculation import refresh_cached_values

DAY, LATER = date(2026, 6, 30), date(2026, 7, 9)
NOW = datetime(2026, 7, 10, 9)  # noqa: DTZ001 - local wall time
SMB: dict[str, CellValue] = {
    "Profile": "Small",
    "Where": "Segment",
    "Equals": "smb",
    "Weight 1": 40,
    "Weight 6": 0,
}
BIG: dict[str, CellValue] = {
    "Profile": "Big",
    "Where": "segment",
    "Equals": "Enterprise",
    "Weight 7": 33.3,
}
WON: dict[str, CellValue] = {
    "Profile": "All customers",
    "Where": "Status",
    "Equals": "Customer",
    "Weight 2": 1,
}


def type_profiles(book: FileBook, *rows: Mapping[str, CellValue]) -> None:
    """Type rows into the Profiles sheet, one after the other from the top."""
    headers = ["Profile", "Where", "Equals", *(f"Weight {slot}" for slot in range(1, SLOTS + 1))]
    filled = [*rows, *[{}] * (PROFILE_ROWS - len(rows))]
    book.write_table("tblProfiles", {h: [row.get(h) for row in filled] for h in headers})


def expected_weights(segment: CellValue, status: CellValue) -> list[float]:
    """Return the weights of an account with the profiles above, written out by hand."""
    weights = [measure.weight for measure in DEFAULT_MEASURES]
    if segment == "SMB":
        weights[0], weights[5] = 40.0, 0.0
    elif segment == "Enterprise":
        weights[6] = 33.3
    elif status == "Customer":
        weights[1] = 1.0
    return weights


@dataclass(frozen=True)
class Profiled:
    """The demo refreshed twice: without profiles, then with three of them."""

    before: FileBook
    after: FileBook
    tracker: Path
    exports: Path


@pytest.fixture(scope="module")
def profiled(demo_book: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Profiled:
    folder = tmp_path_factory.mktemp("profiles")
    tracker = Path(shutil.copy2(demo_book[0], folder / "CS_Tracker.xlsm"))
    book = FileBook(tracker)
    type_profiles(book, SMB, BIG, WON)
    book.save()
    refresh_file(tracker, demo_book[1], as_of=LATER, now=NOW)
    return Profiled(
        before=FileBook(demo_book[0]),
        after=FileBook(tracker),
        tracker=tracker,
        exports=demo_book[1],
    )


def number(value: CellValue) -> float:
    assert isinstance(value, int | float), value
    return float(value)


def test_every_account_is_weighed_by_the_first_profile_that_fits(profiled: Profiled) -> None:
    """Weights, score, points and coverage from the scores of the measures, by hand."""
    health = profiled.after.read_table("tblHealth")
    accounts = profiled.after.read_table("tblAccounts")
    names = set()
    for row, (segment, status) in enumerate(
        zip(accounts["Segment"], accounts["Status"], strict=True)
    ):
        weights = expected_weights(segment, status)
        assert [health[f"Weight {slot}"][row] for slot in range(1, 8)] == weights
        assert health["Weight 8"][row] == 0
        scores = [health[f"Score {slot}"][row] for slot in range(1, 8)]
        known = [
            (w, number(s)) for w, s in zip(weights, scores, strict=True) if s not in {None, ""}
        ]
        names.add(health["Profile"][row])
        if sum(w for w, _ in known) == 0:
            continue
        mean = sum(w * s for w, s in known) / sum(w for w, _ in known)
        assert health["Uncapped"][row] == pytest.approx(mean, abs=1e-9)
        assert health["Coverage (%)"][row] == pytest.approx(
            100 * sum(w for w, _ in known) / sum(weights), abs=1e-9
        )
        points = [health[f"Points {slot}"][row] for slot in range(1, 8)]
        assert sum(number(p) for p in points if p not in {None, ""}) == pytest.approx(mean)
    assert names == {"Small", "Big", "All customers", "All accounts"}


def test_the_sheet_counts_whom_each_profile_is_for(profiled: Profiled) -> None:
    table = profiled.after.read_table("tblProfiles")
    accounts = profiled.after.read_table("tblAccounts")
    said = [
        "Small" if s == "SMB" else "Big" if s == "Enterprise" else "C" if t == "Customer" else ""
        for s, t in zip(accounts["Segment"], accounts["Status"], strict=True)
    ]
    assert table["Accounts"][:3] == [said.count("Small"), said.count("Big"), said.count("C")]
    assert table["Sum of weights"][:3] == [100, pytest.approx(123.3), 86]
    assert table["Applies"] == ["Yes"] * 3 + [""] * 5


def test_python_and_the_sheet_agree_and_every_check_passes(profiled: Profiled) -> None:
    assert [result.check for result in check(profiled.after) if not result.passed] == []


@pytest.mark.libreoffice
@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
def test_libreoffice_agrees_with_profiles_and_what_if_weights(
    profiled: Profiled, tmp_path: Path, recalculate: Callable[[Path], Path]
) -> None:
    """Typed after the refresh as well: rows that cannot apply, and weights that are tried."""
    tracker = Path(shutil.copy2(profiled.tracker, tmp_path / "CS_Tracker.xlsm"))
    book = FileBook(tracker)
    tried = [30, None, 0, None, None, 50, 1, *[None] * 5]
    book.write_table("tblWeights", {"What-if weight": tried})
    stage: dict[str, CellValue] = {"Profile": "Late", "Where": "Stage", "Equals": "Renewal"}
    type_profiles(
        book,
        WON | {"Equals": "customer "},
        SMB | {"Weight 12": 9},
        BIG | {"Weight 7": -1},
        stage,
        SMB | {"Profile": "Again"},
        BIG | {"Profile": "small"},
        {"Weight 1": 3},
        {"Profile": "None", "Where": "Plan", "Equals": "Scale"}
        | {f"Weight {slot}": 0 for slot in range(1, 8)},
    )
    refresh_cached_values(book)
    book.save()
    assert FileBook(tracker).read_table("tblProfiles")["Applies"] == [
        "Yes",
        "Yes",
        "No: a weight is no number from 0",
        "No: Accounts has no column Stage",
        "No: a row above asks the same",
        "No: its name is taken",
        "No: name, column or value is missing",
        "No: its weights add up to 0",
    ]
    assert disagreements(tracker, recalculate(tracker)) == []


def test_what_moved_an_account_into_a_profile_stands_under_the_weights(profiled: Profiled) -> None:
    movers = profiled.after.read_table("tblMovers")
    accounts = profiled.after.read_table("tblAccounts")
    segments = dict(zip(accounts["Account ID"], accounts["Segment"], strict=True))
    status = dict(zip(accounts["Account ID"], accounts["Status"], strict=True))
    checked = 0
    for row, key in enumerate(movers["Account ID"]):
        if not isinstance(movers["Change"][row], int | float):
            continue
        assert movers["Sum check"][row] == 0
        if segments[key] not in {"SMB", "Enterprise"} and status[key] != "Customer":
            assert abs(number(movers["Weights changed"][row])) < 1e-9
        elif abs(number(movers["Weights changed"][row])) > 1:
            checked += 1
    assert checked > 20


def test_the_history_remembers_the_profile_and_explains_the_next_change_by_it(
    profiled: Profiled, tmp_path: Path
) -> None:
    """Profiles unchanged: no point on the weights. Then one is cleared: its accounts move by it."""
    tracker = Path(shutil.copy2(profiled.tracker, tmp_path / "CS_Tracker.xlsm"))
    refresh_file(tracker, profiled.exports, as_of=date(2026, 7, 16), now=NOW.replace(hour=10))
    book = FileBook(tracker)
    movers = book.read_table("tblMovers")
    changes = [n for n in movers["Weights changed"] if isinstance(n, int | float)]
    assert len(changes) > 90
    assert max(abs(n) for n in changes) < 1e-9
    assert book.read_table("tblModelVersions")["Version"] == [1, 2], "the same profiles"
    type_profiles(book, SMB, BIG)
    book.save()
    refresh_file(tracker, profiled.exports, as_of=date(2026, 7, 23), now=NOW.replace(hour=11))
    book = FileBook(tracker)
    movers = book.read_table("tblMovers")
    health = book.read_table("tblHealth")
    profile = dict(zip(health["Account ID"], health["Profile"], strict=True))
    moved = {
        profile[key]
        for key, points in zip(movers["Account ID"], movers["Weights changed"], strict=True)
        if isinstance(points, int | float) and abs(points) > 1e-9
    }
    assert moved == {"All accounts"}, "only those who lost their profile"
    versions = book.read_table("tblModelVersions")
    assert versions["What changed"][-1] == "profile All customers left."


def test_a_new_version_names_the_profiles_and_counts_what_they_did(profiled: Profiled) -> None:
    versions = profiled.after.read_table("tblModelVersions")
    assert versions["What changed"][1] == (
        "profile Small where Segment is smb: Active days 40, NPS answers 0 (new); "
        "profile Big where Segment is Enterprise: CSM pulse 33.3 (new); "
        "profile All customers where Status is Customer: Usage trend 1 (new)."
    )
    health = profiled.after.read_table("tblHealth")
    accounts = profiled.after.read_table("tblAccounts")
    moved = scored = 0
    for row, band in enumerate(health["Band"]):
        if band == "□ Not scored":
            continue
        scored += 1
        scores = [health[f"Score {slot}"][row] for slot in range(1, 8)]
        found = []
        for weights in (
            [measure.weight for measure in DEFAULT_MEASURES],
            expected_weights(accounts["Segment"][row], accounts["Status"][row]),
        ):
            known = [
                (w, number(s)) for w, s in zip(weights, scores, strict=True) if s not in {None, ""}
            ]
            total = sum(w for w, _ in known)
            score = sum(w * s for w, s in known) / total if total else None
            enough = score is not None and 100 * total / sum(weights) >= 50
            found.append((score > 50) + (score > 75) if enough and score is not None else None)
        moved += found[0] != found[1]
    assert (versions["Accounts scored"][1], versions["Changed band"][1]) == (scored, moved)
    assert moved > 0


def test_what_if_leaves_the_weights_a_profile_sets(profiled: Profiled, tmp_path: Path) -> None:
    tracker = Path(shutil.copy2(profiled.tracker, tmp_path / "CS_Tracker.xlsm"))
    book = FileBook(tracker)
    tried = [99, 2, None, None, None, None, None, *[None] * 5]
    book.write_table("tblWeights", {"What-if weight": tried})
    refresh_cached_values(book)
    table, health = book.read_table("tblWhatIf"), book.read_table("tblHealth")
    place = {key: row for row, key in enumerate(health["Account ID"])}
    accounts = book.read_table("tblAccounts")
    compared = set()
    for row, key in enumerate(table["Account ID"]):
        at = place[key]
        weights = expected_weights(accounts["Segment"][at], accounts["Status"][at])
        profile = health["Profile"][at]
        if profile != "Small":
            weights[0] = 99
        if profile != "All customers":
            weights[1] = 2
        scores = [health[f"Score {slot}"][at] for slot in range(1, 8)]
        known = [
            (w, number(s)) for w, s in zip(weights, scores, strict=True) if s not in {None, ""}
        ]
        assert table["Sum of weights"][row] == pytest.approx(sum(weights))
        if sum(w for w, _ in known):
            mean = sum(w * s for w, s in known) / sum(w for w, _ in known)
            assert table["New uncapped"][row] == pytest.approx(mean, abs=1e-9)
            compared.add(profile)
    assert compared >= {"Small", "Big", "All customers"}
    shown = table["New score"]
    adopt(book, by="Ada", why="Try")
    assert book.read_table("tblWhatIf")["New score"] == pytest.approx(shown, abs=1e-9)
    assert book.read_table("tblWhatIf")["Health"] == pytest.approx(shown, abs=1e-9)


def test_no_profile_and_profiles_without_weights_change_no_figure(
    demo_copy: tuple[Path, Path], demo_tracker: Path
) -> None:
    """A profile that weighs as Weights does is named on Health and moves nothing."""
    tracker, exports = demo_copy
    base: dict[str, CellValue] = {
        f"Weight {s}": m.weight for s, m in enumerate(DEFAULT_MEASURES, start=1)
    }
    book = FileBook(tracker)
    type_profiles(
        book, {**SMB, **base}, {"Profile": "E", "Where": "Segment", "Equals": "Enterprise"}
    )
    book.save()
    refresh_file(tracker, exports, as_of=DAY, now=NOW)
    old, new = FileBook(demo_tracker), FileBook(tracker)
    before, after = old.read_table("tblHealth"), new.read_table("tblHealth")
    assert set(after["Profile"]) == {"Small", "E", "All accounts"}
    for header, cells in before.items():
        if header not in {"Profile", "Profile row"}:
            assert after[header] == cells, header
    assert new.read_table("tblFigures") == old.read_table("tblFigures")


def test_a_stage_is_a_column_of_ones_own(tmp_path: Path) -> None:
    """Without the column the profile is refused; the words say where it belongs."""
    book = FileBook(new_tracker(tmp_path))
    type_profiles(book, {"Profile": "Late", "Where": "Stage", "Equals": "Renewal"})
    with pytest.raises(SettingsError, match="Stage is a column of your own between MRR"):
        read_model(book, minimum_coverage=50)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([SMB | {"Profile": None}], "row 1, column 'Profile': expected an entry, found a blank"),
        ([{}, SMB | {"Equals": None}], "row 2, column 'Equals': expected an entry"),
        ([{"Weight 3": 5}], "row 1, column 'Profile': expected an entry"),
        ([SMB | {"Where": "Colour"}], "Segment, Plan, Status, Stage, found 'Colour'"),
        ([SMB | {"Weight 1": "much"}], r"'Weight 1' \(Active days\): expected a number from 0"),
        ([SMB | {"Weight 1": -1}], "expected a number from 0, found -1"),
        ([SMB, SMB | {"Profile": "Again", "Equals": "SMB"}], "found 'SMB' again"),
        ([SMB, BIG | {"Profile": "SMALL"}], "expected a name no other profile has"),
        ([SMB | {"Profile": "all accounts"}], "and not 'All accounts'"),
        ([SMB | {f"Weight {s}": 0 for s in range(1, 8)}], "at least one weight above 0"),
    ],
)
def test_a_profile_that_cannot_be_is_refused_by_its_place(
    tmp_path: Path, rows: list[dict[str, CellValue]], words: str
) -> None:
    book = FileBook(new_tracker(tmp_path))
    type_profiles(book, *rows)
    with pytest.raises(SettingsError, match=words):
        read_model(book, minimum_coverage=50)


def test_a_weight_of_an_empty_slot_counts_for_nothing(tmp_path: Path) -> None:
    book = FileBook(new_tracker(tmp_path))
    type_profiles(book, SMB | {"Weight 12": 500})
    [small] = read_model(book, minimum_coverage=50).profiles
    assert small.weights == (("Active days", 40.0), ("NPS answers", 0.0))


USE = HealthMeasure(name="Use", weight=1, score_0_at=0, score_100_at=100)
NPS = HealthMeasure(name="NPS", weight=1, score_0_at=0, score_100_at=100)
SMALL = Profile(name="Small", column="Segment", equals="SMB", weights=(("NPS", 3),), place=1)
MODEL = HealthModel(measures=(USE, NPS), profiles=(SMALL,))


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ((), "profile Small left."),
        ((replace(SMALL, weights=()),), "profile Small: NPS 3 to as on Weights."),
        (
            (replace(SMALL, weights=(("NPS", 3), ("Use", 0))),),
            "profile Small: Use as on Weights to 0.",
        ),
        (
            (replace(SMALL, equals="Mid"),),
            "profile Small: where Segment is SMB, now Segment is Mid.",
        ),
        ((replace(SMALL, place=4),), "profile Small: its place in the list."),
    ],
)
def test_a_change_of_profiles_in_words(after: tuple[Profile, ...], said: str) -> None:
    assert what_changed(MODEL, replace(MODEL, profiles=after)) == said


def test_bands_by_profile_follow_each_accounts_own_weights() -> None:
    """Use 100, NPS 0: 50 by equal weights, 20 by the profile; turned round the profile has 80."""
    columns = {"Use": [100.0, 100.0, 0.0], "NPS": [0.0, 0.0, 100.0]}
    traits = [{"Segment": "SMB"}, {}, {"Segment": "smb"}]
    model = replace(MODEL, profiles=(replace(SMALL, weights=(("NPS", 4),)),))
    assert bands_by_profile(model, columns, traits) == ["▼ At risk", "▼ At risk", "▲ Healthy"]


def test_a_stage_in_a_column_of_ones_own_is_read_as_text() -> None:
    """The header in any case, a number as the sheet joins it to a text, a blank fits nothing."""
    two = Profile(name="Two", column="Stage", equals="2", weights=(("Use", 0),), place=3)
    model = HealthModel(
        measures=(replace(USE, source="Use"), replace(NPS, source="NPS")), profiles=(two,)
    )
    columns: dict[str, list[CellValue]] = {
        "Account ID": ["A", "B", "C", None],
        "Status": ["Customer"] * 4,
        "Segment": [None] * 4,
        "stage": [2.0, "Renewal", None, 2.0],
        "Use": [100.0] * 4,
        "NPS": [0.0] * 4,
    }
    scored = score_accounts(columns, model, as_of=DAY, before={}, smallest_group=5)
    assert [one.profile for one in scored] == [two, None, None, None], "a row without an id"
    assert [one.score.score for one in scored[:3]] == [0, 50, 50]

"""Suggested weights: when there are any, what they are, what they are worth; on Telco data too."""

import math
import random
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_workbook.actions.backtest import Report
from cs_workbook.actions.backtest_rows import backtest_lines, backtest_rows
from cs_workbook.actions.suggested_rows import suggested_columns
from cs_workbook.measures import suggested_weights
from cs_workbook.measures.backtest import FEWEST_LOST, back_test
from cs_workbook.measures.discrimination import Scored, area_under_curve, single_measure_auc
from cs_workbook.measures.health_scales import scale_linear
from cs_workbook.measures.suggested_weights import PARTS, Suggestion, suggest_weights
from cs_workbook.schema import risk_tables
from cs_workbook.schema.backtest_table import WEIGHTS_QUESTION
from cs_workbook.workbook.port import FormulaColumn

WEIGHTS = {"Use": 40.0, "Noise": 40.0, "Pulse": 20.0}


def book(
    lost: int, stayed: int, *, seed: int = 1
) -> tuple[dict[str, list[float | None]], list[Scored]]:
    """Accounts whose use tells who leaves, and a second measure that says nothing."""
    dice = random.Random(seed)  # noqa: S311 - made-up data
    use: list[float | None] = []
    noise: list[float | None] = []
    cases = []
    for number in range(lost + stayed):
        left = number < lost
        use.append(min(100.0, max(0.0, dice.gauss(35 if left else 65, 18))))
        noise.append(dice.uniform(0, 100))
        score = (use[-1] + noise[-1]) / 2  # type: ignore[operator] # both were just made
        cases.append(Scored(f"A{number:03}", score, left, f"day {number % 3}"))
    return {"Use": use, "Noise": noise, "Pulse": [None] * (lost + stayed)}, cases


def by_name(suggestion: Suggestion) -> dict[str, float | None]:
    return {one.name: one.suggested for one in suggestion.measures}


def test_the_measure_that_tells_gets_the_weight() -> None:
    columns, cases = book(60, 140)
    made = suggest_weights(columns, cases, weights=WEIGHTS)
    found = by_name(made)
    assert found["Use"] is not None
    assert found["Use"] > 70
    assert found["Pulse"] == 20, "nobody knew it in the past: it keeps its weight"
    assert math.fsum(share for share in found.values() if share is not None) == pytest.approx(100)
    assert made.out_of_sample.value is not None
    assert made.now.value is not None
    assert made.out_of_sample.value > made.now.value
    assert "Look at it; nothing changes unless you type it on Weights." in made.words


@pytest.mark.parametrize(
    ("lost", "stayed", "says"),
    [
        (0, 50, "Too few lost: 0 accounts, and 20 are needed; no suggestion."),
        (1, 50, "Too few lost: 1 account, and 20 are needed; no suggestion."),
        (FEWEST_LOST - 1, 200, "Too few lost: 19 accounts, and 20 are needed; no suggestion."),
    ],
)
def test_under_20_lost_accounts_nothing_is_suggested(lost: int, stayed: int, says: str) -> None:
    columns, cases = book(lost, stayed)
    made = suggest_weights(columns, cases, weights=WEIGHTS)
    assert made.words.startswith(says)
    assert set(by_name(made).values()) == {None}
    assert made.out_of_sample.value is None


def test_lost_accounts_of_which_nothing_was_known_do_not_make_it_20() -> None:
    columns, cases = book(FEWEST_LOST, 60)
    columns["Use"][0] = columns["Noise"][0] = None
    made = suggest_weights(columns, cases, weights=WEIGHTS)
    assert made.lost == FEWEST_LOST - 1
    assert set(by_name(made).values()) == {None}


def test_a_measure_that_points_the_wrong_way_gets_nothing() -> None:
    columns, cases = book(60, 140)
    turned: dict[str, list[float | None]] = {
        "Use": [None if cell is None else 100 - cell for cell in columns["Use"]]
    }
    made = suggest_weights(turned, cases, weights={"Use": 1.0})
    assert by_name(made) == {"Use": None}
    assert made.words.startswith("No suggestion: no measure tells")


def test_noise_alone_says_keep_your_weights() -> None:
    columns, cases = book(40, 160, seed=5)
    made = suggest_weights({"Noise": columns["Noise"]}, cases, weights={"Noise": 1.0, "B": 1.0})
    assert made.words.endswith("eep your weights.")


def test_the_suggestion_is_judged_on_accounts_it_was_not_made_from() -> None:
    """Ten measures of pure noise fit the past a little, and tell nothing of other accounts."""
    dice = random.Random(3)  # noqa: S311 - made-up data
    cases = [Scored(f"A{n:03}", dice.random(), n < 30, "") for n in range(150)]
    noise: dict[str, list[float | None]] = {
        f"N{n}": [dice.uniform(0, 100) for _ in cases] for n in range(10)
    }
    shares = suggested_weights.weight_shares(noise, cases)
    fitted = area_under_curve(
        one._replace(score=sum(shares[name] * (noise[name][row] or 0) for name in noise))
        for row, one in enumerate(cases)
    )
    made = suggest_weights(noise, cases, weights=dict.fromkeys(noise, 1.0))
    assert fitted.value is not None
    assert made.out_of_sample.value is not None
    assert made.out_of_sample.value < fitted.value - 0.05
    assert made.out_of_sample.interval is not None
    assert made.out_of_sample.interval.low < 0.5 < made.out_of_sample.interval.high


def test_an_account_stands_in_one_part_on_all_its_days() -> None:
    cases = [Scored(f"A{n % 30}", None, n % 30 < 12, f"{n // 30}") for n in range(90)]
    part = suggested_weights._deal(cases)
    lost = [part[f"A{n}"] for n in range(12)]
    assert max(map(lost.count, range(PARTS))) - min(map(lost.count, range(PARTS))) <= 1
    assert set(part) == {one.account for one in cases}


@given(st.floats(0.1, 10), st.integers(0, 5))
@settings(deadline=None, max_examples=10)
def test_law_the_scale_of_the_weights_in_force_changes_nothing(factor: float, seed: int) -> None:
    columns, cases = book(25, 40, seed=seed)
    plain = suggest_weights(columns, cases, weights=WEIGHTS)
    scaled = suggest_weights(
        columns, cases, weights={name: factor * weight for name, weight in WEIGHTS.items()}
    )
    for one, other in zip(plain.measures, scaled.measures, strict=True):
        assert one.now == pytest.approx(other.now)
        assert (one.suggested or 0) == pytest.approx(other.suggested or 0, abs=1e-9)


def test_law_the_order_of_the_cases_changes_nothing() -> None:
    columns, cases = book(25, 40)
    order = list(reversed(range(len(cases))))
    turned = {name: [cells[row] for row in order] for name, cells in columns.items()}
    plain = suggest_weights(columns, cases, weights=WEIGHTS)
    other = suggest_weights(turned, [cases[row] for row in order], weights=WEIGHTS)
    for name, share in by_name(plain).items():
        assert (share or 0) == pytest.approx(by_name(other)[name] or 0, abs=1e-7)
    assert plain.words == other.words


def report_of(lost: int) -> Report:
    columns, cases = book(lost, 100)
    return Report(
        source="Made up",
        days=(pd.Timestamp("2025-01-31").date(),),
        lost=lost,
        tests=(back_test(cases, cases, days_before=90, bands=("bad", "good")),),
        measures={},
        suggestion=suggest_weights(columns, cases, weights=WEIGHTS),
    )


@pytest.mark.parametrize(
    ("lost", "words"),
    [
        (10, ["Too few lost: no suggestion under 20."] * 3),
        (
            60,
            [
                "Tells better than a coin alone.",
                None,
                "Not known of the past, so not tested: it keeps its weight.",
            ],
        ),
    ],
)
def test_the_sheet_says_what_each_suggestion_is_worth(lost: int, words: list[str | None]) -> None:
    report = report_of(lost)
    assert report.suggestion is not None
    columns = suggested_columns(report.suggestion)
    said = columns["In words"]
    assert not isinstance(said, FormulaColumn)
    for cell, expected in zip(said, words, strict=True):
        assert expected in {None, cell}
    rows = backtest_rows(report)
    asked = [question for question in rows["Question"] if question == WEIGHTS_QUESTION]
    assert len(asked) == 2
    assert report.suggestion.words in "\n".join(backtest_lines(report))


def test_the_sheet_and_the_measure_ask_for_the_same_number_of_lost_accounts() -> None:
    assert risk_tables.FEWEST_LOST == FEWEST_LOST


# Telco: 7,043 customers of a telephone company, a cross-section -----------------------------------

TELCO_SIGNALS = {
    "Tenure": ("tenure", 0, 72),
    "Contract": ("contract", 0, 2),
    "Charges": ("MonthlyCharges", 118.75, 18.25),
}


@pytest.fixture(scope="module")
def telco(shared_data: Path) -> pd.DataFrame:
    frame = pd.read_csv(shared_data / "accounts" / "telco" / "Telco-Customer-Churn.csv")
    years = {"Month-to-month": 0, "One year": 1, "Two year": 2}
    return frame.assign(contract=frame["Contract"].map(years), left=frame["Churn"] == "Yes")


def telco_cases(
    frame: pd.DataFrame,
) -> tuple[dict[str, list[float | None]], list[Scored]]:
    columns = {
        name: [scale_linear(float(value), zero, hundred) for value in frame[column]]
        for name, (column, zero, hundred) in TELCO_SIGNALS.items()
    }
    scores = [sum(cell or 0 for cell in cells) / 3 for cells in zip(*columns.values(), strict=True)]
    bands = ["low" if score <= 30 else "middle" if score <= 60 else "high" for score in scores]
    return columns, [
        Scored(account, score, bool(left), "", band)
        for account, score, left, band in zip(
            frame["customerID"], scores, frame["left"], bands, strict=True
        )
    ]


def auc_by_ranks(low_is_bad: "pd.Series[float]", left: "pd.Series[bool]") -> float:
    """Mann-Whitney by mid-ranks: nothing shared with the package."""
    ranks = (-low_is_bad).rank(method="average")
    lost, stayed = int(left.sum()), int((~left).sum())
    return float((ranks[left].sum() - lost * (lost + 1) / 2) / (lost * stayed))


def test_telco_the_auc_of_score_and_measures_equals_that_of_ranks(telco: pd.DataFrame) -> None:
    columns, cases = telco_cases(telco)
    for name, figure in single_measure_auc(columns, cases).items():
        expected = auc_by_ranks(pd.Series(columns[name], dtype=float), telco["left"])
        assert figure.value == pytest.approx(expected, abs=1e-12), name
    score = pd.Series([one.score for one in cases], dtype=float)
    assert area_under_curve(cases).value == pytest.approx(
        auc_by_ranks(score, telco["left"]), abs=1e-12
    )


def test_telco_the_share_of_each_band_that_left_equals_a_count(telco: pd.DataFrame) -> None:
    _, cases = telco_cases(telco)
    made = back_test(cases, cases, days_before=0, bands=("low", "middle", "high"))
    counted = telco.assign(band=[one.band for one in cases]).groupby("band")["left"]
    shares, sizes = counted.mean(), counted.size()
    for figure, band in zip(made.bands, ("low", "middle", "high"), strict=True):
        assert figure.value == pytest.approx(100 * shares[band])
        assert figure.n == sizes[band]
        assert figure.interval is not None
        assert figure.interval.low < figure.value < figure.interval.high  # type: ignore[operator]
    values = [figure.value for figure in made.bands]
    assert values == sorted(values, key=lambda value: -(value or 0)), "the worst band leaves most"
    assert made.lost == 1869


def test_telco_the_suggestion_tells_better_on_customers_it_was_not_made_from(
    telco: pd.DataFrame,
) -> None:
    columns, cases = telco_cases(telco)
    made = suggest_weights(columns, cases, weights={"Tenure": 10, "Contract": 10, "Charges": 80})
    by_charges = [cells[2] for cells in zip(*columns.values(), strict=True)]
    assert made.lost == 1869
    assert made.out_of_sample.value is not None
    assert made.out_of_sample.value > 0.8
    assert made.out_of_sample.value > auc_by_ranks(
        pd.Series(by_charges, dtype=float), telco["left"]
    )
    shares = by_name(made)
    assert all(share is not None and share > 5 for share in shares.values())

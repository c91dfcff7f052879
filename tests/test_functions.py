"""The worksheet functions themselves: what goes in and what comes out."""

import time
from collections.abc import Sequence

import pytest

from cs_workbook import __version__
from cs_workbook.functions.cell_errors import CellError
from cs_workbook.functions.registry import FUNCTIONS, evaluate
from cs_workbook.functions.spec import LONGEST_HELP


def why(name: str, *inputs: object) -> list[object]:
    """Return what ``CS_WHY`` says."""
    return [cell for row in evaluate(FUNCTIONS["CS_WHY"], name, *inputs) for cell in row]


def one(name: str, *inputs: object) -> object:
    """Return the single cell a function gives."""
    ((cell,),) = evaluate(FUNCTIONS[name], *inputs)
    return cell


def column(name: str, *inputs: object) -> list[object]:
    """Return the single column a function gives."""
    return [cell for (cell,) in evaluate(FUNCTIONS[name], *inputs)]


def down(*values: object) -> list[list[object]]:
    """Write values as a column."""
    return [[value] for value in values]


def test_version() -> None:
    assert one("CS_VERSION") == __version__


def test_nps_interval_follows_the_confidence() -> None:
    ((low, high),) = evaluate(FUNCTIONS["CS_NPS_INTERVAL"], [[10, 9, 3]], 80)
    ((lower, higher),) = evaluate(FUNCTIONS["CS_NPS_INTERVAL"], [[10, 9, 3]])
    assert isinstance(low, float)
    assert isinstance(lower, float)
    assert lower < low
    assert isinstance(high, float)
    assert isinstance(higher, float)
    assert high <= higher
    assert one("CS_NPS_INTERVAL", [[10]], 0.95) is CellError.NUM
    assert one("CS_NPS_INTERVAL", [[None]]) is CellError.NA


@pytest.mark.parametrize(
    ("inputs", "expected", "reason"),
    [
        ((), 60.0, "4 and 5 of 5"),
        ((3,), 80.0, "from 3"),
        ((None, 7), 0.0, "6 and 7 of 7"),
        ((5, 5, 1), 40.0, "only the 5"),
        ((6,), CellError.NUM, "beyond the scale"),
        ((3.5,), CellError.NUM, "no whole number"),
        (("4",), CellError.VALUE, "text"),
    ],
)
def test_csat_rules(inputs: Sequence[object], expected: object, reason: str) -> None:
    assert one("CS_CSAT", [[5, 4, 3, 5, 1]], *inputs) == expected, reason


@pytest.mark.parametrize(
    ("inputs", "expected", "reason"),
    [
        ((), 5.0, "the mean"),
        (("MEAN",), 5.0, "in any case of letters"),
        (("ease",), 200 / 3, "0 to 100"),
        (("easy share",), 75.0, "5 to 7"),
        (("easy share", 7, 1, False), 25.0, "1 to 3, where low is easy"),
        (("easy share", 7, 1, True, 6), 50.0, "from 6"),
        (("ease", 7, 1, False), 100 / 3, "turned round"),
        (("best",), CellError.NUM, "no such reading"),
        (("mean", 5), CellError.NUM, "7 is off a scale to 5"),
        (("mean", 7, 1, 1), CellError.VALUE, "1 is not TRUE"),
    ],
)
def test_ces_readings(inputs: Sequence[object], expected: object, reason: str) -> None:
    assert one("CS_CES", [[7, 6, 5, 2]], *inputs) == pytest.approx(expected), reason


@pytest.mark.parametrize(
    ("lowest", "highest", "higher", "share"),
    [
        (1, 7, True, 300 / 7),
        (1, 5, True, 40),
        (1, 7, False, 300 / 7),
        (1, 4, True, 50),
        (1, 4, False, 50),
    ],
)
def test_easy_half_leaves_the_middle_out(
    lowest: int, highest: int, higher: bool, share: float
) -> None:
    answers = list(range(lowest, highest + 1))
    found = one("CS_CES", [answers], "easy share", highest, lowest, higher)
    assert found == pytest.approx(share)


STARTS = down(45047, 45078, None, 45300)
ENDS = down(None, 45332, 45332, 45340)


def test_churn_rules_by_name() -> None:
    customers = down("Ada", "Bo", "no start", "Cy")
    period = (45292, 45383)
    assert one("CS_LOGO_CHURN", customers, STARTS, ENDS, *period) == 50
    assert one("CS_LOGO_CHURN", customers, STARTS, ENDS, *period, "All events") == 100
    assert one("CS_LOGO_CHURN", customers, STARTS, ENDS, *period, "some") is CellError.NUM
    assert one("CS_LOGO_CHURN", customers, STARTS, ENDS, 45383, 45292) is CellError.NUM
    assert one("CS_LOGO_CHURN", customers, STARTS, ENDS, None, 45292) is CellError.VALUE
    assert one("CS_LOGO_CHURN", customers, STARTS, ENDS, 40000, 40100) is CellError.NA
    assert one("CS_LOGO_CHURN", customers, STARTS, down(45332), *period) is CellError.VALUE


def test_retention_curve_is_a_table_with_a_header() -> None:
    rows = evaluate(
        FUNCTIONS["CS_RETENTION_CURVE"],
        down(45000, 45000, 45000, None, None),
        down(45010, None, 45020, 45020, None),
        45015,
    )
    assert rows[0] == ["Days", "At risk", "Lost", "Retained (%)", "Low (%)", "High (%)"]
    assert [row[:4] for row in rows[1:]] == [[0, 3, 0, 100], [10, 3, 1, pytest.approx(200 / 3)]]
    assert rows[1][4:] == [None, None]
    assert all(isinstance(end, float) for end in rows[2][4:])


def test_retention_curve_at_given_days() -> None:
    starts, ends = down(45000, 45000, 45000, 45000), down(45010, None, 45020, None)
    rows = evaluate(FUNCTIONS["CS_RETENTION_CURVE"], starts, ends, 45030, [[5, 20, 31]])
    assert [row[:4] for row in rows[1:]] == [
        [5, 4, 0, 100],
        [20, 3, 2, 50],
        [31, 0, 0, CellError.NA],
    ]
    backwards = evaluate(FUNCTIONS["CS_RETENTION_CURVE"], starts, ends, 45030, [[20, 5]])
    assert backwards == [[CellError.NUM]]
    assert one("CS_RETENTION_CURVE", down(None), down(None), 45030) is CellError.NA
    assert "Half of them lost: day 20." in str(why("CS_RETENTION_CURVE", starts, ends, 45030)[0])


def test_movements_row_by_row() -> None:
    before = down(100, 100, 100, 0, 0, 50, None, "x", -1, CellError.REF)
    after = down(130, 70, 0, 40, 40, 50, 5, 1, 1, 1)
    paid = down(*[None] * 4, "Yes", *[None] * 5)
    assert column("CS_MRR_MOVEMENT", before, after, paid) == [
        *("expansion", "contraction", "churn", "new", "reactivation", "unchanged", None),
        *(CellError.VALUE, CellError.NUM, CellError.REF),
    ]
    told = why("CS_MRR_MOVEMENT", before, after, paid)
    assert told[:2] == [
        "100 before, 130 after: expansion, +30.",
        "100 before, 70 after: contraction, -30.",
    ]
    assert (
        told[6] == "An amount is blank: not known is no movement. Enter 0 for an account that left."
    )
    assert (
        told[9]
        == "before, row 10: found the error #REF!, which is passed on. Correct that cell first."
    )


def test_a_row_of_cells_gives_a_row() -> None:
    assert evaluate(FUNCTIONS["CS_MRR_MOVEMENT"], [[1, 2]], [[2, 2]]) == [
        ["expansion", "unchanged"]
    ]
    assert evaluate(FUNCTIONS["CS_TIER"], [[9, 1]]) == [["Top", "Base"]]


def test_sums_beyond_what_can_be_computed_are_out_of_range() -> None:
    assert one("CS_GRR", down(1e308, 1e308), down(1, 1)) is CellError.NUM
    assert one("CS_CLTV", "simple", 1e308, 100, 1) is CellError.NUM


def test_every_number_leaves_as_a_float() -> None:
    days = evaluate(FUNCTIONS["CS_RETENTION_CURVE"], down(45000), down(45010), 45030)[2][0]
    assert (days, type(days)) == (10, float), "a whole number could be taken for an error"


def test_retention_leaves_blanks_out_and_skips_empty_rows() -> None:
    before, after = down(100, 100, None, None), down(50, None, None, 70)
    assert one("CS_GRR", before, after) == 50
    assert one("CS_NRR", before, after) == 50
    assert one("CS_GRR", down(0), down(5)) is CellError.NA
    assert one("CS_GRR", down(-1), down(5)) is CellError.NUM


HEALTH = ([[40, 5], [None, 5], [None, None]], [[3, 1]], [[0, 10]], [[50, 0]])


def test_health_score_with_minimum_coverage() -> None:
    assert column("CS_HEALTH_SCORE", *HEALTH) == [72.5, 50, CellError.NA]
    assert column("CS_HEALTH_SCORE", *HEALTH, 50) == [72.5, CellError.NA, CellError.NA]
    assert why("CS_HEALTH_SCORE", *HEALTH, 50, [["Users", "Tickets"]]) == [
        "72.5 points, 100 % of the weights known: Users 60.0, Tickets 12.5.",
        "No score: 25 % of the weights are known, 50 % are needed.",
        "No score: none of the signals that count is known.",
    ]


def test_health_parts_have_the_shape_of_the_signals() -> None:
    assert evaluate(FUNCTIONS["CS_HEALTH_PARTS"], *HEALTH) == [
        [60, 12.5],
        [None, 50],
        [CellError.NA, CellError.NA],
    ]


@pytest.mark.parametrize(
    ("place", "bad", "error"),
    [
        (1, [[3]], CellError.VALUE),
        (1, [[3, None]], CellError.VALUE),
        (1, [[3, "1"]], CellError.VALUE),
        (1, [[0, 0]], CellError.NUM),
        (1, [[3, CellError.NAME]], CellError.NAME),
        (2, [[50, 10]], CellError.NUM),
        (4, 101, CellError.NUM),
        (5, [["a", "a"]], CellError.NUM),
    ],
)
def test_health_settings_that_make_no_sense(place: int, bad: object, error: CellError) -> None:
    inputs: list[object] = [*HEALTH, None, None]
    inputs[place] = bad
    assert one("CS_HEALTH_SCORE", *inputs) is error


def test_bands_of_scores() -> None:
    scores = down(50, 50.01, 100, None, 101, "x", CellError.NA)
    assert column("CS_HEALTH_BAND", scores) == [
        *("▼ At risk", "◆ Watch", "▲ Healthy", "○ No data"),
        *(CellError.NUM, CellError.VALUE, CellError.NA),
    ]
    assert column("CS_HEALTH_BAND", down(90, 90), down(49, 50)) == ["○ No data", "▲ Healthy"]
    assert column("CS_HEALTH_BAND", down(90), 49, 40) == ["▲ Healthy"]
    own = [["red", 60], ["green", 100], [None, None]]
    assert column("CS_HEALTH_BAND", down(60, 61), None, None, own) == ["red", "green"]
    assert one("CS_HEALTH_BAND", 50, None, None, [["red", 60]]) is CellError.NUM
    assert one("CS_HEALTH_BAND", 50, None, None, [["red", 60, 1]]) is CellError.VALUE
    assert one("CS_HEALTH_BAND", 50, None, 101) is CellError.NUM
    assert why("CS_HEALTH_BAND", down(None, 90), down(100, 20)) == [
        "○ No data: the score is blank.",
        "○ No data: 20 % of the weights are known, 50 % are needed.",
    ]


def test_lifetime_value_by_each_method() -> None:
    revenue = down(50, 0, None, "x")
    assert column("CS_CLTV", "simple", revenue, 90, 10) == [450, 0, CellError.NA, CellError.VALUE]
    assert column("CS_CLTV", "Discounted", down(50), 80, 5, 1) == [pytest.approx(673.3333333)]
    assert column("CS_CLTV", "simple", down(50, 50), down(90, 80), down(10, 0)) == [
        450,
        CellError.NA,
    ]
    payments = [[100, 100, 120], [None, None, None], [1, "x", 1]]
    assert column("CS_CLTV", "historic", payments, 80) == [256, CellError.NA, CellError.VALUE]
    assert column("CS_CLTV", "historic", payments, down(80, 80, 80))[0] == 256
    assert one("CS_CLTV", "historic", payments, [[80, 80]]) is CellError.VALUE
    assert one("CS_CLTV", "best", 50, 90, 10) is CellError.NUM
    assert one("CS_CLTV", "simple", 50, 0.9, 10) is CellError.NUM
    assert one("CS_CLTV", "discounted", 50, 90, 10) is CellError.VALUE
    assert why("CS_CLTV", "simple", down(50, 50), 90, down(0, 10)) == [
        (
            "No value: no churn, so the forecast has no end. Lifetime value, margin / churn: "
            "revenue times a gross margin of 90 %, divided by churn. All of one length of time."
        ),
        (
            "450.00, margin / churn: revenue per period 50, gross margin (%) 90, churn per period "
            "(%) 10, expected periods 10."
        ),
    ]


def test_tiers_by_both_limits() -> None:
    revenue = down(900, 500, 500, 20, None, "x", CellError.DIV_0)
    assert column("CS_TIER", revenue, [["A", 25], ["B", 100], [None, None]]) == [
        *("A", "B", "B", "B"),
        *(CellError.NA, CellError.VALUE, CellError.DIV_0),
    ]
    cuts = [["Key", 500], ["Other", 0]]
    assert column("CS_TIER", down(900, 500, 20), cuts, "amount") == ["Key", "Key", "Other"]
    assert one("CS_TIER", down(1), cuts, "rank") is CellError.NUM
    assert one("CS_TIER", down(1), cuts, "size") is CellError.NUM
    assert one("CS_TIER", down(1), [["A"], ["B"]]) is CellError.VALUE
    assert one("CS_TIER", down(1), [["A", 10], ["B", None]]) is CellError.VALUE
    assert str(why("CS_TIER", revenue)[0]).endswith("Top 1, Middle 2, Base 1.")


def _seconds(name: str, *inputs: object) -> float:
    def once() -> float:
        began = time.perf_counter()
        evaluate(FUNCTIONS[name], *inputs)
        return time.perf_counter() - began

    return min(once() for _ in range(3))


@pytest.mark.parametrize("name", ["CS_TIER", "CS_MRR_MOVEMENT", "CS_CLTV", "CS_HEALTH_BAND"])
def test_time_grows_with_the_rows_and_not_with_their_square(name: str) -> None:
    def inputs(rows: int) -> tuple[object, ...]:
        cells = down(*(float(row % 90) for row in range(rows)))
        return {
            "CS_MRR_MOVEMENT": (cells, cells),
            "CS_CLTV": ("simple", cells, 90, 10),
        }.get(name, (cells,))

    # Eight times the rows would take 64 times as long.
    assert _seconds(name, *inputs(4000)) < 24 * _seconds(name, *inputs(500))


def test_why_knows_its_own_limits() -> None:
    assert one("CS_WHY", "CS_NONE") is CellError.NUM
    assert one("CS_WHY", None) is CellError.NUM
    assert why("CS_VERSION", [[5]]) == ["CS_VERSION: expected at most 0 arguments, found 1."]
    assert why("CS_NPS", down(9, CellError.NULL)) == [
        "answers, row 2: found the error #NULL!, which is passed on. Correct that cell first."
    ]
    assert why("CS_NPS", down(None)) == [
        (
            "No value: no answers. NPS: share of answers 9 to 10 minus share of answers 0 to 6, in "
            "points; 0 answers, 1 blank left out."
        )
    ]
    assert (
        why("CS_MRR_MOVEMENT", down(1, 2), down(None, None))
        == ["An amount is blank: not known is no movement. Enter 0 for an account that left."] * 2
    )


def test_no_sentence_in_an_array_is_too_long_for_a_cell() -> None:
    names = [["a very long name of a signal " * 9, "another " * 20]]
    told = why("CS_HEALTH_SCORE", *HEALTH, None, names)
    assert max(len(str(words)) for words in told) == LONGEST_HELP

"""Tiers by revenue: ties, cuts, blanks."""

import pytest

from cs_workbook.errors import OutOfRangeError, SettingsError
from cs_workbook.measures.tiers import AmountTier, RankTier, tiers_by_amount, tiers_by_rank


@pytest.mark.parametrize(
    ("revenues", "tiers", "why"),
    [
        ([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], "TMMMMBBBBB", "1 of 10, 5 of 10"),
        ([7], "T", "the best account is in the top tier"),
        ([5, 5, 5, 5], "TTTT", "nobody is worse off than an equal account"),
        ([9, 5, 5, 1], "TMMB", "a tie at the cut goes up as a whole"),
        ([1, 5, 5, 9], "BMMT", "in the order given"),
        ([0, 3, None, float("nan")], "BT--", "0 is a revenue, a blank is none"),
        ([], "", "no accounts"),
    ],
)
def test_tier_by_rank(revenues: list[float | None], tiers: str, why: str) -> None:
    names = {"T": "Top", "M": "Middle", "B": "Base", "-": None}
    assert tiers_by_rank(revenues).tiers == tuple(names[letter] for letter in tiers), why


@pytest.mark.parametrize(
    ("revenue", "tier", "why"),
    [
        (5000, "Key", "the lower end belongs to the tier"),
        (4999.99, "Mid", "a cent below"),
        (0, "Small", "the last tier starts at 0"),
        (None, None, "not known"),
    ],
)
def test_tier_by_amount(revenue: float | None, tier: str | None, why: str) -> None:
    cuts = [AmountTier("Key", 5000), AmountTier("Mid", 500), AmountTier("Small", 0)]
    assert tiers_by_amount([revenue], cuts).tiers == (tier,), why


def test_result_counts_each_tier() -> None:
    result = tiers_by_rank([9, 5, 5, 1, None])
    assert dict(result.parts) == {"Top": 1, "Middle": 2, "Base": 1, "blanks": 1}
    assert result.n == 4
    assert result.rule.endswith("equal revenue, equal tier; 4 accounts, 1 blank left out.")


@pytest.mark.parametrize(
    "tiers",
    [
        [],
        [RankTier("A", 90)],
        [RankTier("A", 50), RankTier("B", 50), RankTier("C", 100)],
        [RankTier("A", 0), RankTier("B", 100)],
        [RankTier("A", 50), RankTier("A", 100)],
    ],
)
def test_rank_tiers_that_leave_someone_out_or_twice(tiers: list[RankTier]) -> None:
    with pytest.raises(SettingsError, match="Tiers: expected"):
        tiers_by_rank([1.0], tiers)


@pytest.mark.parametrize(
    "tiers",
    [
        [],
        [AmountTier("A", 10)],
        [AmountTier("A", 0), AmountTier("B", 10), AmountTier("C", 0)],
        [AmountTier("A", 5), AmountTier("A", 0)],
    ],
)
def test_amount_tiers_that_leave_someone_out_or_twice(tiers: list[AmountTier]) -> None:
    with pytest.raises(SettingsError, match="Tiers: expected"):
        tiers_by_amount([1.0], tiers)


def test_negative_revenue_names_the_account() -> None:
    with pytest.raises(OutOfRangeError, match=r"Revenue of account 2: .* found -1"):
        tiers_by_rank([5, -1])

"""How Excel compares: without case, by kind, and by 15 significant digits."""

from functools import lru_cache
from unicodedata import normalize

from cs_workbook.workbook.calculator.values import CannotCalculate, Scalar, same_number


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return a text in the case that Excel's comparison ignores."""
    return text.lower()


def same_text(left: str, right: str) -> bool:
    """Compare two texts as ``=`` does, regardless of case.

    Raises:
        CannotCalculate: They differ in nothing but characters some languages take as equal.
    """
    if fold(left) == fold(right):
        return True
    if left.isascii() and right.isascii():
        return False
    if normalize("NFKC", left).casefold() == normalize("NFKC", right).casefold():
        raise CannotCalculate(f"whether {left!r} equals {right!r} depends on the language")
    return False


def text_order(left: str, right: str) -> int:
    """Return -1, 0 or 1: the order of two texts, regardless of case.

    Raises:
        CannotCalculate: The texts first differ in a mark or letter whose place in the order
            depends on the language (only blanks, digits and A to Z are sure).
    """
    if same_text(left, right):
        return 0
    one, two = fold(left), fold(right)
    length = min(len(one), len(two))
    at = next((place for place in range(length) if one[place] != two[place]), length)
    for mark in one[at : at + 1] + two[at : at + 1]:
        if not (mark.isascii() and (mark.isalnum() or mark == " ")):
            raise CannotCalculate(f"the order of {left!r} and {right!r} depends on the language")
    return -1 if one[at:] < two[at:] else 1


def equal(left: Scalar, right: Scalar) -> bool:
    """Say whether ``left = right``; neither is an error value."""
    if isinstance(left, float) and isinstance(right, float):
        return same_number(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return same_text(left, right)
    left, right = _beside(left, right), _beside(right, left)
    return type(left) is type(right) and left == right


def order(left: Scalar, right: Scalar) -> int:
    """Return -1, 0 or 1 as ``left`` is below, equal to or above ``right``.

    Every number is below every text, every text below FALSE and TRUE.
    """
    left, right = _beside(left, right), _beside(right, left)
    if isinstance(left, str) and isinstance(right, str):
        return text_order(left, right)
    one, two = _rank(left), _rank(right)
    if one == two and isinstance(left, float | bool) and isinstance(right, float | bool):
        if same_number(left, right):
            return 0
        return -1 if left < right else 1
    return (one > two) - (one < two)


def _beside(value: Scalar, other: Scalar) -> Scalar:
    # An empty cell takes the kind of what it is compared with.
    if value is not None:
        return value
    if isinstance(other, str):
        return ""
    return False if isinstance(other, bool) else 0.0


def _rank(value: Scalar) -> int:
    if isinstance(value, bool):
        return 2
    return 1 if isinstance(value, str) else 0

"""Texts: taking parts, joining, replacing.

Excel counts a character beyond the first 65,536 (an emoji, say) as two. Texts that contain one are
not calculated where a position or length matters.
"""

from collections.abc import Callable

from cs_workbook.workbook.calculator.functions.arithmetic import round_half_up
from cs_workbook.workbook.calculator.functions.registry import MANY, Function, on_values
from cs_workbook.workbook.calculator.values import (
    LONGEST_TEXT,
    VALUE,
    CannotCalculate,
    Fault,
    Scalar,
    short_enough,
    to_number,
    to_text,
    to_truth,
    to_whole,
)

_MOST_FIXED_DIGITS = 127
_DIGITS = 15


def _counted(value: Scalar) -> str:
    text = to_text(value)
    if not text.isascii() and max(text) > "\uffff":
        raise CannotCalculate("the length of a text with a character that Excel counts as two")
    return text


def _amount(value: Scalar, least: int = 0) -> int:
    amount = to_whole(value)
    if amount < least:
        raise Fault(VALUE)
    return amount


def _left(value: Scalar, length: Scalar = 1.0) -> Scalar:
    return _counted(value)[: _amount(length)]


def _right(value: Scalar, length: Scalar = 1.0) -> Scalar:
    text = _counted(value)
    return text[max(0, len(text) - _amount(length)) :]


def _middle(value: Scalar, start: Scalar, length: Scalar) -> Scalar:
    first = _amount(start, 1) - 1
    return _counted(value)[first : first + _amount(length)]


def _trimmed(value: Scalar) -> Scalar:
    # Blanks only: Excel's TRIM leaves tabs, line breaks and protected blanks alone.
    return " ".join(part for part in to_text(value).split(" ") if part)


def _upper(value: Scalar) -> Scalar:
    return _recased(to_text(value), str.upper)


def _lower(value: Scalar) -> Scalar:
    return _recased(to_text(value), str.lower)


def _recased(text: str, change: Callable[[str], str]) -> str:
    changed = change(text)
    if len(changed) != len(text) or "Σ" in text:
        raise CannotCalculate(f"{text!r} in another case depends on the language")
    return changed


def _substitute(value: Scalar, old: Scalar, new: Scalar, *instance: Scalar) -> Scalar:
    text, before, after = to_text(value), to_text(old), to_text(new)
    if not instance:
        return short_enough(text.replace(before, after)) if before else text
    wanted = _amount(instance[0], 1)
    if not before:
        return text
    parts = text.split(before)
    if wanted >= len(parts):
        return text
    return short_enough(before.join(parts[:wanted]) + after + before.join(parts[wanted:]))


def _repeated(value: Scalar, times: Scalar) -> Scalar:
    text, count = to_text(value), _amount(times)
    if len(text) * count > LONGEST_TEXT:
        raise Fault(VALUE)
    return text * count


def _joined(*values: Scalar) -> Scalar:
    return short_enough("".join(to_text(value) for value in values))


def _fixed(value: Scalar, digits: Scalar = 2.0, no_commas: Scalar = False) -> Scalar:
    # Separators are those of the machine in Excel; the file's own language has comma and point.
    number, places = to_number(value), to_whole(digits)
    if places > _MOST_FIXED_DIGITS:
        raise Fault(VALUE)
    rounded = to_number(round_half_up(number, digits))
    if number < 0 and rounded == 0:
        raise CannotCalculate("whether FIXED keeps the sign of what it rounds to zero")
    if len(f"{abs(rounded):.0f}") + max(places, 0) > _DIGITS:
        raise CannotCalculate("FIXED with more than 15 digits")
    return f"{rounded:{'' if to_truth(no_commas) else ','}.{max(places, 0)}f}"


def _link(address: Scalar, *shown: Scalar) -> Scalar:
    return shown[0] if shown else to_text(address)


TEXTS: dict[str, Function] = {
    "LEFT": on_values(_left, 1, 2),
    "RIGHT": on_values(_right, 1, 2),
    "MID": on_values(_middle, 3),
    "LEN": on_values(lambda value: float(len(_counted(value))), 1),
    "TRIM": on_values(_trimmed, 1),
    "UPPER": on_values(_upper, 1),
    "LOWER": on_values(_lower, 1),
    "SUBSTITUTE": on_values(_substitute, 3, 4),
    "REPT": on_values(_repeated, 2),
    "CONCATENATE": on_values(_joined, 1, MANY),
    "FIXED": on_values(_fixed, 1, 3),
    "HYPERLINK": on_values(_link, 1, 2),
}

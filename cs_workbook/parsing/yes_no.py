"""Text to yes or no."""

from cs_workbook.errors import DataError
from cs_workbook.parsing.blanks import BLANK_WORDS, WHITE_SPACE

YES_WORDS = frozenset(("true", "yes", "y", "t", "1", "1.0"))
NO_WORDS = frozenset(("false", "no", "n", "f", "0", "0.0"))


class NotYesNoError(DataError, ValueError):
    """The text says neither yes nor no."""


def parse_yes_no(text: str) -> bool | None:
    """Read a yes or a no: true/false, yes/no, y/n, t/f, 1/0 in any case.

    Args:
        text: What stands in the cell.

    Returns:
        ``True`` for yes, ``False`` for no, ``None`` for a blank.

    Raises:
        NotYesNoError: The text is none of these words.

    >>> parse_yes_no("Yes"), parse_yes_no("FALSE"), parse_yes_no("")
    (True, False, None)
    """
    word = text.strip(WHITE_SPACE).lower()
    if word in YES_WORDS:
        return True
    if word in NO_WORDS:
        return False
    if word in BLANK_WORDS:
        return None
    raise NotYesNoError(f"expected yes or no, found {text!r}")

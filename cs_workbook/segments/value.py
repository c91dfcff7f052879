"""The value of an account in seven questions, each with an answer, "Unknown" or a blank.

1 who they are, 2 what they are worth, 3 how satisfied, 4 what they buy and their share of wallet,
5 the footprint beyond the group that buys, 6 the markets they grow in, 7 who influences them.
Some come from the exports, the others are asked. *Unknown* means that somebody has asked; a blank
means that nobody has. Completeness counts the answers that are known.
"""

from collections.abc import Sequence

from cs_workbook.schema.value_table import QUESTIONS
from cs_workbook.segments.words import UNKNOWN


def joined(*parts: str | None) -> str:
    """Return the parts of an answer that are known, "Unknown" where none is.

    >>> joined("Bank", None, "DE"), joined(None, "")
    ('Bank, DE', 'Unknown')
    """
    known = [part for part in parts if part]
    return ", ".join(known) if known else UNKNOWN


def is_answered(answer: object) -> bool:
    """Tell whether an answer is known: neither blank nor "Unknown" in any spelling of case."""
    text = "" if answer is None else str(answer)
    return text != "" and text.casefold() != UNKNOWN.casefold()


def completeness(answers: Sequence[object]) -> float:
    """Return how many percent of the seven questions have a known answer.

    >>> completeness(["Bank", "Unknown", None, "x", "", "y", "z"])
    57.14285714285714
    """
    return 100 * sum(is_answered(answer) for answer in answers) / len(QUESTIONS)


def not_asked(answers: Sequence[object]) -> str:
    """Return the numbers of the questions that are blank, such as ``"5 6"``.

    >>> not_asked(["Bank", "Unknown", None, "x", "", "y", "z"])
    '3 5'
    """
    blank = (str(n) for n, answer in enumerate(answers, start=1) if answer is None or answer == "")
    return " ".join(blank)

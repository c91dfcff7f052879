"""Recurring inquiries: questions that come so often that a process should answer them.

The share of a theme is its inquiries over *all* inquiries, those of excluded kinds included: a
fifth of the work is a fifth of the work. A theme is called recurring from the threshold on, and
only where enough inquiries stand behind it; of five inquiries, one is always a fifth. A theme that
is blank is counted as "no theme" and never called recurring.

References:
    The threshold of 20 % is a rule of thumb of the field, kept as an argument.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.figure import is_blank, percent_of
from cs_workbook.measures.intervals import Interval, wilson_interval

DEFAULT_THRESHOLD = 20.0
FEWEST_INQUIRIES = 30
NO_THEME = "no theme"


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryTheme:
    """One theme of inquiries.

    Attributes:
        theme: What is asked about.
        inquiries: How many there are.
        share: Percent of all inquiries; ``None`` where there are none.
        interval: Wilson's interval of the share.
        recurring: Whether it calls for a process.
        rule: Why it does or does not, in words.
    """

    theme: str
    inquiries: int
    share: float | None
    interval: Interval | None
    recurring: bool
    rule: str


def recurring_inquiries(
    counts: Mapping[str | None, int],
    *,
    threshold: float = DEFAULT_THRESHOLD,
    excluded: Collection[str] = (),
    fewest: int = FEWEST_INQUIRIES,
) -> tuple[InquiryTheme, ...]:
    """Return the themes of inquiries, the most frequent first, and which of them recur.

    share = 100 * inquiries of the theme / all inquiries.

    Args:
        counts: Inquiries by theme; a blank theme is :data:`NO_THEME`.
        threshold: Percent of all inquiries from which a theme recurs, 0 to 100.
        excluded: Themes that are never called recurring, such as bugs. They count in the base.
        fewest: Inquiries needed in all before anything is called recurring.

    Raises:
        OutOfRangeError: A count is negative or the threshold is no percentage.

    >>> themes = recurring_inquiries({"how to start": 24, "billing": 13, "bug": 63},
    ...                              excluded=["bug"])
    >>> [(theme.theme, theme.share) for theme in themes if theme.recurring]
    [('how to start', 24.0)]
    """
    if not 0 <= threshold <= 100:  # noqa: PLR2004 - the percent scale
        raise OutOfRangeError(f"Threshold: expected 0 to 100 percent, found {threshold!r}.")
    named: dict[str, int] = {}
    for theme, count in counts.items():
        if count < 0:
            raise OutOfRangeError(f"Inquiries of {theme!r}: expected 0 or more, found {count!r}.")
        name = NO_THEME if theme is None or is_blank(theme) else theme
        named[name] = named.get(name, 0) + count
    total = sum(named.values())
    return tuple(
        _theme(name, count, total, threshold=threshold, excluded=excluded, fewest=fewest)
        for name, count in sorted(named.items(), key=lambda item: (-item[1], item[0]))
    )


def _theme(
    name: str,
    count: int,
    total: int,
    *,
    threshold: float,
    excluded: Collection[str],
    fewest: int,
) -> InquiryTheme:
    share = percent_of(count, total)
    reached = share is not None and share >= threshold
    if name == NO_THEME or name in excluded:
        recurring, why = False, "left out on purpose"
    elif total < fewest:
        recurring, why = False, f"{total} inquiries in all are too few to tell (under {fewest})"
    else:
        recurring, why = reached, f"{'from' if reached else 'below'} {threshold:g} % of all"
    return InquiryTheme(
        theme=name,
        inquiries=count,
        share=share,
        interval=wilson_interval(count, total),
        recurring=recurring,
        rule=f"{count} of {total} inquiries: {why}.",
    )

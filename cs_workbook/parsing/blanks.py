"""Texts that stand for "nothing here"."""

WHITE_SPACE = " \t\r\n\x0b\x0c\x85\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
WHITE_SPACE += "\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
"""Everything that is invisible at the ends of a cell, zero-width marks included."""

BLANK_WORDS = frozenset(("", "-", "\u2013", "\u2014", "null", "n/a", "#n/a", "na", "nan", "none"))
"""Texts, in lower case, that mean "nothing here" where a number, date or yes/no is expected."""


def is_blank(text: str) -> bool:
    """Tell whether a text stands for "nothing here".

    >>> is_blank(" - "), is_blank("N/A"), is_blank("0")
    (True, True, False)
    """
    return text.strip(WHITE_SPACE).lower() in BLANK_WORDS

"""Text for a cell of the open workbook, so that it stays text.

Excel takes a text it is handed as if somebody typed it: "007" becomes 7, "1-2" a date, "=x" a
formula, "TRUE" a yes. An apostrophe in front keeps it; Excel stores it as a mark of the cell, not
as part of its text. Cells formatted as text ("@") keep everything and need none.
"""

TEXT_FORMAT = "@"
_FIRST = frozenset("=+-@'#$€£¥(%.,")
# What Excel takes for yes and no; it also listens to the words of its own language.
_YES_NO = frozenset(
    {"true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "vero"}
    | {"verdadeiro", "waar", "onwaar", "sant", "falskt", "sand", "falsk", "sann", "usann"}
    | {"tosi", "epätosi", "prawda", "fałsz", "pravda", "nepravda", "igaz", "hamis"}
    | {"истина", "ложь", "істина", "хибність", "doğru"}
)


def typed(text: str) -> str:
    """Return a text as it must be handed to a cell that is not formatted as text.

    Whatever has no digit, no leading sign and is no yes or no cannot be taken for a number, a
    date, a time, a formula or an error, in any language.

    >>> typed("007"), typed("1-2"), typed("=x"), typed("TRUE"), typed("Acme"), typed("")
    ("'007", "'1-2", "'=x", "'TRUE", 'Acme', '')
    """
    bare = text.strip()
    if not bare:
        return text
    # The unstripped first character too: an apostrophe there would be taken for the mark.
    risky = (
        bare[0] in _FIRST
        or text[0] == "'"
        or bare.casefold() in _YES_NO
        or any(letter.isdigit() for letter in bare)
    )
    return f"'{text}" if risky else text

"""Names and texts as SQL spells them."""

from collections.abc import Iterable


def name(text: str) -> str:
    """Quote an identifier.

    >>> name("column")
    '"column"'
    """
    return '"' + text.replace('"', '""') + '"'


def literal(text: str | None) -> str:
    """Quote a text; ``None`` is NULL.

    >>> literal("it's"), literal(None)
    ("'it''s'", 'null')
    """
    return "null" if text is None else "'" + text.replace("'", "''") + "'"


def one_of(place: str, texts: Iterable[str | None]) -> str:
    """Pick the text at a place counted from 0.

    A list look-up keeps the order of rows, which a join would not promise, and stores nothing.

    >>> one_of("n", ["a", None])
    "list_extract(['a', null]::varchar[], (n) + 1)"
    """
    items = ", ".join(literal(text) for text in texts)
    return f"list_extract([{items}]::varchar[], ({place}) + 1)"

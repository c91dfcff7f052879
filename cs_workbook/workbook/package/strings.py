"""The shared strings: read by number, and blanked where the last cell that used one is gone.

Strings are never renumbered. New text goes into the cells themselves (inline strings), so a
deleted customer's name can only be left behind by what Excel wrote; such orphans are blanked.
"""

import re
from collections.abc import Iterable, Sequence

from cs_workbook.workbook.package.cells import plain_text

_ITEM = re.compile(r"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
_USED = re.compile(rb't="s"[^>]*>\s*<v>(\d+)</v>')
_BLANK = "<si><t/></si>"


class SharedStrings(Sequence[str]):
    """The texts of a shared-strings part, decoded when first asked for.

    Args:
        text: The part, or empty where the workbook has none.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._items = _ITEM.findall(text)
        self._decoded: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: int) -> str:  # type: ignore[override] # one text at a time
        text = self._decoded.get(index)
        if text is None:
            text = self._decoded[index] = plain_text(self._items[index])
        return text

    @property
    def items(self) -> Sequence[str]:
        """The texts as XML, with the formats of single words."""
        return self._items

    def blanked(self, orphans: Iterable[int]) -> str:
        """Return the part with some texts emptied in place."""
        wanted = {number for number in orphans if number < len(self)}
        count = -1

        def blank(match: re.Match[str]) -> str:
            nonlocal count
            count += 1
            return _BLANK if count in wanted and match[1] else match[0]

        return _ITEM.sub(blank, self._text) if wanted else self._text


def used_in(data: bytes) -> set[int]:
    """Return the numbers of the shared strings that cells in this XML use."""
    return {int(number) for number in set(_USED.findall(data))}

"""The looks of the workbook: one palette and the named cell styles, nothing formatted by hand.

A cell has a named style plus, where it needs them, a number format and an alignment. People find
the styles in Excel under Cell Styles; changing one there changes every cell that has it. The
state colours are blue, amber and vermilion, which stay apart for every common kind of colour
blindness, and a state always carries its shape and its word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

INK = "#1F2933"
GREY = "#57606A"
ACCENT = "#1F4E79"
ACCENT_TINT = "#D9E4EF"
BAR = "#9FBEDB"
SURFACE = "#F3F6F9"
LINE = "#C3CEDA"
WHITE = "#FFFFFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Text and fill of one state."""

    text: str
    fill: str


STATES: Final[Mapping[str, Colours]] = {
    "▲": Colours(text="#00476B", fill="#CFE5F3"),
    "◆": Colours(text="#5C4300", fill="#FFE8A3"),
    "▼": Colours(text="#7A1F00", fill="#F2B8A0"),
    "○": Colours(text="#404040", fill="#D0CECE"),
}
"""Colours of a state by the shape its text begins with."""

INPUT = Colours(text="#1F3F9E", fill="#FFF9DB")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedStyle:
    """One named cell style.

    Attributes:
        name: As Excel lists it under Cell Styles.
        builtin: Excel's number of a style it brings itself; ``None`` for one of ours.
        looks: Font, fill, border and protection, in XlsxWriter's words.
        use: What it is for, as the key on the About sheet says it.
    """

    name: str
    builtin: int | None
    looks: Mapping[str, Any]
    use: str


def _box(colour: str) -> dict[str, Any]:
    return {"border": 1, "border_color": colour}


def _state(shape: str) -> dict[str, Any]:
    return {"font_color": STATES[shape].text, "bg_color": STATES[shape].fill}


_CARD = {"bg_color": SURFACE, "right": 5, "right_color": WHITE}

STYLES: Final[tuple[NamedStyle, ...]] = (
    NamedStyle(name="Normal", builtin=0, looks={}, use="Text and figures from your exports."),
    NamedStyle(
        name="Title",
        builtin=15,
        looks={"bold": True, "font_size": 18, "font_color": ACCENT},
        use="What the sheet is.",
    ),
    NamedStyle(
        name="Heading 1",
        builtin=16,
        looks={
            "bold": True,
            "font_size": 13,
            "font_color": ACCENT,
            "bottom": 1,
            "bottom_color": ACCENT,
        },
        use="Heading of a section.",
    ),
    NamedStyle(
        name="Heading 2",
        builtin=17,
        looks={"bold": True, "font_color": INK, "bg_color": ACCENT_TINT, **_box(WHITE)},
        use="Table header: the column is filled by refresh.",
    ),
    NamedStyle(
        name="Heading 3",
        builtin=18,
        looks={
            "bold": True,
            "italic": True,
            "font_color": INK,
            "bg_color": "#DADADA",
            **_box(WHITE),
        },
        use="Table header: the column is a live formula.",
    ),
    NamedStyle(
        name="Heading 4",
        builtin=19,
        looks={"bold": True, "font_color": INPUT.text, "bg_color": "#FFEFB0", **_box(WHITE)},
        use="Table header: the column is yours to type in.",
    ),
    NamedStyle(
        name="Input",
        builtin=20,
        looks={
            "font_color": INPUT.text,
            "bg_color": INPUT.fill,
            "locked": False,
            **_box("#D8CB8A"),
        },
        use="Type here. Refresh never changes these cells.",
    ),
    NamedStyle(
        name="Output",
        builtin=21,
        looks={"bold": True, "font_color": INK, "bg_color": SURFACE, **_box(LINE)},
        use="A result. Do not type here.",
    ),
    NamedStyle(
        # Unlocked, because the Refresh button writes it while the sheet is protected.
        name="Stamped",
        builtin=None,
        looks={
            "bold": True,
            "font_color": INK,
            "bg_color": SURFACE,
            "locked": False,
            **_box(LINE),
        },
        use="Written by refresh. Do not type here.",
    ),
    NamedStyle(
        name="Calculation",
        builtin=22,
        looks={"font_color": "#404040", "bg_color": "#F2F2F2"},
        use="A live formula. Do not type here.",
    ),
    NamedStyle(
        name="Linked Cell",
        builtin=24,
        looks={"italic": True, "font_color": ACCENT},
        use="Repeats a cell of another sheet; change it there.",
    ),
    NamedStyle(
        name="Check Cell",
        builtin=23,
        looks={"bold": True, "font_color": ACCENT},
        use="The result of a check.",
    ),
    NamedStyle(
        name="Warning Text",
        builtin=11,
        looks={"bold": True, "font_color": STATES["▼"].text},
        use="Please read this.",
    ),
    NamedStyle(
        name="Explanatory Text",
        builtin=53,
        looks={"italic": True, "font_color": GREY},
        use="Explains what stands beside or below it.",
    ),
    NamedStyle(
        name="Hyperlink",
        builtin=8,
        looks={"underline": 1, "font_color": "#0B5CAD"},
        use="Leads to another sheet.",
    ),
    NamedStyle(name="Good", builtin=26, looks=_state("▲"), use="▲ Healthy."),
    NamedStyle(name="Neutral", builtin=28, looks=_state("◆"), use="◆ Watch."),
    NamedStyle(name="Bad", builtin=27, looks=_state("▼"), use="▼ At risk."),
    NamedStyle(
        name="No Data", builtin=None, looks=_state("○"), use="○ No data: too little is known."
    ),
    NamedStyle(
        name="Card Label",
        builtin=None,
        looks={"bold": True, "font_color": ACCENT, **_CARD, "top": 5, "top_color": ACCENT},
        use="Dashboard card: which figure.",
    ),
    NamedStyle(
        name="Card Value",
        builtin=None,
        looks={"bold": True, "font_size": 22, "font_color": INK, **_CARD},
        use="Dashboard card: the figure.",
    ),
    NamedStyle(
        name="Note",
        builtin=10,
        looks={"font_size": 10, "font_color": GREY, **_CARD},
        use="Dashboard card: how sure the figure is and how it is counted.",
    ),
)

STYLE: Final[Mapping[str, NamedStyle]] = {style.name: style for style in STYLES}


@dataclass(slots=True)
class Formats:
    """Makes XlsxWriter formats out of named styles and remembers which style each one has.

    Attributes:
        book: The XlsxWriter workbook.
    """

    book: Any
    _made: dict[tuple[object, ...], tuple[str, Any]] = field(default_factory=dict)

    def get(
        self,
        style: str,
        number_format: str | int = "General",
        *,
        align: str | None = None,
        valign: str | None = None,
        wrap: bool = False,
        indent: int = 0,
    ) -> Any:  # noqa: ANN401 - XlsxWriter has no types
        """Return the format of a named style with a number format and an alignment."""
        key = (style, number_format, align, valign, wrap, indent)
        if key not in self._made:
            properties = dict(STYLE[style].looks)
            if number_format != "General":
                properties["num_format"] = number_format
            if align is not None:
                properties["align"] = align
            if valign is not None:
                properties["valign"] = valign
            if wrap:
                properties["text_wrap"] = True
            if indent:
                properties["indent"] = indent
            self._made[key] = (style, self.book.add_format(properties))
        return self._made[key][1]

    def difference(self, colours: Colours, *, fill: bool = True) -> Any:  # noqa: ANN401 - see get
        """Return a conditional format: the colours of a state."""
        key = ("difference", colours.text, colours.fill, fill)
        if key not in self._made:
            properties = {"font_color": colours.text}
            if fill:
                properties["bg_color"] = colours.fill
            self._made[key] = ("", self.book.add_format(properties))
        return self._made[key][1]

    def styles_of_cells(self) -> dict[int, str]:
        """Return the style of each cell format by its position in the written file.

        Position 0 is the workbook's default format.
        """
        used = {
            made.xf_index: style
            for style, made in self._made.values()
            if style and made.xf_index is not None
        }
        return {0: "Normal"} | used

"""The sheet Why it moved: two waterfalls of live formulas above the list of movers."""

from datetime import date
from typing import Final

from cs_workbook.schema.history_tables import (
    MOVERS_ACCOUNT,
    MOVERS_FROM,
    MOVERS_FROM_DAY,
    MOVERS_LIST,
    MOVERS_PART_NAMES,
    MOVERS_ROW,
    MOVERS_TO,
    MOVERS_TO_DAY,
    PART_HEADERS,
    ROUNDING_HEADER,
)
from cs_workbook.schema.names import SHOWN_NAMES
from cs_workbook.schema.tables import TBL_MOVERS
from cs_workbook.template.blocks import draw_heading
from cs_workbook.template.data_sheets import SHOWN_ROW, repeat_header
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.layout import DATE, NO_DATA, Content, Formula, Page, cell, must
from cs_workbook.template.waterfall import (
    MEASURES,
    STEPS_OF_A_SCORE,
    STEPS_OF_THE_BOOK,
    Waterfall,
    draw_bars,
    draw_steps,
)

_FROZEN_ROWS: Final = 3
_ASK_ROW: Final = 4
_BOOK_ROW: Final = 7
_ACCOUNT_ROW: Final = 32
_NAMES_ROW: Final = MOVERS_ROW - 1
_FIRST_PART: Final = TBL_MOVERS.headers.index(PART_HEADERS[0]) + 1
_LAST_PART: Final = _FIRST_PART + len(PART_HEADERS) - 1
_NAMES: Final = f"{cell(_NAMES_ROW, _FIRST_PART)}:{cell(_NAMES_ROW, _LAST_PART)}"
_CHART_COLUMNS: Final = range(_FIRST_PART, _LAST_PART - 3)
_WORDS_COLUMN: Final = _LAST_PART + 1
_FACT_COLUMN: Final = _WORDS_COLUMN + 3
_HEADING_COLUMNS: Final = range(1, TBL_MOVERS.headers.index("Change") + 1)
_WORDS: Final = "Explanatory Text"
_FIRST_DAY: Final = date(1990, 1, 1)
_LAST_DAY: Final = date(2199, 12, 31)

_MRR, _MRR_BEFORE = "tblMovers[MRR]", "tblMovers[MRR before]"
_BEFORE, _NOW, _CHANGE = (
    f"tblMovers[{header}]" for header in ("Health before", "Health now", "Change")
)
_PARTS: Final = f"tblMovers[[{PART_HEADERS[0]}]:[{ROUNDING_HEADER}]]"
_STAYED: Final = f"--ISNUMBER({_CHANGE})"


def _mean(weights: str, scores: str, *only: str) -> str:
    """Return the mean of scores, each with a weight; "No data" where the weights are nothing."""
    base = f"SUMPRODUCT({','.join((weights, f'--ISNUMBER({scores})', *only))})"
    total = f"SUMPRODUCT({','.join((weights, scores, *only))})"
    return f'IF({base}=0,"{NO_DATA}",{total}/{base})'


_BOOK_FACTS: Final = (
    ("Book before: mean health by MRR", _mean(_MRR_BEFORE, _BEFORE), "0.00"),
    ("Book now", _mean(_MRR, _NOW), "0.00"),
    ("Scored on both days: before, by MRR before", _mean(_MRR_BEFORE, _BEFORE, _STAYED), "0.00"),
    ("Scored on both days: before, by MRR now", _mean(_MRR, _BEFORE, _STAYED), "0.00"),
    ("Scored on both days: now, by MRR now", _mean(_MRR, _NOW, _STAYED), "0.00"),
    (
        "MRR now of those",
        f'IF(SUMPRODUCT({_MRR},{_STAYED})=0,"{NO_DATA}",SUMPRODUCT({_MRR},{_STAYED}))',
        "#,##0",
    ),
)
_BOOK_RULES: Final = (
    "Each step is the mean over the accounts scored on both days, each with its MRR now.",
    "Accounts that left or joined: what the book's mean is without them, against with them.",
    "MRR moved: the same scores, with MRR now in place of MRR before.",
)
_ACCOUNT_RULES: Final = (
    "Each measure: the move of its score (0 to 100) times its share of the earlier weights.",
    "Data came or went: a measure became known or blank. Weights changed: see Model versions.",
    "Rounding: History keeps two decimals. The steps add up to the change.",
)


def draw_movers(page: Page) -> None:
    """Draw the sheet."""
    page.set_widths([column.width for column in TBL_MOVERS.columns])
    page.frame(
        TBL_MOVERS.title,
        TBL_MOVERS.purpose,
        frozen_rows=_FROZEN_ROWS,
        frozen_columns=TBL_MOVERS.frozen,
    )
    page.put(SHOWN_ROW, 1, "No refresh yet.", "Check Cell")
    page.call(SHOWN_NAMES[TBL_MOVERS.name], SHOWN_ROW, 1)
    _draw_questions(page)
    _draw_book(page)
    _draw_account(page)
    page.put(_NAMES_ROW, 1, "The measure each part stands for:", _WORDS, valign="top")
    for column, name in enumerate(MOVERS_PART_NAMES, start=_FIRST_PART):
        page.put(_NAMES_ROW, column, None, _WORDS, align="right", wrap=True, valign="top")
        page.call(name, _NAMES_ROW, column)
    page.height(_NAMES_ROW, 32)
    draw_table(page, TBL_MOVERS)
    repeat_header(page, TBL_MOVERS)
    must(page.book.define_name(MOVERS_LIST, "=tblMovers[Account]"), MOVERS_LIST)


def _draw_questions(page: Page) -> None:
    """Draw the cells people type into, and the two days they led to."""
    day = {
        "validate": "date",
        "criteria": "between",
        "minimum": _FIRST_DAY,
        "maximum": _LAST_DAY,
    }
    for column, label, name, rule, message in (
        (
            1,
            "Compare with",
            MOVERS_FROM,
            day,
            "A past day: the last refresh up to it. Blank: the week before. Then refresh.",
        ),
        (
            2,
            "Account to be shown",
            MOVERS_ACCOUNT,
            {"validate": "list", "source": f"={MOVERS_LIST}", "ignore_blank": True},
            "Name or id of an account in the list below. Blank: the first one. Works at once.",
        ),
        (
            3,
            "Up to",
            MOVERS_TO,
            day,
            "The later day. Blank: the newest refresh. Refresh afterwards.",
        ),
    ):
        page.put(_ASK_ROW, column, label, _WORDS)
        form = DATE if rule is day else "@"
        page.put(_ASK_ROW + 1, column, None, "Input", form, align="left")
        page.validate(_ASK_ROW + 1, column, _ASK_ROW + 1, rule, title=label, message=message)
        page.call(name, _ASK_ROW + 1, column)
    for column, label, name in (
        (5, "Shown from", MOVERS_FROM_DAY),
        (6, "Shown to", MOVERS_TO_DAY),
    ):
        page.put(_ASK_ROW, column, label, _WORDS)
        page.put(_ASK_ROW + 1, column, None, "Output", DATE, align="left")
        page.call(name, _ASK_ROW + 1, column)


def _draw_book(page: Page) -> None:
    first = _BOOK_ROW + 3
    facts = [cell(first + place, _FACT_COLUMN) for place in range(len(_BOOK_FACTS))]
    before, now, kept, moved, became, money = facts
    known = f"COUNT({before}:{money})={len(facts)}"
    own = MEASURES + len(STEPS_OF_A_SCORE)

    def points(slot: str) -> str:
        return (
            f"IF({slot}<={own},SUMPRODUCT({_MRR},INDEX({_PARTS},0,{slot}))/{money},"
            f"CHOOSE({slot}-{own},{kept}-{before},{moved}-{kept},{now}-{became}))"
        )

    made = Waterfall(
        first_row=first,
        steps=(*STEPS_OF_A_SCORE, *STEPS_OF_THE_BOOK),
        names=_NAMES,
        known=known,
        before=before,
        now=now,
        points=points,
    )
    draw_heading(page, _BOOK_ROW, _HEADING_COLUMNS, "The book: mean health, each account by MRR")
    words = Formula(
        f'IF({known},"From "&FIXED({before},1)&" to "&FIXED({now},1)&": "'
        f'&IF({now}<{before},"","+")&FIXED({now}-{before},1)&" points.",'
        '"No two refreshes to compare yet, or no MRR.")',
        "No two refreshes to compare yet, or no MRR.",
    )
    page.put(_BOOK_ROW + 1, 1, words, "Check Cell")
    draw_steps(page, made)
    _draw_facts(page, first, _BOOK_FACTS, _BOOK_RULES)
    draw_bars(
        page,
        made,
        title="From the book's mean health before to now",
        description=_ALT_TEXT.format("the mean health of the book, each account with its MRR,"),
        first_row=_BOOK_ROW,
        columns=_CHART_COLUMNS,
    )


def _draw_account(page: Page) -> None:
    first = _ACCOUNT_ROW + 3
    place, before, now = (cell(first + row, _FACT_COLUMN) for row in range(3))

    def points(slot: str) -> str:
        part = f"INDEX({_PARTS},{place},{slot})"
        return f'IF(ISNUMBER({part}),{part},"")'

    made = Waterfall(
        first_row=first,
        steps=STEPS_OF_A_SCORE,
        names=_NAMES,
        known=f"COUNT({before}:{now})=2",
        before=before,
        now=now,
        points=points,
    )
    missing = f'"One account: "&{MOVERS_ACCOUNT}&" is not in the list below"'
    heading = Formula(
        f'IF({place}>0,"One account: "&INDEX(tblMovers[Account],{place})&" ("'
        f'&INDEX(tblMovers[Account ID],{place})&")",'
        f'IF({MOVERS_ACCOUNT}="","One account",{missing}))',
        "One account",
    )
    draw_heading(page, _ACCOUNT_ROW, _HEADING_COLUMNS, heading)
    words = Formula(f'IF({place}>0,INDEX(tblMovers[Why],{place}),"{NO_DATA}")', NO_DATA)
    page.put(_ACCOUNT_ROW + 1, 1, words, "Check Cell")
    draw_steps(page, made)
    found = (
        f"IFERROR(MATCH({MOVERS_ACCOUNT},tblMovers[Account],0),"
        f"IFERROR(MATCH({MOVERS_ACCOUNT},tblMovers[Account ID],0),0))"
    )
    either = f'IF(ISNUMBER(INDEX({_CHANGE},{place})),INDEX({{}},{place}),"{NO_DATA}")'
    facts = (
        (
            "Its place in the list",
            f'IF(COUNTA(tblMovers[Account ID])=0,0,IF({MOVERS_ACCOUNT}="",1,{found}))',
            "0",
        ),
        *(
            (label, f'IF({place}=0,"{NO_DATA}",{either.format(column)})', "0.00")
            for label, column in (("Health before", _BEFORE), ("Health now", _NOW))
        ),
    )
    _draw_facts(page, first, facts, _ACCOUNT_RULES, empty=(0, NO_DATA, NO_DATA))
    draw_bars(
        page,
        made,
        title="From the account's health before to now",
        description=_ALT_TEXT.format("the health score of the account chosen above"),
        first_row=_ACCOUNT_ROW,
        columns=_CHART_COLUMNS,
    )


def _draw_facts(
    page: Page,
    row: int,
    facts: tuple[tuple[str, str, str], ...],
    rules: tuple[str, ...],
    *,
    empty: tuple[str | float, ...] = (),
) -> None:
    """Draw what the steps are counted from, and the rules in words, right of the chart."""
    page.put(row - 1, _WORDS_COLUMN, "Counted from", _WORDS)
    for place, (label, formula, number_format) in enumerate(facts):
        value = empty[place] if empty else NO_DATA
        content: Content = Formula(formula, value)
        page.put(row + place, _WORDS_COLUMN, label)
        page.put(row + place, _FACT_COLUMN, content, "Output", number_format, align="right")
    for place, text in enumerate(rules, start=row + len(facts) + 1):
        page.put(place, _WORDS_COLUMN, text, _WORDS)


_ALT_TEXT: Final = (
    "Bars in steps from top to bottom: {} before, the points each measure added or took away, and "
    "the level now. Dark bars are levels; rises are light blue and carry a plus, falls are light "
    "red and carry a minus. The figures stand left of it."
)

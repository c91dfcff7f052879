"""The formulas of the Satisfaction sheet above its tables, each with its words."""

from dataclasses import dataclass
from typing import Final

from cs_workbook.schema.interval_formulas import Z_95
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.voice_formulas import nps_error
from cs_workbook.schema.voice_tables import (
    ALL_ANSWERS,
    BEFORE,
    LATEST,
    N_NEEDED,
    NOT_KNOWN,
    WHOLE_BOOK,
)
from cs_workbook.template.layout import NO_DATA, Formula, cell
from cs_workbook.template.worded_lines import Line

_NOT_ASKED: Final = "No list of who was asked was exported."
_ANSWER = "tblAccounts[NPS answer]"
_CUSTOMERS = f'tblAccounts[Status],"{CUSTOMER}"'
_ALL_CUSTOMERS = f"COUNTIFS({_CUSTOMERS})"
_MRR_OF_CUSTOMERS = f"SUMIFS(tblAccounts[MRR],{_CUSTOMERS})"
_ANSWERED = f'COUNTIFS({_CUSTOMERS},{_ANSWER},">=0")'
_ANSWERED_MRR = f'SUMIFS(tblAccounts[MRR],{_CUSTOMERS},{_ANSWER},">=0")'
_NOBODY = f"OR({_ALL_CUSTOMERS}=0,COUNT({_ANSWER})=0)"
_NO_MONEY = f"OR({_MRR_OF_CUSTOMERS}=0,COUNT({_ANSWER})=0)"
_GROUPS = ((f'{_ANSWER},">=9"'), (f'{_ANSWER},">=7",{_ANSWER},"<9"'), (f'{_ANSWER},"<7"'))
# From which z on p is below each limit; two-sided.
_P_LIMITS: Final = (
    ("3.29052673149193", "below 0.001"),
    ("2.5758293035489", "below 0.01"),
    (Z_95, "below 0.05"),
    ("1.64485362695147", "below 0.1"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to count NPS.

    Attributes:
        label: Its name.
        what_counts: What counts once, in a few words.
        promoters: Formula of the promoters: answers, people, accounts or money.
        passives: Formula of the passives.
        detractors: Formula of the detractors.
        words: The rule in words.
        n: Formula of n where it is not the sum of the three.
        interval: Which interval stands beside it; empty for none.
    """

    label: str
    what_counts: str
    promoters: str
    passives: str
    detractors: str
    words: str
    n: str | None = None
    interval: str = "adjusted Wald"


def _stamped(header: str, group: str) -> str:
    chosen = f'tblVoiceGroups[Kind],"{WHOLE_BOOK}",tblVoiceGroups[Group],"{group}"'
    return f"SUMIFS(tblVoiceGroups[{header}],{chosen})"


def _book(label: str, what_counts: str, group: str, words: str) -> Way:
    return Way(
        label=label,
        what_counts=what_counts,
        promoters=_stamped("Promoters", group),
        passives=_stamped("Passives", group),
        detractors=_stamped("Detractors", group),
        words=words,
    )


WAYS: Final[tuple[Way, ...]] = (
    _book(
        "All answers",
        "every answer",
        ALL_ANSWERS,
        "The NPS of the Dashboard. Interval: adjusted Wald.",
    ),
    _book(
        "Latest per person",
        "the newest answer of a person",
        LATEST,
        "Who answered twice counts once; without a name, each answer.",
    ),
    Way(
        label="Mean of each account",
        what_counts="an account, by its mean answer",
        promoters=f"COUNTIFS({_GROUPS[0]})",
        passives=f"COUNTIFS({_GROUPS[1]})",
        detractors=f"COUNTIFS({_GROUPS[2]})",
        words="Promoter from 9, detractor below 7; 8.6 is passive.",
    ),
    Way(
        label="Accounts weighted by MRR",
        what_counts="MRR, by its account's mean",
        promoters=f"SUMIFS(tblAccounts[MRR],{_GROUPS[0]})",
        passives=f"SUMIFS(tblAccounts[MRR],{_GROUPS[1]})",
        detractors=f"SUMIFS(tblAccounts[MRR],{_GROUPS[2]})",
        n=f'COUNTIFS({_ANSWER},">=0",tblAccounts[MRR],">0")',
        words="Parts are MRR, n accounts that pay. No interval is known.",
        interval="",
    ),
    Way(
        label="Customers, of all there are",
        what_counts="a customer, by its mean answer",
        promoters=f"COUNTIFS({_CUSTOMERS},{_GROUPS[0]})",
        passives=f"COUNTIFS({_CUSTOMERS},{_GROUPS[1]})",
        detractors=f"COUNTIFS({_CUSTOMERS},{_GROUPS[2]})",
        words="Margin z x SE x √((N - n)/(N - 1)), N all customers.",
        interval="finite",
    ),
)
BEFORE_WAY: Final = _book(
    "Window before",
    "every answer, one window earlier",
    BEFORE,
    "As many days, ending where this window begins.",
)


def finite_end(promoters: str, detractors: str, n: str, *, high: bool) -> str:
    """Return one end of the interval of a score of n of all customers; no text without answers."""
    population = _ALL_CUSTOMERS
    factor = f"(MAX(0,{population}-{n})/MAX(1,{population}-1))^0.5"
    score = f"100*({promoters}-{detractors})/{n}"
    half = f"{Z_95}*{nps_error(promoters, detractors, n)}*{factor}"
    if high:
        return f'IF({n}=0,"",MIN(100,{score}+{half}))'
    return f'IF({n}=0,"",MAX(-100,{score}-{half}))'


def change_lines(row: int, *, now: int, before: int) -> tuple[Line, ...]:
    """Return the test of the score against the window before.

    Args:
        row: Row of the first line.
        now: Row of the score of this window.
        before: Row of the score of the window before.
    """
    (p1, d1, n1, s1), (p0, d0, n0, s0) = (
        tuple(cell(place, column) for column in (3, 5, 6, 7)) for place in (now, before)
    )
    change, error, z = (cell(row + step, 2) for step in range(1, 4))
    known = f"AND({n1}>0,{n0}>0)"
    error_now, error_before = nps_error(p1, d1, n1), nps_error(p0, d0, n0)
    p = "".join(f'IF(ABS({z})>={limit},"{words}",' for limit, words in _P_LIMITS)
    few = f"MIN({n1},{n0})<{N_NEEDED}"
    return (
        Line(
            label="Verdict",
            value=Formula(
                f'IF(NOT({known}),"○ {NO_DATA}",IF(NOT(ISNUMBER({z})),"○ Not testable",'
                f'IF(ABS({z})<{Z_95},"◆ Could be chance",'
                f'IF({z}>0,"▲ A real change up","▼ A real change down"))))',
                f"○ {NO_DATA}",
            ),
            words=Formula(
                f'IF(NOT({known}),"One of the two windows has no answers.",'
                f'IF({few},"Few answers in a window: take it as a hint. ","")'
                f'&IF(ABS(N({z}))<{Z_95},"Chance alone would do this in 1 of 20 cases or more.",'
                '"Chance alone would do this in less than 1 of 20 cases."))',
                "One of the two windows has no answers.",
            ),
        ),
        Line(
            label="Change (points)",
            value=Formula(f'IF({known},{s1}-{s0},"{NO_DATA}")', NO_DATA),
            words="NPS of all answers minus NPS of the window before.",
            number_format="+0.0;-0.0;0.0",
        ),
        Line(
            label="Standard error (points)",
            value=Formula(
                f'IF({known},(({error_now})^2+({error_before})^2)^0.5,"{NO_DATA}")', NO_DATA
            ),
            words="√(SE² + SE² before); SE = 100 x √((p + d - (p - d)²)/n).",
            number_format="0.0",
        ),
        Line(
            label="z",
            value=Formula(f'IF(N({error})=0,"{NO_DATA}",{change}/{error})', NO_DATA),
            words="Change / standard error. Beyond 1.96 either way chance is unlikely.",
            number_format="+0.00;-0.00;0.00",
        ),
        Line(
            label="p",
            value=Formula(
                f'IF(ISNUMBER({z}),{p}"0.1 or more"{")" * len(_P_LIMITS)},"{NO_DATA}")', NO_DATA
            ),
            words="How likely chance alone moves NPS this far, up or down.",
        ),
    )


def coverage_lines(row: int) -> tuple[Line, ...]:
    """Return who answered and who did not; ``row`` is the first line's."""
    answered, money, quiet = (cell(row + step, 2) for step in (0, 1, 3))
    return (
        Line(
            label="Customers who answered",
            value=Formula(f'IF({_NOBODY},"{NO_DATA}",{_ANSWERED})', NO_DATA),
            words=Formula(
                f'IF({_NOBODY},"No NPS answer in the window.","of "&{_ALL_CUSTOMERS}&" customers: "'
                f'&FIXED(100*{answered}/{_ALL_CUSTOMERS},0)&" %")',
                "No NPS answer in the window.",
            ),
            number_format="#,##0",
        ),
        Line(
            label="MRR behind their answers",
            value=Formula(f'IF({_NO_MONEY},"{NO_DATA}",{_ANSWERED_MRR})', NO_DATA),
            words=Formula(
                f'IF({_NO_MONEY},"No answer, or no MRR is known.","Answers cover "'
                f'&FIXED(100*{money}/{_MRR_OF_CUSTOMERS},0)&" % of MRR.")',
                "No answer, or no MRR is known.",
            ),
            number_format="#,##0.00",
        ),
        Line(
            label="Customers without an answer",
            value=Formula(f'IF({_NOBODY},"{NO_DATA}",{_ALL_CUSTOMERS}-{_ANSWERED})', NO_DATA),
            words="Accounts: filter Status to Customer, NPS answer to blanks; sort by MRR.",
            number_format="#,##0",
        ),
        Line(
            label="Their MRR",
            value=Formula(
                f'IF({_NO_MONEY},"{NO_DATA}",{_MRR_OF_CUSTOMERS}-{_ANSWERED_MRR})',
                NO_DATA,
            ),
            words=Formula(
                f'IF(ISNUMBER({quiet}),"Nobody has told us what "'
                f'&FIXED(100*{quiet}/{_MRR_OF_CUSTOMERS},0)&" % of MRR thinks.",'
                '"No answer, or no MRR is known.")',
                "No answer, or no MRR is known.",
            ),
            number_format="#,##0.00",
        ),
        Line(
            label="Response rate (%)",
            value=Formula(
                f'IF(N(InvitationsAsked)=0,"{NOT_KNOWN}",100*InvitationsAnswered/InvitationsAsked)',
                NOT_KNOWN,
            ),
            words=Formula(
                f'IF(N(InvitationsAsked)=0,"{_NOT_ASKED}","Answered / asked, all surveys of the '
                'window. All there are, no sample: no interval.")',
                _NOT_ASKED,
            ),
            number_format="0.0",
        ),
        Line(
            label="People asked",
            value=NOT_KNOWN,
            words="Each once per survey, from the export of invitations.",
            number_format="#,##0",
        ),
        Line(
            label="Of these, answered",
            value=NOT_KNOWN,
            words="On the day they were asked or later, up to the as-of date.",
            number_format="#,##0",
        ),
        Line(
            label="Accounts asked, all silent",
            value=NOT_KNOWN,
            words="Accounts of which nobody who was asked has answered.",
            number_format="#,##0",
        ),
    )

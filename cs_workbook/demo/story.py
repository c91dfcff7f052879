"""Who the accounts of the demo book are and how their contracts went.

Each account gets a fate (stays, joins, leaves, comes back, tries, never buys) and a mood (rising,
steady, light, fading, dead). The mood drives contracts here and every signal in
:mod:`cs_workbook.demo.signals`, so the figures of one account agree with each other.
"""

import calendar
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from cs_workbook.demo import words

DEMO_AS_OF = date(2026, 6, 30)
"""The day the demo book is told up to."""

FIRST_DAY = date(2024, 1, 1)
MONTHS = {"monthly": 1, "quarterly": 3, "annual": 12}

# Share of the accounts with each fate; who is left stays.
_FATES = (
    ("left", 0.085),
    ("left early", 0.033),
    ("came back", 0.017),
    ("joined", 0.12),
    ("tries", 0.025),
    ("prospect", 0.017),
)
_MOODS = (("fading", 0.12), ("dead", 0.045), ("rising", 0.26), ("light", 0.15))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One line of the billing system.

    Attributes:
        contract_id: Its id.
        plan: Plan bought.
        seats: Seats bought.
        monthly: Amount per month.
        start: First day of service.
        end: First day without service; ``None`` while it runs on.
        billing: ``monthly``, ``quarterly`` or ``annual``.
        trial: Whether it is a trial.
    """

    contract_id: str
    plan: str
    seats: int
    monthly: int
    start: date
    end: date | None
    billing: str
    trial: bool = False


@dataclass(slots=True, kw_only=True)
class Account:
    """One account and what is going to happen to it.

    Attributes:
        account_id: Five digits, zeros in front included.
        fate: What becomes of it.
        mood: How its people take to the product, see the module.
        start: Day it became a customer; ``None`` for who never did.
        left_on: First day without service; ``None`` for who stays.
        back_on: Day it came back.
        silent: Whether nothing but contracts is known about it.
    """

    account_id: str
    name: str
    segment: str
    industry: str
    country: str
    csm: str
    plan: str
    fate: str
    mood: str
    start: date | None = None
    left_on: date | None = None
    back_on: date | None = None
    silent: bool = False
    contracts: list[Contract] = field(default_factory=list)

    def served(self, day: date) -> bool:
        """Whether it has service on that day, paid or on trial."""
        return any(c.start <= day and (c.end is None or c.end > day) for c in self.contracts)


def chance(*parts: object) -> random.Random:
    """Return a source of chance of its own for one topic of one account.

    Own sources keep the rest of the book as it was when one topic changes.
    """
    return random.Random("/".join(map(str, parts)))  # noqa: S311 - made up, not secret


def happens(about: random.Random, share: float) -> bool:
    """Whether something that happens in that share of cases happens this time."""
    return about.random() < share


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month.

    >>> add_months(date(2025, 1, 31), 1)
    datetime.date(2025, 2, 28)
    """
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def tell_accounts(*, seed: int, accounts: int) -> list[Account]:
    """Return the accounts of the book with their contracts, in the order of their ids.

    Args:
        seed: Any number; the same number tells the same story.
        accounts: How many, 20 or more for a book that looks like one.

    Returns:
        The accounts.
    """
    pick = chance(seed, "book")
    fates = _dealt(pick, _FATES, accounts, rest="stays")
    # Moods are dealt to who is a customer in the end, so that their shares hold.
    moods = iter(
        _dealt(pick, _MOODS, accounts - sum(f.startswith("left") for f in fates), rest="steady")
    )
    taken: set[str] = set()
    book = []
    for number, fate in enumerate(fates):
        about = chance(seed, number)
        # Small customers leave more often than large ones.
        sizes = (70, 25, 5) if fate.startswith("left") else (42, 36, 22)
        segment = about.choices(("SMB", "Mid-Market", "Enterprise"), sizes)[0]
        name, industry, country = _company(about, number, taken)
        account = Account(
            account_id=f"{400 + 17 * (number + 1):05d}",
            name=name,
            segment=segment,
            industry=industry,
            country=country,
            csm=words.CSMS[number % len(words.CSMS)],
            plan={"SMB": "Starter", "Mid-Market": "Growth", "Enterprise": "Scale"}[segment],
            fate=fate,
            mood="fading" if fate.startswith("left") else next(moods),
        )
        account.silent = fate == "stays" and account.mood == "light" and happens(about, 0.2)
        _date(account, about)
        _sign(account, about)
        book.append(account)
    return book


def _dealt(
    pick: random.Random, shares: tuple[tuple[str, float], ...], count: int, *, rest: str
) -> list[str]:
    """Deal out exact shares in random order."""
    dealt = [name for name, share in shares for _ in range(round(share * count))]
    dealt += [rest] * (count - len(dealt))
    pick.shuffle(dealt)
    return dealt


def _company(about: random.Random, number: int, taken: set[str]) -> tuple[str, str, str]:
    place, rest = divmod(number, 18)
    if rest == 0 and place < len(words.NAMES_WITH_MARKS):
        return words.NAMES_WITH_MARKS[place]
    industry = about.choice(list(words.INDUSTRIES))
    while True:
        stem = about.choice(words.NAME_STARTS) + about.choice(words.NAME_ENDS)
        if stem not in taken:
            taken.add(stem)
            name = f"{stem} {about.choice(words.INDUSTRIES[industry])}"
            return name, industry, about.choice(words.COUNTRIES)


def _between(about: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=about.randint(0, (last - first).days))


def _date(account: Account, about: random.Random) -> None:
    """Set the days of an account's fate."""
    if account.fate in {"left", "left early"}:
        late = account.fate == "left"
        account.left_on = _between(
            about,
            date(2025, 7, 8) if late else date(2025, 1, 20),
            date(2026, 6, 12) if late else date(2025, 6, 20),
        )
        # Contracts run for whole years, so people leave on an anniversary.
        account.start = add_months(account.left_on, -12)
    elif account.fate == "came back":
        account.start = _between(about, FIRST_DAY, date(2024, 6, 30))
        account.left_on = add_months(account.start, 20)
        account.back_on = account.left_on + timedelta(days=about.randint(70, 110))
    elif account.fate == "joined":
        account.start = _between(about, date(2025, 7, 15), date(2026, 5, 20))
    elif account.fate == "stays":
        # More of them early: the book was small and grew.
        day = min(about.randint(0, 520), about.randint(0, 520))
        account.start = FIRST_DAY + timedelta(days=day)


def _sign(account: Account, about: random.Random) -> None:
    """Write an account's contracts, one after the other."""
    seat_price = {"SMB": 24, "Mid-Market": 31, "Enterprise": 38}[account.segment]
    low, high = {"SMB": (8, 30), "Mid-Market": (35, 90), "Enterprise": (110, 240)}[account.segment]
    seats = about.randint(low, high)
    billing = "monthly" if account.segment == "SMB" else about.choice(("annual", "quarterly"))

    def sign(start: date, end: date | None, *, seats: int, trial: bool = False) -> None:
        account.contracts.append(
            Contract(
                contract_id=f"SUB-{account.account_id}-{len(account.contracts) + 1}",
                plan=account.plan,
                seats=seats,
                monthly=0 if trial else seats * seat_price,
                start=start,
                end=end,
                billing="monthly" if trial else billing,
                trial=trial,
            )
        )

    if account.fate == "tries":
        begun = DEMO_AS_OF - timedelta(days=about.randint(4, 40))
        sign(begun, begun + timedelta(days=30), seats=5, trial=True)
    if account.start is None:
        return
    if account.fate == "joined":
        sign(account.start - timedelta(days=30), account.start, seats=5, trial=True)
    begun, stop = account.start, account.left_on or date.max
    while begun <= DEMO_AS_OF:
        ends = min(add_months(begun, 12), stop)
        # A contract by the month runs on until it changes; one by the year has an end from the
        # start.
        runs_on = billing == "monthly" and ends > DEMO_AS_OF
        sign(begun, None if runs_on else ends, seats=seats)
        if account.mood == "rising" and billing != "monthly" and happens(about, 0.45):
            more = add_months(begun, about.randint(3, 9))
            if more < min(ends, DEMO_AS_OF):
                sign(more, ends, seats=max(2, seats // 8))
                seats += max(2, seats // 8)
        seats = max(2, round(seats * _renewal_factor(account, ends, about)))
        begun = ends
        if begun == stop:
            begun, stop = account.back_on or date.max, date.max


def _renewal_factor(account: Account, day: date, about: random.Random) -> float:
    """How many seats are renewed, by mood; before the last year everybody was content."""
    if day < date(2025, 7, 1):
        return about.choice((1.0, 1.0, 1.05, 1.1))
    if account.mood in {"fading", "dead"}:
        return about.choice((0.7, 0.8, 0.9, 1.0))
    if account.mood == "rising":
        return about.choice((1.15, 1.25, 1.35, 1.5))
    if account.mood == "light":
        return about.choice((0.9, 0.95, 1.0, 1.0))
    return about.choice((1.0, 1.0, 1.0, 1.05, 1.1, 1.15))

"""Writes the demo book as nine CSV files, faults included."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from cs_workbook.demo.advocacy import bring_leads
from cs_workbook.demo.signals import Answer, answer_nps, answer_others, use, write_tickets
from cs_workbook.demo.story import DEMO_AS_OF, MONTHS, Account, chance, tell_accounts
from cs_workbook.demo.words import REASONS
from cs_workbook.errors import OutOfRangeError

_FEWEST_ACCOUNTS = 20
_DAY_FIRST = "%d/%m/%Y"

PLANTED_FAULTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "repeated_row": ("crm_accounts.csv", "an account's row stands there twice"),
        "repeated_id": ("crm_accounts.csv", "an account id stands there again with another owner"),
        "not_a_date": ("crm_accounts.csv", "a renewal on 31/02/2026"),
        "flag_contradicts": ("crm_accounts.csv", "a paying account flagged as churned"),
        "footer_line": ("crm_accounts.csv", "the footer of a report"),
        "unknown_account": ("billing_subscriptions.csv", "a subscription of account 99999"),
        "ends_before_start": ("billing_subscriptions.csv", "a subscription that ends too early"),
        "out_of_range": ("nps_survey.csv", "an answer of 11"),
        "wrong_width": ("helpdesk_tickets.csv", "a subject with a comma and no quotes"),
    }
)
"""Code of the data problem, the file it is planted in, and what stands there."""


def write_demo_exports(folder: Path, *, seed: int = 7, accounts: int = 120) -> date:
    """Write the exports of an invented software company into a folder.

    The same seed and number of accounts write the same bytes on every machine.

    Args:
        folder: Where the files go; made if it is not there. Files of the same names are replaced.
        seed: Any whole number; another one tells another story.
        accounts: How many accounts, 20 or more.

    Returns:
        The as-of date of the book, :data:`~cs_workbook.demo.DEMO_AS_OF`.

    Raises:
        OutOfRangeError: Too few accounts for a book.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     as_of = write_demo_exports(Path(folder), accounts=20)
    ...     (as_of.isoformat(), len(list(Path(folder).iterdir())))
    ('2026-06-30', 9)
    """
    if accounts < _FEWEST_ACCOUNTS:
        raise OutOfRangeError(
            f"Demo accounts: expected {_FEWEST_ACCOUNTS} or more, found {accounts!r}."
        )
    book = tell_accounts(seed=seed, accounts=accounts)
    files = {
        # Each as its kind of system writes it: byte order mark, code page, line ends.
        "crm_accounts.csv": _crm(book).encode("utf-8-sig"),
        "billing_subscriptions.csv": _billing(book).encode("cp1252"),
        "nps_survey.csv": _nps(book, seed).encode("utf-8"),
        "csat_survey.csv": _contacts(book, seed, "CSAT").encode("utf-8"),
        "ces_survey.csv": _contacts(book, seed, "CES").encode("utf-8"),
        "helpdesk_tickets.csv": _helpdesk(book, seed).encode("utf-8"),
        "product_usage.csv": _usage(book, seed).encode("utf-8"),
        "churn_log.csv": _churn_log(book, seed).encode("utf-8"),
        "referrals.csv": _referrals(book, seed).encode("utf-8"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return DEMO_AS_OF


def _text(rows: Iterable[Sequence[object]], *, delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def _yes_no(value: bool) -> str:
    return "Yes" if value else "No"


def _crm(book: list[Account]) -> str:
    parents = _parents(book)
    rows: list[list[object]] = []
    for account in book:
        ends = [c.end for c in account.contracts if c.end and c.end > DEMO_AS_OF and not c.trial]
        gone = account.left_on is not None and account.back_on is None
        rows.append(
            [
                account.account_id,
                account.name,
                account.segment,
                account.industry,
                account.country,
                account.plan,
                account.csm,
                account.start.strftime(_DAY_FIRST) if account.start else "",
                min(ends).strftime(_DAY_FIRST) if ends else "",
                max((c.seats for c in account.contracts), default=""),
                _yes_no(gone),
                parents.get(account.account_id, ""),
            ]
        )
    staying = [number for number, account in enumerate(book) if account.fate == "stays"]
    rows[staying[2]][8] = "31/02/2026"
    rows[staying[5]][10] = "Yes"
    rows.insert(staying[9], list(rows[staying[3]]))
    again = list(rows[staying[4]])
    again[6] = "N.N."
    rows.append(again)
    header = [
        *("Account ID", "Account Name", "Segment", "Industry", "Billing Country", "Plan"),
        *("Account Owner", "Customer Since", "Renewal Date", "Seats", "Churned"),
        "Parent Account ID",
    ]
    footer = (
        '\r\n"Confidential Information - Do Not Distribute"\r\n'
        '"Generated By:  Hanna Lindqvist  30/06/2026 18:04"\r\n'
    )
    return _text([header, *rows], end="\r\n") + footer


def _parents(book: list[Account]) -> dict[str, str]:
    """Return parents by account: a group of three, one over three floors, and two pairs."""
    staying = [account.account_id for account in book if account.fate == "stays"]
    pairs = ((1, 0), (2, 0), (5, 4), (6, 5), (9, 8), (12, 11))
    return {staying[child]: staying[parent] for child, parent in pairs}


def _billing(book: list[Account]) -> str:
    """Day first, decimal comma, dots between thousands: as a German office writes it."""

    def money(amount: int) -> str:
        return f"{amount:,}".replace(",", ".") + ",00"

    def day(value: date | None) -> str:
        return value.strftime("%d.%m.%Y") if value else ""

    rows: list[list[object]] = []
    for account in book:
        rows.extend(
            [
                contract.contract_id,
                account.account_id,
                account.name,
                contract.plan,
                contract.seats,
                day(contract.start),
                day(contract.end),
                money(contract.monthly * MONTHS[contract.billing]),
                contract.billing,
                _yes_no(contract.trial),
                _yes_no(contract.end is None or contract.end > DEMO_AS_OF),
            ]
            for contract in account.contracts
        )
    stranger = ["SUB-99999-1", "99999", "Unbekannt", "Starter", 12, "03.02.2025", "", "288,00"]
    rows.insert(40, [*stranger, "monthly", "No", "Yes"])
    backwards = ["SUB-00417-9", "00417", book[0].name, "Starter", 5, "14.03.2026", "14.03.2025"]
    rows.append([*backwards, "120,00", "monthly", "No", "No"])
    header = [
        *("Subscription ID", "Customer ID", "Company name", "Product", "Quantity", "Start date"),
        *("End date", "Amount", "Billing interval", "Trial", "Auto renewal"),
    ]
    return _text([header, *rows], delimiter=";", end="\r\n")


def _in_order(answers: Iterable[Answer]) -> list[Answer]:
    return sorted(answers, key=lambda answer: (answer.day, answer.account_id, answer.person))


def _person(answer: Answer) -> str:
    return f"{answer.person.lower()}@{answer.account_id}.example"


def _nps(book: list[Account], seed: int) -> str:
    answers = _in_order(a for account in book for a in answer_nps(account, seed=seed))
    rows: list[list[object]] = [
        [f"N{number:05d}", a.day.isoformat(), a.account_id, _person(a), a.score, a.comment]
        for number, a in enumerate(answers, start=1)
    ]
    # Text that a spreadsheet would take for a formula when the file is opened with a double click.
    rows[-2][5] = '=HYPERLINK("http://example.com/prize";"Click here for your prize")'
    rows[-5][4:] = [10, "-5% churn since we rolled it out, thank you"]
    rows.insert(30, ["N90001", "2025-10-09", book[1].account_id, "x@example.com", 11, "Eleven!"])
    header = ["Response ID", "Survey date", "Account ID", "Respondent", "NPS score", "Comment"]
    return _text([header, *rows])


def _contacts(book: list[Account], seed: int, survey: str) -> str:
    answers = _in_order(
        a for account in book for a in answer_others(account, seed=seed, survey=survey)
    )
    rows: list[list[object]] = [
        [
            f"{survey[:2]}{number:05d}",
            a.day.isoformat(),
            a.account_id,
            _person(a),
            a.score,
            a.comment,
        ]
        for number, a in enumerate(answers, start=1)
    ]
    if survey == "CSAT":
        rows[-3][5] = "+49 30 5550 0142 bitte zurückrufen"
    header = ["Response ID", "Date", "Account ID", "Email", f"{survey} score", "Feedback"]
    return _text([header, *rows])


def _helpdesk(book: list[Account], seed: int) -> str:
    tickets = [ticket for account in book for ticket in write_tickets(account, seed=seed)]
    tickets.sort(key=lambda ticket: (ticket.opened, ticket.account_id, ticket.subject))
    rows: list[list[object]] = [
        [
            f"T-{number:05d}",
            ticket.account_id,
            ticket.subject,
            "Closed" if ticket.closed else "Open",
            ticket.priority,
            ticket.opened.isoformat(sep=" "),
            ticket.closed.isoformat(sep=" ") if ticket.closed else "",
            ticket.first_response_minutes,
            "" if ticket.rating is None else ticket.rating,
            _yes_no(ticket.escalated),
        ]
        for number, ticket in enumerate(tickets, start=1)
    ]
    header = [
        *("Ticket ID", "Account ID", "Subject", "Status", "Priority", "Created at", "Solved at"),
        *("First reply time in minutes", "Satisfaction", "Escalated"),
    ]
    lines = _text([header, *rows]).splitlines(keepends=True)
    lines.insert(
        25,
        f"T-90001,{book[2].account_id},Seats, again,Closed,low,2025-01-09 10:00:00,"
        "2025-01-09 12:00:00,14,5,No\n",
    )
    return "".join(lines)


def _usage(book: list[Account], seed: int) -> str:
    uses = [use_ for account in book for use_ in use(account, seed=seed)]
    uses.sort(key=lambda u: (u.at, u.account_id, u.user_id, u.feature))
    header = ("event_id", "account_id", "user_id", "event_time", "feature_name", "usage_count")
    rows = (
        (f"E{number:06d}", u.account_id, u.user_id, u.at, u.feature, u.count)
        for number, u in enumerate(uses, start=1)
    )
    return _text([header, *rows])


def _churn_log(book: list[Account], seed: int) -> str:
    left = sorted((a for a in book if a.left_on), key=lambda a: (a.left_on, a.account_id))
    rows: list[list[object]] = []
    for number, account in enumerate(left, start=1):
        about = chance(seed, account.account_id, "churn")
        reason = about.choice(list(REASONS))
        refund = about.choice((0, 0, 0, 120, 480))
        rows.append(
            [
                f"C-{number:03d}",
                account.account_id,
                account.left_on,
                reason,
                refund,
                _yes_no(account.back_on is not None),
                REASONS[reason],
            ]
        )
    header = [
        *("Churn ID", "Account ID", "Churn date", "Churn reason", "Refund amount", "Reactivated"),
        "Comments",
    ]
    return _text([header, *rows])


def _referrals(book: list[Account], seed: int) -> str:
    leads = [lead for account in book for lead in bring_leads(account, seed=seed)]
    leads.sort(key=lambda lead: (lead.day, lead.account_id, lead.name))
    rows = (
        [
            f"R-{number:03d}",
            lead.account_id,
            lead.name,
            lead.day,
            "" if lead.won is None else _yes_no(lead.won),
        ]
        for number, lead in enumerate(leads, start=1)
    )
    header = ("Referral ID", "Account ID", "Lead", "Referral date", "Won")
    return _text([header, *rows])

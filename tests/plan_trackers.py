"""Small trackers for tests of plans: a new one with a few accounts typed in, never refreshed."""

from datetime import date
from pathlib import Path

from cs_workbook.schema.tables import TBL_ACCOUNTS
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.packaged import packaged_template
from cs_workbook.workbook.port import CellValue
from cs_workbook.workbook.recalculation import refresh_cached_values

AS_OF = date(2024, 12, 31)
ACCOUNTS: tuple[dict[str, CellValue], ...] = (
    {"Account ID": "A1", "Account": "Acme / North", "Status": "Customer", "MRR": 1200.5,
     "CSM": "Ida", "Customer since": date(2020, 1, 1), "Active days (28 d)": 12},
    {"Account ID": "A2", "Account": "acme   north", "Status": "Customer", "MRR": 300,
     "Customer since": date(2024, 11, 1), "NPS answer": 3},
    {"Account ID": "A3", "Account": "Zoë's 'Shop'", "Status": "Customer", "Segment": "SMB"},
    {"Account ID": "A4", "Account": "Left us", "Status": "Churned"},
)  # fmt: skip


def small_tracker(path: Path, accounts: tuple[dict[str, CellValue], ...] = ACCOUNTS) -> Path:
    """Write a tracker with a few accounts."""
    path.write_bytes(packaged_template())
    book = FileBook(path)
    headers = {header for account in accounts for header in account}
    columns = {
        header: [account.get(header) for account in accounts]
        for header in TBL_ACCOUNTS.headers
        if header in headers
    }
    book.write_table("tblAccounts", columns)
    book.write_name("AsOfDate", AS_OF)
    refresh_cached_values(book)
    book.save()
    return path


def set_cell(path: Path, account: str, header: str, value: CellValue) -> None:
    """Change one cell of an account, as a refresh would."""
    book = FileBook(path)
    table = book.read_table("tblAccounts", columns=["Account ID", header])
    place = table["Account ID"].index(account)
    table[header][place] = value
    book.write_table("tblAccounts", {header: table[header]})
    refresh_cached_values(book)
    book.save()

"""Amounts in other currencies: from the export to MRR, and what happens without a rate."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.exchange_rates import read_exchange_rates
from cs_workbook.actions.figures import read_figures
from cs_workbook.actions.new import new_tracker
from cs_workbook.engine import DuckDB
from cs_workbook.errors import SettingsError
from cs_workbook.exports import read_folder
from cs_workbook.measures.exchange_rates import ExchangeRates, Rate
from cs_workbook.rollups import mrr_months
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue
from cs_workbook.workbook.recalculation import refresh_cached_values

AS_OF = date(2025, 6, 30)
NOW = datetime(2025, 7, 1, 9, 0)  # noqa: DTZ001 - local wall time


def rate(currency: str, day: date | None, worth: str) -> Rate:
    return Rate(currency=currency, from_day=day, rate=Decimal(worth))


RATES = ExchangeRates(
    book="USD",
    rates=(
        rate("EUR", date(2024, 1, 1), "1.1"),
        rate("eur", date(2025, 1, 1), "1.2"),
        rate("GBP", None, "1.25"),
    ),
)


@pytest.fixture
def engine() -> Iterator[DuckDB]:
    with DuckDB() as engine:
        yield engine


@pytest.mark.parametrize(
    ("currency", "day", "expected"),
    [
        ("EUR", date(2024, 1, 1), "110"),  # the first day belongs to the rate
        ("EUR", date(2024, 12, 31), "110"),  # the last day before the next rate too
        (" Eur ", date(2025, 1, 1), "120"),  # case and blanks do not matter
        ("EUR", date(2023, 12, 31), None),  # before the first rate nothing is known
        ("GBP", date(1999, 1, 1), "125"),  # a blank day is ever since
        ("CHF", date(2025, 1, 1), None),  # a currency nobody gave a rate for
        ("usd", date(2025, 1, 1), "100"),  # the book currency needs no rate
        (None, date(2025, 1, 1), "100"),  # no currency is the book currency
        ("  ", date(2025, 1, 1), "100"),  # and so is a blank one
    ],
)
def test_the_rate_in_force_on_a_day(currency: str | None, day: date, expected: str | None) -> None:
    found = RATES.convert(Decimal(100), currency, day)
    assert found == (None if expected is None else Decimal(expected))
    assert RATES.convert(None, currency, day) is None


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ((rate("EUR", None, "0"),), "expected a rate above 0"),
        ((rate("EUR", None, "-1"),), "expected a rate above 0"),
        ((rate("usd", None, "1.1"),), "book currency"),
        ((rate("EUR", AS_OF, "1.1"), rate("eur", AS_OF, "1.2")), "expected one rate"),
    ],
)
def test_rates_that_contradict_are_refused(rates: tuple[Rate, ...], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        ExchangeRates(book="USD", rates=rates)


SUBSCRIPTIONS = """subscription_id,account_id,start_date,end_date,mrr,currency
1,A,2024-02-01,,100,EUR
2,B,2025-02-01,,100,eur
3,C,2025-03-01,,100,USD
4,D,2025-03-01,,100,
5,E,2025-03-01,,100,CHF
6,F,2023-03-01,,100,EUR
7,G,2025-03-01,,,CHF
"""


def test_subscriptions_are_converted_at_the_rate_of_their_first_day(
    tmp_path: Path, engine: DuckDB
) -> None:
    (tmp_path / "subscriptions.csv").write_text(SUBSCRIPTIONS, encoding="utf-8")
    report = read_folder(tmp_path, engine=engine, as_of=AS_OF, rates=RATES)
    assert report.files[0].rows_used == 7, "a row without a rate is used, only its amount is not"
    assert engine.rows("select account_id, mrr from subscriptions") == [
        ("A", Decimal("110.0000")),
        ("B", Decimal("120.0000")),
        ("C", Decimal("100.0000")),
        ("D", Decimal("100.0000")),
        ("E", None),
        ("F", None),
        ("G", None),
    ]
    listed = engine.rows(
        'select line, "column", value from problems where code = $code',
        {"code": "unknown_currency"},
    )
    assert listed == [(6, "currency", "CHF"), (7, "currency", "EUR")], "G has no amount to convert"


def test_a_change_of_rates_is_no_movement(tmp_path: Path, engine: DuckDB) -> None:
    """The contract of A runs through a jump from 1.1 to 1.2 without expansion."""
    (tmp_path / "subscriptions.csv").write_text(SUBSCRIPTIONS, encoding="utf-8")
    read_folder(tmp_path, engine=engine, as_of=AS_OF, rates=RATES)
    months = mrr_months(engine, as_of=AS_OF)
    assert months["expansion"].sum() == 0
    assert months["contraction"].sum() == 0
    assert months["closing"].iloc[0] == 430
    assert months["without_amount"].iloc[0] == 3


def test_churn_events_and_accounts_have_days_of_their_own(tmp_path: Path, engine: DuckDB) -> None:
    (tmp_path / "accounts.csv").write_text(
        "account_id,account_name,arr,currency_code\nA,Ada,1200,EUR\n", encoding="utf-8"
    )
    (tmp_path / "churn.csv").write_text(
        "churn_event_id,account_id,churn_date,mrr_lost,currency\n1,A,2024-05-01,10,EUR\n",
        encoding="utf-8",
    )
    read_folder(tmp_path, engine=engine, as_of=AS_OF, rates=RATES)
    assert engine.rows("select arr::double from accounts") == [(1440.0,)]
    assert engine.rows("select mrr_lost::double from churn_events") == [(11.0,)]


days = st.dates(date(2023, 1, 1), date(2025, 12, 31))
some_rates = st.lists(
    st.builds(
        Rate,
        currency=st.sampled_from(["EUR", "GBP"]),
        from_day=st.one_of(st.none(), days),
        rate=st.decimals("0.00000001", "5000", places=8),
    ),
    max_size=6,
    unique_by=lambda one: (one.currency, one.from_day),
)
rows = st.lists(
    st.tuples(
        days,
        st.decimals("0", "9999999", places=2),
        st.sampled_from(["EUR", "gbp", "USD", "", "XXX"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(known=some_rates, amounts=rows)
def test_the_import_converts_as_the_measure_does(
    known: list[Rate], amounts: list[tuple[date, Decimal, str]], tmp_path: Path
) -> None:
    """One rule of conversion: the SQL and the pure function never part."""
    rates = ExchangeRates(book="USD", rates=tuple(known))
    lines = [
        f"{n},A,{day.isoformat()},{amount},{currency}"
        for n, (day, amount, currency) in enumerate(amounts)
    ]
    head = "subscription_id,account_id,start_date,mrr,currency"
    (tmp_path / "subscriptions.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    with DuckDB() as engine:
        read_folder(tmp_path, engine=engine, as_of=AS_OF, rates=rates)
        found = [mrr for (mrr,) in engine.rows("select mrr from subscriptions")]
    expected = [rates.convert(amount, currency, day) for day, amount, currency in amounts]
    assert found == expected


def typed(tracker: Path, *rates: tuple[CellValue, CellValue, CellValue]) -> FileBook:
    book = FileBook(tracker)
    columns = zip(*rates, strict=True)
    book.write_table(
        "tblRates",
        dict(zip(("Currency", "From day", "Rate"), map(list, columns), strict=True)),
    )
    return book


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("EUR", AS_OF, None), "'Rate': expected a number, found None"),
        ((None, AS_OF, 1.1), "'Currency': expected a currency"),
        (("EUR", "soon", 1.1), "'From day': expected a date"),
        (("EUR", AS_OF, "1,1"), "'Rate': expected a number, found '1,1'"),
    ],
)
def test_a_half_typed_rate_is_named(
    row: tuple[CellValue, CellValue, CellValue], words: str, tmp_path: Path
) -> None:
    book = typed(new_tracker(tmp_path / "CS_Tracker.xlsm"), row)
    with pytest.raises(SettingsError, match=words):
        read_exchange_rates(book, book="USD")


def test_from_the_sheet_to_the_figure_and_back(tmp_path: Path) -> None:
    """Without a rate the amount is blank and listed; with one it is in MRR, and stays typed."""
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "subscriptions.csv").write_text(SUBSCRIPTIONS, encoding="utf-8")
    tracker = new_tracker(tmp_path / "CS_Tracker.xlsm")
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    assert {r.name: r.value for r in read_figures(FileBook(tracker))}["KPI_MRR"] == 200
    problems = FileBook(tracker).read_table("tblImportProblems")
    unknown = [p for p in problems["Problem"] if p == "No rate for this currency"]
    assert len(unknown) == 4
    assert "sheet Exchange rates" in str(problems["What to do"][0])

    book = typed(tracker, ("EUR", None, 1.1), ("CHF", date(2025, 1, 1), 1.05), (None, None, None))
    refresh_cached_values(book)
    book.save()
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    book = FileBook(tracker)
    assert {r.name: r.value for r in read_figures(book)}["KPI_MRR"] == 3 * 110 + 200 + 105
    rates = book.read_table("tblRates")
    assert rates["In words"][:3] == ["1 EUR = 1.1 USD", "1 CHF = 1.05 USD", ""]
    assert rates["Rate"][:2] == [1.1, 1.05], "refresh never changes what people typed"
    shown = book.read_table("tblSubscriptions")
    assert dict(zip(shown["Account ID"], shown["Currency"], strict=True))["E"] == "CHF"

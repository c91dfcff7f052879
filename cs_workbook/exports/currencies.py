"""Amounts into the book currency, once, while they are imported.

Every later step then adds up amounts of one currency. The day decides the rate: the first day of
a subscription, so that a change of rates never looks like a movement; the day of a churn event;
for accounts, whose amounts are of today, the as-of date.
"""

from collections.abc import Sequence
from datetime import date

from cs_workbook.engine import DuckDB
from cs_workbook.exports.problem_log import ProblemLog
from cs_workbook.exports.sql import literal, name
from cs_workbook.exports.staging import StagedFile, all_rows
from cs_workbook.measures.exchange_rates import ExchangeRates, currency_code
from cs_workbook.schema.exports import ACCOUNTS, CHURN_EVENTS, SUBSCRIPTIONS, Kind, Role

_EVER = date(1, 1, 1)
_DAYS = ((SUBSCRIPTIONS, "start_date"), (CHURN_EVENTS, "churned_on"), (ACCOUNTS, "as_of"))


def convert_amounts(
    engine: DuckDB,
    log: ProblemLog,
    files: Sequence[StagedFile],
    rates: ExchangeRates,
    *,
    as_of: date,
) -> None:
    """Convert the amounts of every file that names currencies.

    An amount whose currency has no rate in force on its day is left blank and listed.

    Args:
        engine: Where the tables ``all_<role>`` are.
        log: Where problems go.
        files: The staged files.
        rates: The book currency and the rates.
        as_of: The day figures count up to.
    """
    _stage_rates(engine, rates)
    for role, day in _DAYS:
        headers = {
            file.file_no: file.headers["currency"]
            for file in files
            if file.role is role and "currency" in file.headers
        }
        if headers:
            day_sql = f"date '{as_of.isoformat()}'" if day == "as_of" else f"t.{day}"
            _convert(engine, log, role, day_sql, headers, rates.book)
    engine.execute("drop table exchange_rates")


def _stage_rates(engine: DuckDB, rates: ExchangeRates) -> None:
    engine.execute(
        "create or replace temp table exchange_rates "
        "(currency varchar, from_day date, rate decimal(18, 8))"
    )
    engine.insert_rows(
        "exchange_rates",
        [
            (currency_code(rate.currency), rate.from_day or _EVER, str(rate.rate))
            for rate in rates.rates
        ],
    )


def _convert(
    engine: DuckDB, log: ProblemLog, role: Role, day: str, headers: dict[int, str], book: str
) -> None:
    table = all_rows(role)
    amounts = [field.name for field in role.fields if field.kind is Kind.MONEY]
    engine.execute(f"""
        create or replace table amounts_rated as
        select t.*,
            case
                when t.currency is null or upper(trim(t.currency)) = {literal(currency_code(book))}
                    then 1::decimal(18, 8)
                else (
                    select arg_max(r.rate, r.from_day) from exchange_rates r
                    where r.currency = upper(trim(t.currency)) and r.from_day <= {day}
                )
            end as rate
        from {table} t
    """)
    any_amount = " or ".join(f"{name(amount)} is not null" for amount in amounts)
    log.add_select(
        "unknown_currency",
        headers,
        "select file_no, line, currency as value from amounts_rated "
        f"where rate is null and ({any_amount})",
        expected=book,
    )
    # Amounts are below 10^14, but a rate may be anything: what does not fit becomes blank.
    converted = ", ".join(
        f"try_cast({name(amount)}::decimal(20, 4) * rate as decimal(18, 4)) as {name(amount)}"
        for amount in amounts
    )
    engine.execute(
        f"create or replace table amounts_converted as "
        f"select * exclude (rate) replace ({converted}) from amounts_rated"
    )
    engine.execute(f"drop table {table}")
    engine.execute(f"alter table amounts_converted rename to {table}")
    engine.execute("drop table amounts_rated")

"""Values, problems and the rules between tables, each on a small faulty folder."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from cs_workbook.engine import DuckDB, Scalar
from cs_workbook.exports import Import, LocaleSettings, read_folder

AS_OF = date(2025, 6, 30)
ACCOUNTS = "account_id,account_name\nA,Alpha\nB,Beta\n"
Read = Callable[..., Import]


@pytest.fixture
def engine() -> Iterator[DuckDB]:
    with DuckDB() as engine:
        yield engine


@pytest.fixture
def read(tmp_path: Path, engine: DuckDB) -> Read:
    def read(locale: LocaleSettings | None = None, **files: str) -> Import:
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        found = read_folder(tmp_path, engine=engine, as_of=AS_OF, locale=locale)
        for report in found.files:
            assert report.rows_read == report.rows_used + report.rows_set_aside, report
        return found

    return read


def listed(engine: DuckDB) -> list[tuple[Scalar, ...]]:
    return engine.rows('select code, file, line, "column", value from problems')


def codes(engine: DuckDB) -> list[Scalar]:
    return [code for code, *_ in listed(engine)]


# ---- numbers and dates


def test_canonical_and_local_writings_of_one_column_become_one_type(
    read: Read, engine: DuckDB
) -> None:
    read(
        accounts="account_id;account_name;MRR;Seats;Signup Date;Churned\n"
        "A;Alpha;1.234,50 €;10;31/12/2024;yes\n"
        "B;Beta;(7,25);1.000;2025-01-05T10:00:00;FALSE\n"
        "C;Gamma;;-;Jan 5, 2025;\n"
        "D;Delta;99;7;01/02/2025;0\n"
    )
    assert engine.rows(
        "select account_id, mrr::varchar, seats, customer_since, churned from accounts"
    ) == [
        ("A", "1234.5000", 10.0, date(2024, 12, 31), True),
        ("B", None, None, date(2025, 1, 5), False),
        ("C", None, None, date(2025, 1, 5), None),
        ("D", "99.0000", 7.0, date(2025, 2, 1), False),
    ]
    # Brackets are a minus, and an amount below 0 is none.
    # 1.000 seats could be one or a thousand, and no other cell of the column decides.
    assert listed(engine) == [
        ("decimal_mark_unclear", "accounts.csv", None, "Seats", "1.000: 1.000 or 1000"),
        ("outside_limits", "accounts.csv", 3, "MRR", "(7,25)"),
    ]


def test_settings_decide_where_a_column_cannot(read: Read, engine: DuckDB) -> None:
    text = "account_id;account_name;seats;signup_date\nA;Alpha;1.000;03/04/2025\n"
    found = read(accounts=text)
    assert [found.files[0].decimal_mark, found.files[0].date_order] == ["unclear", "unclear"]
    assert codes(engine) == ["date_order_unclear", "decimal_mark_unclear"]
    found = read(LocaleSettings(date_order="mdy", decimal_mark=","), accounts=text)
    assert [found.files[0].decimal_mark, found.files[0].date_order] == [",", "mdy"]
    assert engine.rows("select seats, customer_since from accounts") == [(1000.0, date(2025, 3, 4))]
    assert listed(engine) == []


def test_an_unclear_column_still_gives_the_cells_that_are_clear(read: Read, engine: DuckDB) -> None:
    read(
        nps="response_id,score,answered_on\n1,9,03/04/2025\n2,9,05/05/2025\n3,9,2025-06-01\n"
        "4,9,04/06/2025\n"
    )
    assert engine.rows("select response_id, answered_on from surveys") == [
        ("2", date(2025, 5, 5)),
        ("3", date(2025, 6, 1)),
    ]
    assert listed(engine) == [
        (
            "date_order_unclear",
            "nps.csv",
            None,
            "answered_on",
            "03/04/2025: 3 April 2025 or 4 March 2025",
        ),
        ("required_value", "nps.csv", 2, "answered_on", "03/04/2025"),
        ("required_value", "nps.csv", 5, "answered_on", "04/06/2025"),
    ]


def test_contradicting_dates_leave_the_order_unclear(read: Read, engine: DuckDB) -> None:
    found = read(
        accounts="account_id,account_name,signup_date\nA,Alpha,31/01/2025\nB,Beta,01/31/2025\n"
        "C,Gamma,02/03/2025\n"
    )
    assert found.files[0].date_order == "unclear"
    assert engine.rows("select customer_since from accounts") == [
        (date(2025, 1, 31),),
        (date(2025, 1, 31),),
        (None,),
    ]


def test_one_day_over_twelve_decides_for_its_column_only(read: Read, engine: DuckDB) -> None:
    found = read(
        accounts="account_id,account_name,signup_date,renewal_date\n"
        "A,Alpha,13/01/2025,02/03/2026\nB,Beta,02/03/2025,04/05/2026\n"
    )
    assert found.files[0].date_order == "unclear"
    assert engine.rows("select customer_since, renewal_date from accounts") == [
        (date(2025, 1, 13), None),
        (date(2025, 3, 2), None),
    ]


def test_a_blank_column_says_nothing_about_the_order(read: Read, engine: DuckDB) -> None:
    found = read(accounts="account_id,account_name,signup_date,renewal_date\nA,Alpha,13/01/2025,\n")
    assert found.files[0].date_order == "dmy"
    assert listed(engine) == []


def test_unreadable_cells_are_blank_and_listed(read: Read, engine: DuckDB) -> None:
    read(
        accounts="account_id,account_name,seats,signup_date,churned\n"
        "A,Alpha,many,31/02/2025,perhaps\nB,Beta,-3,25/12/24,no\nC,Gamma,5,25/12/2024,\n"
    )
    assert engine.rows("select seats, customer_since, churned from accounts") == [
        (None, None, None),
        (None, None, False),
        (5.0, date(2024, 12, 25), None),
    ]
    assert listed(engine) == [
        ("not_a_date", "accounts.csv", 2, "signup_date", "31/02/2025"),
        ("not_a_number", "accounts.csv", 2, "seats", "many"),
        ("not_yes_no", "accounts.csv", 2, "churned", "perhaps"),
        ("not_a_date", "accounts.csv", 3, "signup_date", "25/12/24"),
        ("outside_limits", "accounts.csv", 3, "seats", "-3"),
    ]
    assert engine.rows("select reason from problems where code = 'outside_limits'") == [
        ("seats must be 0 or more; the cell was left blank, the row was used.",)
    ]


def test_a_blank_is_reported_where_it_matters_and_is_never_zero(read: Read, engine: DuckDB) -> None:
    read(accounts="customerID,Churn,TotalCharges\nA,No,\nB,No, \nC,No,0\nD,No,n/a\n")
    assert [total for (total,) in engine.rows("select total_revenue from accounts")] == [
        None,
        None,
        0,
        None,
    ]
    assert [line for _, _, line, *_ in listed(engine)] == [2, 3, 5]


def test_numbers_beyond_every_column_are_refused(read: Read, engine: DuckDB) -> None:
    read(accounts=f"account_id,account_name,mrr,seats\nA,Alpha,{'9' * 15},1e400\n")
    assert codes(engine) == ["not_a_number", "not_a_number"]


# ---- rows and ids


def test_ids_keep_zeros_and_case(read: Read, engine: DuckDB) -> None:
    read(accounts="account_id,account_name\n007,a\n7,b\naB,c\nAB,d\n-,e\n,f\n")
    assert engine.rows("select account_id from accounts") == [("007",), ("7",), ("aB",), ("AB",)]
    assert listed(engine) == [
        ("missing_key", "accounts.csv", 6, "account_id", "-"),
        ("missing_key", "accounts.csv", 7, "account_id", None),
    ]


def test_rows_without_a_key_column_are_known_by_their_line(read: Read, engine: DuckDB) -> None:
    read(accounts=ACCOUNTS, churn="account_id,churn_date\nA,2025-01-01\nA,2025-02-01\n")
    assert engine.rows("select churn_event_id from churn_events") == [
        ("churn.csv:2",),
        ("churn.csv:3",),
    ]


def test_the_first_of_repeated_rows_counts(read: Read, engine: DuckDB) -> None:
    read(
        a_accounts="account_id,account_name,csm\nA,Alpha,Ann\nB,Beta,Bob\nA,Alpha,Ann\n",
        b_accounts="account_id,account_name,csm\nB,Other,Bob\nB,Beta,Bob\nC,Gamma,\n",
    )
    assert engine.rows("select account_id, account_name, source_file from accounts") == [
        ("A", "Alpha", "a_accounts.csv"),
        ("B", "Beta", "a_accounts.csv"),
        ("C", "Gamma", "b_accounts.csv"),
    ]
    assert listed(engine) == [
        ("repeated_row", "a_accounts.csv", 4, "account_id", "A"),
        ("repeated_id", "b_accounts.csv", 2, "account_id", "B"),
        ("repeated_row", "b_accounts.csv", 3, "account_id", "B"),
    ]


def test_a_row_set_aside_does_not_push_out_a_good_one(read: Read, engine: DuckDB) -> None:
    read(nps="response_id,score,answered_on\n1,11,2025-01-01\n1,9,2025-01-01\n")
    assert engine.rows("select score from surveys") == [(9.0,)]
    assert codes(engine) == ["out_of_range"]


def test_short_salesforce_ids_join_long_ones(read: Read, engine: DuckDB) -> None:
    read(
        accounts="Account ID,Account Name\n0014000000LmabcAAB,One\n001C000000o4OOIIA2,Two\n",
        churn="account_id,churn_date\n0014000000Lmabc,2025-01-01\n001C000000o4Ooi,2025-01-01\n",
    )
    assert engine.rows("select account_id from churn_events") == [("0014000000LmabcAAB",)]
    assert listed(engine) == [
        ("unknown_account", "churn.csv", 3, "account_id", "001C000000o4OoiIAE")
    ]


def test_short_salesforce_ids_alone_stay_as_they_are(read: Read, engine: DuckDB) -> None:
    read(accounts="Account ID,Account Name\n0014000000Lmabc,One\n0014000000LMABC,Two\n")
    assert engine.rows("select account_id from accounts") == [
        ("0014000000Lmabc",),
        ("0014000000LMABC",),
    ]


# ---- surveys


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("answers", "response_id,survey,score,date\n1,Q3 NPS,9,2025-01-01\n", "NPS"),
        ("answers", "response_id,survey,score,date\n1,Net Promoter,9,2025-01-01\n", "NPS"),
        ("answers", "response_id,csat_score,response_date\n1,5,2025-01-01\n", "CSAT"),
        ("ces_q1", "response_id,score,date\n1,7,2025-01-01\n", "CES"),
        ("nps", "response_id,survey,score,date\n1,CSAT,5,2025-01-01\n", "CSAT"),
    ],
)
def test_the_survey_is_named_by_row_header_or_file(
    read: Read, engine: DuckDB, name: str, text: str, expected: str
) -> None:
    read(**{name: text})
    assert engine.rows("select survey from surveys") == [(expected,)]
    assert listed(engine) == []


def test_answers_of_an_unknown_survey_are_set_aside(read: Read, engine: DuckDB) -> None:
    found = read(survey_services="response_id,score,date\n1,9,2025-01-01\n2,8,2025-01-01\n")
    assert found.files[0].rows_set_aside == 2
    assert listed(engine) == [("survey_unknown", "survey_services.csv", None, None, None)]
    read(survey_services="response_id,survey,score,date\n1,NPS,9,2025-01-01\n2,x,8,2025-01-01\n")
    assert listed(engine) == [("survey_unknown", "survey_services.csv", 3, "survey", "x")]


def test_answers_off_the_scale_are_set_aside(read: Read, engine: DuckDB) -> None:
    read(
        answers="response_id,survey,score,date\n1,NPS,0,2025-01-01\n2,NPS,11,2025-01-01\n"
        "3,NPS,8.5,2025-01-01\n4,CSAT,0,2025-01-01\n5,CES,7,2025-01-01\n6,CES,8,2025-01-01\n"
        "7,NPS,,2025-01-01\n"
    )
    assert engine.rows("select response_id from surveys") == [("1",), ("5",)]
    assert [(code, line) for code, _, line, *_ in listed(engine)] == [
        ("out_of_range", 3),
        ("out_of_range", 4),
        ("out_of_range", 5),
        ("out_of_range", 7),
        ("required_value", 8),
    ]


def test_numbers_of_answers_are_per_survey(read: Read, engine: DuckDB) -> None:
    rows = "response_id,score,date\n1,5,2025-01-01\n"
    read(nps=rows, csat=rows, ces=rows)
    assert engine.rows("select survey, response_id from surveys") == [
        ("CES", "1"),
        ("CSAT", "1"),
        ("NPS", "1"),
    ]


def test_an_answer_of_nobody_counts_for_the_book(read: Read, engine: DuckDB) -> None:
    read(accounts=ACCOUNTS, nps="response_id,account_id,score,date\n1,Z,9,2025-01-01\n")
    assert engine.rows("select account_id from surveys") == [("Z",)]
    assert codes(engine) == ["unlinked_answer"]


# ---- between tables


def test_rows_of_unknown_accounts_are_set_aside(read: Read, engine: DuckDB) -> None:
    read(
        accounts=ACCOUNTS,
        subscriptions="subscription_id,account_id,start_date,mrr\nS1,A,2025-01-01,5\n"
        "S2,Z,2025-01-01,5\n",
        tickets="ticket_id,account_id,created_at\nT1,Z,2025-01-01\nT2,,2025-01-01\n",
        usage="usage_id,account_id,subscription_id,timestamp,feature\n"
        "U1,,S1,2025-02-01,x\nU2,,S2,2025-02-01,x\nU3,,S9,2025-02-01,x\nU4,B,,2025-02-01,x\n"
        "U5,,,2025-02-01,x\nU6,Z,S1,2025-02-01,x\n",
    )
    assert engine.rows("select ticket_id from tickets") == [("T2",)]
    assert engine.rows("select usage_id, account_id from usage") == [("U1", "A"), ("U4", "B")]
    assert [row for row in listed(engine) if row[1] == "usage.csv"] == [
        ("unknown_account", "usage.csv", 3, "account_id", "Z"),
        ("unknown_subscription", "usage.csv", 4, "subscription_id", "S9"),
        ("unknown_subscription", "usage.csv", 6, "subscription_id", None),
        ("unknown_account", "usage.csv", 7, "account_id", "Z"),
    ]


def test_usage_outside_its_subscription_is_used_and_listed(read: Read, engine: DuckDB) -> None:
    read(
        accounts=ACCOUNTS,
        subscriptions="subscription_id,account_id,start_date,end_date,mrr\n"
        "S1,A,2025-01-10,2025-02-10,5\n",
        usage="usage_id,subscription_id,timestamp,feature\n"
        "U1,S1,2025-01-09 23:59:00,x\nU2,S1,2025-01-10,x\nU3,S1,2025-02-09,x\nU4,S1,2025-02-10,x\n"
        "U4,S1,2025-02-11,x\n",
    )
    assert [(code, line, value) for code, _, line, _, value in listed(engine)] == [
        ("before_subscription", 2, "2025-01-09"),
        ("after_subscription", 5, "2025-02-10"),
        ("repeated_id", 6, "U4"),
        ("after_subscription", 6, "2025-02-11"),
    ]
    assert engine.rows("select count(*) from usage") == [(4,)]


def test_periods_that_end_before_they_start_are_set_aside(read: Read, engine: DuckDB) -> None:
    read(
        accounts=ACCOUNTS,
        subscriptions="subscription_id,account_id,start_date,end_date,mrr\n"
        "S1,A,2025-01-10,2025-01-09,5\nS2,A,2025-01-10,2025-01-10,5\n",
    )
    assert listed(engine) == [
        ("ends_before_start", "subscriptions.csv", 2, "end_date", "2025-01-09")
    ]


def test_what_lies_after_the_as_of_date_is_used_and_listed(read: Read, engine: DuckDB) -> None:
    read(
        accounts=ACCOUNTS,
        nps="response_id,account_id,score,date\n1,A,9,2025-06-30\n2,A,9,2025-07-01\n",
        tickets="ticket_id,account_id,created_at\nT1,A,2025-06-30 23:59:59\nT2,A,2025-07-01\n",
    )
    assert [(code, file, line) for code, file, line, *_ in listed(engine)] == [
        ("after_as_of", "nps.csv", 3),
        ("after_as_of", "tickets.csv", 3),
    ]
    assert engine.rows("select count(*) from surveys") == [(2,)]


def test_tickets_resolved_before_the_first_response_are_listed(read: Read, engine: DuckDB) -> None:
    read(
        tickets="ticket_id,status,priority,first_response_time,time_to_resolution\n"
        "1,Closed,High,2025-06-01 7:29,2025-06-01 1:57\n"
        "2,Closed,High,2025-06-01 7:29,2025-06-01 17:57\n"
    )
    assert [(code, line) for code, _, line, *_ in listed(engine)] == [
        ("resolved_before_response", 2)
    ]


def test_a_churn_flag_against_an_open_paid_subscription_is_listed(
    read: Read, engine: DuckDB
) -> None:
    read(
        accounts="account_id,account_name,churned\nA,a,yes\nB,b,yes\nC,c,yes\nD,d,no\nE,e,yes\n",
        subscriptions="subscription_id,account_id,start_date,end_date,mrr,is_trial\n"
        "1,A,2025-01-01,,5,no\n2,B,2025-01-01,2025-06-30,5,no\n3,C,2025-01-01,,5,yes\n"
        "4,D,2025-01-01,,5,no\n5,E,2025-01-01,,0,no\n",
    )
    assert listed(engine) == [("flag_contradicts", "accounts.csv", 2, "churned", "A")]


def test_without_an_accounts_export_accounts_come_from_the_other_files(
    read: Read, engine: DuckDB
) -> None:
    read(
        subscriptions="subscription_id,customer_id,customer_name,start_date,mrr\n"
        "S1,A,,2025-01-01,5\nS2,A,Alpha,2025-01-01,5\n",
        tickets="ticket_id,customer_email,status,priority\n1,b@example.com,open,low\n"
        "1,c@example.com,open,low\n2,,open,low\n",
    )
    assert engine.rows(
        "select account_id, account_name, source_file, source_line from accounts"
    ) == [("A", "Alpha", "subscriptions.csv", 2), ("b@example.com", None, "tickets.csv", 2)]
    assert [(code, file, value) for code, file, _, _, value in listed(engine)] == [
        ("accounts_derived", "subscriptions.csv", "1 accounts"),
        ("accounts_derived", "tickets.csv", "1 accounts"),
        ("repeated_id", "tickets.csv", "1"),
    ]


def test_an_end_that_cannot_be_read_is_not_taken_for_an_open_end(tmp_path: Path) -> None:
    """Read as blank, 31 February would keep the subscription, and its revenue, for ever."""
    (tmp_path / "subscriptions.csv").write_text(
        "subscription_id,account_id,start_date,end_date,mrr\n"
        "S1,A,2026-01-01,2026-02-31,10\n"
        "S2,A,2026-01-01,,20\n"
        "S3,A,2026-01-01,never,40\n",
        encoding="utf-8",
    )
    with DuckDB() as engine:
        done = read_folder(tmp_path, engine=engine, as_of=date(2026, 6, 30))
        kept = engine.rows("select subscription_id from subscriptions")
        listed = engine.rows(
            "select code, line, value from problems where code <> 'accounts_derived'"
        )
    assert kept == [("S2",)]
    assert listed == [("unreadable_end", 2, "2026-02-31"), ("unreadable_end", 4, "never")]
    assert done.files[0].rows_set_aside == 2

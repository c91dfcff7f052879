"""The rules between rows and between tables, each one SQL statement over all rows.

They run after every file is staged and look at every row, those set aside for another reason too,
so that a count of problems does not depend on which rule is asked first.
"""

from collections.abc import Sequence
from datetime import date

from cs_workbook.engine import DuckDB
from cs_workbook.exports.problem_log import ProblemLog
from cs_workbook.exports.sql import name
from cs_workbook.exports.staging import StagedFile, all_rows
from cs_workbook.problems import Severity
from cs_workbook.schema.exports import (
    ACCOUNTS,
    CHURN_EVENTS,
    INVITATIONS,
    REFERRALS,
    ROLES,
    SUBSCRIPTIONS,
    SURVEYS,
    TICKETS,
    USAGE,
    Role,
)

_DATED = (
    (SUBSCRIPTIONS, "start_date"),
    (SURVEYS, "answered_on"),
    (TICKETS, "opened_at"),
    (USAGE, "used_at"),
    (CHURN_EVENTS, "churned_on"),
    (REFERRALS, "referred_on"),
    (INVITATIONS, "sent_on"),
)
"""What happened when, by role: dates that should not lie after the as-of date."""

_BELONG_TO_ACCOUNTS = (
    (SUBSCRIPTIONS, "unknown_account"),
    (SURVEYS, "unlinked_answer"),
    (TICKETS, "unknown_account"),
    (USAGE, "unknown_account"),
    (CHURN_EVENTS, "unknown_account"),
    (REFERRALS, "unknown_account"),
    (INVITATIONS, "unknown_account"),
)


class Checks:
    """The rules of one import.

    Args:
        engine: Where the tables ``all_<role>`` are.
        log: Where problems go.
        files: The staged files.
        as_of: The day the figures are stated for.
    """

    def __init__(
        self, engine: DuckDB, log: ProblemLog, files: Sequence[StagedFile], as_of: date
    ) -> None:
        self._engine, self._log, self._files, self._as_of = engine, log, files, as_of
        self._roles = [role for role in ROLES.values() if any(file.role is role for file in files)]
        self.accounts_given = ACCOUNTS in self._roles

    def run(self) -> None:
        """Apply every rule, then decide which rows are set aside (table ``aside``)."""
        self._set_aside()
        for role in self._roles:
            self._repeated(role)
        if USAGE in self._roles:
            self._link_usage()
        if self.accounts_given:
            for role, code in _BELONG_TO_ACCOUNTS:
                self._unknown_account(role, code)
        if USAGE in self._roles and SUBSCRIPTIONS in self._roles:
            self._usage_against_subscriptions()
        self._report(
            "ends_before_start", SUBSCRIPTIONS, "end_date", "end_date", "end_date < start_date"
        )
        for role, field in _DATED:
            self._report(
                "after_as_of",
                role,
                field,
                f"({field}::date)::varchar",
                f"{field}::date > date '{self._as_of.isoformat()}'",
            )
        self._report(
            "resolved_before_response",
            TICKETS,
            "closed_at",
            "closed_at::varchar",
            "closed_at < first_response_at",
        )
        self._set_aside()
        if self.accounts_given and SUBSCRIPTIONS in self._roles:
            self._flag_contradicts()

    def _headers(self, role: Role, *fields: str) -> dict[int, str | None]:
        """Name the first of some fields that a file has, as the file spells it, for each file."""
        return {
            file.file_no: next((file.headers[f] for f in fields if f in file.headers), None)
            for file in self._files
            if file.role is role
        }

    def _report(self, code: str, role: Role, field: str, value: str, where: str) -> None:
        if role not in self._roles:
            return
        self._log.add_select(
            code,
            self._headers(role, field),
            f"select file_no, line, {value} as value from {all_rows(role)} where {where}",
        )

    def _set_aside(self) -> None:
        whole = [str(file.file_no) for file in self._files if file.set_aside_whole]
        self._engine.execute(
            "create or replace table aside as "
            f"select distinct file_no, line from ({self._log.rows_where(Severity.ERROR)})"
        )
        for role in self._roles:
            if whole:
                self._engine.execute(
                    f"insert into aside select file_no, line from {all_rows(role)} "
                    f"where file_no in ({', '.join(whole)}) except select * from aside"
                )

    def _repeated(self, role: Role) -> None:
        """Of usable rows with one id the first counts; the others repeat it or contradict it."""
        # Survey tools number answers per survey, so 1 in an NPS and in a CSAT file are two answers.
        key = ["survey", role.key] if role is SURVEYS else [role.key]
        keys = ", ".join(name(field) for field in key)
        table = all_rows(role)
        self._engine.execute(f"""
            create or replace temp table repeated as
            with often as (
                select {keys} from {table} where {name(role.key)} is not null
                group by {keys} having count(*) > 1
            )
            select *, row_number() over (partition by {keys} order by file_no, line) as place
            from {table} semi join often using ({keys}) anti join aside using (file_no, line)
        """)
        same = " and ".join(
            f"later.{name(field.name)} is not distinct from earlier.{name(field.name)}"
            for field in role.fields
        )
        for code, condition in (("repeated_row", same), ("repeated_id", f"not ({same})")):
            self._log.add_select(
                code,
                self._headers(role, role.key),
                f"select later.file_no, later.line, later.{name(role.key)} as value "
                f"from repeated as later join repeated as earlier using ({keys}) "
                f"where later.place > 1 and earlier.place = 1 and {condition}",
            )
        self._engine.execute("drop table repeated")

    def _link_usage(self) -> None:
        """Give usage its account through its subscription, and the subscription's dates."""
        table = all_rows(USAGE)
        self._engine.execute(f"""
            create or replace table usage_linked as
            with one as (
                select subscription_id, account_id, start_date, end_date
                from {all_rows(SUBSCRIPTIONS)} where subscription_id is not null
                qualify row_number() over (
                    partition by subscription_id order by file_no, line) = 1
            )
            select u.* replace (coalesce(u.account_id, one.account_id) as account_id),
                one.start_date as subscription_start, one.end_date as subscription_end
            from {table} u left join one using (subscription_id)
        """)
        self._engine.execute(f"drop table {table}")
        self._engine.execute(f"alter table usage_linked rename to {table}")
        self._log.add_select(
            "unknown_subscription",
            self._headers(USAGE, "subscription_id", "account_id"),
            f"select file_no, line, subscription_id as value from {table} where account_id is null",
        )

    def _unknown_account(self, role: Role, code: str) -> None:
        if role not in self._roles:
            return
        headers = self._headers(role, "account_id", "subscription_id")
        self._log.add_select(
            code,
            headers,
            f"select file_no, line, account_id as value from {all_rows(role)} "
            f"anti join {all_rows(ACCOUNTS)} as known using (account_id) "
            "where account_id is not null",
        )

    def _usage_against_subscriptions(self) -> None:
        for code, where in (
            ("before_subscription", "used_at::date < subscription_start"),
            ("after_subscription", "used_at::date >= subscription_end"),
        ):
            self._report(code, USAGE, "used_at", "(used_at::date)::varchar", where)

    def _flag_contradicts(self) -> None:
        day = f"date '{self._as_of.isoformat()}'"
        self._log.add_select(
            "flag_contradicts",
            self._headers(ACCOUNTS, "churned"),
            f"select a.file_no, a.line, a.account_id as value from {all_rows(ACCOUNTS)} a "
            "anti join aside using (file_no, line) "
            "where a.churned and a.account_id in ("
            f"select account_id from {all_rows(SUBSCRIPTIONS)} s "
            "anti join aside using (file_no, line) "
            f"where s.start_date <= {day} and (s.end_date is null or s.end_date > {day}) "
            "and not coalesce(s.is_trial, false) "
            "and greatest(coalesce(s.mrr, 0), coalesce(s.arr, 0), coalesce(s.amount, 0)) > 0)",
        )

"""A folder of exports into the engine: the one entry of this package.

Every file is read, recognised, typed and checked; nothing is written anywhere but into the
engine. The same folder gives the same tables and the same problems in the same order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cs_workbook.engine import DuckDB
from cs_workbook.errors import ImportRejected
from cs_workbook.exports.checking import Checks
from cs_workbook.exports.currencies import convert_amounts
from cs_workbook.exports.decoding import Decoded, decode, sample_text
from cs_workbook.exports.identifiers import unify_salesforce_ids
from cs_workbook.exports.layout import Layout, find_layout
from cs_workbook.exports.loading import load
from cs_workbook.exports.mapping import report_columns
from cs_workbook.exports.problem_log import ProblemLog
from cs_workbook.exports.report import FileReport, Import, LocaleSettings
from cs_workbook.exports.sql import literal, name, one_of
from cs_workbook.exports.staging import StagedFile, all_rows, create_tables, stage
from cs_workbook.measures.exchange_rates import ExchangeRates
from cs_workbook.problems import Severity
from cs_workbook.schema.exports import ACCOUNTS, ROLES, SUBSCRIPTIONS, SURVEY_SCALES, Role

_READ = frozenset((".csv", ".txt", ".tsv"))
_LEFT_BY_SYSTEMS = frozenset(("desktop.ini", "thumbs.db"))
_LINES_PER_FILE = 1_000_000_000_000
"""File and line in one number: more lines than a file can have."""


def read_folder(
    folder: Path,
    *,
    engine: DuckDB,
    as_of: date,
    locale: LocaleSettings | None = None,
    scales: Mapping[str, tuple[int, int]] = SURVEY_SCALES,
    rates: ExchangeRates | None = None,
    progress: Callable[[str], None] | None = None,
) -> Import:
    """Read every export of a folder into the engine.

    Afterwards the engine holds, for every role of :data:`~cs_workbook.schema.exports.ROLES`, a
    table of the role's name with all its fields and ``source_file``, ``source_line``: the rows
    that are used, in file order (empty where there is no such export). The view ``problems``
    (code, severity, file, line, column, value, reason, remedy) lists what was found, in file order
    and then by line.

    Args:
        folder: Where the exports are; sub-folders are not looked into.
        engine: Where the rows go; tables of an earlier import are replaced.
        as_of: The day the figures are stated for.
        locale: How dates and numbers are written; by default decided column by column.
        scales: Lowest and highest answer of each survey; an answer off its scale is set aside.
        rates: The book currency and the rates of others; without them amounts are taken as they
            come.
        progress: Called with a sentence before each step.

    Returns:
        What was found in each file.

    Raises:
        ImportRejected: There is no folder, no file in it, or no file that is a known export.
    """
    tell = progress or (lambda _text: None)
    paths = _files(folder)
    return _Reading(
        paths, folder, engine, as_of, locale or LocaleSettings(), scales, rates, tell
    ).run()


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise ImportRejected(
            f"{folder}: expected a folder with CSV exports, found no folder there. "
            "Choose the exports folder in Settings, or create it and put the exports into it."
        )
    paths = [
        path
        for path in folder.iterdir()
        if path.is_file()
        and not path.name.startswith((".", "~$"))
        and path.name.lower() not in _LEFT_BY_SYSTEMS
    ]
    if not paths:
        raise ImportRejected(
            f"{folder}: expected CSV exports, found an empty folder. "
            "Put the exports into it and refresh again."
        )
    return sorted(paths, key=lambda path: (path.name.casefold(), path.name))


@dataclass(slots=True, kw_only=True)
class _Found:
    """What is known of one file before its rows are counted."""

    decoded: Decoded | None = None
    layout: Layout | None = None
    staged: StagedFile | None = None


class _Reading:
    """One import, step by step."""

    def __init__(
        self,
        paths: Sequence[Path],
        folder: Path,
        engine: DuckDB,
        as_of: date,
        locale: LocaleSettings,
        scales: Mapping[str, tuple[int, int]],
        rates: ExchangeRates | None,
        tell: Callable[[str], None],
    ) -> None:
        self._paths, self._folder = paths, folder
        self._engine, self._as_of, self._locale, self._tell = engine, as_of, locale, tell
        self._scales, self._rates = scales, rates
        self._log = ProblemLog(engine, [path.name for path in paths])

    def run(self) -> Import:
        create_tables(self._engine)
        found = [self._read(file_no, path) for file_no, path in enumerate(self._paths)]
        staged = [file.staged for file in found if file.staged is not None]
        if not staged:
            self._log.publish()
            raise ImportRejected(self._nothing_recognised())
        self._tell("Checking the tables against each other")
        present = {file.role.name for file in staged}
        unify_salesforce_ids(
            self._engine, [role for role in ROLES.values() if role.name in present]
        )
        checks = Checks(self._engine, self._log, staged, self._as_of)
        checks.run()
        if self._rates is not None:
            convert_amounts(self._engine, self._log, staged, self._rates, as_of=self._as_of)
        if not checks.accounts_given:
            self._derive_accounts()
        for role in ROLES.values():
            self._publish(role)
        set_aside = self._count("select file_no, count(*) from aside group by file_no")
        warnings = self._log.rows_where(Severity.WARNING)
        warned = self._count(
            f"select file_no, count(distinct line) from ({warnings}) "
            "anti join aside using (file_no, line) group by file_no"
        )
        self._engine.execute("drop table aside")
        self._log.publish()
        reports = [
            self._report(
                path, file, set_aside=set_aside.get(file_no, 0), warned=warned.get(file_no, 0)
            )
            for file_no, (path, file) in enumerate(zip(self._paths, found, strict=True))
        ]
        return Import(files=tuple(reports))

    def _read(self, file_no: int, path: Path) -> _Found:
        found = _Found()
        if path.suffix.lower() not in _READ:
            self._unreadable(file_no, f"expected CSV, found {path.suffix or 'no file extension'}")
            return found
        self._tell(f"Reading {path.name}")
        try:
            found.decoded = decoded = decode(path)
            if decoded.not_text:
                self._unreadable(file_no, f"expected CSV, found {decoded.not_text}")
                return found
            text, whole = sample_text(path, decoded.encoding)
            found.layout = layout = find_layout(text, whole=whole, file_name=path.name)
            if layout is None:
                self._unreadable(file_no, "it is empty")
            elif layout.recognised is None:
                header = layout.delimiter.join(layout.header)
                self._log.add("file_not_recognised", file_no, value=header)
            else:
                found.staged = self._stage(file_no, path, decoded, layout)
        except OSError as error:
            self._unreadable(file_no, f"it cannot be opened: {error.strerror}")
        return found

    def _stage(self, file_no: int, path: Path, decoded: Decoded, layout: Layout) -> StagedFile:
        raw = load(
            path,
            file_no=file_no,
            decoded=decoded,
            layout=layout,
            engine=self._engine,
            log=self._log,
        )
        return stage(
            raw,
            file_no=file_no,
            file_name=path.name,
            layout=layout,
            engine=self._engine,
            log=self._log,
            locale=self._locale,
            scales=self._scales,
        )

    def _unreadable(self, file_no: int, why: str) -> None:
        self._log.add("file_unreadable", file_no, expected=why)

    def _nothing_recognised(self) -> str:
        names = ", ".join(path.name for path in self._paths[:5])
        more = len(self._paths) - 5
        kinds = ", ".join(role.title.lower() for role in ROLES.values())
        return (
            f"{self._folder}: expected at least one export of {kinds}, found none among "
            f"{names}{f' and {more} more' if more > 0 else ''}. "
            "Name the columns as the importing guide lists them and refresh again."
        )

    def _derive_accounts(self) -> None:
        """Without an accounts export, take the accounts from the ids of the other exports."""
        others = [role for role in ROLES.values() if role is not ACCOUNTS]
        ids = " union all ".join(
            f"select account_id, {'account_name' if role is SUBSCRIPTIONS else 'null'}::varchar "
            f"as account_name, file_no, file_no * {_LINES_PER_FILE}::bigint + line as place "
            f"from {all_rows(role)} anti join aside using (file_no, line) "
            "where account_id is not null"
            for role in others
        )
        self._engine.execute(f"""
            insert into {all_rows(ACCOUNTS)} by name
            select account_id, arg_min(account_name, place) as account_name,
                min(place) // {_LINES_PER_FILE} as file_no, min(place) % {_LINES_PER_FILE} as line
            from ({ids}) group by account_id
        """)
        counts = self._count(
            f"select file_no, count(distinct account_id) from ({ids}) group by file_no"
        )
        for file_no, count in sorted(counts.items()):
            self._log.add("accounts_derived", file_no, value=f"{count} accounts")

    def _publish(self, role: Role) -> None:
        """Make the table of a role from the rows that are used, in file order."""
        fields = ", ".join(name(field.name) for field in role.fields)
        files = one_of("file_no", [path.name for path in self._paths])
        self._engine.execute(
            f"create or replace table {name(role.name)} as "
            f"select {fields}, {files} as source_file, line as source_line "
            f"from {all_rows(role)} anti join aside using (file_no, line) order by file_no, line"
        )
        self._engine.execute(f"drop table {all_rows(role)}")

    def _count(self, query: str) -> Mapping[int, int]:
        return {int(str(file_no)): int(str(n)) for file_no, n in self._engine.rows(query)}

    def _report(self, path: Path, file: _Found, *, set_aside: int, warned: int) -> FileReport:
        decoded, layout, staged = file.decoded, file.layout, file.staged
        recognised = layout.recognised if layout else None
        columns = (
            report_columns(
                layout.header,
                recognised.role if recognised else None,
                recognised.places if recognised else {},
            )
            if layout
            else ()
        )
        return FileReport(
            name=path.name,
            role=staged.role.name if staged else None,
            fingerprint=decoded.fingerprint if decoded else "",
            encoding=decoded.encoding if decoded else "",
            delimiter=layout.delimiter if layout else "",
            decimal_mark=staged.decimal_mark if staged else None,
            date_order=staged.date_order if staged else None,
            header_line=layout.header_line if layout else None,
            rows_read=staged.rows_read if staged else 0,
            rows_used=self._used(staged.role, path.name) if staged else 0,
            rows_warned=warned,
            rows_set_aside=set_aside if staged else 0,
            columns=columns,
        )

    def _used(self, role: Role, file_name: str) -> int:
        """Count the rows of a file that arrived in the table of its role."""
        (count,) = self._engine.rows(
            f"select count(*) from {name(role.name)} where source_file = {literal(file_name)}"
        )[0]
        return int(str(count))

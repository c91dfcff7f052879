"""The kinds of data problems: code, what becomes of the row, reason and remedy in words."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What became of the row."""

    ERROR = "Set aside"
    WARNING = "Used, please look"
    NOTE = "Left out on purpose"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """One kind of data problem.

    Attributes:
        code: Stable short name, snake_case.
        severity: What becomes of the row.
        title: A few words for a list.
        reason: A sentence template; ``{column}`` and ``{expected}`` may stand in it.
        remedy: What to do, in the imperative.
    """

    code: str
    severity: Severity
    title: str
    reason: str
    remedy: str


KINDS = (
    ProblemKind(
        code="missing_key",
        severity=Severity.ERROR,
        title="No id",
        reason="The row has no {column}, so it cannot be told apart from others.",
        remedy="Fill in the id in the source system and export again.",
    ),
    ProblemKind(
        code="repeated_row",
        severity=Severity.ERROR,
        title="Repeated row",
        reason="The same row, with the same id, stands further up; it is counted once.",
        remedy="Nothing, if the export overlaps; otherwise remove the repetition at the source.",
    ),
    ProblemKind(
        code="repeated_id",
        severity=Severity.ERROR,
        title="Repeated id",
        reason="An earlier row has the same {column} with other content; the earlier row is used.",
        remedy="Give each row its own id in the source system and export again.",
    ),
    ProblemKind(
        code="unknown_account",
        severity=Severity.ERROR,
        title="Unknown account",
        reason="No account has this id, so the row belongs to nobody.",
        remedy="Add the account to the accounts export, or correct the id.",
    ),
    ProblemKind(
        code="unlinked_answer",
        severity=Severity.WARNING,
        title="Answer of an unknown account",
        reason="No account has this id; the answer counts for the whole book only.",
        remedy="Add the account to the accounts export, or correct the id.",
    ),
    ProblemKind(
        code="unknown_subscription",
        severity=Severity.ERROR,
        title="Unknown subscription",
        reason="No subscription has this id, so the row leads to no account.",
        remedy="Add the subscription to the subscriptions export, or correct the id.",
    ),
    ProblemKind(
        code="not_a_number",
        severity=Severity.WARNING,
        title="Not a number",
        reason="{column} should be a number; the cell was left blank, the row was used.",
        remedy="Correct the value in the source system and export again.",
    ),
    ProblemKind(
        code="not_a_date",
        severity=Severity.WARNING,
        title="Not a date",
        reason="{column} should be a date ({expected}); the cell was left blank.",
        remedy="Correct the date in the source system and export again.",
    ),
    ProblemKind(
        code="not_yes_no",
        severity=Severity.WARNING,
        title="Not yes or no",
        reason="{column} should be yes or no; the cell was left blank, the row was used.",
        remedy="Write yes/no, true/false or 1/0 and export again.",
    ),
    ProblemKind(
        code="required_value",
        severity=Severity.ERROR,
        title="Required value missing",
        reason="{column} is needed for the figures ({expected}) and is blank or unreadable.",
        remedy="Correct the value in the source system and export again.",
    ),
    ProblemKind(
        code="unreadable_end",
        severity=Severity.ERROR,
        title="End that cannot be read",
        reason="{column} should be a date ({expected}) or blank; read as blank, the row would run "
        "on for ever.",
        remedy="Correct the date in the source system and export again.",
    ),
    ProblemKind(
        code="blank_value",
        severity=Severity.WARNING,
        title="Blank value",
        reason="{column} is blank; it stays blank and is not taken as zero.",
        remedy="Fill in the value if it is known.",
    ),
    ProblemKind(
        code="out_of_range",
        severity=Severity.ERROR,
        title="Off the scale",
        reason="{column} must lie on the scale {expected}.",
        remedy="Correct the answer, or state the right scale for this survey.",
    ),
    ProblemKind(
        code="outside_limits",
        severity=Severity.WARNING,
        title="Outside its limits",
        reason="{column} must be {expected}; the cell was left blank, the row was used.",
        remedy="Correct the value in the source system and export again.",
    ),
    ProblemKind(
        code="unknown_currency",
        severity=Severity.WARNING,
        title="No rate for this currency",
        reason="No rate to {expected} is in force on the row's day, so its amounts stay blank; the "
        "row was used.",
        remedy="Type currency, day and rate on the sheet Exchange rates, or set Currency on "
        "Settings, and refresh.",
    ),
    ProblemKind(
        code="ends_before_start",
        severity=Severity.ERROR,
        title="Ends before it starts",
        reason="{column} lies before the start, so the row has no valid period.",
        remedy="Correct the dates in the source system and export again.",
    ),
    ProblemKind(
        code="after_as_of",
        severity=Severity.WARNING,
        title="After the as-of date",
        reason="{column} lies after the as-of date; the row counts from that day on, not yet now.",
        remedy="Nothing, if the export is newer than the as-of date; otherwise correct the date.",
    ),
    ProblemKind(
        code="before_subscription",
        severity=Severity.WARNING,
        title="Usage before its subscription",
        reason="The usage is dated before its subscription starts; it counts for the account.",
        remedy="Check the subscription id or the start date; Settings can leave such usage out.",
    ),
    ProblemKind(
        code="after_subscription",
        severity=Severity.WARNING,
        title="Usage after its subscription",
        reason="The usage is dated on or after its subscription's end; it counts for the account.",
        remedy="Check the subscription id or the end date in the source system.",
    ),
    ProblemKind(
        code="resolved_before_response",
        severity=Severity.WARNING,
        title="Resolved before the first response",
        reason="The ticket was resolved before its first response, so neither time is averaged.",
        remedy="Check the two time stamps in the help desk.",
    ),
    ProblemKind(
        code="flag_contradicts",
        severity=Severity.WARNING,
        title="Churn flag against subscriptions",
        reason="The account is flagged as churned and still has an open paid subscription.",
        remedy="Close the subscription or clear the flag, so that every churn rule agrees.",
    ),
    ProblemKind(
        code="wrong_width",
        severity=Severity.ERROR,
        title="Wrong number of fields",
        reason="The line has another number of fields than the header ({expected}).",
        remedy="Look for a stray delimiter, quote or line break in this line.",
    ),
    ProblemKind(
        code="footer_line",
        severity=Severity.NOTE,
        title="Footer or total line",
        reason="The line is a footer, title or total of the export, not a row of data.",
        remedy="Nothing.",
    ),
    ProblemKind(
        code="extra_header",
        severity=Severity.NOTE,
        title="Second header line",
        reason="The line repeats or explains the header, as survey tools write it.",
        remedy="Nothing.",
    ),
    ProblemKind(
        code="undecodable",
        severity=Severity.WARNING,
        title="Unreadable characters",
        reason="Some bytes of the file are no text in its encoding ({expected}); shown as \ufffd.",
        remedy="Export again as UTF-8.",
    ),
    ProblemKind(
        code="file_not_recognised",
        severity=Severity.ERROR,
        title="File not recognised",
        reason="No known kind of export has this header.",
        remedy="Rename its columns as the importing guide lists them, or take the file away.",
    ),
    ProblemKind(
        code="file_unreadable",
        severity=Severity.ERROR,
        title="File cannot be read",
        reason="The file is no CSV text ({expected}).",
        remedy="Export it as CSV and import again.",
    ),
    ProblemKind(
        code="survey_unknown",
        severity=Severity.ERROR,
        title="Which survey?",
        reason="Neither a column nor the file name says if these answers are NPS, CSAT or CES.",
        remedy="Add a column 'survey type', or put nps, csat or ces into the file name.",
    ),
    ProblemKind(
        code="date_order_unclear",
        severity=Severity.ERROR,
        title="Day or month first?",
        reason="Every date in {column} could be read day first or month first.",
        remedy="Choose the date order in Settings and import again.",
    ),
    ProblemKind(
        code="decimal_mark_unclear",
        severity=Severity.ERROR,
        title="Decimal mark unclear",
        reason="Numbers in {column} could be thousands or decimals (such as {expected}).",
        remedy="Choose the decimal mark in Settings and import again.",
    ),
    ProblemKind(
        code="accounts_derived",
        severity=Severity.NOTE,
        title="No accounts export",
        reason="There is no accounts export, so accounts were taken from the ids in this file.",
        remedy="Add an accounts export to see names, owners and segments.",
    ),
)

"""Which survey an answer belongs to, and whether it lies on that survey's scale."""

from collections.abc import Mapping

from cs_workbook.exports.cells import RawFile
from cs_workbook.exports.recognise import survey_type
from cs_workbook.exports.sql import literal
from cs_workbook.exports.values import Column
from cs_workbook.schema.exports import SURVEYS


class SurveyKinds:
    """Which survey each answer of a file belongs to, and whether it lies on that survey's scale.

    The row's own word decides, then the header of the score, then the file name. An answer off
    the scale of its survey is reported and set aside, so that scales never mix.
    """

    def __init__(
        self,
        file: RawFile,
        score_header: str,
        file_name: str,
        *,
        scales: Mapping[str, tuple[int, int]],
    ) -> None:
        otherwise = survey_type(score_header) or survey_type(file_name)
        column = file.columns.get("survey")
        lookup = None
        value = f"{literal(otherwise)}::varchar"
        if column is not None:
            lookup = f"texts_{file.raw.table}_survey"
            texts = file.engine.rows(
                f"select distinct {column.cell} as text from {file.raw.table} r "
                "where note is null order by text"
            )
            file.engine.execute(
                f"create or replace temp table {lookup} "
                "(text varchar, value varchar, state varchar)"
            )
            file.engine.insert_rows(lookup, [(t, survey_type(str(t)), "read") for (t,) in texts])
            value = f"coalesce({lookup}.value, {value})"
        self.column = Column(
            field=SURVEYS.field("survey"),
            header=column.header if column else "",
            cell=column.cell if column else "''",
            value=value,
            lookup=lookup,
        )
        self.unknown = column is None and otherwise is None
        file.columns = {**file.columns, "survey": self.column}
        if self.unknown:
            file.log.add("survey_unknown", file.file_no)
        else:
            file.report(
                "survey_unknown",
                self.column if column else None,
                self.column.cell,
                f"{value} is null",
            )
        self._report_scale(file, scales)

    def _report_scale(self, file: RawFile, scales: Mapping[str, tuple[int, int]]) -> None:
        score = file.columns["score"]
        for survey, (lowest, highest) in scales.items():
            file.report(
                "out_of_range",
                score,
                score.cell,
                f"{self.column.value} = '{survey}' and ({score.value} < {lowest} "
                f"or {score.value} > {highest} or {score.value} <> floor({score.value}))",
                expected=f"{lowest} to {highest} ({survey}, whole numbers)",
            )

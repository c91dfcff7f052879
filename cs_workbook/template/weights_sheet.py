"""The Weights sheet: what the health score is made of, and the bands it falls into."""

from typing import Final

from cs_workbook.schema.health_model import (
    DEFAULT_BANDS,
    DEFAULT_MEASURES,
    LEAVE_OUT,
    LINEAR,
    SLOTS,
)
from cs_workbook.schema.tables import TBL_BANDS, TBL_WEIGHTS
from cs_workbook.template.data_sheets import LABEL_ROW, VALUE_ROW
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.layout import Formula, Page

_HIGHER, _LOWER = "Higher is better", "Lower is better"
_BANDS_HEADING_ROW: Final = TBL_BANDS.header_row - 2


def draw_weights(page: Page) -> None:
    """Draw the Weights sheet with the default health model."""
    page.set_widths([column.width for column in TBL_WEIGHTS.columns])
    page.frame(
        TBL_WEIGHTS.title,
        TBL_WEIGHTS.purpose,
        frozen_rows=TBL_WEIGHTS.header_row,
        frozen_columns=TBL_WEIGHTS.frozen,
    )
    page.put(LABEL_ROW, 1, "Sum of weights", "Explanatory Text")
    total = sum(measure.weight for measure in DEFAULT_MEASURES)
    formula = Formula("SUM(tblWeights[Weight])", total)
    page.put(VALUE_ROW, 1, formula, "Output", "#,##0.0", align="left")
    shares = {
        dimension: sum(m.weight for m in DEFAULT_MEASURES if m.dimension == dimension)
        for dimension in {measure.dimension for measure in DEFAULT_MEASURES}
    }
    rows: list[Row] = [
        {
            "Slot": slot,
            "Measure": measure.name,
            "Dimension": measure.dimension,
            "Accounts column": measure.input_column,
            "Weight": measure.weight,
            "Effective %": 100 * measure.weight / total,
            "Dimension %": 100 * shares[measure.dimension] / total,
            "Scale": LINEAR,
            "0 points at": measure.zero_at,
            "100 points at": measure.hundred_at,
            "Direction": _HIGHER if measure.hundred_at > measure.zero_at else _LOWER,
            "When blank": LEAVE_OUT,
            "Date column": measure.date_column,
            "Fresh for (days)": measure.fresh_days,
            "Meaning": measure.meaning,
        }
        for slot, measure in enumerate(DEFAULT_MEASURES, start=1)
    ]
    rows += [{"Slot": slot, "Effective %": 0} for slot in range(len(rows) + 1, SLOTS + 1)]
    draw_table(page, TBL_WEIGHTS, rows, open_ended=False)
    page.put(_BANDS_HEADING_ROW, 1, TBL_BANDS.title, "Heading 1")
    for column in range(2, len(TBL_BANDS.columns) + 1):
        page.put(_BANDS_HEADING_ROW, column, None, "Heading 1")
    page.put(_BANDS_HEADING_ROW + 1, 1, TBL_BANDS.purpose, "Explanatory Text")
    bands: list[Row] = [
        {"Band": name, "Up to": bound, "What to do": what} for name, bound, what in DEFAULT_BANDS
    ]
    draw_table(page, TBL_BANDS, bands, open_ended=False)
    page.sheet.repeat_rows(TBL_WEIGHTS.header_row - 1)

"""Read the measures of the health score from ``tblWeights`` and ``tblTiers``.

A row of ``tblWeights`` is a slot; a row without a measure takes no part in anything. Every refusal
names the cell.
"""

from collections.abc import Mapping, Sequence

from cs_workbook.errors import SettingsError
from cs_workbook.measures.health import HealthMeasure, Scale, WhenBlank
from cs_workbook.measures.health_bands import TOP_SCORE
from cs_workbook.measures.health_scales import Tier, points_by_tier
from cs_workbook.schema.accounts_table import INPUT_ENDS
from cs_workbook.schema.health_model import SCALES, SLOTS, WHEN_BLANK
from cs_workbook.workbook.port import CellValue, Workbook


def read_measures(workbook: Workbook) -> tuple[HealthMeasure, ...]:
    """Return the measures of a tracker in the order of their slots.

    Raises:
        SettingsError: A weight, anchor or tier is no number, the two anchors of a measure are
            equal, its column is not there, or there are more rows than slots.
    """
    weights = workbook.read_table("tblWeights")
    headers = input_headers(workbook)
    tiers = workbook.read_table("tblTiers")
    measures = tuple(
        _measure(weights, row, headers, tiers)
        for row, name in enumerate(weights["Measure"])
        if name not in {None, ""}
    )
    if any(measure.slot > SLOTS for measure in measures):
        raise SettingsError(
            f"Weights: expected at most {SLOTS} rows, found {len(weights['Measure'])}. "
            "Delete the rows that were added; the Health sheet has no columns for them."
        )
    return measures


def number_cell(
    table: Mapping[str, list[CellValue]],
    header: str,
    row: int,
    name: str,
    *,
    sheet: str = "Weights",
) -> float:
    """Return a number of the model, or refuse the cell.

    Raises:
        SettingsError: It holds no number.
    """
    found = table[header][row]
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise SettingsError(
            f"{sheet}, row {name!r}, column {header!r}: expected a number, found {found!r}. "
            "Type a number; weight 0 leaves a measure out."
        )
    return float(found)


def input_headers(workbook: Workbook) -> dict[str, str]:
    """Return the headers a measure may name, by their letters in lower case."""
    columns = workbook.tables()["tblAccounts"].columns
    first, last = (columns.index(header) for header in INPUT_ENDS)
    return {header.casefold(): header for header in columns[first : last + 1]}


def _measure(
    weights: Mapping[str, list[CellValue]],
    row: int,
    headers: Mapping[str, str],
    tiers: Mapping[str, list[CellValue]],
) -> HealthMeasure:
    name = str(weights["Measure"][row])

    def header(column: str) -> str | None:
        found = weights[column][row]
        if found is None or found == "":
            return None
        if str(found).casefold() not in headers:
            raise SettingsError(
                f"Weights, row {name!r}, column {column!r}: expected the header of an Accounts "
                f"column from {INPUT_ENDS[0]} to {INPUT_ENDS[1]}, found {found!r}. Write it as on "
                "the Accounts sheet; a column of your own counts where it stands between them."
            )
        return headers[str(found).casefold()]

    source = header("Accounts column")
    if source is None:
        raise SettingsError(
            f"Weights, row {name!r}, column 'Accounts column': expected a header, found a blank. "
            "Name the column the measure reads, or clear the row."
        )
    scale = Scale(_chosen(weights, "Scale", row, SCALES))
    fresh = weights["Fresh for (days)"][row]
    return HealthMeasure(
        name=name,
        weight=number_cell(weights, "Weight", row, name),
        score_0_at=number_cell(weights, "0 points at", row, name),
        score_100_at=number_cell(weights, "100 points at", row, name),
        when_blank=WhenBlank(_chosen(weights, "When blank", row, WHEN_BLANK)),
        source=source,
        dated_by=header("Date column"),
        fresh_days=(
            None
            if fresh is None or fresh == ""
            else number_cell(weights, "Fresh for (days)", row, name)
        ),
        scale=scale,
        tiers=_tiers(tiers, name) if scale is Scale.TIERS else (),
        slot=row + 1,
    )


def _chosen(
    weights: Mapping[str, list[CellValue]], header: str, row: int, choices: Sequence[str]
) -> str:
    """Return what was chosen from a list, its first entry for a blank."""
    found = weights[header][row]
    if found is None or found == "":
        return choices[0]
    for choice in choices:
        if str(found).casefold() == choice.casefold():
            return choice
    raise SettingsError(
        f"Weights, row {str(weights['Measure'][row])!r}, column {header!r}: expected one of "
        f"{', '.join(choices)}, found {found!r}. Choose one from the list."
    )


def _tiers(table: Mapping[str, list[CellValue]], name: str) -> tuple[Tier, ...]:
    """Return the tiers of one measure, from low to high."""
    found = []
    for row, measure in enumerate(table["Measure"]):
        if str(measure).casefold() != name.casefold():
            continue
        above, up_to, points = (
            number_cell(table, header, row, name, sheet="Tiers")
            for header in ("Above", "Up to", "Points")
        )
        if not 0 <= points <= TOP_SCORE:
            raise SettingsError(
                f"Tiers, row {name!r}, column 'Points': expected 0 to 100, found {points:g}. "
                "Type a number in that range."
            )
        found.append(Tier(above, up_to, points))
    ascending = tuple(sorted(found))
    if not ascending:
        raise SettingsError(
            f"Tiers: expected tiers for {name!r}, found none. Write them, or choose another scale "
            "on Weights."
        )
    points_by_tier(None, ascending)  # refuses tiers that overlap
    return ascending

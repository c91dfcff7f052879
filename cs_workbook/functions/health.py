"""Functions over signals of accounts: health score, its parts, its band.

Signals are rows and columns: one row per account, one column per signal. Weights and the two
anchors of each signal are given as a row or a column, one per signal, as the Weights sheet has
them. A blank signal is left out and the other weights carry the score.
"""

from collections.abc import Sequence

from cs_workbook.errors import NotEnoughDataError, OutOfRangeError, SettingsError
from cs_workbook.functions.blocks import Block, Rows, Value
from cs_workbook.functions.cell_errors import WrongTypeError
from cs_workbook.functions.clean import Cell, number, text
from cs_workbook.functions.elements import by_cell, by_row
from cs_workbook.functions.spec import Argument, Example, FunctionSpec, shortened
from cs_workbook.measures.health import (
    HealthMeasure,
    HealthModel,
    HealthScore,
    health_score,
)
from cs_workbook.measures.health_bands import (
    BAND_DECIMALS,
    DEFAULT_BANDS,
    NO_DATA_BAND,
    TOP_SCORE,
    Band,
    band_of,
    require_bands,
)

_DEFAULT_COVERAGE = 50.0


def _required(cell: Cell, where: str) -> float:
    value = number(cell, where)
    if value is None:
        raise WrongTypeError(f"{where}: expected a number, found a blank.")
    return value


def _per_signal(block: Block, signals: Block) -> Block:
    """Return a row or column that has one cell per signal."""
    wanted = signals.shape[1]
    if len(block.vector().cells) != wanted:
        raise WrongTypeError(
            f"{block.name}: expected one cell per signal, {wanted}, found {len(block.cells)}."
        )
    return block


def _model(
    signals: Block,
    weights: Block,
    zero_at: Block,
    hundred_at: Block,
    min_coverage: Block,
    names: Block,
) -> HealthModel:
    columns = signals.shape[1]
    given = [None] * columns if names.is_blank else _per_signal(names, signals).read(text)
    needed = min_coverage.one(number)
    return HealthModel(
        measures=tuple(
            HealthMeasure(
                name=name or f"signal {place}",
                weight=weight,
                score_0_at=zero,
                score_100_at=hundred,
            )
            for place, (name, weight, zero, hundred) in enumerate(
                zip(
                    given,
                    _per_signal(weights, signals).read(_required),
                    _per_signal(zero_at, signals).read(_required),
                    _per_signal(hundred_at, signals).read(_required),
                    strict=True,
                ),
                start=1,
            )
        ),
        minimum_coverage=0.0 if needed is None else needed,
    )


def _score_of_row(model: HealthModel, signals: Block, row: int) -> HealthScore:
    columns = signals.shape[1]
    values = (
        number(cell, signals.where(row * columns + column))
        for column, cell in enumerate(signals.rows[row])
    )
    result = health_score(
        model, {measure.name: value for measure, value in zip(model.measures, values, strict=True)}
    )
    if result.score is None:
        raise NotEnoughDataError("No score: none of the signals that count is known.")
    if result.band == model.no_data_band:
        raise NotEnoughDataError(
            f"No score: {result.coverage:.3g} % of the weights are known, "
            f"{model.minimum_coverage:.3g} % are needed."
        )
    return result


def _scores(signals: Block, *settings: Block) -> Rows:
    model = _model(signals, *settings)
    return by_row(signals.shape[0], 1, lambda row: [_score_of_row(model, signals, row).score])


def _parts(signals: Block, *settings: Block) -> Rows:
    model = _model(signals, *settings)
    rows, columns = signals.shape
    return by_row(
        rows,
        columns,
        lambda row: [part.points for part in _score_of_row(model, signals, row).parts],
    )


def _scores_why(signals: Block, *settings: Block) -> Rows:
    model = _model(signals, *settings)

    def words(row: int) -> Sequence[Value]:
        result = _score_of_row(model, signals, row)
        made = ", ".join(
            f"{part.name} {'left out' if part.points is None else f'{part.points:.1f}'}"
            for part in result.parts
        )
        known = f"{result.coverage:.3g} % of the weights known"
        return [shortened(f"{result.score:.1f} points, {known}: {made}.")]

    return by_row(signals.shape[0], 1, words, why=True)


def _bands(bands: Block) -> tuple[Band, ...]:
    if bands.is_blank:
        return DEFAULT_BANDS
    rows, columns = bands.shape
    if columns != 2:  # noqa: PLR2004 - name and upper end
        raise WrongTypeError(f"bands: expected two columns, name and up to, found {columns}.")
    found = []
    for row in range(rows):
        name, end = bands.rows[row]
        if name is None and end is None:
            continue
        found.append(
            Band(text(name, bands.where(2 * row)) or "", _required(end, bands.where(2 * row + 1)))
        )
    require_bands(found)
    return tuple(found)


def _banded(
    scores: Block, coverage: Block, min_coverage: Block, bands: Block, *, why: bool
) -> Rows:
    table = _bands(bands)
    needed = min_coverage.one(number)
    needed = _DEFAULT_COVERAGE if needed is None else needed
    if not 0 <= needed <= 100:  # noqa: PLR2004 - the percent scale
        raise SettingsError(f"min_coverage: expected 0 to 100 percent, found {needed:g}.")
    known = None if coverage.is_blank else coverage.spread(scores)

    def band_at(place: int) -> Value:
        score = number(scores.at(place), scores.where(place))
        if score is not None and not 0 <= score <= TOP_SCORE:
            raise OutOfRangeError(f"{scores.where(place)}: expected 0 to 100, found {score:g}.")
        share = TOP_SCORE if known is None else number(known.at(place), known.where(place)) or 0.0
        enough = round(share, BAND_DECIMALS) >= round(needed, BAND_DECIMALS)
        band = band_of(score if enough else None, table)
        if not why:
            return band
        if score is None:
            return f"{band}: the score is blank."
        if not enough:
            return f"{band}: {share:.3g} % of the weights are known, {needed:.3g} % are needed."
        ends = ", ".join(f"{name} up to {end:g}" for name, end in table)
        return shortened(f"{score:g} is {band} ({ends}; the upper end belongs to the band).")

    return by_cell(scores, band_at, why=why)


_SIGNALS = Argument(
    name="signals",
    doc="Raw values: one row per account, one column per signal. A blank is left out and the other "
    "weights carry the score.",
)
_SETTINGS = (
    Argument(
        name="weights",
        doc="Weight of each signal, in a row or a column. Any numbers from 0; only their relation "
        "matters.",
    ),
    Argument(
        name="zero_at",
        doc="For each signal the raw value that is worth 0 points. Above hundred_at where less is "
        "better, such as open tickets.",
    ),
    Argument(name="hundred_at", doc="For each signal the raw value that is worth 100 points."),
    Argument(
        name="min_coverage",
        doc="Percent of the weights that must be known, 0 to 100; below it #N/A. Left out: 0, any "
        "known signal gives a score.",
        optional=True,
    ),
    Argument(
        name="names",
        doc="Names of the signals, for the sentences of CS_WHY. Left out: signal 1, signal 2.",
        optional=True,
    ),
)
_ERRORS = (
    "#N/A: no signal of the account is known, or less of the weights than min_coverage.",
    "#NUM!: weights that are negative or all 0, equal anchors, a coverage outside 0 to 100.",
    "#VALUE!: text for a signal (in its row), a blank weight or anchor, too few weights.",
)
_EXAMPLE = (((40, 5), (10, "")), ((3, 1),), ((0, 10),), ((50, 0),))

HEALTH_FUNCTIONS = (
    FunctionSpec(
        name="CS_HEALTH_SCORE",
        doc="Health score of each account, 0 to 100: the weighted mean of its signals, each scaled "
        "between the value worth 0 and the value worth 100 points.",
        arguments=(_SIGNALS, *_SETTINGS),
        result="One column: a number from 0 to 100 per account.",
        errors=_ERRORS,
        example=Example(inputs=_EXAMPLE, value=72.5, pick=(1, 1)),
        compute=_scores,
        why=_scores_why,
    ),
    FunctionSpec(
        name="CS_HEALTH_BAND",
        doc="Band of each health score: At risk up to 50, Watch up to 75, Healthy above, No data "
        "where too little is known. The upper end belongs to the band.",
        arguments=(
            Argument(
                name="scores",
                doc="Health scores from 0 to 100, in any shape. Blank: no data. An error stays an "
                'error; IFNA(scores,"") makes #N/A a blank.',
            ),
            Argument(
                name="coverage",
                doc="Percent of the weights known, as many cells as scores, or one for all. Left "
                "out: taken as enough.",
                optional=True,
            ),
            Argument(
                name="min_coverage",
                doc="Percent of the weights that must be known for a band, 0 to 100. Left out: 50.",
                optional=True,
            ),
            Argument(
                name="bands",
                doc="Two columns, from low to high: name, highest score of the band. The last one "
                "goes up to 100. Left out: the three bands of the tracker.",
                optional=True,
            ),
        ),
        result="One name per score, in the shape of scores.",
        errors=(
            "#NUM!: a score outside 0 to 100 (in its cell), bands that do not rise to 100.",
            "#VALUE!: text where a score belongs (in its cell), bands without two columns.",
        ),
        example=Example(
            inputs=(((50,), (62,), (90,)), ((100,), (100,), (30,))),
            value=NO_DATA_BAND,
            pick=(3, 1),
        ),
        compute=lambda *blocks: _banded(*blocks, why=False),
        why=lambda *blocks: _banded(*blocks, why=True),
    ),
    FunctionSpec(
        name="CS_HEALTH_PARTS",
        doc="What each signal brings to the health score, in points: the parts of a row add up to "
        "the score of the account. Blank where a signal is left out.",
        arguments=(_SIGNALS, *_SETTINGS),
        result="As many rows and columns as signals: points, blank where left out.",
        errors=_ERRORS,
        example=Example(inputs=_EXAMPLE, value=12.5, pick=(1, 2)),
        compute=_parts,
        why=_scores_why,
    ),
)

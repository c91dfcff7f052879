"""The sheet Exchange rates: what other currencies are worth, typed by people."""

from cs_workbook.schema.columns import Format, Table, calculated, typed

_CURRENCY, _FROM, _RATE = (f"tblRates[[#This Row],[{h}]]" for h in ("Currency", "From day", "Rate"))

RATE_WORDS_FORMULA = (
    f'IF({_CURRENCY}&{_RATE}="","",IF(AND({_CURRENCY}<>"",N({_RATE})>0),'
    f'"1 "&{_CURRENCY}&" = "&{_RATE}&" "&Currency,"▼ Not complete"))'
)

TBL_RATES = Table(
    name="tblRates",
    sheet="Exchange rates",
    title="Exchange rates",
    purpose="What one unit of another currency is worth in the book currency, from a day on.",
    columns=(
        typed(
            "Currency", Format.TEXT, 18, "The currency as the exports write it, in any case: EUR."
        ),
        typed(
            "From day",
            Format.DATE,
            18,
            "First day the rate is in force, until the next day of the same currency. Blank: ever "
            "since.",
        ),
        typed(
            "Rate",
            Format.MONEY,
            18,
            "What one unit is worth in the book currency, above 0.",
            lowest=0,
            highest=1_000_000,
        ),
        calculated("In words", Format.TEXT, 40, "What the row says.", RATE_WORDS_FORMULA),
    ),
    key=("Currency", "From day"),
    frozen=1,
)

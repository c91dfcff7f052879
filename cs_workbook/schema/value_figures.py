"""The headline figure of lifetime value; its part and base stand on the sheet Lifetime value."""

from cs_workbook.schema.figure import Figure

VALUE_FIGURES: tuple[Figure, ...] = (
    Figure(
        name="KPI_CLTV",
        label="Customer lifetime value",
        unit="money",
        factor=1,
        part="LifetimePart",
        base="LifetimeBase",
        part_is="gross margin of a customer and month (historic: all paid so far, as margin)",
        base_is="share lost a month (historic: accounts)",
        better="up",
    ),
)

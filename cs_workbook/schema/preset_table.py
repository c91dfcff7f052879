"""The sheet Presets: what each preset of the health model would set. Nothing there is live."""

from cs_workbook.schema.columns import Format, Table, stamped

TBL_PRESETS = Table(
    name="tblPresets",
    sheet="Presets",
    title="Presets of the health model",
    purpose="Published rules of other products to start a model from. Nothing here changes a "
    "score by itself.",
    columns=(
        stamped("Preset", Format.TEXT, 14, "Its name, as the command takes it."),
        stamped("Published rule", Format.LONG_TEXT, 50, "What the product publishes."),
        stamped(
            "What it sets here",
            Format.LONG_TEXT,
            50,
            "What it writes; measures, anchors and weights are those of a new tracker.",
        ),
        stamped("Scale", Format.TEXT, 10, "How a measure becomes points."),
        stamped("Points", Format.TEXT, 14, "Points of the tiers, the worst first."),
        stamped("A blank", Format.TEXT, 15, "What a blank does to the score."),
        stamped("Bands up to", Format.TEXT, 14, "Upper ends of the bands, where published."),
        stamped("What it cannot set", Format.LONG_TEXT, 44, "What our model cannot follow."),
        stamped("Source", Format.LONG_TEXT, 42, "Where the rule is published."),
    ),
    key=("Preset",),
    frozen=1,
    header_row=10,
)

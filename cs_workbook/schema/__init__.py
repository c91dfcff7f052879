"""The tracker's vocabulary, once: what exports may hold and what the workbook holds.

Import, template, documentation and checks all read these modules and never spell a header, a
table or a workbook name themselves.

- :mod:`~cs_workbook.schema.exports`: the kinds of export, their fields and header aliases.
- :mod:`~cs_workbook.schema.tables`: the tables of the workbook and their columns.
- :mod:`~cs_workbook.schema.figures`: the headline figures, their names and parts.
- :mod:`~cs_workbook.schema.settings`: the settings a person may change.
- :mod:`~cs_workbook.schema.health_model`: default weights, anchors and bands, and the formulas.
- :mod:`~cs_workbook.schema.lists`: the drop-down lists.
- :mod:`~cs_workbook.schema.checks`: the checks and the cells refresh stamps for them.
- :mod:`~cs_workbook.schema.names`: every workbook name.
"""

SCHEMA_VERSION = 3
"""Version of the workbook's layout; a tracker of another version is refused with a sentence."""

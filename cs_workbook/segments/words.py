"""The words the program itself uses of attention and plans, out of those people may choose.

Attention and value are two axes. Attention belongs to a person with a problem, value to an
account; they never share a column.
"""

from typing import Final

from cs_workbook.schema.segment_words import ATTENTION_LEVELS, PLAN_DEPTHS

HIGH, NEUTRAL, LOW = ATTENTION = ATTENTION_LEVELS
"""How much a person wants to hear, most first."""

NOT_KNOWN: Final = "Not known"
"""Stands for the attention of an account of which nobody has said anything."""

FULL, LIGHT, NO_PLAN = DEPTHS = PLAN_DEPTHS
"""How deep a success plan goes, deepest first."""

UNKNOWN: Final = "Unknown"
"""An answer in its own right: somebody has asked, and nobody knows. A blank was never asked."""

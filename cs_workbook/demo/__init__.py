"""A book of business to try the tracker on: eight CSV exports of an invented software company.

Everything in it is made up, from the company names to the complaints, and made the same way every
time: the same seed writes the same bytes, and nothing asks the clock. The story behind the rows
hangs together. Accounts whose people use the product less and less answer surveys worse, rate
their tickets worse, buy fewer seats and leave.

The files carry what real exports carry: a decimal comma and another encoding in one of them, a
report footer, ids that begin with zeros, and a few rows that cannot be right.
:data:`PLANTED_FAULTS` names each of them.
"""

from cs_workbook.demo.exports import PLANTED_FAULTS, write_demo_exports
from cs_workbook.demo.story import DEMO_AS_OF

__all__ = ["DEMO_AS_OF", "PLANTED_FAULTS", "write_demo_exports"]

"""The arithmetic of Customer Success: pure functions over plain numbers.

Nothing in here opens a file, asks the clock or knows about Excel. Two conventions hold throughout:

* **Percent is 0 to 100**, never a share from 0 to 1: shares, rates, coverage and confidence alike.
  Net Promoter Score is in points from -100 to 100.
* **A blank is not a zero.** ``None`` (and the NaN that data frames use for it) is left out and
  counted out loud; where nothing is left to compute from, the figure is ``None`` with a reason.

Every figure carries the parts it was made of, the rule it follows in words that can be printed
beside it, and an interval where one is known. See ``docs/measures.md``.
"""

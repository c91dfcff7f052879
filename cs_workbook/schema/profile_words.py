"""The words of the Profiles sheet."""

PROFILE_ROWS = 8
"""Rows of ``tblProfiles``; the history keeps the place of a profile as one digit."""

OWN_COLUMN = "Stage"
"""A column no export has: people may insert it among the inputs of the Accounts sheet."""

PROFILE_COLUMNS = ("Segment", "Plan", "Status", OWN_COLUMN)
"""The columns of the Accounts sheet a profile may ask."""

ALL_ACCOUNTS = "All accounts"
"""What Health shows for an account that no profile applies to."""

APPLIES = "Yes"

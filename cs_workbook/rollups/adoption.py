"""Rollups of adoption and referrals: what accounts may use, and whom they bring."""

from datetime import date

import pandas as pd

from cs_workbook.engine import Engine
from cs_workbook.rollups.statement import rollup


def account_adoption(engine: Engine, *, as_of: date) -> pd.DataFrame:
    """Return what each account may use.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.

    Returns:
        ``account_id``, ``features_bought``, ``provisioned_users``, ``book_features`` (the same in
        every row).
    """
    return rollup(engine, "account_adoption", as_of=as_of)


def account_referrals(engine: Engine, *, as_of: date) -> pd.DataFrame:
    """Return whom each account has referred.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.

    Returns:
        ``account_id``, ``referrals``, ``won``, ``lost``, ``last_referred``; accounts without a
        referral are absent.
    """
    return rollup(engine, "account_referrals", as_of=as_of)

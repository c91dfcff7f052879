"""Health scores of many accounts: all steps of the Health sheet against the scores alone.

    python benchmarks/health.py [--accounts 10000]

Makes accounts with twelve measures. Prints CPU seconds of scoring them with every part (what the
Health sheet shows), of the table's content, and of the scores alone by column, with the ratios,
after checking that both find the same scores. The last line says how large the sheet becomes.
"""

import argparse
import random
import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from cs_workbook.actions.health_rows import score_accounts
from cs_workbook.actions.health_steps import health_columns
from cs_workbook.measures.health import HealthMeasure, HealthModel, health_scores
from cs_workbook.schema.health_model import SLOTS
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.tables import TBL_HEALTH
from cs_workbook.workbook.port import CellValue

AS_OF = date(2026, 6, 30)
_Result = TypeVar("_Result")


def made(accounts: int) -> tuple[HealthModel, dict[str, list[CellValue]]]:
    """Return a model of twelve measures and accounts with one blank in ten."""
    chance = random.Random(20260630)  # noqa: S311 - invented data, the same each time
    model = HealthModel(
        measures=tuple(
            HealthMeasure(
                name=f"Measure {slot}",
                weight=slot,
                score_0_at=0,
                score_100_at=100,
                source=f"Column {slot}",
                slot=slot,
            )
            for slot in range(1, SLOTS + 1)
        )
    )
    columns: dict[str, list[CellValue]] = {
        "Account ID": [f"A{number}" for number in range(accounts)],
        "Account": ["Acme"] * accounts,
        "Status": [CUSTOMER] * accounts,
        "Segment": ["East"] * accounts,
    }
    for measure in model.measures:
        columns[measure.source] = [
            None if chance.random() < 0.1 else chance.uniform(-10, 110) for _ in range(accounts)
        ]
    return model, columns


def timed(work: Callable[[], _Result]) -> tuple[float, _Result]:
    """Return CPU seconds and the result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=10_000)
    accounts = parser.parse_args().accounts
    model, columns = made(accounts)
    inputs = {measure.name: columns[measure.source] for measure in model.measures}
    floor, alone = timed(lambda: health_scores(model, inputs))  # type: ignore[arg-type] # numbers
    scoring, scored = timed(
        lambda: score_accounts(columns, model, as_of=AS_OF, before={}, smallest_group=10)
    )
    if [one.score.score for one in scored] != list(alone.scores):
        raise SystemExit("The two ways of scoring differ.")
    table, _ = timed(lambda: health_columns(columns, scored, model))
    formulas = sum(column.formula is not None for column in TBL_HEALTH.columns)
    length = sum(len(column.formula or "") for column in TBL_HEALTH.columns)
    print(f"{accounts:,} accounts x {SLOTS} measures")
    print(f"scores alone, by column  {floor:6.2f} s")
    print(f"scores with all parts    {scoring:6.2f} s  {scoring / floor:5.1f} x")
    print(f"content of tblHealth     {table:6.2f} s  {table / floor:5.1f} x")
    print(f"{formulas * accounts:,} formulas, {length:,} characters of them a row")


if __name__ == "__main__":
    main()

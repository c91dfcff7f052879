"""What all commands share: sentences instead of tracebacks, JSON for machines, progress."""

import dataclasses
import json
import logging
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, NoReturn

import click

from cs_workbook import __version__
from cs_workbook.errors import CsWorkbookError


def sentences(command: Callable[..., None]) -> Callable[..., None]:
    """Turn every error into one sentence and its exit code."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:  # noqa: ANN401 - click passes what it parsed
        try:
            command(*args, **options)
        except CsWorkbookError as error:
            click.echo(f"Not done. {error}", err=True)
            sys.exit(error.exit_code)
        except Exception:  # noqa: BLE001 - the last door: nobody shall see a traceback
            _unforeseen()

    return run


def _unforeseen() -> NoReturn:
    """Keep the details of an error nobody foresaw, and say where."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="cs-workbook-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        handler = logging.StreamHandler(log)
        logger = logging.getLogger("cs_workbook")
        logger.propagate = False
        logger.addHandler(handler)
        logger.exception("cs-workbook %s: %s", __version__, sys.argv[1:])  # noqa: LOG004 - called from the handler
        logger.removeHandler(handler)
    click.echo(
        "Not done. Something happened that cs-workbook did not foresee; the workbook is as it "
        f"was. Please report it with the details in {log.name}",
        err=True,
    )
    sys.exit(3)


def progress_line(message: str) -> None:
    """Say beside the result what is being done."""
    click.echo(f"  {message} ...", err=True)


def silent(_: str) -> None:
    """Say nothing, where a machine reads."""


def print_json(value: object) -> None:
    """Print a result for machines."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return value.isoformat() if isinstance(value, date) else str(value)

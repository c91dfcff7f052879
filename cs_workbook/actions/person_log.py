"""The log of a person: what the buttons did, as long as it can be written."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

_LOG_BYTES = 200_000


@contextmanager
def logging_to(path: Path, log: logging.Logger) -> Iterator[None]:
    """Write what a logger is told to a file; a folder that cannot be written stops nobody.

    Args:
        path: The file; its folder is made if it is not there.
        log: The logger, which is put back as it was.
    """
    handler: logging.Handler = logging.NullHandler()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", errors="replace"
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    level, propagate = log.level, log.propagate
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
        log.propagate = propagate
        handler.close()

"""This computer, as :mod:`cs_workbook.actions.doctor` asks about it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from cs_workbook import __version__
from cs_workbook.actions.doctor import Machine

_PATIENCE_SECONDS = 60
_QUESTION = (
    "import json; from importlib.metadata import version; "
    "print(json.dumps({name: version(name) for name in ('cs-workbook', 'xlwings')}))"
)


def this_machine() -> Machine:
    """Describe this computer and the installation that is running."""
    return Machine(
        platform=sys.platform,
        python=sys.version_info[:3],
        interpreter=sys.executable,
        versions={"cs-workbook": __version__} | _installed("xlwings"),
        required_xlwings=_pinned("xlwings"),
        variables=os.environ,
        home=str(Path.home()),
        exists=lambda path: Path(path).exists(),
        mark=_mark,
        ask=_ask,
    )


def _installed(name: str) -> dict[str, str]:
    try:
        return {name: version(name)}
    except PackageNotFoundError:
        return {}


def _pinned(name: str) -> str | None:
    try:
        lines = requires("cs-workbook") or []
    except PackageNotFoundError:  # a checkout that is not installed
        return None
    pins = [
        line.partition("==")[2].partition(";")[0].strip()
        for line in lines
        if line.startswith(f"{name}==")
    ]
    return pins[0] if pins else None


def _mark(path: str) -> str | None:
    """Return the Mark of the Web, which Windows keeps in a second stream of the file."""
    if sys.platform != "win32":
        return None
    try:
        return Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _ask(interpreter: str) -> Mapping[str, str] | None:
    """Return the versions another Python has."""
    try:
        done = subprocess.run(  # noqa: S603 - the path stands in the tracker, as for its buttons
            [interpreter, "-c", _QUESTION],
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=True,
        )
        found = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return {str(name): str(number) for name, number in found.items()}

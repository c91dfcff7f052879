"""Runs xlwings' own Excel tests on LibreOffice.

::

    python tests/xlwings_libreoffice/run_excel_suite.py --suite DIR

``DIR`` is an unpacked copy of xlwings' public repository; a scratch copy, for the tests write
files beside themselves. Further arguments go to pytest.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

FILES = (
    "range",
    "names",
    "table",
    "sheet",
    "font",
    "conversion",
    "book",
    "app",
    "ndim",
    "chunking",
    "active",
)


def main() -> int:
    """Run the suite and return pytest's exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", type=Path, required=True, help="unpacked xlwings repository")
    options, passed_on = parser.parse_known_args()
    tests = options.suite.resolve() / "tests"
    here = Path(__file__).resolve().parents[1]
    paths = [str(here), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [sys.executable, "-m", "pytest", "-p", "xlwings_libreoffice.suite_plugin"]
    command += ["-p", "no:cacheprovider", "-q", *passed_on]
    command += [str(tests / f"test_{name}.py") for name in FILES]
    return subprocess.run(
        command,
        cwd=tests,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main())

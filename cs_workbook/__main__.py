"""Run the command line as ``python -m cs_workbook``."""

from cs_workbook.cli import main

if __name__ == "__main__":
    main()

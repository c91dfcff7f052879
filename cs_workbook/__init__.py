"""The Customer Success tracker that lives in Excel: CSV exports in, a workbook out."""

__version__ = "0.1.0"

"""Builds the tracker workbook people download: sheets, styles and the macro project."""

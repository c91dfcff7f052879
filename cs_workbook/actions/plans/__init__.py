"""Success plans in the workbook: build, check and share their sheets."""

"""The workbook as a protocol with several holders: the closed file, later the open book."""

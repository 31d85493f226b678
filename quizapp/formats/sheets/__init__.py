"""Tables as files for spreadsheet programs.

table       what a table is: typed cells under named columns, in a language
workbook    a table as XLSX: what one should take
separated   a table as CSV: for what reads nothing else
"""

from __future__ import annotations

from quizapp.formats.sheets.separated import CSV_TYPE, csv_bytes
from quizapp.formats.sheets.table import Cell, Column, ColumnKind, Table
from quizapp.formats.sheets.workbook import XLSX_TYPE, xlsx_bytes

__all__ = [
    "CSV_TYPE",
    "XLSX_TYPE",
    "Cell",
    "Column",
    "ColumnKind",
    "Table",
    "csv_bytes",
    "xlsx_bytes",
]

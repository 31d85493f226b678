"""A table as CSV: RFC 4180, UTF-8 with a byte order mark, without which Arabic is garbled.

Spreadsheet programs run what begins like a formula. Such texts get an apostrophe before
them, which a reader takes off again: whatever begins with apostrophes and then one of
= + - @ tab, a line break, or the full-width ＝＋－＠. Numbers are written as numbers, with a
point, in both languages; days as 2026-11-23. Worked example, the cells of a row:

    "=1+2", -3, 0.5        '=1+2,-3,0.5
"""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from io import StringIO
from math import isfinite
from typing import Final

from quizapp.formats.sheets.table import Cell, Table, wall_clock

CSV_TYPE: Final = "text/csv; charset=utf-8"
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_RUNS: Final = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_LONE: Final = re.compile("[\ud800-\udfff]")


def csv_bytes(table: Table) -> bytes:
    """Return a table as CSV, its headings first."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([defused(column.title) for column in table.columns])
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return BYTE_ORDER_MARK + out.getvalue().encode("utf-8")


def defused(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula."""
    plain = _LONE.sub("", text).replace("\0", "")
    return f"'{plain}" if _RUNS.match(plain) else plain


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return wall_clock(cell).isoformat(sep=" ", timespec="minutes")
        case date():
            return cell.isoformat()
        case int() | float() if isfinite(cell):
            return repr(cell)
        case _:
            return defused(str(cell))

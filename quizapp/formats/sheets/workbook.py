"""A table as an XLSX workbook of one sheet.

No text becomes a formula, a link or a number: "=1+2", "http://…" and "007" arrive as they
are. The sheet of an Arabic table runs from the right. The headings stay in sight, in bold,
with a filter; columns are as wide as their texts, within reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from math import isfinite
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from quizapp.formats.sheets.table import Cell, ColumnKind, Table, wall_clock

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT: Final = 32_767
LONGEST_NAME: Final = 31
CUT: Final = "…"
_NARROWEST: Final = 8
_WIDEST: Final = 60
_FIRST_DATE: Final = date(1900, 3, 1)  # Before it, spreadsheets miscount the leap year.

_PLAIN_TEXT: Final[Mapping[str, bool]] = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "in_memory": True,
}
_SHOWN_AS: Final[Mapping[ColumnKind, str]] = {
    "text": "General",
    "number": "General",
    "share": "0.0%",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONE: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")


def xlsx_bytes(table: Table, made: datetime) -> bytes:
    """Return the workbook of a table; the same table and moment give the same bytes."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, dict(_PLAIN_TEXT)) as book:
        book.set_properties({"title": _text(table.title), "created": wall_clock(made)})
        sheet = book.add_worksheet(sheet_name(table.title))
        if table.lang == "ar":
            sheet.right_to_left()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for at, column in enumerate(table.columns):
            sheet.write_string(0, at, _text(column.title), bold)
        looks = [book.add_format({"num_format": _SHOWN_AS[c.kind]}) for c in table.columns]
        for number, row in enumerate(table.rows, start=1):
            for at, cell in enumerate(row):
                _write(sheet, (number, at), cell, looks[at])
        _lay_out(sheet, table)
    return out.getvalue()


def sheet_name(title: str) -> str:
    """Return the name of a sheet: what is forbidden there left out, at most 31 `units`."""
    name = " ".join(_LONE.sub("", _NOT_IN_NAMES.sub(" ", title)).split()).strip("'")
    cut = name[:LONGEST_NAME].encode("utf-16-le")[: 2 * LONGEST_NAME]
    return cut.decode("utf-16-le", "ignore").strip("' ") or "Waraqa"


def units(text: str) -> int:
    """Return how long a text is to a spreadsheet: letters beyond the first 65,536 count twice."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _write(sheet: Worksheet, place: tuple[int, int], cell: Cell, look: Format) -> None:
    match cell:
        case None:
            return
        case datetime() | date():
            _write_date(sheet, place, cell, look)
        case int() | float() if isfinite(cell):
            sheet.write_number(*place, cell, look)
        case _:
            sheet.write_string(*place, _text(str(cell)), look)


def _write_date(sheet: Worksheet, place: tuple[int, int], cell: date, look: Format) -> None:
    value: Any = wall_clock(cell) if isinstance(cell, datetime) else cell
    if (value.date() if isinstance(value, datetime) else value) < _FIRST_DATE:
        sheet.write_string(*place, value.isoformat(), look)
    else:
        sheet.write_datetime(*place, value, look)


def _text(text: str) -> str:
    """Leave out what no XML can hold, and cut what no cell can."""
    whole = _LONE.sub("", text)
    if units(whole) <= LONGEST_TEXT:
        return whole
    kept = whole[:LONGEST_TEXT].encode("utf-16-le")[: 2 * (LONGEST_TEXT - 1)]
    return kept.decode("utf-16-le", "ignore") + CUT


def _lay_out(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes(1, 1)
    if table.columns:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    for at, column in enumerate(table.columns):
        longest = max((len(str(row[at])) for row in table.rows if row[at] is not None), default=0)
        widest = max(longest, len(column.title))
        sheet.set_column(at, at, min(max(widest + 2, _NARROWEST), _WIDEST))

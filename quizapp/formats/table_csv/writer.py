"""Questions as CSV in the layout of our own sheet.

Spreadsheet programs read CSV as they please: 007 becomes 7 and 1-2 a day. Whoever wants to open
the questions in one should take the workbook.
"""

from __future__ import annotations

from quizapp.domain.exchange.travel import Pack, Written
from quizapp.formats.tables.separated import csv_of
from quizapp.formats.tables.sheet import sheet_of, titles


def write(pack: Pack) -> Written:
    """Return the questions of a pack as a table; notes as in `tables.sheet`."""
    columns, rows, notes = sheet_of(pack)
    return Written(csv_of([titles(columns, pack.lang), *rows]), tuple(notes))

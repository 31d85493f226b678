"""A file that may be a table of questions, as rows of texts, within bounds.

A workbook is known by its first bytes; anything else is taken for text. What the bounds refuse
is more than 20,000 questions can need.
"""

from __future__ import annotations

from typing import Final

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.safety.decoding import decode
from quizapp.formats.safety.workbook import Bounds, SheetRow, is_workbook, rows_of_workbook
from quizapp.formats.tables.separated import MOST_COLUMNS, rows_of_text

MOST_QUESTIONS: Final = 20_000
HEADINGS_WITHIN: Final = 12
MOST_TEXT: Final = 16 * 1024 * 1024
_BOUNDS: Final = Bounds(
    parts=500,
    unpacked=64 * 1024 * 1024,
    elements=1_000_000,
    rows=MOST_QUESTIONS + HEADINGS_WITHIN,
    columns=MOST_COLUMNS,
    cell=100_000,
    characters=MOST_TEXT,
)


def rows_of_file(data: bytes) -> list[SheetRow]:
    """Return the rows of a file that hold anything. Raises FileRefused."""
    if is_workbook(data):
        return rows_of_workbook(data, _BOUNDS)
    if len(data) > MOST_TEXT:
        raise FileRefused("too_large")
    return rows_of_text(decode(data), _BOUNDS.rows)

"""Tables as text: CSV that no spreadsheet program runs, and whatever is separated back.

What is written is what every program of this kind opens: UTF-8 with a byte order mark, commas,
CRLF, texts in quotation marks and numbers without (some can be told to heed that). A text that
a program would take for a formula gets an apostrophe before it, and exactly that one is taken
off again:

    =1+2 -> '=1+2 -> =1+2        '=1+2 -> ''=1+2 -> '=1+2        'tis -> 'tis -> 'tis

What is read may be separated by any of , ; tab | ، ؛. The separator is the one under which
headings are found, else the one that parts every line alike.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import Final

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.safety.workbook import SheetRow
from quizapp.formats.sheets.separated import BYTE_ORDER_MARK, defused
from quizapp.formats.tables.places import places_of

MOST_COLUMNS: Final = 60
_SEPARATORS: Final = "\t;,|\u061b\u060c"
_NAMED: Final = re.compile(r"\A\s*sep=(.)\s*\n", re.IGNORECASE)
_LOOKED_AT: Final = 12
_LOOKED_INTO: Final = 200_000
_LONGEST_RECORD: Final = 2_000_000
_MOST_BLANK: Final = 10  # Of so many rows there may be, empty ones included.
_PREFIXED: Final = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")

Cell = str | int


def csv_of(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return rows as CSV. Numbers are written as they are, texts so that they stay texts."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows(
        [cell if isinstance(cell, int) else defused(cell) for cell in row] for row in rows
    )
    return BYTE_ORDER_MARK + out.getvalue().encode("utf-8")


def restored(cell: str) -> str:
    """Return a cell without the apostrophe that kept it from being a formula."""
    return cell[1:] if _PREFIXED.match(cell) else cell


def rows_of_text(text: str, most: int) -> list[SheetRow]:
    """Return the rows that hold anything, with the line on which each begins.

    Raises FileRefused: `too_large` for more rows, columns or characters in a cell than any
    table of questions has.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    named = _NAMED.match(text)
    separator = named[1] if named else _separator(text)
    rows: list[SheetRow] = []
    records = _parted(text, separator, named.end() if named else 0)
    for count, (line, cells) in enumerate(records):
        while cells and not cells[-1].strip():
            cells.pop()
        kept = tuple(map(restored, cells))
        if len(kept) > MOST_COLUMNS or len(rows) > most or count > _MOST_BLANK * most:
            raise FileRefused("too_large")
        if kept:
            rows.append(SheetRow(line, kept))
    return rows


def _parted(text: str, separator: str, start: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with its first line; a quoted cell may run over several lines."""
    lines = _Lines(text, start)
    records = csv.reader(lines, delimiter=separator)
    skipped = text.count("\n", 0, start)
    began = skipped + 1
    try:
        for cells in records:
            yield began, cells
            began = records.line_num + skipped + 1
            lines.spent = 0
    except csv.Error as error:
        raise FileRefused("too_large") from error


class _Lines:
    """The lines of a text, and how much of it the record that is being read has taken."""

    def __init__(self, text: str, start: int) -> None:
        self.spent = 0
        self._text = text
        self._at = start

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._at >= len(self._text):
            raise StopIteration
        end = self._text.find("\n", self._at) + 1 or len(self._text)
        self.spent += end - self._at
        if self.spent > _LONGEST_RECORD:
            raise FileRefused("too_large")
        line, self._at = self._text[self._at : end], end
        return line


def _separator(text: str) -> str:
    start = text[:_LOOKED_INTO]
    return max(_SEPARATORS, key=lambda separator: _fits(start, separator))


def _fits(text: str, separator: str) -> tuple[int, int, int]:
    """How many headings are found with a separator; how many of the first rows are as wide as
    most of them, if wider than one; and how wide.
    """
    if separator not in text:
        return 0, 0, 0
    try:
        rows = [cells for _, cells in islice(_parted(text, separator, 0), _LOOKED_AT)]
    except FileRefused:
        return 0, 0, 0
    headings = max(len(places_of(cells[:MOST_COLUMNS])) for cells in rows)
    widths = Counter(len(cells) for cells in rows if any(cells)).most_common(1)
    width, count = widths[0] if widths else (0, 0)
    return headings, count if width > 1 else 0, width

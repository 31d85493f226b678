"""Tables of texts as an XLSX workbook in which every text stays a text.

"=1+2", "http://…", "007" and "1-2" arrive as they are: cells are typed as texts, and empty ones
of the template are formatted as text beforehand, so that what is typed into them stays too.
Each text has the direction of its language, and each row the height that its longest text takes.
The same content gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from quizapp.domain.bilingual import Lang
from quizapp.formats.sheets.workbook import sheet_name
from quizapp.formats.tables.separated import Cell

_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "in_memory": True,
}
_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed moment: the same bytes each time
_LOOK: Final = {"num_format": "@", "text_wrap": True, "valign": "top"}
_HEAD: Final = {**_LOOK, "bold": True, "bg_color": "#E8EEF2", "border": 1}
_ARABIC: Final = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_STRONG: Final = re.compile("[A-Za-z\xc0-\u024f\u0590-\u08ff]")
_FROM_RIGHT: Final = 2
_FROM_LEFT: Final = 1
_LINE: Final = 15
_MOST_LINES: Final = 12
_USUAL_WIDTH: Final = 22

Looks = Sequence[Format]
"""A format of cells by reading order: as it may be, from the left, from the right."""


@dataclass(frozen=True, slots=True)
class Choices:
    """A list to choose from, for the empty cells of a column (from 0)."""

    column: int
    allowed: tuple[str, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. `rows` begin at `top`, the headings among them in row `head`, from 0.

    `widths` are those of the columns; `room` is how many empty rows are made ready below.
    """

    name: str
    lang: Lang
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()
    top: int = 0
    head: int | None = 0
    frozen: int = 0
    room: int = 0
    choices: tuple[Choices, ...] = ()


def xlsx_of(title: str, pages: Sequence[Page]) -> bytes:
    """Return the workbook of some sheets, the first one in front."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, dict(_OPTIONS)) as book:
        book.set_properties({"title": title[:200], "created": _MADE})
        bold, plain = (
            [book.add_format({**look, "reading_order": order}) for order in range(3)]
            for look in (_HEAD, _LOOK)
        )
        names: set[str] = set()
        for page in pages:
            sheet = book.add_worksheet(_unused(sheet_name(page.name), names))
            _lay_out(sheet, page, plain)
            _fill(sheet, page, bold, plain)
    return out.getvalue()


def _fill(sheet: Worksheet, page: Page, bold: Looks, plain: Looks) -> None:
    for number, row in enumerate(page.rows, start=page.top):
        looks = bold if number == page.head else plain
        for at, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, at, cell)
            elif cell and sheet.write_string(number, at, cell, looks[_order(cell, page.lang)]):
                raise ValueError("a text is longer than a cell")
        lines = _lines(row, page.widths)
        if lines > 1:
            sheet.set_row(number, _LINE * lines)


def _order(text: str, lang: Lang) -> int:
    """From which side a text is read: in an Arabic sheet any Arabic letter tells."""
    if lang == "ar" and _ARABIC.search(text):
        return _FROM_RIGHT
    first = _STRONG.search(text)
    if first is None:
        return 0
    return _FROM_RIGHT if first[0] >= "\u0590" else _FROM_LEFT


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """How many lines the longest text of a row takes, within reason."""
    lines = 1
    for at, cell in enumerate(row):
        width = widths[at] if at < len(widths) else _USUAL_WIDTH
        if isinstance(cell, str) and (len(cell) > width or "\n" in cell):
            lines = max(lines, -(-len(cell) // width) + cell.count("\n"))
    return min(lines, _MOST_LINES)


def _lay_out(sheet: Worksheet, page: Page, plain: Looks) -> None:
    if page.lang == "ar":
        sheet.right_to_left()
    if page.head is not None:
        sheet.freeze_panes(page.head + 1, page.frozen)
    for at, width in enumerate(page.widths):
        sheet.set_column(at, at, width, plain[_FROM_RIGHT if page.lang == "ar" else _FROM_LEFT])
    last = page.top + len(page.rows) + page.room - 1
    for each in page.choices:
        sheet.data_validation(
            (page.head or 0) + 1,
            each.column,
            max(last, (page.head or 0) + 1),
            each.column,
            {
                "validate": "list",
                "source": list(each.allowed),
                "input_message": each.hint[:255],
                "error_type": "warning",
            },
        )


def _unused(name: str, names: set[str]) -> str:
    while name.casefold() in names:
        name = f"{name[:28]} {len(names) + 1}"
    names.add(name.casefold())
    return name

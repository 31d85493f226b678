"""The blocks of a question, one below the other: in the document, or in a cell of a table.

p.ws-stem …           a paragraph; in the document it stands in from the number
ul.ws-options > li    a paragraph with its box and its letter
table.ws-pairs        a table of two columns
blockquote            a paragraph further in
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast
from xml.etree.ElementTree import Element

from docx.document import Document
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from quizapp.domain.bilingual import Lang
from quizapp.formats.document.blocks import (
    HANG,
    Look,
    dressed,
    turned,
    write,
    write_box,
    write_gap,
)

# What runs on in an option stands below its beginning, not below its box.
_FURTHER_IN: Final = {"ws-quoted": 300, "blockquote": 300, "li": HANG}
_BOLD: Final = frozenset({"ws-stem", "ws-right", "ws-count"})


class Flow:
    """Where blocks are put; `indent` is how far in they stand.

    A cell begins with a paragraph of its own, which the first block uses.
    """

    def __init__(self, place: Document | _Cell, lang: Lang, width: int, indent: int = 0) -> None:
        self.place = place
        self.lang = lang
        self.width = width
        self.indent = indent
        self._first = place.paragraphs[0] if isinstance(place, _Cell) else None

    def paragraph(self, look: Look) -> Paragraph:
        """Append a paragraph."""
        found = self._first or self.place.add_paragraph()
        self._first = None
        return dressed(found, look)

    def table(self, rows: int, widths: tuple[int, ...], lines: str = "") -> Table:
        """Append a table of the flow's direction."""
        if isinstance(self.place, _Cell):
            table = self.place.add_table(rows, len(widths))
        else:
            table = self.place.add_table(rows, len(widths))
        return turned(table, self.lang, widths, lines=lines)


def lang_of(element: Element, usual: Lang) -> Lang:
    """Return the language that an element says it is in, or the usual one."""
    return cast(Lang, element.get("lang", usual))


def put_inline(paragraph: Paragraph, element: Element, lang: Lang, *, bold: bool = False) -> None:
    """Append what stands in a line: texts, letters, boxes, gaps."""
    write(paragraph, element.text or "", lang, bold=bold)
    for child in element:
        kind = child.get("class", "")
        if kind == "ws-box":
            write_box(paragraph, lang, "\t" if element.tag == "li" else "\u00a0")
        elif "ws-line" in kind:
            write_gap(paragraph, lang)
            write(paragraph, "" if child.tail else "  ", lang)
        elif kind == "ws-letter":
            write(paragraph, f"{child.text}. ", lang, bold=True)
        else:
            write(paragraph, child.text or "", lang, bold=bold)
        write(paragraph, child.tail or "", lang, bold=bold)


def put_question(flow: Flow, parent: Element, *, number: int = 0, typed: str = "") -> None:
    """Append what belongs to one question; its first line carries the number.

    `number` is the list that numbers it, `typed` the number itself where none does.
    """
    rows = [*_rows(parent)]
    if (number or typed) and (not rows or rows[0].tag == "table"):
        rows.insert(0, Element("p"))
    for at, row in enumerate(rows):
        first = at == 0 and bool(number or typed)
        if row.tag == "table":
            _pairs(flow, row)
            continue
        kind = row.get("class", row.tag)
        look = Look(
            flow.lang,
            indent=flow.indent + _FURTHER_IN.get(kind, 0),
            number=number if first else 0,
            hangs=first or kind == "li",
            # In a cell the row is kept together, and held cells would hold the whole table.
            holds=at < len(rows) - 1 and not isinstance(flow.place, _Cell),
            lined=kind == "ws-line",
            apart=at == 0,
        )
        paragraph = flow.paragraph(look)
        if first and typed:
            write(paragraph, f"{typed}\t", flow.lang, bold=True)
        put_inline(paragraph, row, flow.lang, bold=kind in _BOLD)


def _rows(parent: Element) -> Iterator[Element]:
    """The lines of a question: paragraphs, entries of lists, tables."""
    for child in parent:
        if child.tag == "ul":
            yield from child
        else:
            yield child


def _pairs(flow: Flow, table: Element) -> None:
    """Append a table of two columns, behind one that keeps it as far in as what is above it.

    An indent of the table itself is taken from another side by each office program.
    """
    width = (flow.width - flow.indent) // 2
    before = (flow.indent,) if flow.indent else ()
    placed = flow.table(len(table), (*before, width, width))
    last = len(table) - 1
    for at, (row, cells) in enumerate(zip(placed.rows, table, strict=True)):
        held = at < last and not isinstance(flow.place, _Cell)
        places = [
            Flow(cell, flow.lang, width).paragraph(Look(flow.lang, holds=held))
            for cell in row.cells
        ]
        for place, side in zip(places[len(before) :], cells, strict=True):
            put_inline(place, side, flow.lang)

"""A sheet and its key as DOCX: the very tree that is printed, in the terms of office programs.

What stands on the sheet is decided in `formats.worksheet`; each element of its tree has one
counterpart here. Numbers of questions are automatic, so that a question may be taken out; in
Arabic digits they are typed, because no list of the format can be told to use those. The same
sheet gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element

import docx
import segno
from docx.document import Document
from docx.shared import Mm

from quizapp.formats.document.blocks import HANG, Look, write
from quizapp.formats.document.dress import LISTS, WIDTH, dress
from quizapp.formats.document.flow import Flow, lang_of, put_inline, put_question
from quizapp.formats.safety.archive import packed
from quizapp.formats.worksheet.body import sheet_tree
from quizapp.formats.worksheet.sheet import Worksheet

QR_SIZE: Final = Mm(24)
QR_COLUMN: Final = 2800
_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)
_GUTTER: Final = 300
# More than that python-docx refuses to write; on the sheet itself the title stands whole.
_LONGEST_PROPERTY: Final = 255


def write_document(sheet: Worksheet) -> bytes:
    """Return a sheet, its key, or both, as DOCX."""
    document = docx.Document()
    dress(document, sheet.main)
    known = document.core_properties
    known.author = known.comments = known.last_modified_by = ""
    known.title = sheet.title[sheet.main][:_LONGEST_PROPERTY]
    known.language = sheet.main
    known.created = known.modified = _MOMENT.replace(tzinfo=None)
    flow = Flow(document, sheet.main, WIDTH)
    for number, section in enumerate(sheet_tree(sheet)):
        _section(flow, section, sheet, new_page=number > 0)
    return _same_bytes(document)


def _same_bytes(document: Document) -> bytes:
    """The file of a document without the moment at which it was packed."""
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return packed((name, archive.read(name)) for name in archive.namelist())


def _section(flow: Flow, section: Element, sheet: Worksheet, *, new_page: bool) -> None:
    listed = LISTS["ws-key" in section.get("class", "")]
    arabic = sheet.arabic_digits and sheet.main == "ar"
    for child in section:
        kind = child.get("class", "")
        if kind == "ws-head":
            _head(flow, child, sheet)
        elif child.tag == "h2":
            _heading(flow, child, new_page=new_page)
            new_page = False
        elif kind == "ws-facing":
            _facing(flow, child)
        else:
            inner = Flow(flow.place, flow.lang, WIDTH, HANG)
            for number, entry in enumerate(child, start=1):
                typed = f"{sheet.shown(str(number), 'ar')}." if arabic else ""
                put_question(inner, entry, number=0 if typed else listed, typed=typed)


def _heading(flow: Flow, heading: Element, *, new_page: bool = False) -> None:
    lang = lang_of(heading, flow.lang)
    paragraph = flow.paragraph(Look(lang, "Heading 1", holds=True, new_page=new_page))
    put_inline(paragraph, heading, lang, bold=True)


def _head(flow: Flow, head: Element, sheet: Worksheet) -> None:
    texts, *scans = head
    widths = (WIDTH - QR_COLUMN, QR_COLUMN) if scans else (WIDTH,)
    cells = flow.table(1, widths, "bottom").rows[0].cells
    inner = Flow(cells[0], flow.lang, widths[0])
    for child in texts:
        if child.tag == "h2":
            _heading(inner, child)
        else:
            lang = lang_of(child, flow.lang)
            put_inline(inner.paragraph(Look(lang)), child, lang)
    for scan in scans:
        _scan(Flow(cells[1], flow.lang, QR_COLUMN), scan, sheet)
    flow.paragraph(Look(flow.lang))


def _scan(flow: Flow, scan: Element, sheet: Worksheet) -> None:
    picture = io.BytesIO()
    segno.make(sheet.address, error="m", micro=False).save(picture, kind="png", scale=8, border=2)
    picture.seek(0)
    drawn = flow.paragraph(Look(flow.lang)).add_run().add_picture(picture, width=QR_SIZE)
    drawn._inline.docPr.set("descr", sheet.address)
    for child in scan:
        if child.tag == "p":
            lang = lang_of(child, flow.lang)
            put_inline(flow.paragraph(Look(lang)), child, lang)
        elif child.tag == "bdi":
            write(flow.paragraph(Look("en")), child.text or "", "en")


def _facing(flow: Flow, table: Element) -> None:
    half = WIDTH // 2
    placed = flow.table(len(table), (half, half), "top bottom insideH")
    for row, cells in zip(placed.rows, table, strict=True):
        for cell, side in zip(row.cells, cells, strict=True):
            inner = Flow(cell, lang_of(side, flow.lang), half - _GUTTER, HANG)
            count, *_ = side
            side.remove(count)
            put_question(inner, side, typed=f"{count.text}.")

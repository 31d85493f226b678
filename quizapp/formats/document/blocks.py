"""Paragraphs and tables of either direction, in the terms of the file format (WordprocessingML).

The library that packs the file knows nothing of right to left, so what turns things around is
put in here: `bidi` on a paragraph, `rtl` with a language of its own on a run, `bidiVisual` on a
table, whose first column is then at the right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from quizapp.domain.bilingual import Lang
from quizapp.formats.document.runs import pieces

LOCALES: Final[dict[Lang, str]] = {"ar": "ar-SA", "en": "en-GB"}
HANG: Final = 480
BOX: Final = "\u2610"
BOX_FONT: Final = "Segoe UI Symbol"
BOX_SIZE: Final = "28"
SHORT: Final = "_" * 11
_LINE: Final = {"val": "single", "sz": "6", "space": "0", "color": "000000"}
# The order in which the format wants what stands in a paragraph's and a run's properties.
_OF_PARAGRAPH: Final = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr", "bidi"),
    *("spacing", "ind", "jc", "rPr"),
)
_OF_RUN: Final = ("rStyle", "rFonts", "b", "bCs", "color", "sz", "szCs", "rtl", "lang")
_OF_TABLE: Final = (
    "tblStyle",
    "bidiVisual",
    "tblW",
    "jc",
    "tblInd",
    "tblBorders",
    "tblLayout",
    "tblLook",
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph stands.

    `indent` is how far in from where lines begin. `number` is the list that numbers it, 0 for
    none; `hangs` that its first line begins further out, as a numbered one does. `holds` keeps
    it on the page of the next one, `lined` draws a line below it, `apart` leaves
    room above.
    """

    lang: Lang
    style: str = "Normal"
    indent: int = 0
    number: int = 0
    hangs: bool = False
    holds: bool = False
    lined: bool = False
    apart: bool = False
    new_page: bool = False


def made(name: str, **values: str) -> Any:
    """Return an element of the format."""
    element = OxmlElement(f"w:{name}")
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    return element


def put(parent: Any, order: tuple[str, ...], element: Any) -> None:
    """Put a property where the order of the format wants it, in place of the one that is there."""
    name = element.tag.rpartition("}")[2]
    for old in parent.findall(element.tag):
        parent.remove(old)
    later = {qn(f"w:{each}") for each in order[order.index(name) + 1 :]}
    at = next((n for n, each in enumerate(parent) if each.tag in later), len(parent))
    parent.insert(at, element)


def dressed(paragraph: Paragraph, look: Look) -> Paragraph:
    """Give a paragraph its direction and its look."""
    paragraph.style = look.style
    properties = paragraph._p.get_or_add_pPr()
    spot = {"left": str(look.indent), **({"hanging": str(HANG)} if look.hangs else {})}
    wanted = (
        made("bidi", val="1" if look.lang == "ar" else "0"),
        made("keepLines"),
        made("keepNext") if look.holds else None,
        made("pageBreakBefore") if look.new_page else None,
        _holding("pBdr", made("bottom", **_LINE)) if look.lined else None,
        made("spacing", before="160") if look.apart else None,
        made("ind", **spot) if look.indent else None,
    )
    for each in wanted:
        if each is not None:
            put(properties, _OF_PARAGRAPH, each)
    if look.number:
        number = _holding("numPr", made("ilvl", val="0"), made("numId", val=str(look.number)))
        put(properties, _OF_PARAGRAPH, number)
    return paragraph


def _holding(name: str, *inner: Any) -> Any:
    element = made(name)
    for each in inner:
        element.append(each)
    return element


def write(paragraph: Paragraph, text: str, lang: Lang, *, bold: bool = False) -> None:
    """Append a text, each piece in its direction."""
    for piece, rtl in pieces(text, lang):
        _run(paragraph, piece, rtl=rtl, bold=bold)


def write_box(paragraph: Paragraph, lang: Lang, behind: str) -> None:
    """Append a box to tick or to write in, and what stands between it and its text.

    A letter, not a border: office programs draw the border of a turned text only in part.
    """
    run = _run(paragraph, BOX, rtl=False, bold=False)
    put(run, _OF_RUN, made("rFonts", **dict.fromkeys(("ascii", "hAnsi", "cs"), BOX_FONT)))
    for name in ("sz", "szCs"):
        put(run, _OF_RUN, made(name, val=BOX_SIZE))
    _run(paragraph, behind, rtl=lang == "ar", bold=False)


def write_gap(paragraph: Paragraph, lang: Lang) -> None:
    """Append a line to write on, within a sentence.

    Underlined spaces would not be drawn where an Arabic line ends.
    """
    _run(paragraph, SHORT, rtl=lang == "ar", bold=False)


def _run(paragraph: Paragraph, text: str, *, rtl: bool, bold: bool) -> Any:
    properties = paragraph.add_run(text)._r.get_or_add_rPr()
    lang: Lang = "ar" if rtl else "en"
    put(properties, _OF_RUN, made("lang", **{"bidi" if rtl else "val": LOCALES[lang]}))
    if rtl:
        put(properties, _OF_RUN, made("rtl"))
    if bold:
        put(properties, _OF_RUN, made("b"))
        put(properties, _OF_RUN, made("bCs"))
    return properties


def turned(table: Table, lang: Lang, widths: tuple[int, ...], *, lines: str = "") -> Table:
    """Give a table its direction and the widths of its columns in twentieths of a point.

    `lines` names the borders that are drawn: "insideH bottom".
    """
    properties = table._tbl.tblPr
    if lang == "ar":
        put(properties, _OF_TABLE, made("bidiVisual"))
    put(properties, _OF_TABLE, made("tblW", w=str(sum(widths)), type="dxa"))
    put(properties, _OF_TABLE, made("tblLayout", type="fixed"))
    borders = made("tblBorders")
    for side in ("top", "bottom", "insideH"):
        if side in lines.split():
            borders.append(made(side, **_LINE))
    put(properties, _OF_TABLE, borders)
    for column, width in zip(table._tbl.tblGrid, widths, strict=True):
        column.set(qn("w:w"), str(width))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(made("cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            size = cell._tc.get_or_add_tcPr()
            size.insert(0, made("tcW", w=str(width), type="dxa"))
    return table

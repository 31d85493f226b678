"""The page, the styles and the numbering of a document: black on white, in either direction.

Fonts are named that every office program has or replaces by its like, one for Latin letters
and one for Arabic ones, which the format keeps apart (`cs`).
"""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from quizapp.domain.bilingual import Lang
from quizapp.formats.document.blocks import HANG, LOCALES, made

PAGE: Final = (Mm(210), Mm(297))
MARGIN: Final = Mm(15)
WIDTH: Final = round((PAGE[0] - 2 * MARGIN) / 635)  # in twentieths of a point
LATIN: Final = "Arial"
ARABIC: Final = "Times New Roman"
LISTS: Final = (1, 2)
"""The numbers of questions on the sheet, and those in its key."""
_SIZES: Final = {"Normal": (10.5, 13), "Heading 1": (15, 18)}


def dress(document: Document, lang: Lang) -> None:
    """Give a new document its page, its styles and its numbering."""
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    if lang == "ar":
        section._sectPr.append(made("bidi"))
    _styles(document)
    _numbering(document)
    _footer(section.footer.paragraphs[0], lang)


def _styles(document: Document) -> None:
    for name, (latin, arabic) in _SIZES.items():
        style: Any = document.styles[name]
        style.font.color.rgb = None
        style.font.size = Pt(latin)
        style.font.bold = name.startswith("Heading")
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.line_spacing = 1.15
        _letters(style.element.get_or_add_rPr(), arabic, bold=name.startswith("Heading"))
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(made("lang", val=LOCALES["en"], bidi=LOCALES["ar"]))


def _letters(properties: Any, size: float, *, bold: bool) -> None:
    """Name both fonts, and the size of Arabic letters, which look smaller at the same one."""
    for name in ("rFonts", "szCs", "bCs", "color"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    properties.insert(0, made("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=LATIN, cs=ARABIC))
    place = properties.find(qn("w:sz"))
    place.addnext(made("szCs", val=str(round(size * 2))))
    if bold:
        properties.find(qn("w:b")).addnext(made("bCs"))


def _numbering(document: Document) -> None:
    """Number questions `1.` at the edge where lines begin, in the key from 1 again."""
    numbering = document.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    for number in LISTS:
        kind = made("abstractNum", abstractNumId=str(number))
        kind.append(made("multiLevelType", val="singleLevel"))
        kind.append(_level())
        numbering.append(kind)
    for number in LISTS:
        listed = made("num", numId=str(number))
        listed.append(made("abstractNumId", val=str(number)))
        numbering.append(listed)


def _level() -> Any:
    level = made("lvl", ilvl="0")
    spot, bold = made("pPr"), made("rPr")
    spot.append(made("ind", left=str(HANG), hanging=str(HANG)))
    for name in ("b", "bCs"):
        bold.append(made(name))
    for part in (
        made("start", val="1"),
        made("numFmt", val="decimal"),
        made("lvlText", val="%1."),
        made("lvlJc", val="left"),
        spot,
        bold,
    ):
        level.append(part)
    return level


def _footer(paragraph: Any, lang: Lang) -> None:
    """The number of the page, in the middle."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(made("bidi", val="1" if lang == "ar" else "0"))
    properties.append(made("jc", val="center"))
    field = made("fldSimple", instr="PAGE")
    paragraph._p.append(field)

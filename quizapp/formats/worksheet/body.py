"""The sheet and its key as one fragment of HTML: a heading, the questions, the answers.

Both lists are numbered by the browser, in the direction of their language. On a facing sheet
each question is a row with a cell for each language, Arabic at the right. The key begins a
page of its own, so that it can be kept back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element, fromstring

import segno

from quizapp.domain.bilingual import Lang
from quizapp.formats.worksheet.key import put_answer
from quizapp.formats.worksheet.marks import html_of, in_lang, put
from quizapp.formats.worksheet.questions import put_question
from quizapp.formats.worksheet.sheet import Question, Worksheet

QR_SCALE: Final = 3
Putting = Callable[[Element, Question, Worksheet, Lang], None]


def sheet_html(sheet: Worksheet) -> str:
    """Return the sheet followed by its key, or the part of them that is wanted."""
    return html_of(sheet_tree(sheet))


def sheet_tree(sheet: Worksheet) -> Element:
    """Return the same as a tree."""
    digits = " arabic-digits" if sheet.arabic_digits else ""
    body = Element("div", {"class": f"worksheet {sheet.layout}{digits}"})
    if sheet.part != "key":
        page = in_lang(body, "section", sheet.main, class_="sheet")
        _heading(page, sheet)
        _list(page, sheet, put_question)
    if sheet.part != "sheet":
        answers = in_lang(body, "section", sheet.main, class_="sheet ws-key")
        for lang in sheet.langs:
            _title(answers, sheet, lang, f"{sheet.words[lang].key}: ")
        _list(answers, sheet, put_answer)
    return body


def _heading(page: Element, sheet: Worksheet) -> None:
    head = put(page, "div", class_="ws-head")
    texts = put(head, "div")
    for lang in sheet.langs:
        words = sheet.words[lang]
        _title(texts, sheet, lang)
        lines = in_lang(texts, "p", lang, class_="ws-who")
        for word in (words.name, words.day):
            put(lines, "span", f"{word}: ")
            put(lines, "span", "\u00a0", class_="ws-line ws-short")
        if sheet.classroom:
            put(lines, "span", f"{words.classroom}: ")
            put(lines, "bdi", sheet.classroom)
    if sheet.address:
        _address(head, sheet)


def _title(parent: Element, sheet: Worksheet, lang: Lang, before: str = "") -> None:
    """Append a heading; the title may be a teacher's own, in whatever script."""
    heading = in_lang(parent, "h2", lang)
    heading.text = before
    put(heading, "bdi", sheet.shown(sheet.title[lang], lang))


def _address(head: Element, sheet: Worksheet) -> None:
    place = put(head, "div", class_="ws-scan")
    place.append(qr_code(sheet.address))
    for lang in sheet.langs:
        in_lang(place, "p", lang).text = sheet.words[lang].scan
    put(place, "bdi", sheet.address, dir="ltr", class_="ws-address")


def qr_code(address: str) -> Element:
    """Return the QR code of an address as a drawing, hidden from those who cannot see it.

    The address stands beside it as a text.
    """
    code = segno.make(address, error="m", micro=False)
    drawing = fromstring(  # noqa: S314 - our own drawing, not somebody's file
        code.svg_inline(scale=QR_SCALE, border=2)
    )
    drawing.set("aria-hidden", "true")
    drawing.set("focusable", "false")
    return drawing


def _list(parent: Element, sheet: Worksheet, putting: Putting) -> None:
    if sheet.layout == "facing":
        _facing(parent, sheet, putting)
        return
    listed = put(parent, "ol", class_="ws-questions")
    for question in sheet.questions:
        putting(put(listed, "li"), question, sheet, sheet.main)


def _facing(parent: Element, sheet: Worksheet, putting: Putting) -> None:
    table = put(parent, "table", class_="ws-facing")
    for number, question in enumerate(sheet.questions, start=1):
        row = put(table, "tr")
        for lang in sheet.langs:
            cell = in_lang(row, "td", lang)
            put(cell, "p", sheet.shown(str(number), lang), class_="ws-count")
            if item_speaks(question, lang):
                putting(cell, question, sheet, lang)


def item_speaks(question: Question, lang: Lang) -> bool:
    """Tell whether a question can be asked in a language."""
    return lang in question.item.langs

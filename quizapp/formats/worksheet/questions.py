"""One question on paper: what is asked, and room for the answer.

chosen     a box and a letter before each option
gap        the sentence with a line where the blank is
number     a line to write on
match      a table: a box before each line on one side, a letter before each on the other
order      a box before each step
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from xml.etree.ElementTree import Element

from quizapp.domain.bilingual import Lang
from quizapp.domain.items.base import BLANK, Item
from quizapp.formats.worksheet.marks import letter, put
from quizapp.formats.worksheet.sheet import Question, Worksheet


def put_question(parent: Element, question: Question, sheet: Worksheet, lang: Lang) -> None:
    """Append a question in a language."""
    item = question.item
    put(parent, "p", sheet.shown(item.stem[lang], lang), class_="ws-stem")
    _ROOMS.get(item.kind, _options)(parent, question, sheet, lang)


def _hint(parent: Element, text: str) -> None:
    put(parent, "p", text, class_="ws-how")


def _material(parent: Element, item: Item, sheet: Worksheet, lang: Lang) -> None:
    if item.material is None:
        return
    pieces = sheet.shown(item.material[lang], lang).split(BLANK)
    quoted = put(parent, "p", pieces[0], class_="ws-quoted")
    for piece in pieces[1:]:
        line = put(quoted, "span", class_="ws-line ws-short")
        line.text = "\u00a0"
        line.tail = piece


def _options(parent: Element, question: Question, sheet: Worksheet, lang: Lang) -> None:
    item = question.item
    words = sheet.words[lang]
    _material(parent, item, sheet, lang)
    _hint(parent, words.choose_all if item.kind == "multiple_choice" else words.choose)
    listed = put(parent, "ul", class_="ws-options")
    for place, index in enumerate(question.order):
        option = put(listed, "li")
        put(option, "span", class_="ws-box")
        put(option, "span", letter(place, lang), class_="ws-letter")
        put(option, "span", sheet.shown(item.options[index].text[lang], lang))


def _gap(parent: Element, question: Question, sheet: Worksheet, lang: Lang) -> None:
    _material(parent, question.item, sheet, lang)
    _hint(parent, sheet.words[lang].blank)


def _written(parent: Element, question: Question, sheet: Worksheet, lang: Lang) -> None:
    _material(parent, question.item, sheet, lang)
    _hint(parent, sheet.words[lang].write)
    put(parent, "p", "\u00a0", class_="ws-line")


def _pairs(parent: Element, question: Question, sheet: Worksheet, lang: Lang) -> None:
    item = question.item
    _hint(parent, sheet.words[lang].match)
    table = put(parent, "table", class_="ws-pairs")
    for at in range(max(len(item.lefts), len(question.order))):
        row = put(table, "tr")
        left, right = put(row, "td"), put(row, "td")
        if at < len(item.lefts):
            put(left, "span", class_="ws-box")
            put(left, "span", sheet.shown(item.lefts[at][lang], lang))
        if at < len(question.order):
            text = item.options[question.order[at]].text[lang]
            put(right, "span", letter(at, lang), class_="ws-letter")
            put(right, "span", sheet.shown(text, lang))


def _steps(parent: Element, question: Question, sheet: Worksheet, lang: Lang) -> None:
    _hint(parent, sheet.words[lang].order)
    listed = put(parent, "ul", class_="ws-options")
    for index in question.order:
        step = put(listed, "li")
        put(step, "span", class_="ws-box")
        put(step, "span", sheet.shown(question.item.options[index].text[lang], lang))


Room = Callable[[Element, Question, Worksheet, Lang], None]
_ROOMS: Final[Mapping[str, Room]] = MappingProxyType(
    {"gap": _gap, "number": _written, "match": _pairs, "order": _steps}
)

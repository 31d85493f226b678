"""Elements of HTML, and the letters before options.

Elements are built as a tree and never pasted together, so that no text of an author can
become markup. Options are lettered A B C, in Arabic أ ب ج د, the order of the alphabet in
which lists are lettered there.
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from quizapp.domain.bilingual import Lang, direction

LETTERS: Final[dict[Lang, str]] = {
    "ar": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "en": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}


def letter(place: int, lang: Lang) -> str:
    """Return the letter of an option, the first one's place being 0."""
    letters = LETTERS[lang]
    round_of, at = divmod(place, len(letters))
    return letters[at] * (round_of + 1)


def put(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Append an element with a text; attributes as they are, `class_` for class."""
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    made = SubElement(parent, tag, names)
    made.text = text or None
    return made


def in_lang(parent: Element, tag: str, lang: Lang, **attributes: str) -> Element:
    """Append an element whose text is of a language."""
    return put(parent, tag, lang=lang, dir=direction(lang), **attributes)


def html_of(element: Element) -> str:
    """Return an element as HTML."""
    return tostring(element, encoding="unicode", method="html")

"""The rule on writing: digits, punctuation and letters that belong to the language.

The page isolates what is foreign in a line; a text cannot. So an Arabic text has no
Latin run that is not a name of ours, and its own marks (؟ ، ؛ « »), and the other way
round. Invisible direction marks and stretched letters (tatweel) have no place in either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.items.base import BLANK, Item
from quizapp.domain.lint.finding import Hit, Severity, item_rule
from quizapp.domain.lint.reading import parts

_HIDDEN: Final = re.compile(
    "[\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff\\u0640]"
)
_ARABIC_DIGITS: Final = re.compile("[\\u0660-\\u0669\\u06f0-\\u06f9]")
_DASHES: Final = "–" * len(BLANK)
_LATIN_DIGITS: Final = re.compile("[0-9]")
_FOREIGN: Final[dict[Lang, re.Pattern[str]]] = {
    "ar": re.compile(r"[A-Za-z]+|[?,;\"“”']|(?<![^\s«(])و(?=\s)|\s[؟،؛.!:](?!\S)"),
    "en": re.compile(r"[\u0600-\u06ff]+|[«»]|\s[?,;.!:](?!\S)"),
}


@item_rule("Q28", Severity.WARNING)
def own_script(item: Item) -> Iterator[Hit]:
    """Each language is written with its own letters, marks and one system of digits.

    Faults: Latin letters in Arabic or Arabic ones in English, the other language's
    question mark, comma or quotation marks, a space before a mark, a و that stands
    alone, hidden direction marks, tatweel, and both digit systems in one item.
    """
    for part, text in parts(item):
        for lang in LANGS:
            for pattern in (_HIDDEN, _FOREIGN[lang]):
                if found := pattern.search(text[lang].replace(BLANK, _DASHES)):
                    yield Hit({"text": _visible(found[0])}, lang, found.span(), part)
    arabic = " ".join(text.ar for _, text in parts(item))
    eastern, western = _ARABIC_DIGITS.search(arabic), _LATIN_DIGITS.search(arabic)
    if eastern and western:
        yield Hit({"text": f"{eastern[0]} {western[0]}"}, "ar")


def _visible(text: str) -> str:
    """Name a character that cannot be seen by its code point."""
    return f"U+{ord(text):04X}" if _HIDDEN.fullmatch(text) else text

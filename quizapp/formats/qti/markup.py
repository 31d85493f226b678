"""Writing elements, and texts in which foreign words keep their direction.

Texts are plain and escaped here, nowhere else. A line end becomes `<br/>`. Words of the other
script stand in a `span` with their own language and direction, and so does a sum in an Arabic
text, which every browser would turn around otherwise:

    قال Putin إن 3 + 4 = 7
    قال <span xml:lang="en" dir="ltr">Putin</span> إن <span dir="ltr">3 + 4 = 7</span>
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from quizapp.domain.bilingual import Lang

DIRECTION: Final[Mapping[Lang, str]] = {"ar": "rtl", "en": "ltr"}
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ARABIC: Final = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_SIGNS: Final = r"[-+*/=×÷<>^]"
_FOREIGN: Final[Mapping[Lang, re.Pattern[str]]] = {
    "ar": re.compile(
        rf"(?P<sum>(?<![0-9])[0-9]++(?: ?{_SIGNS} ?[0-9]++)+)"
        rf"|(?P<words>[A-Za-z](?:[^{_ARABIC}\n]*[A-Za-z0-9])?)"
    ),
    "en": re.compile(rf"(?P<words>[{_ARABIC}](?:[^A-Za-z\n]*[{_ARABIC}])?)"),
}
_OTHER: Final[Mapping[Lang, Lang]] = {"ar": "en", "en": "ar"}


def escaped(text: str) -> str:
    """Return a text as the content of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """Return a text as the value of an attribute, line ends kept."""
    return escaped(text).replace('"', "&quot;").replace("\n", "&#10;")


def node(name: str, attributes: Mapping[str, str] | None = None, *content: str) -> str:
    """Return an element; `content` is markup already."""
    start = name
    if attributes:
        start += "".join(f' {key}="{quoted(value)}"' for key, value in attributes.items())
    return f"<{start}>{''.join(content)}</{name}>" if content else f"<{start}/>"


def spoken(lang: Lang) -> dict[str, str]:
    """Return the attributes that say language and direction."""
    return {"xml:lang": lang, "dir": DIRECTION[lang]}


def inline(text: str, lang: Lang) -> str:
    """Return a text as inline content of an element in that language."""
    return "".join(_runs(text, lang)).replace("\n", "<br/>")


def _runs(text: str, lang: Lang) -> Iterator[str]:
    at, other = 0, _OTHER[lang]
    for found in _FOREIGN[lang].finditer(text):
        yield escaped(text[at : found.start()])
        words = found.lastgroup == "words"
        marks = spoken(other) if words else {"dir": "ltr"}
        yield node("span", marks, escaped(found[0]))
        at = found.end()
    yield escaped(text[at:])


def paragraph(text: str, lang: Lang) -> str:
    """Return a text as a paragraph."""
    return node("p", None, inline(text, lang))

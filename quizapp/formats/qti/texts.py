"""The text of an element of an item, as a reader would see it.

Only words are taken. A paragraph stands apart by an empty line, other blocks and `<br/>` by a
line's end; spaces and line ends of the source mean one space. The blank of a text entry is
BLANK. Of pictures the words that stand for them are taken, and that they were there is told.

Our own files hold no line end in a text (there it is `<br/>`); where that is so, spaces are
taken as they stand, so that a text comes back letter for letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from quizapp.domain.exchange.question import tidy
from quizapp.domain.items.base import BLANK
from quizapp.formats.qti.elements import name_of, value_of

_SPACES: Final = re.compile(r"[ \t\n\r\f]+")
_DOUBLE: Final = re.compile(r" {2,}")
_LINES: Final = re.compile(r" *\n *")
_GAPS: Final = re.compile(r"\n{3,}")
_ASIDE: Final = re.compile(r"^(feedback-|template-|response-)|(-interaction|stylesheet)$")
_UNREAD: Final = frozenset({"script", "style", "printed-variable", "catalog-info", "prompt"})
_MEDIA: Final = frozenset({"img", "object", "audio", "video", "picture", "svg", "iframe", "math"})
_FORMS: Final = frozenset(
    {"b", "i", "strong", "em", "u", "s", "sub", "sup", "code", "a", "table", "h1", "h2", "h3"}
)
_BLOCKS: Final = frozenset(
    {"div", "ul", "ol", "li", "table", "tr", "blockquote", "pre", "rubric-block", "content-body"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "section", "article", "hr"}
)
_BLANKS: Final = frozenset({"text-entry-interaction", "inline-choice-interaction"})


@dataclass(slots=True)
class Texts:
    """Takes texts; says whether pictures or formatting were met on the way."""

    media: bool = False
    formatted: bool = False
    _found: list[str] = field(default_factory=list)
    _exact: bool = False

    def of(self, element: Element | None, *, exact: bool = False) -> str:
        """Return the text of an element; nested feedback and interactions are no part of it."""
        if element is None:
            return ""
        self._found, self._exact = [], exact and not _has_line_ends(element)
        self._inside(element)
        text = "".join(self._found)
        if not self._exact:
            text = _GAPS.sub("\n\n", _LINES.sub("\n", _DOUBLE.sub(" ", text)))
        return tidy(text)

    def _inside(self, element: Element) -> None:
        self._say(element.text)
        for each in element:
            self._take(each, name_of(each))
            self._say(each.tail)

    def _take(self, element: Element, name: str) -> None:
        if name in _BLANKS:
            self._found.append(BLANK)
        elif name in _UNREAD or _ASIDE.search(name):
            return
        elif name == "br":
            self._found.append("\n")
        elif name in _MEDIA:
            self._media(element)
        elif name == "rubric-block" and "candidate" not in value_of(element, "view"):
            return
        else:
            self.formatted = self.formatted or name in _FORMS
            end = "" if self._exact else "\n\n" if name == "p" else "\n" * (name in _BLOCKS)
            self._found.append(end)
            self._inside(element)
            self._found.append(end)

    def _media(self, element: Element) -> None:
        self.media = True
        words = value_of(element, "alt")
        if name_of(element) == "math":
            words = " ".join("".join(element.itertext()).split())
        if words:
            self._found.append(f" [{words}] ")

    def _say(self, text: str | None) -> None:
        if text:
            self._found.append(text if self._exact else _SPACES.sub(" ", text))


def _has_line_ends(element: Element) -> bool:
    return any("\n" in text for text in element.itertext())

"""A text of a GIFT question, in whichever of its four formats it is."""

from __future__ import annotations

import re
from typing import Final

from quizapp.domain.exchange.question import tidy
from quizapp.formats.gift.tokens import END, restored
from quizapp.formats.moodle.body import Body
from quizapp.formats.moodle.entry import Asked

_FORMAT: Final = re.compile(r"\[(html|markdown|plain|moodle)\]")
_SPACES: Final = re.compile(r"\s+")


def formatted(text: str, usual: str) -> tuple[str, str]:
    """Return the format that a text begins with, or the usual one, and the rest of it."""
    text = text.strip()
    found = _FORMAT.match(text)
    return (found[1], text[found.end() :]) if found else (usual, text)


def reading_of(text: str, usual: str, asked: Asked) -> tuple[Body, str]:
    """Return the texts that one text holds, and its format; note what is lost with it."""
    form, raw = formatted(text, usual)
    if form in ("plain", "markdown"):
        return Body(stem=tidy(restored(raw))), form
    if form != "html":
        raw = _SPACES.sub(" ", raw).replace(END, "<br>")
    return asked.body(restored(raw)), form


def text_of(text: str, usual: str, asked: Asked) -> str:
    """Return an answer, or what is said of it."""
    return reading_of(text, usual, asked)[0].stem


def line_of(text: str) -> str:
    """Return a text that is never HTML: a name, an answer to type, the right side of a pair."""
    return tidy(restored(_SPACES.sub(" ", text)))

"""The texts of a question as HTML that says its language, and such HTML as texts again.

Moodle and GIFT have one text for a question where ours may have two, and one general feedback
where ours has an explanation and the sentences of evidence. Classes that every other program
ignores keep them apart:

    <div dir="rtl" lang="ar">
      <div class="waraqa-stem"><p>…</p></div>
      <div class="waraqa-material"><p>…</p></div>
    </div>

HTML without them is somebody else's: all of it is the stem, or the explanation. A browser, and
Moodle's own editor, keep `dir`, `lang` and `class`; none of it is needed to show the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from quizapp.domain.bilingual import Lang, direction
from quizapp.domain.exchange.question import Question, tidy
from quizapp.formats.safety.plain import inline, paragraphs, reading

_PART: Final = re.compile(
    r'<(?:div|blockquote) [^<>]{0,100}?\bclass="waraqa-(stem|material|explanation|evidence)"'
    r"[^<>]{0,100}>"
)
_LANG: Final = re.compile(r'<[a-z]+ [^<>]{0,100}\blang="(ar|en)\b')


@dataclass(frozen=True, slots=True)
class Body:
    """The texts found in a piece of HTML, and what was lost in taking them."""

    stem: str = ""
    material: str = ""
    explanation: str = ""
    evidence: tuple[str, ...] = ()
    lang: Lang | None = None
    media: bool = False
    formatted: bool = False
    ours: bool = False
    tags: int = 0
    whole: bool = True


def question_html(question: Question) -> str:
    """Return the HTML that asks a question."""
    parts = (("stem", question.stem), ("material", question.material))
    return _wrapped(question.lang, _divisions(question.lang, parts))


def feedback_html(question: Question) -> str:
    """Return the HTML that explains a question, empty where it has no explanation."""
    parts = [("explanation", question.explanation)]
    inside = _divisions(question.lang, parts) + "".join(
        f'<blockquote class="waraqa-evidence">{_paragraphs(each, question.lang)}</blockquote>'
        for each in question.evidence
    )
    return _wrapped(question.lang, inside) if inside else ""


def text_html(text: str, lang: Lang) -> str:
    """Return the HTML of an answer, or of what is said of it."""
    return _wrapped(lang, _paragraphs(text, lang)) if text else ""


def line_html(text: str, lang: Lang) -> str:
    """Return the HTML of an answer within a line, its direction said as well."""
    inside = inline(text, formulas=lang == "ar")
    return f'<span dir="{direction(lang)}" lang="{lang}">{inside}</span>' if text else ""


def body_of(markup: str) -> Body:
    """Return the texts that a piece of HTML holds, ours or somebody else's."""
    pieces = _PART.split(markup)
    found: dict[str, list[str]] = {"": [pieces[0]]}
    for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        found.setdefault(name, []).append(piece)
    media = formatted = False
    tags, whole = len(pieces), True
    texts: dict[str, list[str]] = {}
    for name, parts in found.items():
        for part in parts:
            read = reading(part)
            media, formatted = media or read.media, formatted or read.formatted
            tags, whole = tags + read.tags, whole and read.whole
            texts.setdefault(name, []).append(tidy(read.text))
    before = texts.pop("")[0]
    lang = _LANG.search(markup, 0, 400)
    stem = _joined((before, *texts.get("stem", ())))
    spoken: Lang | None = None if lang is None else "ar" if lang[1] == "ar" else "en"
    return Body(
        stem=stem,
        material=_joined(texts.get("material", ())),
        explanation=_joined(texts.get("explanation", ())),
        evidence=tuple(each for each in texts.get("evidence", ()) if each),
        lang=spoken,
        media=media,
        formatted=formatted,
        ours=len(pieces) > 1,
        tags=tags,
        whole=whole,
    )


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(each for each in texts if each)


def _divisions(lang: Lang, parts: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'<div class="waraqa-{name}">{_paragraphs(text, lang)}</div>'
        for name, text in parts
        if text
    )


def _paragraphs(text: str, lang: Lang) -> str:
    return paragraphs(text, formulas=lang == "ar")


def _wrapped(lang: Lang, inside: str) -> str:
    return f'<div dir="{direction(lang)}" lang="{lang}">{inside}</div>'

"""Sheets to test with: every kind of question of the small article, on paper."""

from __future__ import annotations

import random
import re
import zlib

from quizapp.domain.bilingual import LANGS
from quizapp.domain.generation.bank import Bank
from quizapp.domain.generation.rounds import RoundSpec, assemble
from quizapp.formats.worksheet import Layout, Question, Worksheet
from quizapp.wording.worksheet import worksheet_words
from tests.domain.items.wide import wide_article

ADDRESS = "https://waraqa.example/ar/articles/wide-fair/start"


def questions(seed: int = 3, each: int = 1) -> tuple[Question, ...]:
    article = wide_article()
    bank = Bank.of(article)
    entries = [
        entry
        for kind in bank.kinds
        for entry in assemble(bank, RoundSpec("ar", each, (kind,)), random.Random(seed))
    ]
    items = [(bank.by_id[entry.item], entry.order) for entry in entries]
    return tuple(
        Question(item, order, tuple(article.sentence_by_id[name] for name in item.evidence))
        for item, order in items
    )


def worksheet(layout: Layout, asked: tuple[Question, ...] | None = None) -> Worksheet:
    return Worksheet(
        title=wide_article().title,
        classroom="صف 7/ب",
        layout=layout,
        questions=questions() if asked is None else asked,
        words={lang: worksheet_words(lang) for lang in LANGS},
        address=ADDRESS,
        shown=lambda text, lang: text,
    )


def unpacked(pdf: bytes) -> bytes:
    """A PDF with everything that is compressed in it laid open."""
    parts = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            parts.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def letters_of(opened: bytes) -> set[str]:
    """Every character that the fonts of a PDF can be read back to."""
    found: set[str] = set()
    for table in re.findall(rb"beginbfchar(.*?)endbfchar", opened, re.S):
        for _, code in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", table):
            found.update(bytes.fromhex(code.decode()).decode("utf-16-be"))
    return found

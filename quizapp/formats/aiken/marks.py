"""What our Aiken files say in ways that other programs pass over, or show as they are.

A question stands in one line. Where it has two texts, a dash between two wide spaces parts
them. A line that would be taken for an answer, or is so short that Moodle passes over it,
begins with a word joiner, which nobody sees. True and false are two answers like any other.
"""

from __future__ import annotations

from typing import Final

from quizapp.domain.bilingual import Lang

BETWEEN: Final = "\u2003\u2014\u2003"
UNSEEN: Final = "\u2060"
MARKS: Final = "\u200e\u200f\ufeff"
"""What may stand unseen before a label; it is no part of it."""

TRUTH: Final[dict[Lang, tuple[str, str]]] = {"ar": ("صواب", "خطأ"), "en": ("True", "False")}
"""How our files call true and false."""

TRUE_WORDS: Final = frozenset({"true", "صواب", "صح", "صحيح", "صحيحة"})
FALSE_WORDS: Final = frozenset({"false", "خطأ", "خاطئ", "خاطئة", "غير صحيح", "غير صحيحة"})

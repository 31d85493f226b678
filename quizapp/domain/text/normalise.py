"""When two spellings are the same: three layers of folding, from harmless to generous.

    clean     what nobody can see or would call a difference: presentation forms,
              invisible controls, tatweel, digits of three systems, curly quotes, spaces
    bare      clean without vowel marks, in one letter case
    fold      bare with the letter variants that readers treat as one
              (أ إ آ → ا, ى → ي, ة → ه, Persian letters; Latin accents), no punctuation

    clean("سمرقند\u200f") == "سمرقند";  fold("أُكتوبر", "ar") == "اكتوبر"

After guides on Arabic search: Unicode NFKC first, then marks, then letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from quizapp.domain.bilingual import Lang

NORMALISER_VERSION: Final = 2
"""Logged with every response; raise it whenever a verdict could change."""

ARABIC_MARKS: Final = "".join(
    chr(code)
    for first, last in (
        (0x0610, 0x061A),
        (0x064B, 0x065F),
        (0x0670, 0x0670),
        (0x06D6, 0x06DC),
        (0x06DF, 0x06E4),
        (0x06E7, 0x06E8),
        (0x06EA, 0x06ED),
    )
    for code in range(first, last + 1)
)
_MARK: Final = re.compile(f"[{ARABIC_MARKS}]")
_TATWEEL: Final = "\u0640"

_DIGITS: Final = {
    **{ord("\u0660") + n: str(n) for n in range(10)},
    **{ord("\u06f0") + n: str(n) for n in range(10)},
}
_SIGNS: Final = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u02bb\u0060\u00b4\u2032"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
    ord("\u066a"): "%",
    ord(_TATWEEL): None,
}
_TIDY: Final = {**_DIGITS, **_SIGNS}

_LETTERS: Final = {
    **dict.fromkeys(map(ord, "أإآٱ"), "ا"),
    **dict.fromkeys(map(ord, "ىی\u06cd\u06d0"), "ي"),
    **dict.fromkeys(map(ord, "ة\u06c0\u06c1\u06c2\u06c3\u06d5"), "ه"),
    **dict.fromkeys(map(ord, "ک\u06aaگ"), "ك"),
    ord("ئ"): "ي",
    ord("ؤ"): "و",
    ord("پ"): "ب",
    ord("چ"): "ج",
    ord("ژ"): "ز",
    ord("ڤ"): "ف",
}
_WORD: Final = re.compile(r"[^\W_]+")


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """Return the text without anything that cannot be seen, digits as 0–9, single spaces."""
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_TIDY)
    seen = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace())
    return " ".join(seen.split())


def without_marks(text: str) -> str:
    """Return the text without Arabic vowel marks."""
    return _MARK.sub("", text)


def is_mark(character: str) -> bool:
    """Tell whether a character is an Arabic vowel mark."""
    return character in ARABIC_MARKS


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Return the cleaned text without vowel marks and in one letter case."""
    return without_marks(clean(text)).casefold()


def fold_letters(text: str) -> str:
    """Return text with the Arabic letter variants merged that readers treat as one."""
    return text.translate(_LETTERS)


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")


@lru_cache(maxsize=8192)
def words(text: str, lang: Lang) -> tuple[str, ...]:
    """Return the folded words of a text in order; punctuation separates and is dropped.

    Particles that Arabic writes onto a word (و ف ب ل ك) stay on it.
    """
    letters = fold_letters(bare(text)) if lang == "ar" else _without_accents(bare(text))
    if lang == "en":
        letters = letters.replace("&", " and ").replace("'", "")
    return tuple(_WORD.findall(letters))


def fold(text: str, lang: Lang) -> str:
    """Return the form in which spellings are compared: folded words, single spaces.

    Idempotent. Two texts with one fold are the same answer to a friendly reader.
    """
    return " ".join(words(text, lang))

"""Where the sentences of a text end, in Arabic and in English.

A full stop, a question mark or an exclamation mark ends a sentence where white space follows,
and in English not a small letter. Not at the end of an abbreviation (Dr. Xi, د. سلمى, J. K.),
nor in a decimal number (3.5), nor within a quotation; what closes a quotation stays with it:

    "He came. “I am late.” Nobody cared."  ->  "He came."  "“I am late.”"  "Nobody cared."

Semicolons (؛) and dashes end nothing. An ellipsis ends a sentence only where the next one
does not go on with a joining word. A blank line always ends one; a single line break does
after an ending mark, and else is a space, as in text copied from a printed page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from quizapp.domain.bilingual import Lang

_END: Final = re.compile(r"[.!?…؟۔]+[»”\"'’)\]]*(?=\s|$)")
_PAIRS: Final = {"«": "»", "“": "”", '"': '"', "(": ")"}
_LONGEST_QUOTATION: Final = 400
_TITLES: Final = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "gen", "col", "capt", "lt", "sgt", "maj", "sen"}
    | {"rep", "gov", "pres", "rev", "hon", "messrs", "mt", "ft", "vs", "cf", "eg", "ie"}
    | {"approx", "fig", "vol", "dept"}
)
_BEFORE_NUMBERS: Final = frozenset(
    {"no", "nos", "art", "p", "pp", "ch", "sec", "jan", "feb", "mar", "apr", "jun", "jul"}
    | {"aug", "sep", "sept", "oct", "nov", "dec"}
)
_SOMETIMES: Final = frozenset(
    {"etc", "inc", "ltd", "co", "corp", "jr", "sr", "am", "pm", "us", "uk", "un", "eu", "bc", "ad"}
)
_STARTERS: Final = frozenset(
    {"the", "a", "an", "it", "its", "he", "his", "she", "her", "they", "their", "we", "i"}
    | {"you", "this", "that", "these", "those", "there", "in", "on", "at", "but", "and"}
    | {"however", "after", "before", "when", "while", "as", "if", "for", "from", "by", "with"}
    | {"since", "then", "now", "yet", "so", "what", "who", "where", "why", "how", "no"}
)
_INITIALS: Final = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]")
_ARABIC_LETTER: Final = re.compile(r"(?:[\u0621-\u064a]\u0640?\.)*[\u0621-\u064a]\u0640?")
_JOINING: Final = re.compile(r"[وف]\w|ثم\b|أو\b|بل\b|لكن\b|حتى\b")


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, each in one line; they are parted by blank lines, or
    by single breaks after an ending mark.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: list[str] = []
    open_ended = False
    for line in (" ".join(line.split()) for line in lines):
        if line and open_ended:
            found[-1] += f" {line}"
        elif line:
            found.append(line)
        open_ended = bool(line) and not re.search(r"[.!?…؟۔:][»”\"'’)\]]*$", line)
    return tuple(found)


def split(text: str, lang: Lang) -> tuple[str, ...]:
    """Return the sentences of a text in order; joined by spaces they are its words."""
    return tuple(sentence for part in paragraphs(text) for sentence in _sentences(part, lang))


def _sentences(text: str, lang: Lang) -> Iterator[str]:
    quoted = list(_quotations(text))
    start = 0
    for end in _END.finditer(text):
        within = any(low < end.start() and end.end() <= high for low, high in quoted)
        if within or end.end() == len(text):
            continue
        if _goes_on(text[start : end.start()], end[0], text[end.end() :].lstrip(), lang):
            continue
        yield text[start : end.end()].strip()
        start = end.end()
    if rest := text[start:].strip():
        yield rest


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield where quotations stand: from the opening mark to before the closing one."""
    at = 0
    while at < len(text):
        closing = _PAIRS.get(text[at])
        end = text.find(closing, at + 1) if closing else -1
        if closing and 0 < end - at <= _LONGEST_QUOTATION:
            yield at, end
            at = end
        at += 1


def _goes_on(before: str, mark: str, after: str, lang: Lang) -> bool:
    """Tell whether a sentence goes on after a mark that could end it."""
    if mark[0] in "…" or mark.startswith(".."):
        return _is_small(after) or bool(_JOINING.match(after))
    closed = mark[-1] in "»”\"'’)]"
    if closed and lang == "ar" and _JOINING.match(after):
        return True
    if _is_small(after):
        return True
    return mark == "." and _is_abbreviated(before, after, lang)


def _is_small(after: str) -> bool:
    first = next((ch for ch in after if ch.isalnum()), "")
    return bool(first) and first.islower() and first.isascii()


def _is_abbreviated(before: str, after: str, lang: Lang) -> bool:
    words = before.split()
    last = words[-1].lstrip("«“\"'(") if words else ""
    if last.isdigit() and len(words) == 1:
        return True  # 1. and what follows: the number of a paragraph
    if lang == "ar":
        # A year is followed by the letter of its calendar.
        counted = len(words) > 1 and words[-2].isdigit()
        return bool(_ARABIC_LETTER.fullmatch(last)) and not counted
    plain = last.replace(".", "").lower()
    following = re.match(r"\w*", after.lstrip("«“\"'(") or "")
    opens = (following[0] if following else "").lower() in _STARTERS
    if plain in _TITLES:
        return True
    if plain in _BEFORE_NUMBERS:
        return after[:1].isdigit()
    if plain in _SOMETIMES or _INITIALS.fullmatch(last):
        return not opens
    return False

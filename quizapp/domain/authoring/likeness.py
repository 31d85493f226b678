"""The same thing written twice: blind to vowel marks, hamza and the system of digits.

    "استضافت السلط معرض ١٢"   "إستضافت السلطُ معرض 12"    the same
    "Salt hosted the fair."   "The fair was hosted by Salt."   alike: nearly the same words
    "In 2010 Salt won."       "In 2011 Salt won."         two things: their numbers differ

Two texts are alike by the larger of two measures: how many letters stand in both in order
(Indel similarity of the folded texts), and how many content words they share (Jaccard), so
that words put in another order are found as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Article, Fact
from quizapp.domain.items.base import Item
from quizapp.domain.lint.reading import content
from quizapp.domain.text import fold
from quizapp.domain.written import WrittenItem

ALIKE: Final = 0.84
"""Texts at least so alike are shown as near-duplicates."""

_FEWEST_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text to look for: its id (so that it is no duplicate of itself) and its words."""

    id: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Twin:
    """Two that say nearly the same in a language; `likeness` is in 0..1, 1 for the same."""

    id: str
    other: str
    other_text: Bilingual
    lang: Lang
    likeness: float


def candidate(subject: Fact | WrittenItem | Item) -> Candidate:
    """Return what a fact, a written question or an item says, to be looked for."""
    if isinstance(subject, Fact):
        return Candidate(subject.id, subject.plain())
    return Candidate(subject.id, Bilingual.build(lambda lang: _asked(subject, lang)))


def _asked(subject: WrittenItem | Item, lang: Lang) -> str:
    """Return everything that a question says before its options."""
    parts = (subject.stem[lang], subject.material[lang] if subject.material else "")
    return " ".join(part for part in parts if part)


def near_duplicates(
    candidates: Iterable[Candidate | Fact | WrittenItem | Item], article: Article
) -> tuple[Twin, ...]:
    """Return what the article already says nearly like a candidate, most alike first.

    The facts and the written questions of the article are looked through. Of the two
    languages the one in which they are more alike is told.
    """
    known = [candidate(fact) for fact in article.facts]
    known += [candidate(written) for written in article.written]
    found = [
        twin
        for subject in candidates
        for one in [subject if isinstance(subject, Candidate) else candidate(subject)]
        for other in known
        if other.id != one.id
        for twin in _twins(one, other)
    ]
    return tuple(sorted(found, key=lambda twin: (-twin.likeness, twin.id, twin.other)))


def _twins(one: Candidate, other: Candidate) -> Iterator[Twin]:
    both = [lang for lang in one.text.langs if lang in other.text.langs]
    measured = [(likeness(one.text[lang], other.text[lang], lang), lang) for lang in both]
    best, lang = max(measured, default=(0.0, "ar"))
    if best >= ALIKE:
        yield Twin(one.id, other.id, other.text, lang, best)


def likeness(one: str, two: str, lang: Lang) -> float:
    """Return how alike two texts of a language are, in 0..1; 0 where their numbers differ."""
    first, second = fold(one, lang), fold(two, lang)
    if not first or not second or _numbers(first) != _numbers(second):
        return 0.0
    if first == second:
        return 1.0
    letters = Indel.normalized_similarity(first, second)
    words, others = content(one, lang), content(two, lang)
    shared = len(words & others) / len(words | others) if words | others else 0.0
    enough = min(len(words), len(others)) >= _FEWEST_WORDS
    return max(letters, shared) if enough else letters


def _numbers(folded: str) -> Counter[str]:
    return Counter(word for word in folded.split() if any(ch.isdigit() for ch in word))

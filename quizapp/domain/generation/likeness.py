"""When are two terms too alike to stand side by side as options?

Two options must be two answers to every reader, so a pair is *alike* when, in either
language, any of their spellings fold to the same letters, when every word of one name
is in the other (`Guinea` and `Equatorial Guinea`), or when the names differ by a slip
only. Numbers and dates are told apart by their digits, however similar they look:

    folds.alike(kyiv, kiev_spelt_so)  -> True      one place, two spellings
    folds.alike(slovenia, slovakia)   -> False     two places
    folds.alike(october_16, october_17) -> False   one digit is enough
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Term
from quizapp.domain.text import contains, fold, peel, words

NEAR_DUPLICATE: Final = 88.0
"""Names at least this similar (per cent of letters in common, in order) are one name misspelt."""

_LONG_WORD: Final = 5
_ECHO_AR: Final = 3
_ECHO_EN: Final = 4


@dataclass(frozen=True, slots=True)
class Folded:
    """A term's spellings as the strong fold leaves them, Arabic first."""

    names: tuple[str, str]
    spellings: tuple[frozenset[str], frozenset[str]]
    words: tuple[frozenset[str], frozenset[str]]
    gloss: frozenset[str]


class Folds:
    """Folded spellings of terms, each folded once.

    Terms are told apart by id, so one instance serves the terms of one article.
    """

    def __init__(self) -> None:
        self._folded: dict[str, Folded] = {}

    def of(self, term: Term) -> Folded:
        """Return a term's folded spellings."""
        known = self._folded.get(term.id)
        if known is None:
            known = self._folded[term.id] = _folded(term)
        return known

    def same(self, one: Term, two: Term) -> bool:
        """Tell whether some spelling names both terms, in either language."""
        a, b = self.of(one), self.of(two)
        return any(not x.isdisjoint(y) for x, y in zip(a.spellings, b.spellings, strict=True))

    def alike(self, one: Term, two: Term) -> bool:
        """Tell whether two terms cannot be offered together."""
        return one.id == two.id or self.same(one, two) or self._near(one, two)

    def kinship(self, one: Term, two: Term) -> float:
        """Return how much two terms are said to be the same sort of thing, in 0..1.

        Two glosses with the same words ("A country in Central Asia") give 1, those with
        nothing in common 0; the measure is Jaccard's, shared words over all words.
        """
        a, b = self.of(one).gloss, self.of(two).gloss
        return len(a & b) / len(a | b) if a and b else 0.0

    def echoes(self, term: Term, text: Bilingual) -> tuple[bool, bool]:
        """Tell per language whether a longer word of the term's name stands in a text."""
        ar, en = self.of(term).words
        return (
            any(len(word) >= _ECHO_AR and word in _peeled(text.ar) for word in ar),
            any(len(word) >= _ECHO_EN and word in words(text.en, "en") for word in en),
        )

    def _near(self, one: Term, two: Term) -> bool:
        a, b = self.of(one), self.of(two)
        for side in range(len(LANGS)):
            x, y = a.names[side], b.names[side]
            if not x or not y or any(ch.isdigit() for ch in x + y):
                continue
            inside = a.words[side] <= b.words[side] or b.words[side] <= a.words[side]
            if inside or fuzz.ratio(x, y) >= NEAR_DUPLICATE:
                return True
        return False


def names_in(text: Bilingual, term: Term) -> bool:
    """Tell whether a text names a term by its name or an alias, in either language."""
    return any(
        contains(text[lang], spelling, lang) for lang in LANGS for spelling in term.accepted(lang)
    )


def _folded(term: Term) -> Folded:
    ar, en = (fold(term.name[lang], lang) for lang in LANGS)
    spellings = tuple(
        frozenset(_letters(spelling, lang) for spelling in term.accepted(lang)) for lang in LANGS
    )
    return Folded(
        names=(ar, en),
        spellings=(spellings[0], spellings[1]),
        words=(
            _peeled(term.name.ar),
            frozenset(words(term.name.en, "en")),
        ),
        gloss=frozenset(words(term.gloss.en, "en")),
    )


@lru_cache(maxsize=1024)
def _peeled(text: str) -> frozenset[str]:
    return frozenset(peel(word) for word in words(text, "ar"))


def _letters(spelling: str, lang: Lang) -> str:
    """The folded letters without spaces; سوريا and سورية have one ending."""
    folded = words(spelling, lang)
    if lang == "ar":
        folded = tuple(
            f"{word[:-1]}ا" if len(word) >= _LONG_WORD and word.endswith("ه") else word
            for word in folded
        )
    return "".join(folded)

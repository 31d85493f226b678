"""Is this sentence that one, edited? Careful: no is cheaper than a wrong yes.

    same          the same folded words
    kept          the old words stand in the new sentence unbroken: something was added
    mended        words are spelt otherwise, one or two came or went, but no figure, no denial
    different     anything else, however alike it looks

Worked example, the sentence before: "Salt hosted the fair of 2019."

    "Salt hosted the fair of ٢٠١٩"           same
    "After all, Salt hosted the fair of 2019, and Irbid came."     kept
    "Salt hostd the fair of 2019."           mended
    "Salt hosted the fair of 2020."          different: another figure
    "Salt did not host the fair of 2019."    different: it denies now
    "Irbid hosted the fair of 2019."         different: another word, not another spelling

Languages in which either has no text are not compared; every other one must agree.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Indel

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.text import fold, words

_FEWEST_WORDS: Final = 4
_MENDED: Final = 0.8
_SHORT: Final = 25
_SHORT_MENDED: Final = 0.85
_SPELT_ALIKE: Final = 0.6
_LOOSE_WORDS: Final = 2
_DENIALS: Final[dict[Lang, frozenset[str]]] = {
    "ar": frozenset(fold(w, "ar") for w in ("لا", "لم", "لن", "ليس", "ليست", "غير", "دون", "بلا")),
    "en": frozenset(
        {"not", "no", "never", "without", "none", "neither", "nor", "cannot", "hardly"}
    ),
}


class Bond(IntEnum):
    """How surely one sentence is another one edited, from not at all to surely."""

    DIFFERENT = 0
    MENDED = 1
    KEPT = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How surely two sentences are one, and how alike they look, in 0..1."""

    bond: Bond
    likeness: float


def resemblance(old: Bilingual, new: Bilingual) -> Resemblance:
    """Compare a sentence before an edit with one after it."""
    both = [lang for lang in old.langs if lang in new.langs]
    if not both:
        return Resemblance(Bond.DIFFERENT, 0.0)
    bonds = [_bond(old[lang], new[lang], lang) for lang in both]
    alike = [likeness(old[lang], new[lang], lang) for lang in both]
    return Resemblance(min(bonds), sum(alike) / len(alike))


@lru_cache(maxsize=8192)
def likeness(old: str, new: str, lang: Lang) -> float:
    """Return how many of the folded letters of two texts stand in both, in order, in 0..1."""
    return Indel.normalized_similarity(fold(old, lang), fold(new, lang))


@lru_cache(maxsize=8192)
def _bond(old: str, new: str, lang: Lang) -> Bond:
    before, after = words(old, lang), words(new, lang)
    if before == after:
        return Bond.SAME
    least = _SHORT_MENDED if len(old) < _SHORT else _MENDED
    alike = likeness(old, new, lang) >= least and _spelt_alike(before, after)
    if alike and same_weights(old, new, lang):
        return Bond.MENDED
    if len(before) >= _FEWEST_WORDS and _holds(after, before) and not _denied(before, after, lang):
        return Bond.KEPT
    return Bond.DIFFERENT


def _holds(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def _denied(before: tuple[str, ...], after: tuple[str, ...], lang: Lang) -> bool:
    """Tell whether a denial was added right around what was kept: it may deny all of it."""
    new = Counter(after) - Counter(before)
    return any(word in _DENIALS[lang] for word in new)


def _spelt_alike(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Tell whether words only differ in their spelling, but for one or two that came or went."""
    loose = 0
    for tag, low, high, start, stop in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "replace":
            one, two = "".join(before[low:high]), "".join(after[start:stop])
            if Indel.normalized_similarity(one, two) < _SPELT_ALIKE:
                return False
        elif tag != "equal":
            loose += high - low + stop - start
    return loose <= _LOOSE_WORDS


def same_weights(old: str, new: str, lang: Lang) -> bool:
    """Tell whether two texts have the same figures and the same denials."""
    return _weights(words(old, lang), lang) == _weights(words(new, lang), lang)


def _weights(said: tuple[str, ...], lang: Lang) -> Counter[str]:
    return Counter(
        word
        for word in said
        if word in _DENIALS[lang] or word.endswith("nt") or any(ch.isdigit() for ch in word)
    )

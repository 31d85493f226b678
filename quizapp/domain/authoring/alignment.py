"""Two lists of sentences side by side: by their lengths, and by what stands out in them.

After Gale and Church, "A program for aligning sentences in bilingual corpora" (1993): long
sentences are translated by long ones. Of all ways to go through both texts in steps of
one to one, one to none, two to one and two to two, dynamic programming finds the likeliest.
A step costs -log of how common it is, and -log of the chance that lengths differ so much:

    delta = (english * c - arabic) / sqrt(english * c * VARIANCE),    P = erfc(|delta| / sqrt 2)

c is how long the Arabic text is, divided by the English, within sane bounds. What the paper
does not have: what is the same in both languages speaks for a step, what differs against
it. Such signs are figures, question marks, quotations, and names that both are known to have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from math import erfc, inf, log, sqrt
from typing import Final

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Term
from quizapp.domain.text import contains, fold

Bead = tuple[tuple[int, ...], tuple[int, ...]]
"""The indices of sentences that belong together: Arabic, English."""

_VARIANCE: Final = 2.0  # measured 1.1 on a passage translated with care; the paper has 6.8
_STEPS: Final = {
    (1, 1): -log(0.89),
    (1, 0): -log(0.03),
    (0, 1): -log(0.03),
    (2, 1): -log(0.0445),
    (1, 2): -log(0.0445),
    (2, 2): -log(0.011),
}
_USUAL: Final = 0.76
_SANE: Final = (0.7, 0.95)
_SIGN: Final = 2.0
_LEAST: Final = 1e-30
_BAND: Final = 60
_MARKS: Final = {
    "question": re.compile(r"[?؟]"),
    "quotation": re.compile(r"[«“\"]"),
    "exclamation": re.compile(r"!"),
}
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)


def beads(ar: Sequence[str], en: Sequence[str], names: Sequence[Term] = ()) -> tuple[Bead, ...]:
    """Return which sentences of two texts belong together, in order, each in one bead.

    `names` are terms known in both languages.
    """
    texts = _Texts(ar, en, names)
    cost: dict[tuple[int, int], float] = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(ar) + 1):
        for j in range(len(en) + 1):
            if (i, j) == (0, 0) or not texts.near(i, j):
                continue
            best, step = inf, (0, 0)
            for (di, dj), common in _STEPS.items():
                before = cost.get((i - di, j - dj), inf)
                if before < inf:
                    total = before + common + texts.cost(i - di, i, j - dj, j)
                    if total < best:
                        best, step = total, (di, dj)
            if best < inf:
                cost[i, j], came[i, j] = best, step
    return _walked(came, len(ar), len(en))


def _walked(came: dict[tuple[int, int], tuple[int, int]], i: int, j: int) -> tuple[Bead, ...]:
    found: list[Bead] = []
    while (i, j) != (0, 0):
        di, dj = came[i, j]
        found.append((tuple(range(i - di, i)), tuple(range(j - dj, j))))
        i, j = i - di, j - dj
    return tuple(reversed(found))


class _Texts:
    """The lengths and signs of both texts."""

    def __init__(self, ar: Sequence[str], en: Sequence[str], names: Sequence[Term]) -> None:
        self.ar = [_letters(sentence) for sentence in ar]
        self.en = [_letters(sentence) for sentence in en]
        self.signs_ar = _signs(ar, names, "ar")
        self.signs_en = _signs(en, names, "en")
        whole = sum(self.ar) / sum(self.en) if sum(self.en) else _USUAL
        self.ratio = min(max(whole, _SANE[0]), _SANE[1]) if sum(self.ar) else _USUAL

    def near(self, i: int, j: int) -> bool:
        """Tell whether a cell is near the diagonal: others of long texts are not looked at."""
        slope = len(self.en) / len(self.ar) if self.ar else 0.0
        return abs(j - i * slope) <= _BAND + abs(len(self.en) - len(self.ar))

    def cost(self, i: int, to_i: int, j: int, to_j: int) -> float:
        """Return what it costs to take these sentences for translations of each other."""
        if i == to_i or j == to_j:
            return 0.0
        arabic, english = sum(self.ar[i:to_i]), sum(self.en[j:to_j]) * self.ratio
        delta = (english - arabic) / sqrt(max(english, 1.0) * _VARIANCE)
        signs = self._sign_cost(i, to_i, j, to_j)
        return signs - log(max(erfc(abs(delta) / sqrt(2)), _LEAST))

    def _sign_cost(self, i: int, to_i: int, j: int, to_j: int) -> float:
        """Signs in common count for the step, signs of one side against it; -1 to 1 signs."""
        here = frozenset[str]().union(*self.signs_ar[i:to_i])
        there = frozenset[str]().union(*self.signs_en[j:to_j])
        if not here and not there:
            return 0.0
        return _SIGN * (1 - 2 * len(here & there) / len(here | there)) * sqrt(len(here | there))


def _letters(text: str) -> int:
    return sum(unicodedata.category(ch) not in ("Mn", "Cf", "Zs") for ch in text)


def _signs(sentences: Sequence[str], names: Sequence[Term], lang: Lang) -> list[frozenset[str]]:
    """The figures, marks and names of each sentence."""
    spellings = [
        (term.id, fold(spelling, lang).removeprefix("ال"), spelling)
        for term in names
        if len(term.name.langs) == len(LANGS)
        for spelling in term.accepted(lang)
    ]
    found = []
    for sentence in sentences:
        folded = fold(sentence, lang)
        signs = {*re.findall(r"\d+", sentence.translate(_DIGITS))}
        signs |= {sign for sign, pattern in _MARKS.items() if pattern.search(sentence)}
        signs |= {
            ident
            for ident, start, spelling in spellings
            if start in folded and contains(sentence, spelling, lang)
        }
        found.append(frozenset(signs))
    return found

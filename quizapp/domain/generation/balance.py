"""Which wrong options to take so that length does not give the right one away.

A key that is the longest option more often than chance is a cue that anybody learns.
So every item draws, by its own seed, how many of its wrong options shall be longer than
the key (0, 1, 2 or 3, each as likely), and takes the set of candidates that costs least:
the cost of each candidate (how far it is from the best) and of missing the draw, in both
languages at once. Worked example, lengths in letters, the key 8 long and 1 drawn:

    candidates, best first   4   5   6   12     ->   4, 5, 12    one is longer, as drawn
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

from quizapp.domain.bilingual import Bilingual

Lengths = tuple[int, int]
"""Visible letters of a text in Arabic and in English."""

CONSIDERED: Final = 10
"""How many candidates are weighed against each other; the ranking decides before that."""

LONGEST_FAIR: Final = 1.35
"""A key beyond this multiple of the longest wrong option stands out (linter rule Q09)."""

_DRAW_COST: Final = 1.0
_LONGEST_COST: Final = 2.5
_CUE_COST: Final = 8.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A wrong option to choose from; `cost` is how much worse it is than the best."""

    lengths: Lengths
    cost: float = 0.0


def lengths(text: Bilingual) -> Lengths:
    """Return the visible length of a text per language; vowel marks take no room."""
    return _visible(text.ar), _visible(text.en)


def balanced(
    key: Lengths,
    ranked: Sequence[Candidate],
    count: int,
    rng: random.Random,
    *,
    forced: int = 0,
) -> tuple[int, ...]:
    """Choose `count` of the ranked candidates (best first) and return their indices.

    The first `forced` are wanted whatever their length: all of them, or where there are
    more than `count` only some of them. Fewer candidates than `count` are all taken.
    """
    target = rng.randrange(count + 1)
    size = min(count, len(ranked))
    if size == 0:
        return ()
    sets = _sets(len(ranked), size, forced)
    return min(
        sets,
        key=lambda chosen: (_cost(key, [ranked[i] for i in chosen], target), chosen),
    )


def _sets(total: int, size: int, forced: int) -> list[tuple[int, ...]]:
    if forced >= size:
        return list(combinations(range(min(forced, CONSIDERED)), size))
    first = tuple(range(forced))
    rest = range(forced, min(total, forced + CONSIDERED))
    return [first + more for more in combinations(rest, size - forced)]


def _cost(key: Lengths, chosen: Sequence[Candidate], target: int) -> float:
    cost = sum(candidate.cost for candidate in chosen)
    for side, own in enumerate(key):
        others = [candidate.lengths[side] for candidate in chosen]
        longer = sum(other > own for other in others)
        cost += _DRAW_COST * abs(longer - target)
        if longer == 0 and target > 0:
            cost += _LONGEST_COST
        if own > LONGEST_FAIR * max(others):
            cost += _CUE_COST
    return cost


@lru_cache(maxsize=4096)
def _visible(text: str) -> int:
    return sum(unicodedata.category(ch) not in ("Mn", "Cf") for ch in text)

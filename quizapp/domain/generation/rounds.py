"""Which items make a round, and in which order.

A round is drawn greedily, one question after the other, from the items that no earlier
question of the round has given away (`reveals`) - so none is ever given away, and no fact
is asked about twice. When nothing is left the round ends, shorter than wished. Each step

1. takes the kind whose turn it is, never the last one again while there is another;
   a kind's share grows with the square root of what it has to offer, so that four sets
   to match neither appear in every round nor drown among a hundred choices;
2. takes of that kind the item with the best draw. Draws are exponential, divided by the
   weight, as for weighted sampling without replacement (Efraimidis and Spirakis, 2006),
   and a paragraph just asked about, or often, costs extra.

A long round must also last. There, an item that many others would give away comes early,
and one that would end the chances of facts not yet asked about is put off. Worked example,
only three choices left, where x is asked for "China" and both others mention China:

    short round   any of the three may come first; after y or z, x is gone
    long round    x first, then y and z
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import log, sqrt
from operator import or_
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.generation.bank import Bank
from quizapp.domain.generation.reveals import Reveals
from quizapp.domain.ids import seeded

_TRIES: Final = 3  # a long round may end early by bad luck; the longest try is kept
_SAME_PARAGRAPH: Final = 2.0
_USED_PARAGRAPH: Final = 0.5
_LOST_FACT: Final = 4.0
_ENDANGERED: Final = 4.0
_STATEMENT: Final = "true_false"


@dataclass(frozen=True, slots=True)
class RoundSpec:
    """What round is wanted.

    `length` None asks for all that fits, empty `kinds` for every kind. `only` names the
    items to ask, all of them and no others: the round that repeats what was missed.
    """

    lang: Lang
    length: int | None
    kinds: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a round: the item, and its options in the order shown."""

    item: str
    order: tuple[int, ...]


def assemble(
    bank: Bank, spec: RoundSpec, rng: random.Random, weights: Mapping[str, float] | None = None
) -> tuple[Entry, ...]:
    """Return the questions of a round, in order; empty where no item fits.

    The same bank, spec, weights and state of `rng` give the same round. `weights` biases
    the choice by item id or fact id (the item's own goes first): 1 is neutral, 2 twice as
    likely, 0 leaves out. Only items written in the language are asked. With `only`, every
    such item named is kept, ids that the bank does not know are passed over, and weights
    are not looked at; the items are put in an order in which as few as possible come after
    one that gives them away.
    """
    arrangement = rng.getrandbits(64)
    places = _repeated(bank, spec, rng) if spec.only else _drawn(bank, spec, rng, weights or {})
    return tuple(_entry(bank, place, arrangement) for place in places)


def _entry(bank: Bank, place: int, arrangement: int) -> Entry:
    item = bank.items[place]
    rng = seeded(arrangement, item.id)
    return Entry(item.id, tuple(bank.kinds[item.kind].arrange(item, rng)))


def _drawn(
    bank: Bank, spec: RoundSpec, rng: random.Random, weights: Mapping[str, float]
) -> list[int]:
    """Draw a round, and where it must be long keep the longest of a few tries."""
    subjects = {fact for place in _asked(bank, spec) for fact in bank.items[place].facts}
    wanted = len(bank.items) if spec.length is None else spec.length
    enough = min(wanted, len(subjects))
    best: list[int] = []
    if enough * 2 <= len(subjects):
        best = _Draw(bank, spec, rng, weights).round(wanted)
    for _ in range(_TRIES):
        if len(best) >= enough:
            break
        best = max(best, _Draw(bank, spec, rng, weights, lasting=True).round(wanted), key=len)
    return best


def _asked(bank: Bank, spec: RoundSpec) -> Iterator[int]:
    for place, item in enumerate(bank.items):
        if (not spec.kinds or item.kind in spec.kinds) and place in bank.askable[spec.lang]:
            yield place


class _Draw:
    """One greedy draw: what may still be asked, and what was asked so far."""

    def __init__(
        self,
        bank: Bank,
        spec: RoundSpec,
        rng: random.Random,
        weights: Mapping[str, float],
        *,
        lasting: bool = False,
    ) -> None:
        self.bank = bank
        self.lasting = lasting
        self.reveals = bank.reveals(spec.lang)
        groups = _groups(bank, _asked(bank, spec))
        self.draws = _draws(bank, _with_coins_tossed(bank, groups, rng), rng, weights)
        self.by_kind: dict[str, list[int]] = defaultdict(list)
        for place in self.draws:
            self.by_kind[bank.items[place].kind].append(place)
        offer: dict[str, int] = defaultdict(int)
        for kind, _ in groups:
            offer[kind] += 1
        self.stride = {kind: 1 / sqrt(offer[kind]) for kind in self.by_kind}
        self.turn = {kind: rng.random() * stride for kind, stride in self.stride.items()}
        self.open = reduce(or_, (1 << place for place in self.draws), 0)
        self.subjects = _subjects(bank, self.draws) if lasting else []
        self.used: dict[int, int] = defaultdict(int)

    def round(self, wanted: int) -> list[int]:
        """Return the places of the items drawn, in order, `wanted` of them at most."""
        drawn: list[int] = []
        kind, paragraph = "", 0
        while self.open and len(drawn) < wanted:
            kind, left = self._next_kind(kind)
            place = min(left, key=lambda p: (self._cost(p, paragraph), p))
            paragraph = self.bank.paragraph[place]
            self.used[paragraph] += 1
            self.turn[kind] += self.stride[kind]
            self.open &= ~(self.reveals.gives[place] | 1 << place)
            drawn.append(place)
        return drawn

    def _next_kind(self, last: str) -> tuple[str, list[int]]:
        """The kind whose turn it is and its open items; the last kind only for want of others."""
        for kind in sorted(self.turn, key=lambda k: (k == last, self.turn[k], k)):
            left = [place for place in self.by_kind[kind] if self.open >> place & 1]
            if left:
                return kind, left
            del self.turn[kind]
        raise AssertionError("an open item is of some kind")

    def _cost(self, place: int, last_paragraph: int) -> float:
        paragraph = self.bank.paragraph[place]
        cost = self.draws[place] + _USED_PARAGRAPH * self.used[paragraph]
        if paragraph == last_paragraph:
            cost += _SAME_PARAGRAPH
        if self.lasting:
            cost += _LOST_FACT * self._lost(place) - _ENDANGERED * self._endangered(place)
        return cost

    def _lost(self, place: int) -> int:
        """How many facts could not be asked about any more, once this item was shown."""
        before = self.open & ~(1 << place)
        after = before & ~self.reveals.gives[place]
        return sum(1 for mask in self.subjects if mask & before and not mask & after)

    def _endangered(self, place: int) -> float:
        """The share of the open items that would give this one away."""
        return (self.reveals.given[place] & self.open).bit_count() / self.open.bit_count()


Group = tuple[str, tuple[str, ...]]
"""A kind and the facts asked about: items of one group differ by slot or by variant."""


def _groups(bank: Bank, places: Iterator[int]) -> dict[Group, list[int]]:
    groups: dict[Group, list[int]] = defaultdict(list)
    for place in places:
        item = bank.items[place]
        groups[item.kind, item.facts or (item.id,)].append(place)
    return groups


def _with_coins_tossed(
    bank: Bank, groups: Mapping[Group, Sequence[int]], rng: random.Random
) -> Iterator[Sequence[int]]:
    """Yield the groups; of statements, those that are true or those that are false only.

    The coin is even, but for what facts with one variant alone have decided already.
    """
    sides = {
        group: _by_truth(bank, places) for group, places in groups.items() if group[0] == _STATEMENT
    }
    both = sum(1 for true, false in sides.values() if true and false)
    true_only = sum(1 for true, false in sides.values() if not false)
    chance = (len(sides) / 2 - true_only) / both if both else 0.0
    for group, places in groups.items():
        true, false = sides.get(group, ((), ()))
        if true and false:
            yield true if rng.random() < chance else false
        else:
            yield places


def _by_truth(bank: Bank, places: Sequence[int]) -> tuple[list[int], list[int]]:
    """True statements and false ones: the first option says "true"."""
    true = [place for place in places if bank.items[place].key == (0,)]
    return true, [place for place in places if bank.items[place].key != (0,)]


def _draws(
    bank: Bank,
    groups: Iterator[Sequence[int]],
    rng: random.Random,
    weights: Mapping[str, float],
) -> dict[int, float]:
    """Draw for every item how soon it comes; the items of a group share one chance."""
    draws: dict[int, float] = {}
    for places in groups:
        for place in places:
            soon = -log(1 - rng.random()) * len(places)
            weight = _weight(bank, place, weights) if weights else 1.0
            if weight > 0:
                draws[place] = soon / weight
    return draws


def _weight(bank: Bank, place: int, weights: Mapping[str, float]) -> float:
    item = bank.items[place]
    if item.id in weights:
        return weights[item.id]
    return max((weights.get(fact, 1.0) for fact in item.facts), default=1.0)


def _subjects(bank: Bank, places: Mapping[int, float]) -> list[int]:
    """For every fact the bits of the items that may ask about it."""
    masks: dict[str, int] = defaultdict(int)
    for place in places:
        for fact in bank.items[place].facts:
            masks[fact] |= 1 << place
    return list(masks.values())


def _repeated(bank: Bank, spec: RoundSpec, rng: random.Random) -> list[int]:
    """Order the items named so that few come after one that gives them away.

    An item goes next if it gives away the fewest of those left, less those that would
    give it away: the greedy heuristic for feedback arc sets (Eades, Lin and Smyth, 1993).
    Among equals another kind than the last one goes first, then chance decides.
    """
    known = dict.fromkeys(bank.place[ident] for ident in spec.only if ident in bank.place)
    fit = {*_asked(bank, spec)}
    left = [place for place in known if place in fit]
    chance = {place: rng.random() for place in sorted(left)}
    relation = bank.reveals(spec.lang)
    ordered: list[int] = []
    last = ""
    while left:
        place = min(
            left, key=lambda p: (*_harm(p, left, relation), _kind(bank, p) == last, chance[p])
        )
        last = _kind(bank, place)
        ordered.append(place)
        left.remove(place)
    return ordered[: spec.length]


def _harm(place: int, left: Sequence[int], relation: Reveals) -> tuple[int, int]:
    others = reduce(or_, (1 << other for other in left), 0)
    gives = (relation.gives[place] & others).bit_count()
    given = (relation.given[place] & others).bit_count()
    return (0, 0) if not gives else (1, gives - given)


def _kind(bank: Bank, place: int) -> str:
    return bank.items[place].kind

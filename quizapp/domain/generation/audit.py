"""What thousands of rounds look like: is the answer betrayed by anything but knowledge?

An audit plays no round, it only counts: where the key stands, whether it is the longest
option, how many statements are true, which facts were asked, and whether one question
gave another away. That last check knows nothing of the masks that rounds are drawn by: it
reads what the questions show (`reveals.exposed`), pair by pair in the order they were
asked, as a learner would.

How the counts are meant. Position: items with one key among three options or more, by
number of options, counted as shown; an even share is one in n. Length: four-option items
with one key, letters without vowel marks; where m options are longest together, each
counts 1/m, so that 25 % is even. Truth: of all statements to be judged, those that are
true. A target counts as missed only where chance does not explain it, so that a short
audit raises no false alarm: an even share counted n times strays by three standard
deviations, 3 * sqrt(p * (1 - p) / n), once in 370 audits.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from math import sqrt
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.generation.bank import Bank
from quizapp.domain.generation.reveals import EVIDENCE, exposed, telling
from quizapp.domain.generation.rounds import Entry, RoundSpec, assemble
from quizapp.domain.ids import seeded
from quizapp.domain.items.base import Item
from quizapp.domain.text import contains

Round = tuple[Entry, ...]

MOST_UNEVEN: Final = 0.03
MOST_LONGEST: Final = 0.40
MOST_PARTIAL: Final = 0.03

_DEVIATIONS: Final = 3
_ENOUGH: Final = 20  # questions per fact, before a fact that was never asked means anything
_FOUR: Final = 4
_FEWEST: Final = 3  # two options are the fixed pair of a statement


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The counts of one audit, and what they say.

    `positions` has, per number of options, how many keys stood at each position. `weighed`
    is the number of four-option items, `judged` that of statements, and the shares of them
    are in 0..1; a share of nothing is None. `giving_away` counts rounds.
    """

    lang: Lang
    rounds: int
    questions: int
    positions: Mapping[int, tuple[int, ...]]
    weighed: int
    key_longest: float | None
    judged: int
    true_share: float | None
    facts_asked: int
    facts_total: int
    items_asked: int
    items_total: int
    kinds: Mapping[str, float]
    giving_away: int

    @property
    def most_uneven(self) -> float:
        """How far the worst position is from an even share.

        Numbers of options with so few keys that three points could be chance are left out.
        """
        return max(
            (
                abs(count / sum(places) - 1 / size)
                for size, places in self.positions.items()
                for count in places
                if _chance(1 / size, sum(places)) <= MOST_UNEVEN
            ),
            default=0.0,
        )

    def failures(self) -> tuple[str, ...]:
        """Return the codes of the targets missed, in a fixed order; empty when all is well."""
        longest, true = self.key_longest, self.true_share
        missed = {
            "position": self.most_uneven > MOST_UNEVEN,
            "longest": longest is not None
            and longest > max(MOST_LONGEST, 1 / _FOUR + _chance(1 / _FOUR, self.weighed)),
            "true_share": true is not None
            and abs(true - 0.5) > max(MOST_PARTIAL, _chance(0.5, self.judged)),
            "facts": self.facts_asked < self.facts_total
            and self.questions >= _ENOUGH * self.facts_total,
            "giveaway": self.giving_away > 0,
        }
        return tuple(code for code, bad in missed.items() if bad)


def _chance(share: float, times: int) -> float:
    """How far a share counted so many times may stray without meaning anything."""
    return _DEVIATIONS * sqrt(share * (1 - share) / times)


def sample_rounds(bank: Bank, spec: RoundSpec, count: int, seed: int) -> Iterator[Round]:
    """Yield `count` rounds, each drawn by a generator of its own made from `seed`."""
    for number in range(count):
        yield assemble(bank, spec, seeded("audit", seed, number))


def audit(bank: Bank, lang: Lang, rounds: Iterable[Round]) -> AuditReport:
    """Count over rounds of one bank, played in one language."""
    tally = _Tally(bank, lang)
    for entries in rounds:
        tally.add(entries)
    return tally.report()


def giveaways(bank: Bank, lang: Lang, entries: Round) -> tuple[tuple[str, str], ...]:
    """Return the pairs (earlier item, later item) of a round where one gives away the other."""
    reader = _Reader(bank, lang)
    return tuple(reader.pairs(entries))


class _Reader:
    """Reads pairs of items for giveaways, each pair of texts once."""

    def __init__(self, bank: Bank, lang: Lang) -> None:
        self.bank = bank
        self.lang: Lang = lang
        self._known: dict[tuple[str, str], bool] = {}
        self._holds: dict[tuple[str, str], bool] = {}

    def pairs(self, entries: Round) -> Iterator[tuple[str, str]]:
        for earlier, later in combinations((entry.item for entry in entries), 2):
            known = self._known.get((earlier, later))
            if known is None:
                known = self._gives_away(self.bank.by_id[earlier], self.bank.by_id[later])
                self._known[earlier, later] = known
            if known:
                yield earlier, later

    def _gives_away(self, earlier: Item, later: Item) -> bool:
        if set(earlier.facts) & set(later.facts):
            return True
        if later.kind == EVIDENCE and set(earlier.evidence) & set(later.evidence):
            return True
        return any(
            self._contains(text, key)
            for key in telling(later, self.bank.kinds, self.lang)
            for text in exposed(earlier, self.bank.article, self.lang)
        )

    def _contains(self, text: str, key: str) -> bool:
        known = self._holds.get((text, key))
        if known is None:
            known = self._holds[text, key] = contains(text, key, self.lang)
        return known


@dataclass
class _Tally:
    """Counts that grow round by round."""

    bank: Bank
    lang: Lang
    rounds: int = 0
    questions: int = 0
    places: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    longest: float = 0.0
    weighed: int = 0
    truths: Counter[bool] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    giving_away: int = 0

    @cached_property
    def _reader(self) -> _Reader:
        return _Reader(self.bank, self.lang)

    def add(self, entries: Round) -> None:
        self.rounds += 1
        self.giving_away += any(True for _ in self._reader.pairs(entries))
        for entry in entries:
            self.questions += 1
            self.items[entry.item] += 1
            item = self.bank.by_id[entry.item]
            if item.kind == "true_false":
                self.truths[item.options[item.key[0]].id == "true"] += 1
            elif len(item.key) == 1 and len(item.options) >= _FEWEST:
                self._weigh(item, entry)

    def _weigh(self, item: Item, entry: Entry) -> None:
        self.places[len(entry.order)][entry.order.index(item.key[0])] += 1
        if len(item.options) == _FOUR:
            self.weighed += 1
            self.longest += _longest(item, self.lang)

    def report(self) -> AuditReport:
        kinds: Counter[str] = Counter()
        for ident, times in self.items.items():
            kinds[self.bank.by_id[ident].kind] += times
        asked = {fact for ident in self.items for fact in self.bank.by_id[ident].facts}
        judged = self.truths.total()
        return AuditReport(
            lang=self.lang,
            rounds=self.rounds,
            questions=self.questions,
            positions={
                size: tuple(places[at] for at in range(size))
                for size, places in sorted(self.places.items())
            },
            weighed=self.weighed,
            key_longest=self.longest / self.weighed if self.weighed else None,
            judged=judged,
            true_share=self.truths[True] / judged if judged else None,
            facts_asked=len(asked),
            facts_total=sum(self.lang in fact.langs for fact in self.bank.article.facts),
            items_asked=len(self.items),
            items_total=len(self.bank.askable[self.lang]),
            kinds={kind: kinds[kind] / self.questions for kind in sorted(kinds)},
            giving_away=self.giving_away,
        )


def _longest(item: Item, lang: Lang) -> float:
    """How much of "the longest option" the key is: all, a part of a tie, or nothing."""
    sizes = [_letters(option.text[lang]) for option in item.options]
    return (sizes[item.key[0]] == max(sizes)) / sizes.count(max(sizes))


def _letters(text: str) -> int:
    return sum(unicodedata.category(letter) != "Mn" for letter in text)

"""Wrong answers that tempt and that are surely wrong.

A candidate must be of the key's type and sort, agree with it in Arabic (number and
definiteness always, gender where the question would show it), and be wrong by
everything the article says: it is no answer of the same fact, none of a fact with the
same `relation`, none that the author forbids (`never`), neither contains the key nor is
contained in it, is not named in the question, and no spelling of it is the key's.
Then the author's `pool` comes first, the article's own terms next, shared ones last,
near ones before far ones. Worked example, "Which city hosted the summit?" (Samarkand):

    Beijing, Moscow      the article's own cities, unless they hosted it too
    Bukhara, Tashkent    shared cities within the same country
    Paris                only when nothing nearer is left
    Uzbekistan           never: a country, and it contains the key

Nothing is ambient: the same article and seed draw the same terms on every machine.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from quizapp.domain.bilingual import Bilingual, BilingualList, Lang
from quizapp.domain.content import Article, Ask, Fact, Term, TermType
from quizapp.domain.generation.balance import CONSIDERED, Candidate, balanced, lengths
from quizapp.domain.generation.likeness import Folds, names_in
from quizapp.domain.generation.rivals import rival_spellings
from quizapp.domain.generation.sequence import around, place
from quizapp.domain.ids import seeded
from quizapp.domain.text import fold, peel, words

WANTED: Final = 3
"""Wrong options of an item: four options in all."""

FEWEST: Final = 2
"""With fewer wrong options than this there is no question."""

_RANK_COST: Final = 0.2
_TIER_COST: Final = 1.5
_ECHO_GAIN: Final = 2.0
_ASKING: Final = frozenset({"أي", "أية", "متى", "أين", "كم"})
_HEADS: Final = frozenset({"مدينة", "دولة", "بلد", "منظمة", "منطقة", "شهر", "جهة", "عدد", "يوم"})


@dataclass(frozen=True, slots=True)
class Search:
    """What wrong answers are looked for: beside which keys, never which terms, and named in
    which languages.
    """

    keys: tuple[Term, ...]
    question: Bilingual
    forbidden: frozenset[str]
    gendered: bool
    langs: tuple[Lang, ...]
    sorted_alike: bool = True


class Distractors:
    """The wrong answers of one article's questions."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.folds = Folds()
        self._by_type: dict[TermType, list[Term]] = defaultdict(list)
        for term in article.terms:
            self._by_type[term.type].append(term)
        self._related: dict[str, set[str]] = defaultdict(set)
        for fact in article.facts:
            if fact.relation is not None:
                self._related[fact.relation] |= _answers(fact)

    def terms(
        self,
        fact: Fact,
        ask: Ask,
        count: int = WANTED,
        *seed: object,
        gendered: bool | None = None,
    ) -> tuple[Term, ...]:
        """Return wrong answers for a slot of a fact: `count` of them, or FEWEST at least.

        An empty result means that too few candidates are surely wrong. `gendered`
        demands the key's gender (by default only where the question would show it).
        Numbers, dates and months come ascending, other terms best first.
        """
        keys = tuple(self.article.term_by_id[ident] for ident in ask.terms)
        if gendered is None:
            gendered = shows_gender(ask.question.ar)
        search = Search(keys, ask.question, self._true_too(fact, ask), gendered, fact.langs)
        rng = seeded(self.article.slug, fact.id, ask.slot, *seed)
        return self._drawn(search, ask, count, rng)

    def speakers(self, fact: Fact, ask: Ask, *seed: object) -> tuple[Term, ...]:
        """Return wrong answers to "who said this?": other speakers of the article first.

        `ask` holds the speaker as its term and the saying as its question. Speakers of
        the same sort are preferred; where there are too few, those of the same type do.
        """
        keys = tuple(self.article.term_by_id[ident] for ident in ask.terms)
        forbidden = self._true_too(fact, ask)
        voices = {other.said_by for other in self.article.facts if other.said_by}
        for sorted_alike in (True, False):
            search = Search(keys, ask.question, forbidden, False, fact.langs, sorted_alike)
            rng = seeded(self.article.slug, fact.id, ask.slot, *seed)
            found = self._drawn(search, ask, WANTED, rng, voices)
            if found:
                return found
        return ()

    def also_right(self, fact: Fact, key: Term) -> tuple[Term, ...]:
        """Return the other terms of the key's type that related facts give as answers.

        They would be right in the key's place too, so a question must rule them out.
        """
        related = self._related[fact.relation] if fact.relation is not None else set()
        return tuple(t for t in self._by_type[key.type] if t.id in related and t.id != key.id)

    def rivals(self, key: Term, accepted: BilingualList) -> BilingualList:
        """Return the spellings of the key's like that a slip could reach (see `rivals`)."""
        return rival_spellings(key, accepted, self._by_type[key.type])

    def _drawn(
        self,
        search: Search,
        ask: Ask,
        count: int,
        rng: random.Random,
        preferred: Collection[str] = (),
    ) -> tuple[Term, ...]:
        pool, rest = (
            (term for term in terms if not names_in(search.question, term))
            for terms in self._ranked(search, ask, rng, preferred)
        )
        key = search.keys[0]
        if len(search.keys) == 1 and place(key) is not None:
            chosen = around(key, [*pool], [*rest], count, rng, tolerance=ask.tolerance)
            return chosen if len(chosen) >= FEWEST else ()
        ranked = self._apart(chain(pool, rest), len(ask.pool) + CONSIDERED)
        forced = sum(term.id in ask.pool for term in ranked)
        weighed = [
            Candidate(lengths(t.name), self._cost(search, t, preferred) + _RANK_COST * rank)
            for rank, t in enumerate(ranked)
        ]
        picked = balanced(_mean_lengths(search.keys), weighed, count, rng, forced=forced)
        return tuple(ranked[i] for i in picked) if len(picked) >= FEWEST else ()

    def _ranked(
        self, search: Search, ask: Ask, rng: random.Random, preferred: Collection[str]
    ) -> tuple[list[Term], list[Term]]:
        """The author's fitting candidates in the author's order, and the others, best first."""
        fit = {t.id: t for t in self._by_type[search.keys[0].type] if self._fits(t, search)}
        pool = [fit[ident] for ident in dict.fromkeys(ask.pool) if ident in fit]
        rest = sorted((t for t in fit.values() if t.id not in ask.pool), key=lambda t: t.id)
        draws = {term.id: rng.random() for term in rest}
        rest.sort(key=lambda t: (self._tier(t, preferred), self._distance(search, t), draws[t.id]))
        return pool, rest

    def _fits(self, term: Term, search: Search) -> bool:
        key = search.keys[0]
        return (
            term.id not in search.forbidden
            and all(term.name[lang] for lang in search.langs)
            and (not search.sorted_alike or _sort(term) == _sort(key))
            and _agrees(term, key, gendered=search.gendered)
            and (place(term) is None) is (place(key) is None)
            and not any(self._contains(term, k) or self._contains(k, term) for k in search.keys)
            and not any(self._too_alike(term, k) for k in search.keys)
        )

    def _true_too(self, fact: Fact, ask: Ask) -> frozenset[str]:
        related = self._related[fact.relation] if fact.relation is not None else set()
        return frozenset({*ask.terms, *ask.never} | _answers(fact) | related)

    def _contains(self, outer: Term, inner: Term) -> bool:
        return outer.id in self._around(inner)

    def _around(self, term: Term) -> tuple[str, ...]:
        """The terms that contain a term, nearest first."""
        found: list[str] = []
        at: Term | None = term
        while at is not None and at.within is not None and at.within not in found:
            found.append(at.within)
            at = self.article.term_by_id.get(at.within)
        return tuple(found)

    def _too_alike(self, term: Term, key: Term) -> bool:
        if place(key) is not None:
            return self.folds.same(term, key)
        return self.folds.alike(term, key)

    def _apart(self, ranked: Iterable[Term], enough: int) -> list[Term]:
        """The ranked terms without those that are too like a better one."""
        kept: list[Term] = []
        for term in ranked:
            if len(kept) == enough:
                break
            if not any(self.folds.alike(term, other) for other in kept):
                kept.append(term)
        return kept

    def _cost(self, search: Search, term: Term, preferred: Collection[str]) -> float:
        """How much worse a candidate is than the best: by where it comes from, and by echo.

        Where a word of the question comes back in the key, a candidate in which one comes
        back too keeps that from being a cue.
        """
        cost = _TIER_COST * self._tier(term, preferred)
        cues = self.folds.echoes(search.keys[0], search.question)
        if any(cues):
            echoed = self.folds.echoes(term, search.question)
            cost -= _ECHO_GAIN * sum(cue and echo for cue, echo in zip(cues, echoed, strict=True))
        return cost

    def _tier(self, term: Term, preferred: Collection[str]) -> int:
        if term.id in preferred:
            return 0
        return 2 if term.common else 1

    def _distance(self, search: Search, term: Term) -> int:
        """How far a candidate is from the key, in rough steps that leave room for the draw."""
        key = search.keys[0]
        if key.within is not None and key.within == term.within:
            return 0
        return 1 + round(4 * (1 - self.folds.kinship(key, term)))


def shows_gender(question: str) -> bool:
    """Tell whether an Arabic question could betray the gender of its answer.

    It cannot where the question word stands before a noun of its own (أي مدينة, كم مكتبة),
    asks for a time or place, or where such a noun follows at once (ما المدينة التي).
    """
    opening = words(question, "ar")[:3]
    neutral = {fold(word, "ar") for word in _ASKING | _HEADS}
    return not any(word in neutral or peel(word) in neutral for word in opening)


def _answers(fact: Fact) -> set[str]:
    asked = {ident for ask in fact.asks for ident in ask.terms}
    return asked | set(fact.ar.slots()) | set(fact.en.slots())


def _agrees(term: Term, key: Term, *, gendered: bool) -> bool:
    a, b = term.grammar, key.grammar
    alike = a.number == b.number and a.definite == b.definite
    return alike and (not gendered or a.gender == b.gender)


def _sort(term: Term) -> str:
    return term.sort or term.type.value


def _mean_lengths(keys: Sequence[Term]) -> tuple[int, int]:
    sizes = [lengths(key.name) for key in keys]
    return sum(ar for ar, _ in sizes) // len(sizes), sum(en for _, en in sizes) // len(sizes)

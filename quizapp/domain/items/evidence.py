"""`evidence`: which sentence of the passage answers the question?

The wrong sentences are real ones from nearby: first from the same paragraph, then from
the paragraphs around it. None of them names the answer in either language, and none is
the proof of a fact whose answer would do as well (the same `relation`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from typing import Final

from quizapp.domain.bilingual import LANGS, Bilingual
from quizapp.domain.content import Article, Ask, Fact, Sentence, Term
from quizapp.domain.generation.balance import CONSIDERED, Candidate, balanced, lengths
from quizapp.domain.generation.distractors import FEWEST, WANTED, Distractors
from quizapp.domain.generation.likeness import names_in
from quizapp.domain.ids import seeded
from quizapp.domain.items.base import Item, Option
from quizapp.domain.items.derive import of_fact, single_asks
from quizapp.domain.items.options import OneOfOptions
from quizapp.domain.text import contains

_RANK_COST: Final = 0.3


class Evidence(OneOfOptions):
    """Tap the sentence that proves it."""

    name = "evidence"

    def build(self, article: Article, distractors: Distractors) -> Iterator[Item]:
        """Yield an item for the first slot of every fact that can be asked."""
        done: set[str] = set()
        for fact, ask, term in single_asks(article, self.name):
            if fact.id in done:
                continue
            done.add(fact.id)
            key = article.sentence_by_id[fact.sentence]
            wrong = _others(article, fact, ask, term, key)
            if len(wrong) < FEWEST:
                continue
            sentences = sorted((key, *wrong), key=lambda sentence: sentence.id)
            yield of_fact(
                article,
                fact,
                ask.slot,
                self.name,
                article.phrases["evidence"],
                material=ask.question,
                options=tuple(Option(s.id, s.text, in_article=True) for s in sentences),
                key=(sentences.index(key),),
            )


def _others(
    article: Article, fact: Fact, ask: Ask, term: Term, key: Sentence
) -> tuple[Sentence, ...]:
    rng = seeded(article.slug, fact.id, ask.slot, "evidence")
    proofs = {
        other.sentence
        for other in article.facts
        if fact.relation is not None and other.relation == fact.relation
    }
    fit = [
        *islice(
            (
                sentence
                for sentence in _nearest_first(article, key, rng)
                if sentence.id not in proofs and not _answers(sentence.text, fact, ask, term)
            ),
            CONSIDERED,
        )
    ]
    weighed = [Candidate(lengths(s.text), _RANK_COST * rank) for rank, s in enumerate(fit)]
    picked = balanced(lengths(key.text), weighed, WANTED, rng)
    return tuple(fit[i] for i in picked)


def _answers(text: Bilingual, fact: Fact, ask: Ask, term: Term) -> bool:
    """Tell whether a sentence names the answer, by any spelling or as the fact shows it."""
    return names_in(text, term) or any(
        contains(text[lang], fact.statement(lang).surface(ask.slot), lang)
        for lang in LANGS
        if ask.slot in fact.statement(lang).slots()
    )


def _nearest_first(article: Article, key: Sentence, rng: random.Random) -> list[Sentence]:
    """The other sentences, by distance in paragraphs; drawn by lot at equal distance."""
    at = {s.id: n for n, paragraph in enumerate(article.passage) for s in paragraph.sentences}
    others = [s for paragraph in article.passage for s in paragraph.sentences if s != key]
    draws = {sentence.id: rng.random() for sentence in others}
    return sorted(others, key=lambda s: (abs(at[s.id] - at[key.id]), draws[s.id]))

"""`evidence`: which sentence of the passage answers the question?

The wrong sentences are real ones from nearby: first from the same paragraph, then from
the paragraphs around it. None of them names the answer in either language, and none is
the proof of a fact whose answer would do as well (the same `relation`). Where nobody wrote
a question for the slot, the fact itself is to be proved.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from typing import Final

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Article, Ask, Fact, Sentence, Term
from quizapp.domain.generation.balance import CONSIDERED, Candidate, balanced, lengths
from quizapp.domain.generation.distractors import FEWEST, WANTED, Distractors
from quizapp.domain.generation.likeness import names_in
from quizapp.domain.ids import seeded
from quizapp.domain.items.base import Item, Option
from quizapp.domain.items.derive import of_fact, proved_langs, single_asks
from quizapp.domain.items.options import OneOfOptions
from quizapp.domain.text import contains, fold

PROOF: Final = Bilingual(
    ar="أيّ جملة في النص تُثبت هذه العبارة؟",
    en="Which sentence of the passage proves this statement?",
)
"""The stem over a fact that has no question; the phrase `proof` of the content goes first."""

_RANK_COST: Final = 0.3


class Evidence(OneOfOptions):
    """Tap the sentence that proves it."""

    name = "evidence"

    def build(self, article: Article, distractors: Distractors) -> Iterator[Item]:
        """Yield an item for the first slot of every fact that can be asked."""
        done: set[str] = set()
        in_passage = {s.id for paragraph in article.passage for s in paragraph.sentences}
        for fact, ask, term in single_asks(article, self.name):
            if fact.id in done or fact.sentence not in in_passage:
                continue
            done.add(fact.id)
            key = article.sentence_by_id[fact.sentence]
            stem, material = _question(article, fact, ask, key)
            wrong = _others(distractors.article, fact, ask, term, key)
            if len(wrong) < FEWEST or not material.langs:
                continue
            sentences = sorted((key, *wrong), key=lambda sentence: sentence.id)
            yield of_fact(
                article,
                fact,
                ask.slot,
                self.name,
                stem,
                material=material,
                options=tuple(Option(s.id, s.text, in_article=True) for s in sentences),
                key=(sentences.index(key),),
            )


def _question(article: Article, fact: Fact, ask: Ask, key: Sentence) -> tuple[Bilingual, Bilingual]:
    """The stem and what it is about: the slot's question, or where there is none the fact.

    A fact in the very words of its sentence would be no question.
    """
    asked, plain = article.phrases["evidence"], fact.plain()
    proves = article.phrases.get("proof", PROOF)

    def about(lang: Lang) -> str:
        if lang in ask.question.langs:
            return ask.question[lang]
        copied = fold(plain[lang], lang) == fold(key.text[lang], lang)
        return "" if copied else plain[lang]

    stem = Bilingual.build(lambda lang: (asked if lang in ask.question.langs else proves)[lang])
    return stem, Bilingual.build(about)


def _others(
    article: Article, fact: Fact, ask: Ask, term: Term, key: Sentence
) -> tuple[Sentence, ...]:
    rng = seeded(article.slug, fact.id, ask.slot, "evidence")
    proofs = {
        other.sentence
        for other in article.facts
        if fact.relation is not None and other.relation == fact.relation
    }
    langs = proved_langs(article, fact)
    fit = [
        *islice(
            (
                sentence
                for sentence in _nearest_first(article, key, rng)
                if sentence.id not in proofs
                and set(langs) <= {*sentence.text.langs}
                and not _answers(sentence.text, fact, ask, term)
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

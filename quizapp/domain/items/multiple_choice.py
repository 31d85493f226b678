"""`multiple_choice`: a question with several right answers, all to be chosen.

Partial credit: every right pick counts, every wrong pick takes one back, and nobody
falls below nothing. Worked example with four keys, three hits and one wrong pick:

    (3 - 1) / 4 = 0.5

so choosing everything is no way to a full score.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.content import Article
from quizapp.domain.generation.distractors import WANTED, Distractors
from quizapp.domain.items.base import Answer, Fields, Grade, Item
from quizapp.domain.items.choice import canonical
from quizapp.domain.items.derive import asked_langs, kept, of_fact
from quizapp.domain.items.options import (
    SKIPPED_GRADE,
    option_of,
    outcome_of,
    read_choices,
    shuffled,
)
from quizapp.domain.items.posted import SKIPPED, wants_skip

FEWEST_KEYS: Final = 2


class MultipleChoice:
    """Several of the options are right."""

    name = "multiple_choice"

    def build(self, article: Article, distractors: Distractors) -> Iterator[Item]:
        """Yield an item for every slot whose answer is a set of terms."""
        for fact in article.facts:
            for ask in fact.asks:
                if len(ask.terms) < FEWEST_KEYS or self.name in ask.skip:
                    continue
                langs = asked_langs(article, fact, ask)
                if not langs:
                    continue
                wrong = distractors.terms(fact, ask, WANTED, self.name)
                if not wrong:
                    continue
                keys = tuple(article.term_by_id[ident] for ident in ask.terms)
                terms, ordered = canonical((*keys, *wrong))
                yield of_fact(
                    article,
                    fact,
                    ask.slot,
                    self.name,
                    kept(ask.question, langs),
                    options=tuple(option_of(distractors.article, term) for term in terms),
                    key=tuple(i for i, term in enumerate(terms) if term in keys),
                    ordered=ordered,
                )

    def arrange(self, item: Item, rng: random.Random) -> tuple[int, ...]:
        """Shuffle the options, unless they have an order of their own."""
        return shuffled(item, rng)

    def read(self, item: Item, fields: Fields, order: Sequence[int]) -> Answer:
        """Read the positions in `choice`; see `Kind.read`."""
        if wants_skip(fields):
            return SKIPPED
        return Answer(chosen=read_choices(fields, order))

    def grade(self, item: Item, answer: Answer, lang: Lang) -> Grade:
        """Give (hits - wrong picks) / keys, never below 0; one mark per pick."""
        if answer.skipped:
            return SKIPPED_GRADE
        marks = tuple(index in item.key for index in answer.chosen)
        hits = sum(marks)
        score = max(0.0, (hits - (len(marks) - hits)) / len(item.key))
        return Grade(outcome_of(score), score, marks)

    def key_texts(self, item: Item, lang: Lang) -> tuple[str, ...]:
        """Return the texts of all right options."""
        return tuple(item.options[i].text[lang] for i in item.key)

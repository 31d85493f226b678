"""Items whose answer is one of the options shown: how they are shown, read and judged.

`choice`, `true_false`, `evidence` and `claim` differ only in what they build; they all
inherit from `OneOfOptions`. Worked example, options in canonical order A B C, key B,
shown as C A B (order 2, 0, 1): the posted position 3 is read as index 1, which is right.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from quizapp.domain.bilingual import Lang
from quizapp.domain.content import Article, Term
from quizapp.domain.errors import AnswerRejected
from quizapp.domain.items.base import Answer, Fields, Grade, Item, Option, Outcome
from quizapp.domain.items.posted import SKIPPED, position, values, wants_skip

SKIPPED_GRADE = Grade(Outcome.SKIPPED, 0.0)


class OneOfOptions:
    """The behaviour shared by kinds with options and exactly one key."""

    def arrange(self, item: Item, rng: random.Random) -> tuple[int, ...]:
        """Shuffle the options, unless they have an order of their own."""
        return shuffled(item, rng)

    def read(self, item: Item, fields: Fields, order: Sequence[int]) -> Answer:
        """Read the one position in `choice`; see `Kind.read`."""
        if wants_skip(fields):
            return SKIPPED
        chosen = read_choices(fields, order)
        if len(chosen) > 1:
            raise AnswerRejected("out_of_range")
        return Answer(chosen=chosen)

    def grade(self, item: Item, answer: Answer, lang: Lang) -> Grade:
        """Right or wrong, nothing between."""
        if answer.skipped:
            return SKIPPED_GRADE
        hit = answer.chosen == item.key
        return Grade(Outcome.RIGHT if hit else Outcome.WRONG, float(hit), (hit,))

    def key_texts(self, item: Item, lang: Lang) -> tuple[str, ...]:
        """Return the text of the right option."""
        return tuple(item.options[i].text[lang] for i in item.key)


def shuffled(item: Item, rng: random.Random) -> tuple[int, ...]:
    """Draw an order of the options; options with an order of their own keep it."""
    order = list(range(len(item.options)))
    if not item.ordered:
        rng.shuffle(order)
    return tuple(order)


def read_choices(fields: Fields, order: Sequence[int]) -> tuple[int, ...]:
    """Return the canonical indices of the positions in `choice`, ascending, each once.

    Raises AnswerRejected: "empty" where nothing is chosen, "out_of_range" where a value
    is no position of an option shown.
    """
    chosen = {order[position(value, len(order))] for value in values(fields, "choice")}
    if not chosen:
        raise AnswerRejected("empty")
    return tuple(sorted(chosen))


def outcome_of(score: float) -> Outcome:
    """Return the outcome of a score in 0..1: all, some or nothing right."""
    if score >= 1:
        return Outcome.RIGHT
    return Outcome.PARTIAL if score > 0 else Outcome.WRONG


def option_of(article: Article, term: Term) -> Option:
    """Return a term as an option; a term that was made up has no gloss to show."""
    gloss = term.gloss if term.gloss.ar and term.gloss.en else None
    return Option(term.id, term.name, gloss, in_article=term.id in article.mentioned)

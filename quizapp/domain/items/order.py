"""`order`: steps of a set, to be put in order.

The score is the share of steps that follow the step they should follow (the first one:
that stand first). Unlike counting right places it does not punish one step put too early
with the loss of all that come after it. Worked example, right order 1 2 3 4:

    2 3 4 1     3 follows 2, 4 follows 3                -> 2/4
    4 3 2 1     nothing follows what it should          -> 0
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.content import Article
from quizapp.domain.errors import AnswerRejected
from quizapp.domain.generation.distractors import Distractors
from quizapp.domain.items.base import Answer, Fields, Grade, Item, Option
from quizapp.domain.items.derive import of_set
from quizapp.domain.items.options import SKIPPED_GRADE, outcome_of, shuffled
from quizapp.domain.items.posted import SKIPPED, numbered, wants_skip

FEWEST_STEPS: Final = 3


class Order:
    """What came first?"""

    name = "order"

    def build(self, article: Article, distractors: Distractors) -> Iterator[Item]:
        """Yield an item for every set of steps with at least FEWEST_STEPS steps."""
        for chosen in article.sets:
            if chosen.kind != self.name or len(chosen.members) < FEWEST_STEPS:
                continue
            yield of_set(
                article,
                chosen,
                options=tuple(
                    Option(f"step-{n}", member.left, in_article=True)
                    for n, member in enumerate(chosen.members, 1)
                ),
                key=tuple(range(len(chosen.members))),
            )

    def arrange(self, item: Item, rng: random.Random) -> tuple[int, ...]:
        """Shuffle the steps, but never into the right order."""
        order = shuffled(item, rng)
        return order[1:] + order[:1] if order == item.key else order

    def read(self, item: Item, fields: Fields, order: Sequence[int]) -> Answer:
        """Read `place-1` to `place-n`: the rank of each step shown; see `Kind.read`.

        Two steps at one place leave another place empty: AnswerRejected("incomplete").
        """
        if wants_skip(fields):
            return SKIPPED
        ranks = numbered(fields, "place", len(order), len(order))
        if len(set(ranks)) < len(ranks):
            raise AnswerRejected("incomplete")
        return Answer(chosen=tuple(step for _, step in sorted(zip(ranks, order, strict=True))))

    def grade(self, item: Item, answer: Answer, lang: Lang) -> Grade:
        """Give the share of steps that follow the right one; one mark per step as placed."""
        if answer.skipped:
            return SKIPPED_GRADE
        should_follow = dict(zip(item.key, (None, *item.key), strict=False))
        before = (None, *answer.chosen)
        marks = tuple(
            should_follow[step] == last for last, step in zip(before, answer.chosen, strict=False)
        )
        score = sum(marks) / len(marks)
        return Grade(outcome_of(score), score, marks)

    def key_texts(self, item: Item, lang: Lang) -> tuple[str, ...]:
        """Return the statements behind the steps."""
        return tuple(item.explanation[lang].split("\n"))

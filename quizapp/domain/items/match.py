"""`match`: rows of a set, whose right sides have to be found for the left ones.

The left sides stand in the author's order, the right sides are shuffled. Every right
pair counts the same: three of four pairs give 0.75. Two rows may share one right side;
it is then shown once and may be used twice.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Article
from quizapp.domain.generation.distractors import Distractors
from quizapp.domain.items.base import Answer, Fields, Grade, Item, Option
from quizapp.domain.items.derive import of_set
from quizapp.domain.items.options import SKIPPED_GRADE, outcome_of, shuffled
from quizapp.domain.items.posted import SKIPPED, numbered, wants_skip

FEWEST_ROWS: Final = 3


class Match:
    """What belongs together?"""

    name = "match"

    def build(self, article: Article, distractors: Distractors) -> Iterator[Item]:
        """Yield an item for every set of pairs with at least FEWEST_ROWS rows."""
        for chosen in article.sets:
            rows = [(m.left, m.right) for m in chosen.members if m.right is not None]
            if chosen.kind != self.name or len(rows) < FEWEST_ROWS:
                continue
            rights = _shown([right for _, right in rows])
            yield of_set(
                article,
                chosen,
                options=tuple(
                    Option(f"right-{n}", text, in_article=True) for n, text in enumerate(rights, 1)
                ),
                lefts=tuple(left for left, _ in rows),
                key=tuple(rights.index(right) for _, right in rows),
            )

    def arrange(self, item: Item, rng: random.Random) -> tuple[int, ...]:
        """Shuffle the right sides."""
        return shuffled(item, rng)

    def read(self, item: Item, fields: Fields, order: Sequence[int]) -> Answer:
        """Read `pair-1` to `pair-n`, one per left side; see `Kind.read`."""
        if wants_skip(fields):
            return SKIPPED
        positions = numbered(fields, "pair", len(item.lefts), len(order))
        return Answer(chosen=tuple(order[at] for at in positions))

    def grade(self, item: Item, answer: Answer, lang: Lang) -> Grade:
        """Give the share of right pairs; one mark per left side."""
        if answer.skipped:
            return SKIPPED_GRADE
        marks = tuple(one == other for one, other in zip(answer.chosen, item.key, strict=True))
        score = sum(marks) / len(marks)
        return Grade(outcome_of(score), score, marks)

    def key_texts(self, item: Item, lang: Lang) -> tuple[str, ...]:
        """Return the statements behind the pairs: a side alone gives nothing away."""
        return tuple(item.explanation[lang].split("\n"))


def _shown(rights: list[Bilingual]) -> list[Bilingual]:
    """The right sides, each once, in an order that tells nothing about the pairs."""
    return sorted(set(rights), key=lambda text: (text.en, text.ar))

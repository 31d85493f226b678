"""`choice`: the author's question about one slot, with one right answer among wrong ones."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.domain.content import Article, Term
from quizapp.domain.generation.distractors import WANTED, Distractors
from quizapp.domain.generation.sequence import in_order, place
from quizapp.domain.items.base import Item
from quizapp.domain.items.derive import asked_langs, kept, of_fact, single_asks
from quizapp.domain.items.options import OneOfOptions, option_of


class Choice(OneOfOptions):
    """One of several options is right."""

    name = "choice"

    def build(self, article: Article, distractors: Distractors) -> Iterator[Item]:
        """Yield an item for every slot with a question and enough surely wrong answers."""
        for fact, ask, key in single_asks(article, self.name):
            langs = asked_langs(article, fact, ask)
            if not langs:
                continue
            wrong = distractors.terms(fact, ask, WANTED, self.name)
            if not wrong:
                continue
            terms, ordered = canonical((key, *wrong))
            yield of_fact(
                article,
                fact,
                ask.slot,
                self.name,
                kept(ask.question, langs),
                options=tuple(option_of(distractors.article, term) for term in terms),
                key=(terms.index(key),),
                ordered=ordered,
            )


def canonical(terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], bool]:
    """Return terms in the order that an item stores, and whether it is an order of theirs.

    Numbers, dates and months ascend and are shown so. Other terms stand by id, which
    tells nothing about the key; a round shuffles them.
    """
    if all(place(term) is not None for term in terms):
        return in_order(terms), True
    return tuple(sorted(terms, key=lambda term: term.id)), False

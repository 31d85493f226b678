"""`true_false`: a fact as it is, or with one term exchanged for a wrong one.

Every fact gives one true statement. Every slot gives a false one where another term can
stand in its place without a trace (`swaps`), where the Arabic agreement holds (the swap
has the key's gender, number and definiteness), and where no other fact says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Article, Ask, Fact, Term
from quizapp.domain.generation.distractors import WANTED, Distractors
from quizapp.domain.generation.sequence import place
from quizapp.domain.ids import WHOLE, seeded
from quizapp.domain.items.base import Item, Option
from quizapp.domain.items.derive import asked_whole, of_fact, proved_langs, single_asks
from quizapp.domain.items.options import OneOfOptions
from quizapp.domain.items.swaps import swapped
from quizapp.domain.text import fold

_TRIED: Final = 2 * WANTED  # some will not read right in the sentence
_TRUE: Final = (0,)
_FALSE: Final = (1,)


class TrueFalse(OneOfOptions):
    """Is this statement true?"""

    name = "true_false"

    def build(self, article: Article, distractors: Distractors) -> Iterator[Item]:
        """Yield the true statement of every fact, and a false one for every slot that allows it."""
        said = {_folded(fact.plain()) for fact in distractors.article.facts}
        for fact in article.facts:
            if asked_whole(fact, self.name) and proved_langs(article, fact):
                yield self._item(article, fact, WHOLE, fact.plain(), _TRUE)
        for fact, ask, key in single_asks(article, self.name):
            false = self._false(article, fact, ask, key, distractors)
            if false is not None and said.isdisjoint({_folded(false)}):
                yield self._item(article, fact, ask.slot, false, _FALSE)

    def key_texts(self, item: Item, lang: Lang) -> tuple[str, ...]:
        """Return the true statement; "true" or "false" would give nothing away."""
        return (item.explanation[lang],)

    def _false(
        self, article: Article, fact: Fact, ask: Ask, key: Term, distractors: Distractors
    ) -> Bilingual | None:
        wrong = distractors.terms(fact, ask, _TRIED, self.name, gendered=True)
        readable = {swap: text for swap in wrong if (text := swapped(fact, ask.slot, key, swap))}
        if not readable:
            return None
        preferred = [swap for swap in readable if swap.id in ask.pool]
        # Numbers come ascending, other terms best first: only there do the first ones count.
        best = [*readable] if place(key) is not None else [*readable][:WANTED]
        rng = seeded(article.slug, fact.id, ask.slot, self.name, "swap")
        return readable[rng.choice(preferred or best)]

    def _item(
        self, article: Article, fact: Fact, slot: str, statement: Bilingual, key: tuple[int, ...]
    ) -> Item:
        return of_fact(
            article,
            fact,
            slot,
            self.name,
            article.phrases["true_false"],
            material=statement,
            options=(
                Option("true", article.phrases["true"]),
                Option("false", article.phrases["false"]),
            ),
            key=key,
            ordered=True,
        )


def _folded(statement: Bilingual) -> tuple[str, ...]:
    return tuple(fold(statement[lang], lang) for lang in LANGS)

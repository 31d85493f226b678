"""`claim`: what kind of claim is it, who made it, and can it be known at all?

Three questions share this kind, because all three are about a sentence and its standing:

    .../<fact>/-/claim            a fact's sentence: event, statement, analysis, expectation?
    .../<fact>/said_by/claim      what was said, without the speaker: who said it?
    .../<unstated>/-/claim        a plausible sentence that the article does not support

The answer "it cannot be known from the article" stands among the labels every time, so
that it gives nothing away where it is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.content import Article, Ask, ClaimKind, Fact, Unstated
from quizapp.domain.generation.distractors import Distractors
from quizapp.domain.ids import WHOLE, item_id
from quizapp.domain.items.base import Item, Option
from quizapp.domain.items.choice import canonical
from quizapp.domain.items.derive import asked_whole, of_fact, proved_langs
from quizapp.domain.items.options import OneOfOptions, option_of

SPEAKER: Final = "said_by"
"""The slot part of the identity of "who said it?" items."""

_LABELS: Final = tuple(ClaimKind)


class Claim(OneOfOptions):
    """An event, a statement, an analysis, an expectation, or not to be known?"""

    name = "claim"

    def build(self, article: Article, distractors: Distractors) -> Iterator[Item]:
        """Yield the kind of every fact, the speaker of every statement, and what is unstated."""
        for fact in article.facts:
            if not proved_langs(article, fact):
                continue
            if asked_whole(fact, self.name):
                yield self._kind_of(article, fact)
            yield from self._who_said(article, fact, distractors)
        for unstated in article.unstated:
            yield self._unknown(article, unstated)

    def key_texts(self, item: Item, lang: Lang) -> tuple[str, ...]:
        """Return the speaker's name; a label gives nothing away by being shown."""
        return super().key_texts(item, lang) if item.slot == SPEAKER else ()

    def _kind_of(self, article: Article, fact: Fact) -> Item:
        return of_fact(
            article,
            fact,
            WHOLE,
            self.name,
            article.phrases["claim"],
            material=fact.plain(),
            options=_labels(article),
            key=(_LABELS.index(fact.claim),),
        )

    def _who_said(self, article: Article, fact: Fact, distractors: Distractors) -> Iterator[Item]:
        if fact.claim is not ClaimKind.STATEMENT or fact.said_by is None or fact.said is None:
            return
        if not fact.said.langs:
            return
        speaker = article.term_by_id[fact.said_by]
        wrong = distractors.speakers(fact, _speaker_ask(fact, fact.said_by), self.name)
        if not wrong:
            return
        terms, ordered = canonical((speaker, *wrong))
        yield of_fact(
            article,
            fact,
            SPEAKER,
            self.name,
            article.phrases["who_said"],
            material=fact.said,
            options=tuple(option_of(distractors.article, term) for term in terms),
            key=(terms.index(speaker),),
            ordered=ordered,
        )

    def _unknown(self, article: Article, unstated: Unstated) -> Item:
        return Item(
            id=item_id(article.slug, unstated.id, WHOLE, self.name),
            kind=self.name,
            article=article.slug,
            facts=(),
            slot=WHOLE,
            stem=article.phrases["claim"],
            explanation=unstated.why,
            claim=ClaimKind.UNSTATED,
            material=unstated.statement,
            options=_labels(article),
            key=(_LABELS.index(ClaimKind.UNSTATED),),
        )


def _labels(article: Article) -> tuple[Option, ...]:
    return tuple(Option(label.value, article.phrases[f"claim_{label.value}"]) for label in _LABELS)


def _speaker_ask(fact: Fact, speaker: str) -> Ask:
    """The question for the speaker: with what the author says about that slot, if anything."""
    said = fact.said
    assert said is not None
    written = next((ask for ask in fact.asks if ask.terms == (speaker,)), None)
    return Ask(
        slot=SPEAKER,
        terms=(speaker,),
        question=said,
        never=written.never if written else (),
        pool=written.pool if written else (),
    )

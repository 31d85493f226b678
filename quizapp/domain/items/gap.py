"""`gap`: a fact's sentence with a blank, to be filled in by typing.

A slot is left out where typing it would be a matter of luck: long answers, answers that
stand elsewhere in the same sentence, answers that another term's spelling equals, places
where the answer of a related fact would be as right, and numbers and dates, which the
kind `number` asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from quizapp.domain.bilingual import LANGS, Bilingual, BilingualList, Lang
from quizapp.domain.content import Article, Ask, Fact, Term
from quizapp.domain.generation.distractors import Distractors
from quizapp.domain.generation.likeness import names_in
from quizapp.domain.items.base import BLANK, Item, TypedKey
from quizapp.domain.items.derive import is_counted, of_fact, proved_langs, single_asks
from quizapp.domain.items.typed import TypedAnswer, accepted_spellings
from quizapp.domain.text import contains, fold

LONGEST_ANSWER: Final = 4
"""Words of the longest answer that anybody is asked to type."""


class Gap(TypedAnswer):
    """Which word is missing?"""

    name = "gap"

    def build(self, article: Article, distractors: Distractors) -> Iterator[Item]:
        """Yield an item for every slot that can be blanked, in every language of its fact."""
        for fact, ask, term in single_asks(article, self.name):
            langs = proved_langs(article, fact)
            if is_counted(term) or not _marked(fact, ask.slot, langs):
                continue
            accepted = _accepted(fact, ask, term, langs)
            sentence = _blanked(fact, ask.slot, langs)
            open_to = distractors.also_right(fact, term)
            fair = _fair(sentence, accepted, langs)
            if not fair or not all(names_in(sentence, t) for t in open_to):
                continue
            rivals = distractors.rivals(term, accepted)
            if _confused(accepted, rivals):
                continue
            yield of_fact(
                article,
                fact,
                ask.slot,
                self.name,
                article.phrases["gap"],
                material=sentence,
                typed=TypedKey(accepted, rivals, ask.strictness),
            )


def _marked(fact: Fact, slot: str, langs: Sequence[Lang]) -> bool:
    return all(slot in fact.statement(lang).slots() for lang in langs)


def _blanked(fact: Fact, slot: str, langs: Sequence[Lang]) -> Bilingual:
    return Bilingual.build(
        lambda lang: fact.statement(lang).blanked(slot, BLANK) if lang in langs else ""
    )


def _accepted(fact: Fact, ask: Ask, term: Term, langs: Sequence[Lang]) -> BilingualList:
    """The form that the sentence shows, then the name, then its other spellings."""
    shown = Bilingual.build(
        lambda lang: fact.statement(lang).surface(ask.slot) if lang in langs else ""
    )
    return accepted_spellings([(shown.ar, shown.en), (term.name.ar, term.name.en)], term.aliases)


def _fair(sentence: Bilingual, accepted: BilingualList, langs: Sequence[Lang]) -> bool:
    return all(
        len(accepted[lang][0].split()) <= LONGEST_ANSWER
        and sentence[lang].count(BLANK) == 1
        and not any(contains(sentence[lang], spelling, lang) for spelling in accepted[lang])
        for lang in langs
    )


def _confused(accepted: BilingualList, rivals: BilingualList) -> bool:
    return any(not _folded(accepted, lang).isdisjoint(_folded(rivals, lang)) for lang in LANGS)


def _folded(spellings: BilingualList, lang: Lang) -> set[str]:
    return {fold(spelling, lang).replace(" ", "") for spelling in spellings[lang]}

"""`number`: the author's question about a number or a date, answered by typing.

Digits in any of the three systems are judged as a number (or as day and month); a number
within the slot's tolerance is close, so the exact one is shown. What is not a number in
digits may still be the answer in words, which are the term's name and aliases and must be
spelt right: "sixteen" is never nearly "sixty". Where nobody wrote a question, the fact's
sentence with a blank is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Article, Ask, Fact, Strictness, Term, TermType
from quizapp.domain.generation.distractors import Distractors
from quizapp.domain.items.base import BLANK, Item, TypedKey
from quizapp.domain.items.derive import (
    asked_langs,
    is_counted,
    kept,
    of_fact,
    proved_langs,
    single_asks,
)
from quizapp.domain.items.typed import TypedAnswer, accepted_spellings
from quizapp.domain.text import Judgement, Verdict, contains, judge, judge_date, judge_number


class Number(TypedAnswer):
    """How many, or on which day?"""

    name = "number"

    def build(self, article: Article, distractors: Distractors) -> Iterator[Item]:
        """Yield an item for every slot whose answer is a number or a date."""
        for fact, ask, term in single_asks(article, self.name):
            asked = _question(article, fact, ask, term)
            if not is_counted(term) or asked is None:
                continue
            stem, sentence = asked
            yield of_fact(
                article,
                fact,
                ask.slot,
                self.name,
                stem,
                material=sentence,
                typed=TypedKey(
                    accepted=accepted_spellings([(term.name.ar, term.name.en)], term.aliases),
                    strictness=ask.strictness,
                    value=term.value,
                    month=term.month if term.type is TermType.DATE else None,
                    tolerance=ask.tolerance,
                ),
            )

    def judgement(self, key: TypedKey, text: str, lang: Lang) -> Judgement:
        """Judge digits as a number or date, and words as they are spelt."""
        counted = _counted(key, text, lang)
        if counted.verdict is Verdict.WRONG:
            counted = judge(text, key.accepted[lang], lang=lang, strictness=Strictness.STRICT)
        return replace(counted, shown=key.accepted[lang][0])


def _question(
    article: Article, fact: Fact, ask: Ask, term: Term
) -> tuple[Bilingual, Bilingual | None] | None:
    """The author's question, or the fact with a blank where there is none; else None."""
    if ask.question.langs:
        langs = asked_langs(article, fact, ask)
        return (kept(ask.question, langs), None) if langs else None
    sentence = Bilingual.build(lambda lang: _blanked(article, fact, ask, term, lang))
    return (article.phrases["gap"], sentence) if sentence.langs else None


def _blanked(article: Article, fact: Fact, ask: Ask, term: Term, lang: Lang) -> str:
    """The sentence with a blank, empty where it cannot be one or still shows the answer."""
    statement = fact.statement(lang)
    if lang not in proved_langs(article, fact) or ask.slot not in statement.slots():
        return ""
    if not term.name[lang]:
        return ""
    blanked = statement.blanked(ask.slot, BLANK)
    shown = any(contains(blanked, name, lang) for name in term.accepted(lang))
    return "" if shown or blanked.count(BLANK) != 1 else blanked


def _counted(key: TypedKey, text: str, lang: Lang) -> Judgement:
    if key.value is None:
        return Judgement(Verdict.WRONG, "")
    if key.month is not None:
        return judge_date(text, key.value, key.month, lang=lang)
    return judge_number(text, key.value, tolerance=key.tolerance)

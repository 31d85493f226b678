"""`number`: the author's question about a number or a date, answered by typing.

Digits in any of the three systems are judged as a number (or as day and month); a number
within the slot's tolerance is close, so the exact one is shown. What is not a number in
digits may still be the answer in words, which are the term's name and aliases and must be
spelt right: "sixteen" is never nearly "sixty".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quizapp.domain.bilingual import Lang
from quizapp.domain.content import Article, Strictness, TermType
from quizapp.domain.generation.distractors import Distractors
from quizapp.domain.items.base import Item, TypedKey
from quizapp.domain.items.derive import is_counted, of_fact, single_asks
from quizapp.domain.items.typed import TypedAnswer, accepted_spellings
from quizapp.domain.text import Judgement, Verdict, judge, judge_date, judge_number


class Number(TypedAnswer):
    """How many, or on which day?"""

    name = "number"

    def build(self, article: Article, distractors: Distractors) -> Iterator[Item]:
        """Yield an item for every slot whose answer is a number or a date."""
        for fact, ask, term in single_asks(article, self.name):
            if not is_counted(term):
                continue
            yield of_fact(
                article,
                fact,
                ask.slot,
                self.name,
                ask.question,
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


def _counted(key: TypedKey, text: str, lang: Lang) -> Judgement:
    if key.value is None:
        return Judgement(Verdict.WRONG, "")
    if key.month is not None:
        return judge_date(text, key.value, key.month, lang=lang)
    return judge_number(text, key.value, tolerance=key.tolerance)

"""Recalling a card by typing the answer: how it is judged, and which grade that suggests.

    exact, or different only in what never costs a mark    Good
    a slip of the pen                                      Hard
    wrong                                                  Again

Easy is never suggested: how easy it was, only the learner knows.
"""

from __future__ import annotations

from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.state import Rating
from quizapp.domain.items.base import TypedKey
from quizapp.domain.items.number import Number
from quizapp.domain.items.typed import TypedAnswer
from quizapp.domain.text import Judgement, Verdict

_SUGGESTED: Final = {
    Verdict.EXACT: Rating.GOOD,
    Verdict.FOLDED: Rating.GOOD,
    Verdict.CLOSE: Rating.HARD,
    Verdict.WRONG: Rating.AGAIN,
}
_COUNTED: Final = Number()
_SPELT: Final = TypedAnswer()


def judge_typed(key: TypedKey, text: str, lang: Lang) -> Judgement:
    """Judge what was typed on a card whose answer is in a language: `Card.typed`, `Side.lang`."""
    kind = _SPELT if key.value is None else _COUNTED
    return kind.judgement(key, text, lang)


def suggested_rating(verdict: Verdict) -> Rating:
    """Return the grade that a verdict on a typed answer suggests."""
    return _SUGGESTED[verdict]

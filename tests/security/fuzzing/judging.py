"""Judging anything that is typed against anything that is accepted: what always holds."""

from __future__ import annotations

from itertools import product
from typing import Final

from quizapp.domain.bilingual import LANGS, BilingualList, Lang
from quizapp.domain.cards.typed import judge_typed
from quizapp.domain.exchange.question import tidy
from quizapp.domain.items.base import TypedKey
from quizapp.domain.text import Judgement, Verdict, judge, parse_date, parse_month, parse_number
from quizapp.domain.text.verdict import MAX_LENGTH, Strictness

RIGHT: Final = (Verdict.EXACT, Verdict.FOLDED)
# A word, a number with room and without, a day.
COUNTED: Final[tuple[dict[str, int], ...]] = (
    {},
    {"value": 35},
    {"value": 1_200, "tolerance": 3},
    {"value": 16, "month": 10},
)
WAYS: Final = tuple(product(LANGS, Strictness, COUNTED))


def judge_anything(choice: int, text: str) -> None:
    """Judge the third line of a text as what was typed: the first is right, the second a rival.

    Raises AssertionError where a promise of `domain.text` is broken, and whatever judging does.
    """
    lang, strictness, counted = WAYS[choice % len(WAYS)]
    right, rival, typed = (*text.split("\n", 2), "", "")[:3]
    # As an author's text is kept, whatever she typed.
    right, rival = tidy(right), tidy(rival)
    for parse in (parse_number, parse_date, parse_month):
        parse(typed)
    if not right:
        return
    accepted, rivals = (right,), (rival,) if rival else ()
    key = TypedKey(
        accepted=BilingualList(accepted, accepted),
        rivals=BilingualList(rivals, rivals),
        strictness=strictness,
        **counted,
    )
    told = judge_typed(key, typed, lang)
    assert isinstance(told.verdict, Verdict)
    assert told.shown in accepted
    if not counted:
        assert told == judge_typed(key, typed, lang), "once and again"
        _holds(right, rival, typed, lang)


def _holds(right: str, rival: str, typed: str, lang: Lang) -> None:
    def told(typed: str, strictness: Strictness, rivals: tuple[str, ...] = ()) -> Judgement:
        return judge(typed, (right,), lang=lang, rivals=rivals, strictness=strictness)

    levels = (Strictness.STRICT, Strictness.NORMAL, Strictness.LENIENT)
    marks = [told(typed, each).verdict is not Verdict.WRONG for each in levels]
    assert marks == sorted(marks), "a stricter reader never accepts more"
    for each in levels:
        if len(right) <= MAX_LENGTH:
            assert told(right, each, (rival,)).verdict is Verdict.EXACT, "the key itself"
        assert told(right[:1] + "x" * MAX_LENGTH, each).verdict is Verdict.WRONG, "too long"

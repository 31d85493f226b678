"""Answers that a learner objects to, in every state that an appeal can be in."""

from __future__ import annotations

from dataclasses import replace

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.items.base import Outcome
from quizapp.services.rounds import AppealView
from quizapp.web.solved import Solved
from quizapp.web.styleguide import specimens

_REASON = Bilingual(ar="هذه منطقة لا مدينة.", en="This is a region, not a town.")


def objections(lang: Lang) -> tuple[Solved, ...]:
    """Return a wrong answer that can be objected to, one of each state, and a regraded one."""
    wrong = specimens.judged_view("gap", lang, Outcome.WRONG).feedback
    right = specimens.judged_view("gap", lang, Outcome.RIGHT).feedback
    assert wrong is not None
    assert right is not None
    accepted = replace(right, was=Outcome.WRONG, appeal=AppealView("accepted", ""))
    return tuple(
        Solved(feedback)
        for feedback in (
            wrong,
            replace(wrong, appeal=AppealView("open", "")),
            accepted,
            replace(wrong, appeal=AppealView("declined", _REASON[lang])),
            replace(right, was=Outcome.WRONG),
        )
    )

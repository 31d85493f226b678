"""Rounds: starting one, answering its questions, finishing it, looking back.

    start     the questions are drawn once and stored; nothing is drawn again later
    play      one question as its player may see it; one answer, judged and logged
    results   what was right, what is to be repeated, which rounds there were
    views     the values that all of these return

Every function filters by the owner; for a stranger a round does not exist.
"""

from __future__ import annotations

from quizapp.services.rounds.play import answer, finish, question
from quizapp.services.rounds.results import current, history, result
from quizapp.services.rounds.start import RoundRequest, start_repeat, start_round
from quizapp.services.rounds.views import (
    AnswerReceipt,
    AppealView,
    CalibrationRow,
    Certainty,
    Feedback,
    Mode,
    QuestionView,
    RoundHead,
    RoundResult,
    Submission,
)

__all__ = [
    "AnswerReceipt",
    "AppealView",
    "CalibrationRow",
    "Certainty",
    "Feedback",
    "Mode",
    "QuestionView",
    "RoundHead",
    "RoundRequest",
    "RoundResult",
    "Submission",
    "answer",
    "current",
    "finish",
    "history",
    "question",
    "result",
    "start_repeat",
    "start_round",
]

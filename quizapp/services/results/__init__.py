"""The results of a class, for those who teach it now; for everybody else there are none.

gathering   the doors, and which attempts results are made of
overview    who did what, and learners by questions
answers     one learner's answers with the texts that she saw
analysis    what the answers say about the questions
languages   which questions are harder in one language
memory      what the class will forget, and the six questions that save the most
paper       a round to be printed
"""

from __future__ import annotations

from quizapp.services.results.analysis import item_analysis
from quizapp.services.results.answers import answers
from quizapp.services.results.gathering import room_of
from quizapp.services.results.languages import language_fairness
from quizapp.services.results.memory import class_memory, set_warm_up
from quizapp.services.results.overview import grid, overview
from quizapp.services.results.paper import Paper, PaperQuestion, PaperWish, paper
from quizapp.services.results.views import (
    Answers,
    ClassMemory,
    ClassOfResults,
    Grid,
    ItemReport,
    LanguageReport,
    Mark,
    Overview,
)

__all__ = [
    "Answers",
    "ClassMemory",
    "ClassOfResults",
    "Grid",
    "ItemReport",
    "LanguageReport",
    "Mark",
    "Overview",
    "Paper",
    "PaperQuestion",
    "PaperWish",
    "answers",
    "class_memory",
    "grid",
    "item_analysis",
    "language_fairness",
    "overview",
    "paper",
    "room_of",
    "set_warm_up",
]

"""Homework: a round or a goal of cards, set to a class, with times and terms.

    setting     setting it, changing its terms, giving one learner more
    playing     what a learner has to do, and beginning it
    following   what its teacher sees of everybody
    standings   the table of the most points, where it is switched on
    calendar    the feed that a learner's calendar program reads

It is found through the class of whoever asks, as somebody who is in it now.
"""

from __future__ import annotations

from quizapp.services.homework.following import Followed, attempts, follow, homework_of_class
from quizapp.services.homework.playing import begin, due_for, task_for
from quizapp.services.homework.setting import (
    LONGEST_TITLE,
    TaskWish,
    TermsWish,
    assign,
    change_terms,
    give_more,
    homework_set,
    withdraw,
)
from quizapp.services.homework.standings import Standing, standings
from quizapp.services.homework.views import Attempt, CardsDone, Homework, Task

__all__ = [
    "LONGEST_TITLE",
    "Attempt",
    "CardsDone",
    "Followed",
    "Homework",
    "Standing",
    "Task",
    "TaskWish",
    "TermsWish",
    "assign",
    "attempts",
    "begin",
    "change_terms",
    "due_for",
    "follow",
    "give_more",
    "homework_of_class",
    "homework_set",
    "standings",
    "task_for",
    "withdraw",
]

"""Cards: decks to choose from, the next card, grading it, taking it back, what to do later.

    decks      which decks there are, starting one
    study      the next card, a review, undoing it, how the day went
    handling   suspending, burying, a note of one's own, judging a typed recall
    returning  a plan after a break
    effects    what a quiz answer does to a card; what a round should ask
    preview    what each retention would cost
    goals      how much and how well somebody wants to remember
    views      the values that all of these return

Every function filters by the owner; for a stranger a card does not exist.
"""

from __future__ import annotations

from quizapp.services.cards.decks import decks, start_deck
from quizapp.services.cards.effects import weights_for_round
from quizapp.services.cards.goals import change_goals, goals_of
from quizapp.services.cards.handling import edit_note, judge_recall, put_aside, set_flag
from quizapp.services.cards.preview import WorkloadPreview, workload_preview
from quizapp.services.cards.returning import accept_plan, plan_after_break
from quizapp.services.cards.study import next_card, rate, study_end, undo
from quizapp.services.cards.views import (
    DECKS,
    Aside,
    CardView,
    Deck,
    DeckHead,
    Flag,
    Goals,
    PlanView,
    Rated,
    Rating,
    Side,
    Sitting,
    StudyEnd,
)

__all__ = [
    "DECKS",
    "Aside",
    "CardView",
    "Deck",
    "DeckHead",
    "Flag",
    "Goals",
    "PlanView",
    "Rated",
    "Rating",
    "Side",
    "Sitting",
    "StudyEnd",
    "WorkloadPreview",
    "accept_plan",
    "change_goals",
    "decks",
    "edit_note",
    "goals_of",
    "judge_recall",
    "next_card",
    "plan_after_break",
    "put_aside",
    "rate",
    "set_flag",
    "start_deck",
    "study_end",
    "undo",
    "weights_for_round",
    "workload_preview",
]

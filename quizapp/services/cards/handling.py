"""Handling a card without reviewing it: suspending, burying, a note; judging what was typed.

None of this touches memory. A card that was never reviewed gets a state to remember it in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from quizapp.db import decks as tables
from quizapp.db import reviews
from quizapp.db.engine import writing
from quizapp.domain.cards.typed import judge_typed, suggested_rating
from quizapp.domain.text import Judgement
from quizapp.services.cards.learner import Learner, learner_of
from quizapp.services.cards.study import new_state, own_card
from quizapp.services.cards.views import LONGEST_NOTE, CardView, Flag, Rating


def set_flag(session: Session, *, account_id: int, card_id: str, flag: Flag, now: datetime) -> None:
    """Suspend a card (or end that), or put it away until the next study day (or end that).

    Idempotent. Raises CardNotFound.
    """
    learner = learner_of(session.connection(), account_id, now)
    changes: dict[Flag, dict[str, Any]] = {
        "suspend": {"suspended": True},
        "unsuspend": {"suspended": False},
        "bury": {"buried_on": learner.today},
        "unbury": {"buried_on": None},
    }
    _handle(session, learner, card_id, changes[flag])


def edit_note(session: Session, *, account_id: int, card_id: str, note: str, now: datetime) -> None:
    """Keep the learner's own words with a card, cut at `LONGEST_NOTE`. Raises CardNotFound."""
    learner = learner_of(session.connection(), account_id, now)
    _handle(session, learner, card_id, {"note": note.strip()[:LONGEST_NOTE]})


def _handle(session: Session, learner: Learner, card_id: str, values: dict[str, Any]) -> None:
    row = own_card(session.connection(), learner, card_id)
    with writing(session) as connection:
        if row.phase is None:
            reviews.add_states(connection, [new_state(learner.account_id, row.id)])
        tables.handle(connection, learner.account_id, row.id, **values)


def judge_recall(card: CardView, typed: str) -> tuple[Judgement, Rating]:
    """Judge a typed recall and suggest a grade. Raises ValueError for a card without `typed`."""
    if card.typed is None:
        raise ValueError(card.card_id)
    judgement = judge_typed(card.typed, typed, card.back.lang)
    return judgement, cast("Rating", int(suggested_rating(judgement.verdict)))

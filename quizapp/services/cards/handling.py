"""Handling a card without reviewing it: suspending, burying, a note; judging what was typed.

What was suspended, or forgotten so often that it may be a bad card, can be listed.

None of this touches memory. A card that was never reviewed gets a state to remember it in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from quizapp.db import cards as hot
from quizapp.db import decks as tables
from quizapp.db import reviews
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.cards.reviewing import LEECH_LAPSES
from quizapp.domain.cards.typed import judge_typed, suggested_rating
from quizapp.domain.text import Judgement
from quizapp.services.cards.learner import Learner, learner_of
from quizapp.services.cards.recording import new_state
from quizapp.services.cards.sitting import view_of
from quizapp.services.cards.study import own_card
from quizapp.services.cards.views import LONGEST_NOTE, Aside, CardView, Flag, Rating


def set_flag(session: Session, *, account_id: int, card_id: str, flag: Flag, now: datetime) -> None:
    """Suspend a card (or end that), or put it away until the next study day (or end that).

    Idempotent. Raises CardNotFound.
    """
    row, learner = own_card(session.connection(), account_id, card_id, now)
    changes: dict[Flag, dict[str, Any]] = {
        "suspend": {"suspended": True},
        "unsuspend": {"suspended": False},
        "bury": {"buried_on": learner.today},
        "unbury": {"buried_on": None},
    }
    _handle(session, learner, row, changes[flag])


def edit_note(session: Session, *, account_id: int, card_id: str, note: str, now: datetime) -> None:
    """Keep the learner's own words with a card, cut at `LONGEST_NOTE`. Raises CardNotFound.

    A zero character becomes U+FFFD: not every database can hold it, and no import takes it.
    """
    row, learner = own_card(session.connection(), account_id, card_id, now)
    words = note.replace("\x00", "\ufffd").strip()
    _handle(session, learner, row, {"note": words[:LONGEST_NOTE]})


def _handle(session: Session, learner: Learner, row: AnyRow, values: dict[str, Any]) -> None:
    with writing(session, of=learner.account_id) as connection:
        if row.phase is None:
            reviews.add_states(connection, [new_state(learner.account_id, row.id)])
        tables.handle(connection, learner.account_id, row.id, **values)


def put_aside(session: Session, *, account_id: int, now: datetime) -> Aside:
    """Return the cards that are suspended, and those that were forgotten often, by deck.

    A card that is both is among the suspended. Writes nothing. Raises AccountNotFound.
    """
    connection = session.connection()
    learner = learner_of(connection, account_id, now)
    rows = hot.put_aside(connection, account_id, LEECH_LAPSES)
    found = [view_of(connection, learner, row) for row in rows]
    return Aside(
        suspended=tuple(card for card in found if card.suspended),
        leeches=tuple(card for card in found if not card.suspended),
    )


def judge_recall(card: CardView, typed: str) -> tuple[Judgement, Rating]:
    """Judge a typed recall and suggest a grade. Raises ValueError for a card without `typed`."""
    if card.typed is None:
        raise ValueError(card.card_id)
    judgement = judge_typed(card.typed, typed, card.back.lang)
    return judgement, cast("Rating", int(suggested_rating(judgement.verdict)))

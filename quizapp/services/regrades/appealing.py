"""Saying "I was right": once for each typed answer that was judged wrong, as soon as that shows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.db import appeals
from quizapp.db.engine import writing
from quizapp.domain.errors import AppealNotFound
from quizapp.services import rounds
from quizapp.services.rounds import RoundHead


def appeal(
    session: Session, *, account_id: int, round_id: str, position: int, now: datetime
) -> RoundHead:
    """Object to how an answer was judged; the same objection again changes nothing.

    Returns the round's head. Raises RoundNotFound (for strangers too), PositionNotFound, and
    AppealNotFound where there is nothing to object to: no verdict to be seen yet, none on a
    typed answer, or not the verdict "wrong".
    """
    view = rounds.question(
        session, account_id=account_id, round_id=round_id, position=position, now=now
    )
    if view.feedback is None or not view.answered:
        raise AppealNotFound(round_id)
    if view.feedback.appeal is not None:
        return view.head
    if not view.feedback.appealable:
        raise AppealNotFound(round_id)
    with writing(session) as connection:
        place = appeals.place(connection, account_id, round_id, position)
        if place is None:
            raise AppealNotFound(round_id)
        appeals.add(
            connection,
            {
                "round_id": place.round_id,
                "position": place.position,
                "item_id": place.item_id,
                "lang": place.lang,
                "made_at": now,
                "state": "open",
                "reason": "",
                "decided_by": None,
                "decided_at": None,
            },
        )
    return view.head

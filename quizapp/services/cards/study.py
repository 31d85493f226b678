"""Studying: the next card, grading it, taking the grade back.

A review is decided first, without a lock; only then a short transaction logs it, moves the
card and adds to the day. The log takes a uuid once, and the card moves only if nobody else
moved it meanwhile, else everything is decided again from what is there now:

    tab 1: good, uuid a    logged          tab 2: good, uuid a    there already; not again
    undo                   a is marked; the card stands where its other reviews put it
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import cards as tables
from quizapp.db import reviews
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.cards import state as memory
from quizapp.domain.cards.replay import replay
from quizapp.domain.errors import CardNotFound, StorageBusy
from quizapp.services.cards.learner import Learner, card_number, learner_in, learner_of
from quizapp.services.cards.recording import Decided, Overtaken, decide, recount_day, store
from quizapp.services.cards.records import (
    line_of,
    memory_values,
)
from quizapp.services.cards.sitting import (
    asked_of,
    next_due,
    sitting_of,
)
from quizapp.services.cards.views import Deck, Rated, Sitting, StudyEnd

LONGEST_LATENCY: Final = timedelta(minutes=10)
"""Somebody who leaves a card open for longer is not looking at it."""
LONGEST_TYPED: Final = 200
_TRIES: Final = 5
_TWO_DAYS: Final = timedelta(days=2)


def next_card(
    session: Session,
    *,
    account_id: int,
    now: datetime,
    deck: tuple[str, Deck] | None = None,
) -> Sitting:
    """Return the sitting as it is now; `deck` (article, deck) narrows it to one deck.

    Writes nothing. Raises AccountNotFound, DeckNotFound for a deck that is not there.
    """
    connection = session.connection()
    return sitting_of(connection, learner_of(connection, account_id, now), deck)


def rate(
    session: Session,
    *,
    account_id: int,
    card_id: str,
    rated: Rated,
    now: datetime,
) -> bool:
    """Log a review once and move the card; return whether it was logged.

    The same uuid again changes nothing, nor does the grade of a front that was shown before
    the card's last review. Raises CardNotFound, ValueError for a bad uuid or rating.
    """
    UUID(rated.uuid)
    decided = _decide(session.connection(), account_id, card_id, rated, now)
    if decided is None:
        return False
    try:
        with writing(session, of=account_id) as connection:
            return store(connection, decided)
    except Overtaken:
        return _rate_alone(session, account_id, card_id, rated, now)


def _rate_alone(
    session: Session, account_id: int, card_id: str, rated: Rated, now: datetime
) -> bool:
    """Decide again with the lock held, as others keep moving the card."""
    for _ in range(_TRIES):
        try:
            with writing(session, of=account_id) as connection:
                decided = _decide(connection, account_id, card_id, rated, now)
                return decided is not None and store(connection, decided)
        except Overtaken:
            continue  # Where the database is a server, other processes do not wait for us.
    raise StorageBusy


def own_card(
    connection: Connection, account_id: int, card_id: str, now: datetime
) -> tuple[AnyRow, Learner]:
    """Return the row of a card by its public id, and whose it is. Raises CardNotFound.

    What the learner did today is not looked up.
    """
    row = reviews.find(connection, account_id, card_number(card_id))
    if row is None:
        raise CardNotFound(card_id)
    learner = learner_in(row, account_id, now)
    if not learner.opens(card_id, row.name):
        raise CardNotFound(card_id)
    return row, learner


def _decide(
    connection: Connection, account_id: int, card_id: str, rated: Rated, now: datetime
) -> Decided | None:
    row, learner = own_card(connection, account_id, card_id, now)
    last = row.last_review
    # A review from the future was logged by a clock that went wrong: it forbids nothing.
    if rated.shown_at is not None and last and rated.shown_at < last <= learner.now:
        return None  # What was graded is a front from before the last review.
    given = memory.Rated(
        id=str(UUID(rated.uuid)),
        rating=memory.Rating(rated.rating),
        moment=learner.now,
        duration_ms=_latency(rated.shown_at, learner.now),
    )
    return decide(connection, learner, row, given, rated.typed)


def undo(session: Session, *, account_id: int, now: datetime) -> bool:
    """Take back the latest review of today; the card stands as if it had not been, and is next.

    It can be repeated until the first review of the day. Returns whether there was anything
    to take back.
    """
    learner = learner_of(session.connection(), account_id, now)
    with writing(session, of=account_id) as connection:
        last = tables.last(connection, asked_of(learner, None))
        if last is not None:
            _take_back(connection, learner, last)
    return last is not None


def _take_back(connection: Connection, learner: Learner, last: AnyRow) -> None:
    lines = reviews.lines_of_card(connection, learner.account_id, last.card_id)
    row = next(line for line in lines if line.uuid == last.uuid)
    marker = {"account_id": learner.account_id, "uuid": last.uuid, "moment": learner.now}
    reviews.mark_undone(connection, [marker])
    kept = [line for line in lines if line.uuid != last.uuid]
    state = replay(last.name, map(line_of, kept), learner.settings)
    # It was shown today, so it is shown today again, whatever had brought it here.
    values = memory_values(state) | {
        "due_on": min(state.due_day or learner.today, learner.today),
        "version_id": kept[-1].version_id if kept else None,
    }
    reviews.set_memory(connection, learner.account_id, {last.card_id: values})
    recount_day(connection, learner, line_of(row))


def study_end(session: Session, *, account_id: int, now: datetime) -> StudyEnd:
    """Return how the study day went and when to come back. Writes nothing."""
    connection = session.connection()
    learner = learner_of(connection, account_id, now)
    sitting = sitting_of(connection, learner)
    left = sitting.left_due + sitting.left_new
    done = learner.done
    return StudyEnd(
        reviews=done.reviews,
        introduced=done.introduced,
        recalled=done.recalled,
        forgotten=done.again,
        left_today=left,
        due_tomorrow=reviews.due_on(connection, account_id, learner.today + timedelta(days=1)),
        next_due=now if left else next_due(connection, learner, more_new=False),
    )


def _latency(shown_at: datetime | None, now: datetime) -> int | None:
    """Return milliseconds since the front was shown; None where a clock was moved back."""
    if shown_at is None or shown_at > now:
        return None
    return min(now - shown_at, LONGEST_LATENCY) // timedelta(milliseconds=1)

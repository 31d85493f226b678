"""Studying: the next card, grading it, taking the grade back.

A review is decided first, without a lock; only then a short transaction logs it, moves the
card and adds to the day. The log takes a uuid once, and the card moves only if nobody else
moved it meanwhile, else everything is decided again from what is there now:

    tab 1: good, uuid a    logged          tab 2: good, uuid a    there already; same sitting
    undo                   a is marked; the card stands where its other reviews put it
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import cards as tables
from quizapp.db import reviews
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.cards import state as memory
from quizapp.domain.cards.replay import replay
from quizapp.domain.cards.reviewing import review
from quizapp.domain.cards.state import CardState, Review
from quizapp.domain.errors import CardNotFound, StorageBusy
from quizapp.services.cards.learner import Learner, card_number, learner_of
from quizapp.services.cards.records import (
    REPLAYING,
    counts_of,
    day_rows,
    line_of,
    line_values,
    memory_values,
    state_of,
)
from quizapp.services.cards.sitting import (
    asked_of,
    neighbours_of,
    next_due,
    sitting_of,
)
from quizapp.services.cards.views import Deck, Rated, Sitting, StudyEnd

LONGEST_LATENCY: Final = timedelta(minutes=10)
"""Somebody who leaves a card open for longer is not looking at it."""
LONGEST_TYPED: Final = 200
_TRIES: Final = 5
_TWO_DAYS: Final = timedelta(days=2)


class _Overtaken(Exception):
    """Somebody else moved the card between reading and writing."""


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
    deck: tuple[str, Deck] | None = None,
) -> Sitting:
    """Log a review once, move the card, return the sitting that follows.

    The same uuid again changes nothing, nor does the grade of a front that was shown before
    the card's last review. Raises CardNotFound, ValueError for a bad uuid or rating.
    """
    UUID(rated.uuid)
    for _ in range(_TRIES):
        connection = session.connection()
        learner = learner_of(connection, account_id, now)
        row = own_card(connection, learner, card_id)
        try:
            _review(session, learner, row, rated)
        except _Overtaken:
            continue
        return next_card(session, account_id=account_id, now=now, deck=deck)
    raise StorageBusy


def own_card(connection: Connection, learner: Learner, card_id: str) -> AnyRow:
    """Return the row of a card by its public id. Raises CardNotFound."""
    row = reviews.find(connection, learner.account_id, card_number(card_id))
    if row is None or not learner.opens(card_id, row.name):
        raise CardNotFound(card_id)
    return row


def _review(session: Session, learner: Learner, row: AnyRow, rated: Rated) -> None:
    before = state_of(row)
    if _is_stale(rated, before):
        return
    near = neighbours_of(session.connection(), learner, row, before)
    given = memory.Rated(
        id=str(UUID(rated.uuid)),
        rating=memory.Rating(rated.rating),
        moment=learner.now,
        duration_ms=_latency(rated.shown_at, learner.now),
    )
    after, line = review(before, given, learner.settings, learner.calendar, near)
    values = line_values(line) | {
        "account_id": learner.account_id,
        "card_id": row.id,
        "typed": None if rated.typed is None else rated.typed[:LONGEST_TYPED],
        "version_id": row.text_id,
    }
    with writing(session) as connection:
        if not reviews.record(connection, values):
            return
        _move(connection, learner, row, before, after)
        _count(connection, learner, line, before)


def _is_stale(rated: Rated, state: CardState) -> bool:
    shown, last = rated.shown_at, state.last_review
    return shown is not None and last is not None and shown < last


def _move(
    connection: Connection, learner: Learner, row: AnyRow, before: CardState, after: CardState
) -> None:
    values = memory_values(after) | {"due_on": after.due_day, "version_id": row.text_id}
    if row.phase is None:
        fresh = new_state(learner.account_id, row.id) | values
        moved = reviews.add_states(connection, [fresh]) == 1
    else:
        moved = reviews.advance(connection, learner.account_id, row.id, values, before.reps)
    if not moved:
        raise _Overtaken


def new_state(account_id: int, card_id: int) -> dict[str, Any]:
    """Return the columns of a state that nothing is known of yet."""
    return {
        "account_id": account_id,
        "card_id": card_id,
        **memory_values(CardState("")),
        "due_on": None,
        "suspended": False,
        "buried_on": None,
        "note": "",
        "version_id": None,
    }


def _count(connection: Connection, learner: Learner, line: Review, before: CardState) -> None:
    last = before.last_day
    if last is not None and line.study_day < last:
        # The learner's clock went back by a day: only the log knows what was seen on it.
        recount_day(connection, learner, line)
        return
    counts = counts_of(line, first=last != line.study_day)
    reviews.add_to_days(
        connection, [{"account_id": learner.account_id, "day": line.study_day, **counts}]
    )


def recount_day(connection: Connection, learner: Learner, line: Review) -> None:
    """Sum up the day of a line anew from the log."""
    begins = learner.calendar.starts(line.study_day)
    within = (begins - _TWO_DAYS, max(begins + 2 * _TWO_DAYS, line.moment))
    rows = reviews.lines_of_day(connection, learner.account_id, line.study_day, within)
    reviews.clear_days(connection, learner.account_id, [line.study_day])
    reviews.add_to_days(connection, day_rows(learner.account_id, map(line_of, rows)))


def undo(
    session: Session,
    *,
    account_id: int,
    now: datetime,
    deck: tuple[str, Deck] | None = None,
) -> Sitting:
    """Take back the latest review of today; the card stands as if it had not been.

    It can be repeated until the first review of the day. With nothing to take back the
    sitting is returned as it is.
    """
    learner = learner_of(session.connection(), account_id, now)
    with writing(session) as connection:
        last = tables.last(connection, asked_of(learner, None))
        if last is not None:
            _take_back(connection, learner, last)
    return next_card(session, account_id=account_id, now=now, deck=deck)


def _take_back(connection: Connection, learner: Learner, last: AnyRow) -> None:
    lines = reviews.lines_of_card(connection, learner.account_id, last.card_id)
    row = next(line for line in lines if line.uuid == last.uuid)
    marker = {"account_id": learner.account_id, "uuid": last.uuid, "moment": learner.now}
    reviews.mark_undone(connection, [marker])
    kept = [line for line in lines if line.uuid != last.uuid]
    state = replay(last.name, map(line_of, kept), REPLAYING)
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

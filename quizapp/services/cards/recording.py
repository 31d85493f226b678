"""Recording a review: decided first, without a lock, then stored in one short transaction.

The log takes an id once, and the card moves only if nobody moved it meanwhile; whoever was
overtaken decides again from what is there now. The log, the card's state and the total of
its day are written together or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from quizapp.db import reviews
from quizapp.db.base import AnyRow
from quizapp.domain.cards.reviewing import review
from quizapp.domain.cards.state import CardState, Rated, Review
from quizapp.services.cards.learner import Learner
from quizapp.services.cards.records import (
    counts_of,
    day_rows,
    line_of,
    line_values,
    memory_values,
    state_of,
)
from quizapp.services.cards.sitting import neighbours_of

LONGEST_TYPED: Final = 200
_TWO_DAYS: Final = timedelta(days=2)
_NO_END: Final = datetime(9999, 1, 1, tzinfo=UTC)


class Overtaken(Exception):
    """Somebody else moved the card between reading and writing."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A review as it is to be stored: the card it was decided on, and what became of it."""

    learner: Learner
    row: AnyRow
    before: CardState
    after: CardState
    line: Review
    typed: str | None


def decide(
    connection: Connection,
    learner: Learner,
    row: AnyRow,
    given: Rated,
    typed: str | None = None,
) -> Decided:
    """Return what a rating leads to, for a card's row from `db.reviews.find`. Writes nothing."""
    before = state_of(row)
    near = neighbours_of(connection, learner, row, before, (given.rating,))
    after, line = review(before, given, learner.settings, learner.calendar, near)
    return Decided(learner, row, before, after, line, typed)


def store(connection: Connection, decided: Decided) -> bool:
    """Log a review, move its card and add to its day; return False where its id is known.

    Raises Overtaken where somebody else moved the card since it was decided on.
    """
    learner, row, line = decided.learner, decided.row, decided.line
    typed = None if decided.typed is None else decided.typed[:LONGEST_TYPED]
    values = line_values(line) | {
        "account_id": learner.account_id,
        "card_id": row.id,
        "typed": typed,
        "version_id": row.text_id,
    }
    if not reviews.record(connection, values):
        return False
    _move(connection, learner, row, decided.before, decided.after)
    _count(connection, learner, line, decided.before)
    return True


def _move(
    connection: Connection, learner: Learner, row: AnyRow, before: CardState, after: CardState
) -> None:
    values = memory_values(after) | {"due_on": after.due_day, "version_id": row.text_id}
    if row.phase is None:
        fresh = new_state(learner.account_id, row.id) | values
        moved = reviews.add_states(connection, [fresh]) == 1
    else:
        moved = reviews.advance(connection, learner.account_id, row.id, values, before)
    if not moved:
        raise Overtaken


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
    if last is not None and (line.study_day < last or _out_of_time(learner, before)):
        # A clock went back: only the log knows what was seen on this day.
        recount_day(connection, learner, line)
        return
    counts = counts_of(line, first=last != line.study_day)
    reviews.add_to_days(
        connection, [{"account_id": learner.account_id, "day": line.study_day, **counts}]
    )


def _out_of_time(learner: Learner, before: CardState) -> bool:
    """Whether the last review's moment is of another day, because a clock went back before it."""
    moment = before.last_review
    return moment is not None and learner.calendar.day(moment) != before.last_day


def recount_day(connection: Connection, learner: Learner, line: Review) -> None:
    """Sum up the day of a line anew from the log."""
    begins = learner.calendar.starts(line.study_day)
    # After a clock went back the moments of a day are later than the day, however much.
    within = (begins - _TWO_DAYS, _NO_END)
    rows = reviews.lines_of_day(connection, learner.account_id, line.study_day, within)
    reviews.clear_days(connection, learner.account_id, [line.study_day])
    reviews.add_to_days(connection, day_rows(learner.account_id, map(line_of, rows)))

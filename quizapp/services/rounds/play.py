"""Playing: showing a question, taking an answer, finishing.

An answer is loaded and judged first, without a lock; only then a short transaction stores
it. Its one INSERT takes the row from the round itself, where that is still open, and gives
way to a response that is already there. So a double submit, two tabs or an answer racing
the end of its round need no check beforehand: no row stored means that the reply is in
the database, or that the round is closed.

    tab 1: choice 2   stored, right              tab 2: choice 3   not stored; reply of tab 1
    last answer       stored, round finished     finish            already finished; the same
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final, get_args

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import decks, play, rounds
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.db.types import from_millis, to_millis
from quizapp.domain.errors import AnswerRejected, PositionNotFound, RoundClosed, RoundNotFound
from quizapp.domain.items.base import Item
from quizapp.domain.items.registry import kind_of
from quizapp.domain.text import NORMALISER_VERSION
from quizapp.services import texts
from quizapp.services.cards.effects import cards_pulled, pulls
from quizapp.services.rounds.views import (
    AnswerReceipt,
    Certainty,
    Judged,
    Progress,
    QuestionView,
    RoundHead,
    Subject,
    Submission,
    head_of,
    judged_in,
    view_of,
)

LONGEST_LATENCY: Final = timedelta(days=1)
_LAST_POSITION: Final = 2**31 - 1
_CERTAINTIES: Final = (None, *get_args(Certainty))


def question(session: Session, *, account_id: int, round_id: str, position: int) -> QuestionView:
    """Return a question of a round as its player may see it now.

    Raises RoundNotFound (for strangers too) and PositionNotFound.
    """
    connection = session.connection()
    row = _asked(connection, account_id, round_id, position)
    return _current_view(connection, row)


def answer(
    session: Session,
    *,
    account_id: int,
    round_id: str,
    position: int,
    submission: Submission,
    now: datetime,
) -> AnswerReceipt:
    """Judge an answer, log it once, finish the round with its last one.

    A position that is answered already, or a client key that was used already, gets the
    stored reply (`stored` is False). Raises RoundNotFound, PositionNotFound, RoundClosed,
    and AnswerRejected for what is no answer to this question.
    """
    connection = session.connection()
    row = _asked(connection, account_id, round_id, position)
    if row.outcome is not None:
        return _replied(_current_view(connection, row))
    if row.finished_at is not None:
        raise RoundClosed(round_id)
    subject = _subject(connection, row)
    judged = _judge(row, subject.item, submission)
    values = _response_values(row, judged, submission, now)
    values |= {"account_id": account_id, "public_id": round_id, "position": position}
    moment = from_millis(to_millis(now))
    pulled = _pulled(connection, row, subject.item, judged, account_id, now)
    with writing(session) as connection:
        if not play.record_answer(connection, values):
            return _replied(_stored_view(connection, row, account_id, values["client_key"]))
        decks.pull(connection, pulled)
        progress = _progress(connection, row)
        if progress.answered == row.total and play.finish_round(connection, row.id, moment):
            progress = Progress(progress.answered, progress.score, None, moment)
            _pull_after_test(connection, row, account_id, now)
    head = head_of(row, subject.article, progress)
    view = view_of(row, head, subject, judged)
    return AnswerReceipt(view=view, stored=True, finished=head.finished_at is not None)


def finish(session: Session, *, account_id: int, round_id: str, now: datetime) -> RoundHead:
    """Close a round, answered or not; a finished one stays as it is. Raises RoundNotFound."""
    connection = session.connection()
    row = play.find_round(connection, account_id, round_id)
    if row is None:
        raise RoundNotFound(round_id)
    if row.finished_at is None:
        with writing(session) as connection:
            if play.finish_round(connection, row.id, now):
                _pull_after_test(connection, row, account_id, now)
        connection = session.connection()
        row = play.find_round(connection, account_id, round_id)
        assert row is not None, "a round outlives its finish"
    article = texts.article_of(connection, row.article_version_id, row.article_fingerprint)
    return head_of(row, article, _progress(connection, row))


def _asked(connection: Connection, account_id: int, round_id: str, position: int) -> AnyRow:
    within = position if 0 < position <= _LAST_POSITION else 0
    row = play.find_question(connection, account_id, round_id, within)
    if row is None:
        raise RoundNotFound(round_id)
    if row.position is None:
        raise PositionNotFound(position)
    return row


def _subject(connection: Connection, row: AnyRow) -> Subject:
    return Subject(
        item=texts.item_of(connection, row.version_id, row.item_fingerprint),
        article=texts.article_of(connection, row.article_version_id, row.article_fingerprint),
    )


def _judge(row: AnyRow, item: Item, submission: Submission) -> Judged:
    if submission.certainty not in _CERTAINTIES:
        raise AnswerRejected("out_of_range")
    kind = kind_of(item.kind)
    given = kind.read(item, submission.fields, row.arrangement)
    grade = kind.grade(item, given, row.lang)
    return Judged(given, grade, submission.certainty if row.asks_certainty else None)


def _pulled(
    connection: Connection, row: AnyRow, item: Item, judged: Judged, account_id: int, now: datetime
) -> list[dict[str, Any]]:
    """What a wrong answer does to cards; in a test that waits for its end."""
    if row.mode != "practice" or not pulls(judged.grade.outcome, item.kind):
        return []
    return cards_pulled(connection, account_id, [item.id], row.lang, now)


def _pull_after_test(connection: Connection, row: AnyRow, account_id: int, now: datetime) -> None:
    if row.mode == "test":
        wrong = rounds.unknown_items(connection, row.id)
        decks.pull(connection, cards_pulled(connection, account_id, wrong, row.lang, now))


def _progress(connection: Connection, row: AnyRow) -> Progress:
    """Count the responses of a round. Without gaps the next position needs no query."""
    tally = play.tally(connection, row.id)
    following: int | None = tally.answered + 1
    if row.finished_at is not None or tally.answered == row.total:
        following = None
    elif tally.furthest != tally.answered:
        following = play.first_gap(connection, row.id)
    return Progress(tally.answered, tally.score, following, row.finished_at)


def _current_view(connection: Connection, row: AnyRow) -> QuestionView:
    subject = _subject(connection, row)
    head = head_of(row, subject.article, _progress(connection, row))
    return view_of(row, head, subject, judged_in(row))


def _stored_view(
    connection: Connection, row: AnyRow, account_id: int, client_key: bytes
) -> QuestionView:
    """Return the view of what is stored where an answer could not be: at its place or its key."""
    position = play.position_of_key(connection, row.id, client_key) or row.position
    stored = _asked(connection, account_id, row.public_id, position)
    if stored.outcome is None:
        raise RoundClosed(row.public_id)
    return _current_view(connection, stored)


def _replied(view: QuestionView) -> AnswerReceipt:
    return AnswerReceipt(view=view, stored=False, finished=view.head.finished_at is not None)


def _response_values(
    row: AnyRow, judged: Judged, submission: Submission, now: datetime
) -> dict[str, Any]:
    given, grade = judged.answer, judged.grade
    return {
        "client_key": hashlib.blake2b(submission.client_key.encode(), digest_size=16).digest(),
        "lang": row.lang,
        "digits": submission.digits,
        "chosen": given.chosen,
        "typed": given.text,
        "skipped": given.skipped,
        "outcome": grade.outcome.value,
        "score": grade.score,
        "marks": tuple(map(int, grade.marks)),
        "spelling": None if grade.spelling is None else grade.spelling.value,
        "shown": grade.shown,
        "certainty": judged.certainty,
        "latency": _latency(submission.shown_at, now),
        "normaliser": NORMALISER_VERSION,
        "answered_at": now,
    }


def _latency(shown_at: datetime | None, now: datetime) -> int | None:
    """Return milliseconds since the question was shown; None where a clock was moved back."""
    if shown_at is None or shown_at > now:
        return None
    return min(now - shown_at, LONGEST_LATENCY) // timedelta(milliseconds=1)

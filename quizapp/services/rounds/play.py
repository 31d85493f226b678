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

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, get_args

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import decks, play, rounds
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.db.types import from_millis, to_millis
from quizapp.domain.errors import AnswerRejected, PositionNotFound, RoundClosed, RoundNotFound
from quizapp.domain.items.base import Item, Outcome
from quizapp.domain.items.registry import kind_of
from quizapp.services import texts
from quizapp.services.cards.effects import Recalled, cards_pulled, pulls, recalls, review_recalled
from quizapp.services.cards.recording import Overtaken
from quizapp.services.rounds.logged import response_values
from quizapp.services.rounds.regraded import (
    Reworded,
    as_it_counts,
    follow_regrades,
    with_appeals,
)
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
    lang_of,
    view_of,
)

_LAST_POSITION: Final = 2**31 - 1
_CERTAINTIES: Final = (None, *get_args(Certainty))


def question(
    session: Session,
    *,
    account_id: int,
    round_id: str,
    position: int,
    now: datetime | None = None,
) -> QuestionView:
    """Return a question of a round as its player may see it now.

    Without `now`, solutions that have to wait for a moment are kept back. Raises RoundNotFound
    (for strangers too) and PositionNotFound.
    """
    connection = session.connection()
    row = _asked(connection, account_id, round_id, position)
    return _current_view(connection, row, now)


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
    while True:
        try:
            return _answer(session, account_id, round_id, position, submission, now)
        except Reworded:
            # Another text came into use at this very moment: the entry is to be read again.
            continue


def _answer(
    session: Session,
    account_id: int,
    round_id: str,
    position: int,
    submission: Submission,
    now: datetime,
) -> AnswerReceipt:
    connection = session.connection()
    row = _asked(connection, account_id, round_id, position)
    if row.outcome is not None:
        return _replied(_current_view(connection, row, now))
    if row.finished_at is not None:
        raise RoundClosed(round_id)
    subject = _subject(connection, row)
    judged = _judge(row, subject.item, submission)
    values = response_values(row, judged, submission, now)
    values |= {"account_id": account_id, "public_id": round_id, "position": position}
    values["seen_changed"] = row.changed
    pulled = _pulled(connection, row, subject.item, judged, account_id, now)
    log_recall = _recalled(connection, row, subject.item, values, now)
    try:
        try:
            return _store(session, row, subject, judged, values, pulled, log_recall)
        except Overtaken:
            # The card was reviewed elsewhere at this moment: that review counts.
            return _store(session, row, subject, judged, values, pulled, None)
    except RoundClosed:
        _hand_in(session, row, account_id, now)
        raise


def _store(
    session: Session,
    row: AnyRow,
    subject: Subject,
    judged: Judged,
    values: dict[str, Any],
    pulled: list[dict[str, Any]],
    log_recall: Callable[[Connection], bool] | None,
) -> AnswerReceipt:
    account_id, now = values["account_id"], values["answered_at"]
    moment = from_millis(to_millis(now))
    with writing(session, of=account_id) as connection:
        if not play.record_answer(connection, values):
            return _replied(_stored_view(connection, row, values))
        decks.pull(connection, pulled)
        if log_recall is not None:
            log_recall(connection)
        regraded = row.changed and follow_regrades(connection, row, subject.item, judged, values)
        progress = _progress(connection, row)
        if progress.answered == row.total and play.finish_round(connection, row.id, moment):
            progress = Progress(progress.answered, progress.score, None, moment)
            _pull_after_test(connection, row, account_id, now)
        if regraded:
            row = _asked(connection, account_id, row.public_id, row.position)
            subject, judged = _subject(connection, row), judged_in(row) or judged
    head = head_of(row, subject.article, progress)
    view = view_of(row, head, subject, judged, now=now)
    return AnswerReceipt(view=view, stored=True, finished=head.finished_at is not None)


def _hand_in(session: Session, row: AnyRow, account_id: int, now: datetime) -> None:
    """Finish homework whose time ran out, as of then, with what was answered in time."""
    if row.closes_at is not None and row.closes_at < now:
        with writing(session, of=account_id) as connection:
            if play.finish_round(connection, row.id, row.closes_at):
                _pull_after_test(connection, row, account_id, now)


def finish(session: Session, *, account_id: int, round_id: str, now: datetime) -> RoundHead:
    """Close a round, answered or not; a finished one stays as it is. Raises RoundNotFound."""
    connection = session.connection()
    row = play.find_round(connection, account_id, round_id)
    if row is None:
        raise RoundNotFound(round_id)
    if row.finished_at is None:
        with writing(session, of=account_id) as connection:
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
    seen = texts.item_of(connection, row.version_id, row.item_fingerprint)
    return Subject(
        item=as_it_counts(connection, row, seen, row.lang),
        article=texts.article_of(connection, row.article_version_id, row.article_fingerprint),
    )


def _judge(row: AnyRow, item: Item, submission: Submission) -> Judged:
    if submission.certainty not in _CERTAINTIES:
        raise AnswerRejected("out_of_range")
    kind = kind_of(item.kind)
    given = kind.read(item, submission.fields, row.arrangement)
    grade = kind.grade(item, given, lang_of(row, row.lang))
    return Judged(given, grade, submission.certainty if row.asks_certainty else None)


def _pulled(
    connection: Connection, row: AnyRow, item: Item, judged: Judged, account_id: int, now: datetime
) -> list[dict[str, Any]]:
    """What a wrong answer does to cards; in a test that waits for its end."""
    if row.mode != "practice" or not pulls(judged.grade.outcome, item.kind):
        return []
    return cards_pulled(connection, account_id, [item.id], lang_of(row, row.lang), now)


def _recalled(
    connection: Connection, row: AnyRow, item: Item, values: dict[str, Any], now: datetime
) -> Callable[[Connection], bool] | None:
    """What a right typed answer does to its card: it is recall, where practice asks for it."""
    if row.mode != "practice" or not recalls(Outcome(values["outcome"]), item.kind):
        return None
    recalled = Recalled(
        item=item.id,
        lang=lang_of(row, row.lang),
        key=f"{values['public_id']}/{values['position']}",
        typed=values["typed"],
        certainty=values["certainty"],
        latency=values["latency"],
    )
    return review_recalled(connection, values["account_id"], recalled, now)


def _pull_after_test(connection: Connection, row: AnyRow, account_id: int, now: datetime) -> None:
    # A card that turns up says that its question was answered wrongly, and shows the answer.
    told = row.keys_at is None or now >= row.keys_at
    if row.mode == "test" and told:
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


def _current_view(connection: Connection, row: AnyRow, now: datetime | None) -> QuestionView:
    subject = _subject(connection, row)
    head = head_of(row, subject.article, _progress(connection, row))
    judged = judged_in(row)
    if judged is not None:
        found = {row.position: judged}
        with_appeals(connection, row.id, found)
        judged = found[row.position]
    return view_of(row, head, subject, judged, now=now)


def _stored_view(connection: Connection, row: AnyRow, values: dict[str, Any]) -> QuestionView:
    """Return the view of what is stored where an answer could not be: at its place or its key."""
    position = play.position_of_key(connection, row.id, values["client_key"]) or row.position
    stored = _asked(connection, values["account_id"], row.public_id, position)
    if stored.outcome is None:
        raise Reworded if stored.changed != row.changed else RoundClosed(row.public_id)
    return _current_view(connection, stored, values["answered_at"])


def _replied(view: QuestionView) -> AnswerReceipt:
    return AnswerReceipt(view=view, stored=False, finished=view.head.finished_at is not None)

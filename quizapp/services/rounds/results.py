"""Looking back: the result of a finished round, and the rounds of a learner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import play, rounds
from quizapp.db.base import AnyRow
from quizapp.domain.content import Article
from quizapp.domain.errors import RoundNotFound, RoundOpen
from quizapp.services import texts
from quizapp.services.rounds.regraded import as_it_counts, with_appeals
from quizapp.services.rounds.views import (
    CalibrationRow,
    Certainty,
    Progress,
    QuestionView,
    RoundHead,
    RoundResult,
    Subject,
    head_of,
    judged_in,
    view_of,
)


def result(
    session: Session, *, account_id: int, round_id: str, now: datetime | None = None
) -> RoundResult:
    """Return every question of a finished round with its solution, and the score.

    While the solutions have to wait (`RoundHead.keys_at`), the rows are without feedback.

    A question that was not answered has a feedback with a skipped answer, but is not
    `answered`. Raises RoundNotFound, and RoundOpen while there is something to give away.
    """
    connection = session.connection()
    row = play.find_round(connection, account_id, round_id)
    if row is None:
        raise RoundNotFound(round_id)
    if row.finished_at is None:
        raise RoundOpen(round_id)
    article = texts.article_of(connection, row.article_version_id, row.article_fingerprint)
    tally = play.tally(connection, row.id)
    progress = Progress(tally.answered, tally.score, None, row.finished_at)
    head = head_of(row, article, progress)
    entries = play.entries(connection, row.id)
    rows = _solved(connection, row, entries, head, article, now)
    return RoundResult(
        head=head,
        rows=rows,
        right=sum(entry.score == 1 for entry in entries),
        total=head.total,
        calibration=_calibration(rows),
    )


def _solved(
    connection: Connection,
    row: AnyRow,
    entries: Sequence[AnyRow],
    head: RoundHead,
    article: Article,
    now: datetime | None,
) -> tuple[QuestionView, ...]:
    """Every question with its solution, as its answer counts now."""
    items = texts.items_of(connection, _versions(entries))
    judged = {entry.position: found for entry in entries if (found := judged_in(entry))}
    with_appeals(connection, row.id, judged)
    views: list[QuestionView] = []
    for entry in entries:
        seen = items[entry.item_fingerprint]
        subject = Subject(as_it_counts(connection, entry, seen, head.lang), article)
        answered = judged.get(entry.position)
        views.append(view_of(entry, head, subject, answered, now=now, solve=True))
    return tuple(views)


def history(session: Session, *, account_id: int, limit: int = 50) -> tuple[RoundHead, ...]:
    """Return somebody's latest rounds, the newest first."""
    connection = session.connection()
    return _heads(connection, rounds.heads(connection, account_id, limit))


def current(session: Session, *, account_id: int) -> RoundHead | None:
    """Return the round to continue: the newest one that is not finished."""
    connection = session.connection()
    row = rounds.open_head(connection, account_id)
    return None if row is None else _heads(connection, [row])[0]


def _heads(connection: Connection, rows: Sequence[AnyRow]) -> tuple[RoundHead, ...]:
    versions = {row.article_fingerprint: row.article_version_id for row in rows}
    articles = texts.articles_of(connection, versions)
    return tuple(
        head_of(
            row,
            articles[row.article_fingerprint],
            Progress(row.answered, row.score, row.next_position, row.finished_at),
        )
        for row in rows
    )


def _versions(entries: Sequence[AnyRow]) -> dict[str, int]:
    """The texts that were asked, and those that answers count by since a regrade."""
    keys = {e.key_fingerprint: e.key_version_id for e in entries if e.key_version_id is not None}
    return {e.item_fingerprint: e.version_id for e in entries} | keys


def _is_right(view: QuestionView) -> bool:
    return view.feedback is not None and view.feedback.grade.score == 1


def _calibration(rows: Sequence[QuestionView]) -> tuple[CalibrationRow, ...]:
    found = []
    for certainty in get_args(Certainty):
        stated = [r for r in rows if r.feedback is not None and r.feedback.certainty == certainty]
        if stated:
            found.append(CalibrationRow(certainty, len(stated), sum(map(_is_right, stated))))
    return tuple(found)

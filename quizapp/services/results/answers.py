"""One learner's answers, with the texts that she saw and the judgement that counts now.

A teacher sees solutions whenever they are asked for: of a test that is under way, and of one
whose solutions learners have to wait for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import play
from quizapp.domain.errors import RoundNotFound
from quizapp.services import texts
from quizapp.services.homework import Attempt
from quizapp.services.homework.views import homework_of
from quizapp.services.results.gathering import (
    attempts_by_learner,
    classroom_of,
    counting,
    homework_in,
    pupil_in,
)
from quizapp.services.results.views import Answers, Pupil
from quizapp.services.rounds import QuestionView
from quizapp.services.rounds.regraded import as_it_counts, with_appeals
from quizapp.services.rounds.views import Progress, Subject, head_of, judged_in, view_of


def answers(
    session: Session,
    *,
    account_id: int,
    classroom_id: str,
    homework_id: str,
    member_id: str,
    number: int | None,
    now: datetime,
) -> Answers:
    """Return a learner's answers in an attempt; without a number in the one that counts.

    Raises ClassroomNotFound, HomeworkNotFound, MemberNotFound, and RoundNotFound for a number
    that is none of hers.
    """
    connection = session.connection()
    classroom, shown = classroom_of(connection, account_id, classroom_id)
    row = homework_in(connection, account_id, classroom, homework_id)
    pupil = pupil_in(connection, classroom, member_id)
    made = attempts_by_learner(connection, row.id, now).get(pupil.account_id, [])
    if number is None:
        attempt = counting(made)
    else:
        attempt = next((each for each in made if each.number == number), None)
        if attempt is None:
            raise RoundNotFound(str(number))
    return Answers(
        classroom=shown,
        homework=homework_of(connection, row),
        pupil=pupil,
        attempts=tuple(made),
        attempt=attempt,
        questions=() if attempt is None else _questions(connection, pupil, attempt),
    )


def _questions(connection: Connection, pupil: Pupil, attempt: Attempt) -> tuple[QuestionView, ...]:
    row = play.find_round(connection, pupil.account_id, attempt.round_id)
    if row is None:
        raise RoundNotFound(attempt.round_id)
    article = texts.article_of(connection, row.article_version_id, row.article_fingerprint)
    progress = Progress(attempt.answered, attempt.score or 0.0, None, row.finished_at)
    # What is practised hides nothing, and to a teacher nothing is to be hidden.
    head = replace(head_of(row, article, progress), mode="practice")
    entries = play.entries(connection, row.id)
    versions = {entry.item_fingerprint: entry.version_id for entry in entries}
    items = texts.items_of(connection, versions)
    judged = {entry.position: found for entry in entries if (found := judged_in(entry))}
    with_appeals(connection, row.id, judged)
    return tuple(
        view_of(
            entry,
            head,
            Subject(
                as_it_counts(connection, entry, items[entry.item_fingerprint], head.lang), article
            ),
            judged.get(entry.position),
            now=None,
            solve=True,
        )
        for entry in entries
    )

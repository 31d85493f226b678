"""Who did what in a class, and learners by questions of one homework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import homework as set_homework
from quizapp.db import results as tables
from quizapp.db.base import AnyRow
from quizapp.domain.items.base import Item
from quizapp.domain.regrading import rekeyed
from quizapp.services import texts
from quizapp.services.homework import Attempt
from quizapp.services.homework.playing import cards_done
from quizapp.services.homework.views import homework_of
from quizapp.services.results.gathering import (
    answers_in,
    attempts_by_learner,
    classroom_of,
    counting,
    homework_in,
    items_in_order,
    pupils_of,
    square_of,
)
from quizapp.services.results.views import (
    Grid,
    GridRow,
    Mark,
    Overview,
    Pupil,
    PupilRow,
    Standing,
)


def overview(session: Session, *, account_id: int, classroom_id: str, now: datetime) -> Overview:
    """Return how every learner of a class stands. Raises ClassroomNotFound."""
    connection = session.connection()
    classroom, shown = classroom_of(connection, account_id, classroom_id)
    rows = set_homework.of_class(connection, account_id, classroom.id)
    pupils = pupils_of(connection, classroom)
    numbers = [pupil.account_id for pupil in pupils]
    standings = [_standings(connection, row, numbers, now) for row in rows]
    seen = {row.account_id: row.seen_at for row in tables.last_seen(connection, numbers)}
    return Overview(
        classroom=shown,
        homework=tuple(homework_of(connection, row) for row in rows),
        rows=tuple(
            PupilRow(
                pupil=pupil,
                standings=tuple(column[pupil.account_id] for column in standings),
                seen_at=seen.get(pupil.account_id),
            )
            for pupil in pupils
        ),
    )


def _standings(
    connection: Connection, row: AnyRow, learners: list[int], now: datetime
) -> dict[int, Standing]:
    """How each learner stands with one piece of homework."""
    made = attempts_by_learner(connection, row.id, now)
    cards = cards_done(connection, row, learners, now)
    return {
        learner: Standing(counting(made.get(learner, ())), cards.get(learner))
        for learner in learners
    }


def grid(
    session: Session, *, account_id: int, classroom_id: str, homework_id: str, now: datetime
) -> Grid:
    """Return learners by questions, of the attempts that count.

    Raises ClassroomNotFound and HomeworkNotFound.
    """
    connection = session.connection()
    classroom, shown = classroom_of(connection, account_id, classroom_id)
    row = homework_in(connection, account_id, classroom, homework_id)
    made = attempts_by_learner(connection, row.id, now)
    pupils = pupils_of(connection, classroom)
    counted = {learner: found for learner, tried in made.items() if (found := counting(tried))}
    answers = answers_in(connection, counted.values())
    names = items_in_order(answers.values())
    rows = tuple(_row(pupil, counted.get(pupil.account_id), answers, names) for pupil in pupils)
    return Grid(
        classroom=shown,
        homework=homework_of(connection, row),
        items=latest_items(session, answers, names),
        rows=rows,
        rates=tuple(_rate(rows, at) for at in range(len(names))),
    )


def latest_items(
    session: Session, answers: Mapping[int, Mapping[str, AnyRow]], names: Sequence[str]
) -> tuple[Item, ...]:
    """Return for each item named the latest text of it that was asked, with the key in force."""
    latest: dict[str, AnyRow] = {}
    keys: dict[str, AnyRow] = {}
    for name, row in ((name, row) for asked in answers.values() for name, row in asked.items()):
        if name not in latest or row.version_id > latest[name].version_id:
            latest[name] = row
        if row.key_version_id is not None:
            keys[name] = row
    items = texts.items_of(
        session.connection(),
        {row.item_fingerprint: row.version_id for row in latest.values()}
        | {row.key_fingerprint: row.key_version_id for row in keys.values()},
    )
    return tuple(_in_force(latest[name], keys.get(name), items) for name in names)


def _in_force(row: AnyRow, keyed: AnyRow | None, items: Mapping[str, Item]) -> Item:
    item = items[row.item_fingerprint]
    if keyed is None:
        return item
    return rekeyed(item, items[keyed.key_fingerprint], keyed.lang) or item


def _row(
    pupil: Pupil,
    attempt: Attempt | None,
    answers: Mapping[int, Mapping[str, AnyRow]],
    names: Sequence[str],
) -> GridRow:
    asked = {} if attempt is None else answers.get(attempt.round_number, {})
    return GridRow(pupil, attempt, tuple(square_of(asked.get(name)) for name in names))


def _rate(rows: Sequence[GridRow], at: int) -> float | None:
    """The share of marks got by those who were done with the question."""
    scores = [
        row.squares[at].score
        for row in rows
        if row.squares[at].mark is not Mark.NOT_ASKED
        and (row.squares[at].mark is not Mark.OPEN or (row.attempt and row.attempt.over))
    ]
    return sum(scores) / len(scores) if scores else None

"""Beginning homework, and what a learner has to do: due lists, one piece, its attempts.

An attempt begins inside one transaction that looks again at everything that could have
changed: membership, opening and due times, the number of attempts. Beginning while an attempt
is open goes on with that one.

In fairness mode each question is asked in one of the two languages. Learners come in pairs,
in the order in which they begin: the second of a pair gets every question in the language in
which the first did not, so each item is balanced over the class, and by chance otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import homework as tables
from quizapp.db import homework_cards
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import HomeworkNotFound, HomeworkRefusal
from quizapp.services.deadlines import settle_keys, term_of
from quizapp.services.homework.views import CardsDone, Task, found, task_of
from quizapp.services.rounds import RoundRequest
from quizapp.services.rounds.start import Draft, Drawn, draw, keep


def begin(
    session: Session,
    *,
    account_id: int,
    homework_id: str,
    lang: Lang,
    public_id: str,
    seed: str,
    now: datetime,
) -> str:
    """Begin an attempt, or go on with the open one; return the public id of its round.

    `lang` is the language wanted where it is free. Raises HomeworkNotFound, HomeworkRefusal,
    NothingToAsk.
    """
    connection = session.connection()
    row = found(connection, account_id, homework_id, "pupil")
    going = _open_round(connection, row, account_id, now)
    if going is not None:
        return going
    drawn = draw(session, _draft(connection, row, account_id, lang, public_id, seed, now))
    with writing(session, of=account_id) as connection:
        row = found(connection, account_id, homework_id, "pupil")
        if not tables.lock_learner(connection, row.classroom_id, account_id):
            raise HomeworkNotFound(homework_id)
        going = _open_round(connection, row, account_id, now)
        if going is None:
            _store(connection, row, account_id, drawn, now)
    return going or public_id


def _open_round(connection: Connection, row: AnyRow, account_id: int, now: datetime) -> str | None:
    """Return the round to go on with, None where a new one may begin. Raises HomeworkRefusal."""
    if row.archived_at is not None:
        raise HomeworkRefusal("archived")
    if row.goal != "round":
        raise HomeworkRefusal("cards")
    attempts = tables.attempts_of(connection, account_id, [row.id])
    for attempt in attempts:
        shut = attempt.closes_at is not None and now >= attempt.closes_at
        if attempt.finished_at is None and not shut:
            return str(attempt.round)
    may = term_of(row).may_begin(now)
    if may != "yes":
        raise HomeworkRefusal(may)
    if row.attempts is not None and len(attempts) >= row.attempts + row.extra_attempts:
        raise HomeworkRefusal("attempts")
    return None


def _draft(
    connection: Connection,
    row: AnyRow,
    account_id: int,
    lang: Lang,
    public_id: str,
    seed: str,
    now: datetime,
) -> Draft:
    asked: Lang = row.language if row.language in ("ar", "en") else lang
    spoken = None
    if row.language == "fairness":
        pair, second = divmod(tables.starters(connection, row.id), 2)
        spoken = (f"{row.seed}/{pair}", second == 1)
    return Draft(
        account_id=account_id,
        request=RoundRequest(row.slug, asked, row.length, row.kinds, row.mode),
        only=row.items,
        repeats_id=None,
        public_id=public_id,
        seed=row.seed if row.draw == "fixed" else seed,
        now=now,
        spoken=spoken,
    )


def _store(
    connection: Connection, row: AnyRow, account_id: int, drawn: Drawn, now: datetime
) -> None:
    if not keep(connection, drawn):
        return
    term = term_of(row)
    number = len(tables.attempts_of(connection, account_id, [row.id])) + 1
    tables.add_attempt(
        connection,
        {
            "assignment_id": row.id,
            "account_id": account_id,
            "number": number,
            "closes_at": term.closes(now),
            "late": term.is_late(now),
            "started_at": now,
        },
        drawn.draft.public_id,
    )
    if row.keys_at is not None and term.due is not None and term.due > row.keys_at:
        settle_keys(connection, row.id)


def due_for(session: Session, *, account_id: int, now: datetime) -> tuple[Task, ...]:
    """Return the homework of a learner in all her living classes, the first due first."""
    connection = session.connection()
    rows = tables.of_account(connection, account_id, ("pupil",))
    return _tasks(connection, rows, account_id, now)


def task_for(session: Session, *, account_id: int, homework_id: str, now: datetime) -> Task:
    """Return one piece of homework of a learner. Raises HomeworkNotFound."""
    connection = session.connection()
    row = found(connection, account_id, homework_id, "pupil")
    return _tasks(connection, [row], account_id, now)[0]


def _tasks(
    connection: Connection, rows: list[AnyRow], account_id: int, now: datetime
) -> tuple[Task, ...]:
    attempts: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for each in tables.attempts_of(connection, account_id, [row.id for row in rows]):
        attempts[each.assignment_id].append(each)
    return tuple(
        task_of(
            connection,
            row,
            attempts[row.id],
            cards_done(connection, row, [account_id], now).get(account_id),
            now,
        )
        for row in rows
    )


def cards_done(
    connection: Connection, row: AnyRow, accounts: list[int], now: datetime
) -> dict[int, CardsDone]:
    """Return how far learners are with a goal of cards; nothing for a round."""
    if row.goal != "cards":
        return {}
    until = now if row.due_at is None else min(now, term_of(row).due or now)
    days: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for each in homework_cards.cards_a_day(
        connection, accounts, row.article_id, row.opens_at, until
    ):
        days[each.account_id].append(each)
    return {
        account: CardsDone(
            days=tuple((each.day, each.cards) for each in days[account]),
            wanted=row.cards,
            each_day=row.cards_by == "day",
        )
        for account in accounts
    }

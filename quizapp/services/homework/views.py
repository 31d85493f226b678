"""What homework looks like: to a learner whose it is, to a teacher who set it.

A learner's times are her own, extra time included. Of a test that is not finished there is no
score, and whether an attempt was late is told only where lateness is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection

from quizapp.db import classrooms
from quizapp.db import homework as tables
from quizapp.db.base import AnyRow
from quizapp.domain.bilingual import Bilingual
from quizapp.domain.errors import HomeworkNotFound
from quizapp.domain.homework import Counts, Term, counting
from quizapp.services import texts
from quizapp.services.deadlines import term_of
from quizapp.services.rounds import Mode

Goal = Literal["round", "cards"]
Draw = Literal["fixed", "personal"]
Language = Literal["free", "ar", "en", "fairness"]
CardsBy = Literal["day", "due"]
State = Literal["early", "open", "begun", "done", "overdue", "closed"]


@dataclass(frozen=True, slots=True)
class Homework:
    """One piece of homework with the terms of whoever looks.

    `title` is the teacher's, or that of the article. `due_at` is the class's due time, `term`
    holds one's own.
    """

    public_id: str
    class_id: str
    class_name: str
    zone: str
    archived: bool
    title: Bilingual
    own_title: str
    article: str
    goal: Goal
    kinds: tuple[str, ...]
    length: int | None
    items: tuple[str, ...]
    draw: Draw
    language: Language
    mode: Mode
    attempts: int | None
    counts: Counts
    cards: int | None
    cards_by: CardsBy | None
    due_at: datetime | None
    keys_at: datetime | None
    term: Term

    @property
    def due(self) -> datetime | None:
        """When it is due for whoever looks."""
        return self.term.due


@dataclass(frozen=True, slots=True)
class Attempt:
    """One round played for homework. `share` is the score as a share of full marks.

    `over` tells that it takes no more answers; `counts` that it is the one that counts.
    """

    account_id: int
    number: int
    round_number: int
    round_id: str
    started_at: datetime
    finished_at: datetime | None
    closes_at: datetime | None
    late: bool
    answered: int
    total: int
    score: float | None
    over: bool
    counts: bool = False

    @property
    def share(self) -> float | None:
        """The score as a share of full marks, None where it may not be told yet."""
        return None if self.score is None else self.score / self.total


@dataclass(frozen=True, slots=True)
class CardsDone:
    """How far somebody is with a goal of cards: cards by day of study, what is wanted."""

    days: tuple[tuple[date, int], ...]
    wanted: int
    each_day: bool

    @property
    def total(self) -> int:
        """All cards reviewed, each once a day."""
        return sum(cards for _, cards in self.days)

    @property
    def days_met(self) -> int:
        """On how many days the goal of a day was met."""
        return sum(cards >= self.wanted for _, cards in self.days)


@dataclass(frozen=True, slots=True)
class Task:
    """Homework with what one learner did for it. `left` is None for any number of attempts."""

    homework: Homework
    state: State
    attempts: tuple[Attempt, ...]
    left: int | None
    cards: CardsDone | None

    @property
    def open_attempt(self) -> Attempt | None:
        """The attempt to go on with."""
        return next((each for each in self.attempts if not each.over), None)

    @property
    def counting(self) -> Attempt | None:
        """The attempt that counts."""
        return next((each for each in self.attempts if each.counts), None)


def found(connection: Connection, account_id: int, homework_id: str, *parts: str) -> AnyRow:
    """Return homework of a class somebody is in now. Raises HomeworkNotFound."""
    row = tables.find(connection, account_id, homework_id, parts or classrooms.PRESENT)
    if row is None:
        raise HomeworkNotFound(homework_id)
    return row


def homework_of(connection: Connection, row: AnyRow) -> Homework:
    """Return homework from its row."""
    article = texts.article_of(connection, row.article_version_id, row.article_fingerprint)
    title = Bilingual(ar=row.title, en=row.title) if row.title else article.title
    return Homework(
        public_id=row.public_id,
        class_id=row.class_id,
        class_name=row.class_name,
        zone=row.zone,
        archived=row.archived_at is not None,
        title=title,
        own_title=row.title,
        article=row.slug,
        goal=row.goal,
        kinds=row.kinds,
        length=row.length,
        items=row.items,
        draw=row.draw,
        language=row.language,
        mode=row.mode,
        attempts=row.attempts,
        counts=row.counts,
        cards=row.cards,
        cards_by=row.cards_by,
        due_at=row.due_at,
        keys_at=row.keys_at,
        term=term_of(row),
    )


def attempt_views(
    rows: Sequence[AnyRow], homework: AnyRow, term: Term, now: datetime
) -> tuple[Attempt, ...]:
    """Return one learner's attempts, the one that counts marked as such."""
    attempts = [_attempt(row, homework, term, now) for row in rows]
    judged = [at for at, each in enumerate(attempts) if each.over]
    scores = [(attempts[at].score or 0.0) / attempts[at].total for at in judged]
    which = counting(scores, homework.counts)
    if which is not None:
        attempts[judged[which]] = replace(attempts[judged[which]], counts=True)
    return tuple(attempts)


def _attempt(row: AnyRow, homework: AnyRow, term: Term, now: datetime) -> Attempt:
    over = row.finished_at is not None or (row.closes_at is not None and now >= row.closes_at)
    last = row.last_answer or row.started_at
    return Attempt(
        account_id=row.account_id,
        number=row.number,
        round_number=row.round_id,
        round_id=row.round,
        started_at=row.started_at,
        finished_at=row.finished_at,
        closes_at=row.closes_at,
        late=row.late or term.is_late(last),
        answered=row.answered,
        total=row.total,
        score=row.score if over or homework.mode == "practice" else None,
        over=over,
    )


def task_of(
    connection: Connection,
    row: AnyRow,
    attempts: Sequence[AnyRow],
    cards: CardsDone | None,
    now: datetime,
) -> Task:
    """Return homework with what one learner did for it."""
    term = term_of(row)
    seen = attempt_views(attempts, row, term, now)
    left = None
    if row.attempts is not None:
        left = max(0, row.attempts + row.extra_attempts - len(seen))
    return Task(homework_of(connection, row), _state(row, seen, cards, now), seen, left, cards)


def _state(
    row: AnyRow, attempts: Sequence[Attempt], cards: CardsDone | None, now: datetime
) -> State:
    term = term_of(row)
    if any(not each.over for each in attempts):
        return "begun"
    if attempts:
        return "done"
    due = term.due is not None and now >= term.due
    if cards is not None and not cards.each_day and cards.total >= cards.wanted:
        return "done"
    if now < term.opens_at:
        return "early"
    if due:
        return "closed" if row.goal == "cards" or term.late == "refuse" else "overdue"
    return "begun" if cards is not None and cards.days else "open"

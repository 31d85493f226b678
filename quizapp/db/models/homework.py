"""Homework of a class, the rounds played for it, and the feeds that announce it.

An attempt ties one round to one piece of homework. What a learner answered, and what it is
worth, stands in the round alone. `closes_at` of an attempt is the moment after which the
round takes no answer; the statement that stores an answer looks at it (`db.play`).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Key, KeyNumber, Moment, UtcMillis, Words


class Assignment(Base):
    """A round, or reviews of cards, set to a class.

    For a round: `kinds`, `length` and `items` (these and no others, where there are any) say
    what is drawn; with `draw` fixed everybody gets it from `seed`, else each learner from a
    seed of her own. `language` is free, one of the two, or `fairness`: each question in a
    language of its own, balanced. `minutes` bounds one attempt, `attempts` NULL does not bound
    their number. For cards: `cards` of them, each day (`cards_by` day) or in all (`due`).
    `keys_at` is when the solutions of a test may be seen, NULL for as soon as it is finished.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("goal IN ('round', 'cards')", name="goal"),
        CheckConstraint("draw IN ('fixed', 'personal')", name="draw"),
        CheckConstraint("language IN ('free', 'ar', 'en', 'fairness')", name="language"),
        CheckConstraint("mode IN ('practice', 'test')", name="mode"),
        CheckConstraint("counts IN ('best', 'last', 'first')", name="counts"),
        CheckConstraint("late IN ('refuse', 'mark', 'accept')", name="late"),
        CheckConstraint("cards_by IN ('day', 'due')", name="cards_by"),
        CheckConstraint("due_at > opens_at", name="order"),
        Index("ix_assignment_classroom_id", "classroom_id"),
        Index("ix_assignment_article_id", "article_id"),
        Index("ix_assignment_created_by", "created_by"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(64), unique=True)
    classroom_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("classroom.id"))
    article_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("article.id"))
    title: Mapped[str] = mapped_column(String(120))
    goal: Mapped[str] = mapped_column(String(8))
    kinds: Mapped[tuple[str, ...]] = mapped_column(Words)
    length: Mapped[int | None]
    items: Mapped[tuple[str, ...]] = mapped_column(Words)
    draw: Mapped[str] = mapped_column(String(8))
    seed: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    mode: Mapped[str] = mapped_column(String(8))
    minutes: Mapped[int | None]
    attempts: Mapped[int | None]
    counts: Mapped[str] = mapped_column(String(8))
    late: Mapped[str] = mapped_column(String(8))
    cards: Mapped[int | None]
    cards_by: Mapped[str | None] = mapped_column(String(8))
    opens_at: Mapped[Moment]
    due_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    keys_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    created_by: Mapped[int | None] = mapped_column(KeyNumber, ForeignKey("account.id"))
    created_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMillis)


class AssignmentAllowance(Base):
    """What one learner is given beyond the others in one piece of homework."""

    __tablename__ = "assignment_allowance"
    __table_args__ = (
        CheckConstraint("factor >= 1", name="factor"),
        Index("ix_assignment_allowance_account_id", "account_id"),
        {"sqlite_with_rowid": False},
    )

    assignment_id: Mapped[int] = mapped_column(
        KeyNumber, ForeignKey("assignment.id"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"), primary_key=True)
    factor: Mapped[float | None] = mapped_column(Float)
    due_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    attempts: Mapped[int]


class AssignmentAttempt(Base):
    """One round played for homework, the `number`th of that learner, from 1.

    `late` tells that it was begun after the due time.
    """

    __tablename__ = "assignment_attempt"
    __table_args__ = (
        Index("ix_assignment_attempt_account_id", "account_id"),
        {"sqlite_with_rowid": False},
    )

    assignment_id: Mapped[int] = mapped_column(
        KeyNumber, ForeignKey("assignment.id"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("round.id"), unique=True)
    closes_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    late: Mapped[bool]
    started_at: Mapped[Moment]


class CalendarFeed(Base):
    """The secret link under which somebody's calendar program reads what is due."""

    __tablename__ = "calendar_feed"

    account_id: Mapped[int] = mapped_column(
        KeyNumber, ForeignKey("account.id"), primary_key=True, autoincrement=False
    )
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[Moment]

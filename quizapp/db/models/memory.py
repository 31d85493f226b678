"""What somebody remembers: the log of reviews, and what can be computed from it.

`review` and `review_undone` are append-only and the only source. The memory in a
`card_state` is the replay of its card's reviews without those undone, and a `day_total` is
the sum over the reviews of its day; both stand here so that nothing need be replayed to
find the next card, and the doctor compares them with the log.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Day, KeyNumber, Moment, UtcMillis


class DeckStart(Base):
    """A deck that somebody took up: its cards that were never reviewed are theirs to learn."""

    __tablename__ = "deck_start"
    __table_args__ = (
        CheckConstraint("deck IN ('article-ar', 'article-en', 'terms')", name="deck"),
        {"sqlite_with_rowid": False},
    )

    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"), primary_key=True)
    article_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("article.id"), primary_key=True)
    deck: Mapped[str] = mapped_column(String(16), primary_key=True)
    started_at: Mapped[Moment]


class CardState(Base):
    """Somebody's memory of a card, and how they handle it.

    From `phase` to `lapses` it is the replay of the log. `due_on` is the day on which the
    card is shown: the memory's `due_day`, unless a wrong quiz answer pulled it nearer or a
    plan after a break spread it out; NULL where nothing calls for the card. `buried_on` is
    the day on which it stays away, `version_id` the text that was seen last.
    """

    __tablename__ = "card_state"
    __table_args__ = (
        CheckConstraint("phase IN ('new', 'learning', 'review', 'relearning')", name="phase"),
        Index(
            "ix_card_state_due",
            "account_id",
            "due_on",
            "card_id",
            sqlite_where=text("suspended = 0"),
            postgresql_where=text("NOT suspended"),
        ),
        Index("ix_card_state_card_id", "card_id"),
        {"sqlite_with_rowid": False},
    )

    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"), primary_key=True)
    card_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("card.id"), primary_key=True)
    phase: Mapped[str] = mapped_column(String(10))
    stability: Mapped[float] = mapped_column(Float)
    difficulty: Mapped[float] = mapped_column(Float)
    step: Mapped[int]
    due_day: Mapped[date | None] = mapped_column(Day)
    due_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    first_day: Mapped[date | None] = mapped_column(Day)
    last_day: Mapped[date | None] = mapped_column(Day)
    last_review: Mapped[datetime | None] = mapped_column(UtcMillis)
    reps: Mapped[int]
    lapses: Mapped[int]
    due_on: Mapped[date | None] = mapped_column(Day)
    suspended: Mapped[bool]
    buried_on: Mapped[date | None] = mapped_column(Day)
    note: Mapped[str] = mapped_column(Text)
    version_id: Mapped[int | None] = mapped_column(KeyNumber, ForeignKey("card_version.id"))


class Review(Base):
    """One grade given to a card: what was done, decided, and known before.

    `day` is the day of study by the learner's clock then. `due_day` is the day decided on,
    NULL where the card came back within the day. `latency` is in milliseconds from the
    showing of the front, `typed` what was typed where recall was typed.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("rating BETWEEN 1 AND 4", name="rating"),
        CheckConstraint("source IN ('card', 'quiz')", name="source"),
        UniqueConstraint("account_id", "uuid"),
        Index("ix_review_account_id_card_id_moment", "account_id", "card_id", "moment"),
        {"sqlite_with_rowid": False},
    )

    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"), primary_key=True)
    moment: Mapped[datetime] = mapped_column(UtcMillis, primary_key=True)
    card_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("card.id"), primary_key=True)
    uuid: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    day: Mapped[date] = mapped_column(Day)
    rating: Mapped[int]
    retention: Mapped[float] = mapped_column(Float)
    due_day: Mapped[date | None] = mapped_column(Day)
    source: Mapped[str] = mapped_column(String(4))
    certainty: Mapped[str | None] = mapped_column(String(8))
    latency: Mapped[int | None] = mapped_column(KeyNumber)
    typed: Mapped[str | None] = mapped_column(Text)
    phase: Mapped[str] = mapped_column(String(10))
    stability: Mapped[float] = mapped_column(Float)
    difficulty: Mapped[float] = mapped_column(Float)
    version_id: Mapped[int | None] = mapped_column(KeyNumber, ForeignKey("card_version.id"))


class ReviewUndone(Base):
    """The marker that a review was taken back. It stays in the log and no longer counts."""

    __tablename__ = "review_undone"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "uuid"], ["review.account_id", "review.uuid"]),
        {"sqlite_with_rowid": False},
    )

    account_id: Mapped[int] = mapped_column(KeyNumber, primary_key=True)
    uuid: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    moment: Mapped[Moment]


class DayTotal(Base):
    """What a day of study came to, over its reviews that count.

    `cards` counts cards, each once; `introduced` those first seen; `again` grades 1;
    `tested` first reviews on that day of cards in long-term review, `recalled` those of
    them that were not forgotten; `millis` is the time from front to grade, summed.
    """

    __tablename__ = "day_total"
    __table_args__ = ({"sqlite_with_rowid": False},)

    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Day, primary_key=True)
    reviews: Mapped[int]
    cards: Mapped[int]
    introduced: Mapped[int]
    again: Mapped[int]
    tested: Mapped[int]
    recalled: Mapped[int]
    millis: Mapped[int] = mapped_column(KeyNumber)

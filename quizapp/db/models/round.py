"""Rounds, what they ask, and what was answered.

A round's questions are fixed when it starts: each entry points to an item version and
keeps the order in which the options are shown. Responses are an append-only log, one
row per question, and the only source of a score: nothing counts beside them.
"""

from __future__ import annotations

from datetime import datetime

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
from quizapp.db.types import Indices, Key, KeyNumber, Moment, UtcMillis, Words


class Round(Base):
    """One play of a quiz by one learner.

    `seed`, `length`, `kinds`, `lang` and (for a repeat) `repeats_id` are what the entries
    were drawn from, so the same entries can be drawn again. `length` NULL means all.
    """

    __tablename__ = "round"
    __table_args__ = (
        CheckConstraint("lang IN ('ar', 'en')", name="lang"),
        CheckConstraint("mode IN ('practice', 'test')", name="mode"),
        Index("ix_round_account_id_started_at", "account_id", "started_at"),
        Index(
            "ix_round_open",
            "account_id",
            "started_at",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"))
    article_version_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("article_version.id"))
    repeats_id: Mapped[int | None] = mapped_column(KeyNumber, ForeignKey("round.id"), index=True)
    lang: Mapped[str] = mapped_column(String(2))
    mode: Mapped[str] = mapped_column(String(8))
    certainty: Mapped[bool]
    kinds: Mapped[tuple[str, ...]] = mapped_column(Words)
    length: Mapped[int | None]
    total: Mapped[int]
    seed: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[Moment]
    finished_at: Mapped[datetime | None] = mapped_column(UtcMillis)


class RoundEntry(Base):
    """One question of a round, at a position from 1.

    `arrangement` is the order in which the options are shown. `changed` tells that the
    item got another text, or was retired, while the round was open. `lang` is the language
    it is asked in, NULL for that of the round.
    """

    __tablename__ = "round_entry"
    __table_args__ = (
        Index("ix_round_entry_version_id", "version_id"),
        {"sqlite_with_rowid": False},
    )

    round_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("round.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("item_version.id"))
    arrangement: Mapped[tuple[int, ...]] = mapped_column(Indices)
    changed: Mapped[bool]
    lang: Mapped[str | None] = mapped_column(String(2))


class Response(Base):
    """What was answered to one entry, how it was judged, and under what circumstances.

    `lang` and `digits` are what the page showed. `latency` is in milliseconds from the
    showing of the question by the server's clock, NULL where that is not known.
    `normaliser` is the version of the judging of typed text. `client_key` is a digest of
    the form's idempotency key.
    """

    __tablename__ = "response"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "position"], ["round_entry.round_id", "round_entry.position"]
        ),
        UniqueConstraint("round_id", "client_key"),
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
        CheckConstraint("certainty IN ('sure', 'fairly', 'guess')", name="certainty"),
        {"sqlite_with_rowid": False},
    )

    round_id: Mapped[int] = mapped_column(KeyNumber, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("item_version.id"))
    client_key: Mapped[bytes] = mapped_column(LargeBinary(16))
    lang: Mapped[str] = mapped_column(String(2))
    digits: Mapped[str] = mapped_column(String(4))
    chosen: Mapped[tuple[int, ...]] = mapped_column(Indices)
    typed: Mapped[str] = mapped_column(Text)
    skipped: Mapped[bool]
    outcome: Mapped[str] = mapped_column(String(8))
    score: Mapped[float] = mapped_column(Float)
    marks: Mapped[tuple[int, ...]] = mapped_column(Indices)
    spelling: Mapped[str | None] = mapped_column(String(8))
    shown: Mapped[str] = mapped_column(Text)
    certainty: Mapped[str | None] = mapped_column(String(8))
    latency: Mapped[int | None] = mapped_column(KeyNumber)
    normaliser: Mapped[int]
    answered_at: Mapped[Moment]

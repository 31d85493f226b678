"""What a response counts for after its question's key was mended, and how that came about.

The log of responses is never edited. A regrade adopts one version of an item for every
answer given to it before; what that changed stands in `regraded_response`, one row a step,
and the last step of a response is what it counts for (`db.scores`, the only reader). An
appeal asks for a spelling to be accepted; accepted ones join the key of their item for good.

Accounts that decided are named by number and by no foreign key: what they decided outlives
them, and a number is never given twice.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Fingerprint, Indices, Key, KeyNumber, Moment, UtcMillis


class Regrade(Base):
    """The decision that answers to an item count by one version of it from now on.

    It concerns every round begun before `made_at`. `old_key` and `new_key` are fingerprints
    of what counted as right before and after; `cause` is a mended key or an accepted
    spelling, `reason` what the teacher wrote about it.
    """

    __tablename__ = "regrade"
    __table_args__ = (
        CheckConstraint("cause IN ('key', 'spelling')", name="cause"),
        Index("ix_regrade_item_id_made_at", "item_id", "made_at"),
    )

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("item.id"))
    version_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("item_version.id"))
    old_key: Mapped[Fingerprint]
    new_key: Mapped[Fingerprint]
    cause: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(KeyNumber)
    made_at: Mapped[Moment]


class RegradedResponse(Base):
    """What a response counts for since a regrade; `step` counts its regrades from 1.

    `version_id` is the item's version that it was judged by, `was_outcome` and `was_score`
    what it counted for before.
    """

    __tablename__ = "regraded_response"
    __table_args__ = (
        ForeignKeyConstraint(["round_id", "position"], ["response.round_id", "response.position"]),
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
        CheckConstraint("step >= 1", name="step"),
        Index("ix_regraded_response_regrade_id", "regrade_id"),
        {"sqlite_with_rowid": False},
    )

    round_id: Mapped[int] = mapped_column(KeyNumber, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    regrade_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("regrade.id"))
    version_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("item_version.id"))
    outcome: Mapped[str] = mapped_column(String(8))
    score: Mapped[float] = mapped_column(Float)
    marks: Mapped[tuple[int, ...]] = mapped_column(Indices)
    spelling: Mapped[str | None] = mapped_column(String(8))
    shown: Mapped[str] = mapped_column(Text)
    was_outcome: Mapped[str] = mapped_column(String(8))
    was_score: Mapped[float] = mapped_column(Float)
    normaliser: Mapped[int]


class Appeal(Base):
    """An objection ("I was right"): how one typed answer was judged, to be looked at again.

    `reason` is what a teacher wrote on declining it.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        ForeignKeyConstraint(["round_id", "position"], ["response.round_id", "response.position"]),
        CheckConstraint("state IN ('open', 'accepted', 'declined')", name="state"),
        CheckConstraint("lang IN ('ar', 'en')", name="lang"),
        Index("ix_appeal_item_id_state", "item_id", "state"),
        {"sqlite_with_rowid": False},
    )

    round_id: Mapped[int] = mapped_column(KeyNumber, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("item.id"))
    lang: Mapped[str] = mapped_column(String(2))
    made_at: Mapped[Moment]
    state: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[int | None] = mapped_column(KeyNumber)
    decided_at: Mapped[datetime | None] = mapped_column(UtcMillis)


class AcceptedSpelling(Base):
    """A spelling that counts as right for an item, beyond those of its content.

    `answer` is the fingerprint of the answer that it spells: where the item comes to ask for
    another one, the spelling is not for it.
    """

    __tablename__ = "accepted_spelling"
    __table_args__ = (
        CheckConstraint("lang IN ('ar', 'en')", name="lang"),
        {"sqlite_with_rowid": False},
    )

    item_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("item.id"), primary_key=True)
    lang: Mapped[str] = mapped_column(String(2), primary_key=True)
    spelling: Mapped[str] = mapped_column(String(200), primary_key=True)
    answer: Mapped[str] = mapped_column(String(32), primary_key=True)
    accepted_by: Mapped[int] = mapped_column(KeyNumber)
    accepted_at: Mapped[Moment]


class WithdrawnSpelling(Base):
    """An accepted spelling that counts no longer. Accepting it again takes this row away."""

    __tablename__ = "withdrawn_spelling"
    __table_args__ = (
        ForeignKeyConstraint(
            ["item_id", "lang", "spelling", "answer"],
            [
                "accepted_spelling.item_id",
                "accepted_spelling.lang",
                "accepted_spelling.spelling",
                "accepted_spelling.answer",
            ],
        ),
        {"sqlite_with_rowid": False},
    )

    item_id: Mapped[int] = mapped_column(KeyNumber, primary_key=True)
    lang: Mapped[str] = mapped_column(String(2), primary_key=True)
    spelling: Mapped[str] = mapped_column(String(200), primary_key=True)
    answer: Mapped[str] = mapped_column(String(32), primary_key=True)
    withdrawn_by: Mapped[int] = mapped_column(KeyNumber)
    withdrawn_at: Mapped[Moment]

"""Classes, who is in them, and how somebody comes to be.

A membership row is kept when somebody leaves or is removed: `left_at` says since when they
are out, and every query for what a member may see or do asks for rows where it is NULL.
Coming back takes up the same row.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Key, KeyNumber, Moment, UtcMillis


class Classroom(Base):
    """A class. Its times are meant in `zone`.

    `code` lets somebody join: at once until `code_expires_at`, later as one who waits for a
    teacher. NULL where joining is switched off. `owner_id` is NULL when the account of the
    owner was erased. `nicknames` says where the names come from that pupils see of each other:
    from the list of words, or from a teacher.

    `kept_at` is when a teacher last asked for the class to be kept, `ended_at` when it was
    found unused for a year, `warned_at` when its teachers were told for the last time. Either
    of the latter counts only if nothing was done in the class since (`domain.retention`).
    """

    __tablename__ = "classroom"
    __table_args__ = (
        CheckConstraint("nicknames IN ('words', 'teacher')", name="nicknames"),
        Index("ix_classroom_owner_id", "owner_id"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    owner_id: Mapped[int | None] = mapped_column(KeyNumber, ForeignKey("account.id"))
    zone: Mapped[str] = mapped_column(String(64))
    code: Mapped[str | None] = mapped_column(String(8), unique=True)
    code_expires_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    nicknames: Mapped[str] = mapped_column(String(8))
    leaderboard: Mapped[bool]
    created_at: Mapped[Moment]
    archived_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    kept_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    warned_at: Mapped[datetime | None] = mapped_column(UtcMillis)


class Membership(Base):
    """What somebody is in a class: its teacher, its pupil, or waiting to become one of them.

    `words` is a number in the list of bilingual nicknames, no two pupils of a class have the
    same. `nickname` is what a teacher chose instead. `allowance` is the factor of extra time
    in this class, NULL where the account's own holds. `listed` is the name under which a
    roster brought the pupil, so that reading the same roster again finds her; `made` tells
    that her account was made for this class.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("part IN ('teacher', 'pupil', 'waiting', 'invited')", name="part"),
        CheckConstraint("allowance >= 1", name="allowance"),
        Index("ix_membership_account_id", "account_id"),
        {"sqlite_with_rowid": False},
    )

    classroom_id: Mapped[int] = mapped_column(
        KeyNumber, ForeignKey("classroom.id"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(8))
    listed: Mapped[str | None] = mapped_column(String(80))
    nickname: Mapped[str | None] = mapped_column(String(40))
    words: Mapped[int]
    allowance: Mapped[float | None] = mapped_column(Float)
    joined_at: Mapped[Moment]
    left_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    made: Mapped[bool] = mapped_column(server_default=false())

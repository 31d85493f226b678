"""Codes that work once, and how often something was tried.

A code is stored as its digest only. A throttle is one row a bucket and key: the moment until
which what was tried is paid for, so it needs no counting and no cleaning to be right.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Key, KeyNumber, Moment, UtcMillis


class OneUseCode(Base):
    """A code that somebody was handed. `account_id` is whom it is for, if that is settled."""

    __tablename__ = "one_use_code"
    __table_args__ = (Index("ix_one_use_code_account_id", "account_id"),)

    id: Mapped[Key]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    purpose: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[int | None] = mapped_column(KeyNumber, ForeignKey("account.id"))
    issued_by: Mapped[int | None] = mapped_column(KeyNumber, ForeignKey("account.id"))
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(UtcMillis)


class Throttle(Base):
    """How far what was tried reaches into the future. `key` is never a plain address or name."""

    __tablename__ = "throttle"
    __table_args__ = ({"sqlite_with_rowid": False},)

    bucket: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    paid_until: Mapped[Moment]

"""Accounts, the sessions that prove them, and the permit to erase one.

A guest is an account without credentials: whoever holds the token of its session is
that guest. The token itself is never stored, only its SHA-256.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Key, KeyNumber, Moment, Numbers, UtcMillis


class Account(Base):
    """Anyone who uses the site, with the settings of their pages and the goals of their cards.

    Whoever can sign in has a `login`, and its folded form `login_key`, which is what is unique;
    a pupil who has not claimed her account yet may have none. `name` is what others see of her.
    `allowance` is her share of the time that others have: 1.5 is half as much again.

    A number is never given twice (`sqlite_autoincrement`), so what is left of an
    erased account can not be taken for somebody else's.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("role IN ('guest', 'learner', 'teacher', 'admin')", name="role"),
        CheckConstraint("interface IN ('ar', 'en')", name="interface"),
        CheckConstraint("content IN ('ar', 'en')", name="content"),
        CheckConstraint("digits IN ('latn', 'arab')", name="digits"),
        CheckConstraint("months IN ('western', 'levant')", name="months"),
        CheckConstraint("theme IN ('auto', 'light', 'dark')", name="theme"),
        Index("uq_account_login_key", "login_key", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    interface: Mapped[str | None] = mapped_column(String(2))
    content: Mapped[str | None] = mapped_column(String(2))
    digits: Mapped[str] = mapped_column(String(4))
    months: Mapped[str] = mapped_column(String(8))
    theme: Mapped[str] = mapped_column(String(8))
    certainty: Mapped[bool]
    retention: Mapped[float] = mapped_column(Float, server_default="0.9")
    new_a_day: Mapped[int] = mapped_column(server_default="10")
    cap_a_day: Mapped[int] = mapped_column(server_default="100")
    zone: Mapped[str] = mapped_column(String(64), server_default="UTC")
    memory_parameters: Mapped[tuple[float, ...] | None] = mapped_column(Numbers)
    login: Mapped[str | None] = mapped_column(String(64))
    login_key: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(80), server_default=text("''"))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    disabled_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    allowance: Mapped[float] = mapped_column(Float, server_default="1.0")
    created_at: Mapped[Moment]


class AuthSession(Base):
    """One signed-in browser.

    It ends at `expires_at`, or `idle_limit` milliseconds after `last_seen_at`,
    whichever comes first. `label` says in words which browser that is.
    """

    __tablename__ = "auth_session"
    __table_args__ = (Index("uq_auth_session_public_id", "public_id", unique=True),)

    id: Mapped[Key]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"), index=True)
    created_at: Mapped[Moment]
    last_seen_at: Mapped[Moment]
    idle_limit: Mapped[int] = mapped_column(KeyNumber)
    expires_at: Mapped[datetime] = mapped_column(UtcMillis)
    public_id: Mapped[str] = mapped_column(String(64), server_default=text("''"))
    label: Mapped[str] = mapped_column(String(80), server_default=text("''"))


class Erasure(Base):
    """The permit to delete one account's log, held inside a single transaction.

    The triggers that keep the log append-only let a row go only while its account
    stands here. The row is gone again at commit, so at rest this table is empty.
    """

    __tablename__ = "erasure"

    account_id: Mapped[int] = mapped_column(
        KeyNumber, ForeignKey("account.id"), primary_key=True, autoincrement=False
    )

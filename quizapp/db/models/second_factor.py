"""The second step of signing in: what proves it, and the moment between the two steps.

Nothing here opens an account by itself. The secret that a phone holds is not stored: it is
derived from `salt` and the site's key (`services.people.totp`). A recovery code is stored as
its digest, a half session as the digest of its token.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import KeyNumber, Moment, UtcMillis


class SecondFactor(Base):
    """An account's second factor. Until `confirmed_at` it is offered only and asked by nobody.

    `key_mark` says from which key of the site the secret is derived. `last_step` is the last
    step of the clock whose code was used: that one and all before it count no more.
    """

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(
        KeyNumber, ForeignKey("account.id"), primary_key=True, autoincrement=False
    )
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))
    key_mark: Mapped[bytes] = mapped_column(LargeBinary(8))
    last_step: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[Moment]
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcMillis)


class RecoveryCode(Base):
    """A code that stands in for a lost phone. It is gone once it is used."""

    __tablename__ = "recovery_code"
    __table_args__ = ({"sqlite_with_rowid": False},)

    account_id: Mapped[int] = mapped_column(
        KeyNumber, ForeignKey("account.id"), primary_key=True, autoincrement=False
    )
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)


class HalfSession(Base):
    """Somebody whose password was right and who has not taken the second step yet."""

    __tablename__ = "half_session"
    __table_args__ = ({"sqlite_with_rowid": False},)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"), index=True)
    own_device: Mapped[bool]
    expires_at: Mapped[Moment]

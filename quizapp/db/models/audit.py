"""Who changed what about whom: one row an event, append-only, each holding the hash before it.

Accounts are named by number and by no foreign key, because the row outlives its account and a
number is never given twice. No names, no codes, no answers.
"""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Key, KeyNumber, Moment


class AuditEntry(Base):
    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_object_moment", "object", "moment"),)

    id: Mapped[Key]
    moment: Mapped[Moment]
    actor_id: Mapped[int | None] = mapped_column(KeyNumber)
    action: Mapped[str] = mapped_column(String(40))
    object: Mapped[str] = mapped_column(String(120))
    details: Mapped[str] = mapped_column(Text)
    # Unique, so the chain cannot fork: of two that follow one entry the later is refused.
    previous: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)

"""What somebody is to be told when they come by next: a kind with the values of its words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Key, KeyNumber, Moment, UtcMillis


class Notice(Base):
    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_account_id_seen_at", "account_id", "seen_at"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(40))
    params: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Moment]
    seen_at: Mapped[datetime | None] = mapped_column(UtcMillis)

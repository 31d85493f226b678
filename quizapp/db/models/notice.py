"""What somebody is to be told when they come by next: a kind with the values of its words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Key, KeyNumber, Moment, UtcMillis


class Notice(Base):
    """One notice. `about_id` and `from_id` are whom its words name: it goes when they go."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_account_id_seen_at", "account_id", "seen_at"),
        Index("ix_notice_about_id", "about_id"),
        Index("ix_notice_from_id", "from_id"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(40))
    params: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Moment]
    seen_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    about_id: Mapped[int | None] = mapped_column(KeyNumber)
    from_id: Mapped[int | None] = mapped_column(KeyNumber)

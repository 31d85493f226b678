"""Items and the immutable texts they have had.

An item keeps its row for ever: when its fact goes it is retired, and when the fact
comes back it is taken up again, with its history.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Fingerprint, Key, KeyNumber, Moment, UtcMillis


class Item(Base):
    """A question under its identity, `article/fact/slot/kind`."""

    __tablename__ = "item"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(400), unique=True)
    article_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("article.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    fingerprint: Mapped[Fingerprint]
    retired_at: Mapped[datetime | None] = mapped_column(UtcMillis)


class ItemVersion(Base):
    """One text of an item in both languages. Never changed, never deleted."""

    __tablename__ = "item_version"

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("item.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(32), unique=True)
    record: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Moment]

"""Articles and the immutable texts they have had.

`fingerprint` names the current text by its hash; `bank` is the hash over the current
texts of all its items, `cards` that over the texts of its cards. They tell a process
whether what it remembers still holds, and loading whether there is anything to store.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Fingerprint, Key, KeyNumber, Moment


class Article(Base):
    """The subject of a quiz, under its slug.

    One that a teacher wrote has an owner, one that came with the program has none. A
    retired article is in no list; what was played on it stays.
    """

    __tablename__ = "article"
    __table_args__ = (CheckConstraint("status IN ('published', 'retired')", name="status"),)

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    fingerprint: Mapped[Fingerprint]
    bank: Mapped[Fingerprint]
    cards: Mapped[str | None] = mapped_column(String(32))
    loaded_at: Mapped[Moment]
    owner_id: Mapped[int | None] = mapped_column(KeyNumber, ForeignKey("account.id"), index=True)
    status: Mapped[str] = mapped_column(String(10), server_default="published")


class ArticleVersion(Base):
    """One text of an article: metadata, passage, terms, facts. Never changed, never deleted."""

    __tablename__ = "article_version"

    id: Mapped[Key]
    article_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("article.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(32), unique=True)
    record: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Moment]

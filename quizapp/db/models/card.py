"""Cards and the immutable texts they have had.

A card keeps its row for ever, like an item: when its fact goes it is retired, and when the
fact comes back it is taken up again, with everybody's memory of it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Fingerprint, Key, KeyNumber, Moment, UtcMillis


class Card(Base):
    """A card under its identity, in one deck of one article.

    Siblings, which never meet on one day, share `sibling_group`. `position` is the card's
    place in its deck, in the order of the article.
    """

    __tablename__ = "card"
    __table_args__ = (
        CheckConstraint("lang IN ('ar', 'en')", name="lang"),
        CheckConstraint("deck IN ('article-ar', 'article-en', 'terms')", name="deck"),
        Index("ix_card_article_id_deck_position", "article_id", "deck", "position"),
        Index("ix_card_sibling_group", "sibling_group"),
    )

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(400), unique=True)
    article_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("article.id"))
    deck: Mapped[str] = mapped_column(String(16))
    sibling_group: Mapped[str] = mapped_column(String(400))
    lang: Mapped[str] = mapped_column(String(2))
    position: Mapped[int]
    fingerprint: Mapped[Fingerprint]
    retired_at: Mapped[datetime | None] = mapped_column(UtcMillis)


class CardVersion(Base):
    """One text of a card. Never changed, never deleted."""

    __tablename__ = "card_version"

    id: Mapped[Key]
    card_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("card.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(32), unique=True)
    record: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Moment]

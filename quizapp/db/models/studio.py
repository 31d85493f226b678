"""What teachers write before it is published: working copies, every state they had, notes.

A draft is the working copy of one article; saving appends a revision with the whole text
of that moment, which never changes and is only deleted with its owner's account. A
published article lives on in `article` beside its draft.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Fingerprint, Key, KeyNumber, Moment


class Draft(Base):
    """The working copy of an article.

    `version` counts its saves: whoever writes must have read the newest. `published` is
    the fingerprint of the record that was published last.
    """

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint("status IN ('draft', 'review', 'published', 'retired')", name="status"),
        Index("ix_draft_owner_id_updated_at", "owner_id", "updated_at"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(64), unique=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    owner_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"))
    status: Mapped[str] = mapped_column(String(10))
    record: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    published: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    updated_by: Mapped[int | None] = mapped_column(KeyNumber, ForeignKey("account.id"), index=True)


class Revision(Base):
    """One state of a draft: when, by whom, what was done, and the whole text.

    `changed` lists the parts that differ from the revision before (`fact:f-k3j9`), as JSON.
    """

    __tablename__ = "revision"
    __table_args__ = (
        CheckConstraint(
            "action IN ('created', 'copied', 'saved', 'submitted', 'returned', 'published',"
            " 'retired', 'resumed', 'restored')",
            name="action",
        ),
        UniqueConstraint("draft_id", "number"),
    )

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("draft.id"))
    number: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(KeyNumber, ForeignKey("account.id"), index=True)
    made_at: Mapped[Moment]
    action: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text)
    changed: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[Fingerprint]
    record: Mapped[str] = mapped_column(Text)


class ItemTag(Base):
    """A word that a teacher put on a part of a draft: on a fact or a question of her own."""

    __tablename__ = "item_tag"
    __table_args__ = ({"sqlite_with_rowid": False},)

    draft_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("draft.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(200), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True)


class WarningAccepted(Base):
    """A warning of the linter that a teacher has looked at and lets stand, and why.

    `finding` is the fingerprint of the whole finding: another text warns anew.
    """

    __tablename__ = "warning_accepted"
    __table_args__ = (UniqueConstraint("draft_id", "finding"),)

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("draft.id"))
    item: Mapped[str] = mapped_column(String(400))
    rule: Mapped[str] = mapped_column(String(8))
    finding: Mapped[Fingerprint]
    reason: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(KeyNumber, ForeignKey("account.id"), index=True)
    accepted_at: Mapped[Moment]

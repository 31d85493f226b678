"""Files on their way into drafts: what is being read, and what was found, until it is applied."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base
from quizapp.db.types import Key, KeyNumber, Moment


class ImportJob(Base):
    """One file that somebody wants in a draft of hers.

    The `upload` stays until it is read, what was `found` (JSON) until it is applied. While it
    is read, `alive_at` moves on; a job that stands still has lost its process. `code` and
    `params` say why a file was refused. Gone after a day, whatever became of it.
    """

    __tablename__ = "import_job"
    __table_args__ = (
        CheckConstraint(
            "state IN ('reading', 'ready', 'refused', 'cancelled', 'done')", name="state"
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("account.id"), index=True)
    draft_id: Mapped[int] = mapped_column(KeyNumber, ForeignKey("draft.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    file: Mapped[str] = mapped_column(String(200))
    format: Mapped[str] = mapped_column(String(20))
    lang: Mapped[str] = mapped_column(String(2))
    upload: Mapped[bytes | None] = mapped_column(LargeBinary)
    stage: Mapped[str] = mapped_column(String(20))
    done: Mapped[int]
    total: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    params: Mapped[str] = mapped_column(Text)
    found: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[Moment] = mapped_column(index=True)
    alive_at: Mapped[Moment]

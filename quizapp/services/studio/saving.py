"""Saving a part of a draft: nothing that somebody else wrote meanwhile is overwritten.

The form names the state of the part that its author had seen. Worked example, two tabs
on one fact:

    first   saves "opened in Salt"     seen 3f…  is 3f…   stored, a revision more
    second  saves "opened at Salt"     seen 3f…  is 9c…   EditedElsewhere; her text stays
                                                          in the form, with what is new
Saving what is already there writes nothing, so a double submit is one save.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import studio as tables
from quizapp.db.engine import writing
from quizapp.domain.content import Article
from quizapp.domain.errors import QuizappError, StorageBusy
from quizapp.domain.ids import canonical, fingerprint_of
from quizapp.services.studio.drafts import Author, Draft, open_draft, record_of
from quizapp.services.studio.parts import changed, state_of, swept

_TRIES: Final = 3


class EditedElsewhere(QuizappError):
    """The part was changed since its form was opened. `draft` is how it stands now."""

    def __init__(self, draft: Draft, part: str) -> None:
        super().__init__(part)
        self.draft = draft
        self.part = part


def edit(
    session: Session,
    *,
    author: Author,
    public_id: str,
    part: str,
    seen: str,
    change: Callable[[Article], Article],
    now: datetime,
) -> Draft:
    """Change one part of a draft and keep the new state as a revision.

    `seen` is `state_of` the part when its form was made, empty for a part that is new.
    Raises DraftNotFound, EditedElsewhere, and whatever `change` raises.
    """
    for _ in range(_TRIES):
        draft = open_draft(session, author, public_id)
        article = swept(draft.article, change(draft.article))
        if record_of(article) == record_of(draft.article):
            return draft
        if state_of(draft.article, part) != seen:
            raise EditedElsewhere(draft, part)
        if write(session, draft, article, author=author, now=now):
            return open_draft(session, author, public_id)
    raise StorageBusy


def write(
    session: Session, draft: Draft, article: Article, *, author: Author, now: datetime
) -> bool:
    """Store a new state of a draft with its revision, unless the draft is another by now."""
    with writing(session) as connection:
        status = draft.status if draft.status == "review" else "draft"
        values = {"record": record_of(article), "status": status}
        if not put(connection, draft, values, author=author, now=now):
            return False
        log(connection, draft, article, author=author, now=now, action="saved")
    return True


def put(
    connection: Connection, draft: Draft, values: dict[str, Any], *, author: Author, now: datetime
) -> bool:
    """Write to a draft inside a write transaction; tell whether it was still the one seen."""
    who = {"updated_at": now, "updated_by": author.account_id}
    return tables.save(connection, draft.id, draft.version, {**values, **who})


def log(
    connection: Connection,
    draft: Draft,
    article: Article,
    *,
    author: Author,
    now: datetime,
    action: str,
    note: str = "",
) -> int:
    """Append a revision inside a write transaction; return its number."""
    record = record_of(article)
    return tables.add_revision(
        connection,
        draft.id,
        {
            "account_id": author.account_id,
            "made_at": now,
            "action": action,
            "note": note,
            "changed": canonical(changed(draft.article, article)),
            "fingerprint": fingerprint_of(record),
            "record": record,
        },
    )

"""From a draft to learners and back: draft → review → published → retired.

    submit    a draft with nothing to mend is put up for review
    return    back to work, with a note
    publish   stored like any other article; rounds that are open are flagged
    retire    out of the lists, nothing of it asked any more; every answer stays
    resume    a retired one is a draft again, and published anew when it is ready

Publishing what is published already writes nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import studio as tables
from quizapp.db.engine import writing
from quizapp.domain.errors import QuizappError
from quizapp.domain.ids import fingerprint_of
from quizapp.services.content_store import ArticleLoad, Texts, put_texts
from quizapp.services.people import audit
from quizapp.services.studio.checking import Verdict, examine
from quizapp.services.studio.drafts import Author, Draft, Status, open_draft, record_of
from quizapp.services.studio.saving import EditedElsewhere, log, put

LONGEST_NOTE: Final = 500
_WHOLE: Final = "all"


class NotReady(QuizappError):
    """The draft has something to be mended or to be given a reason; `verdict` says what."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__("not ready")
        self.verdict = verdict


class WrongStatus(QuizappError):
    """What was asked for does not fit the state that the draft is in, `status`."""

    def __init__(self, status: Status) -> None:
        super().__init__(status)
        self.status = status


def submit(session: Session, *, author: Author, public_id: str, now: datetime) -> Draft:
    """Put a draft up for review. Raises DraftNotFound, WrongStatus, NotReady."""
    draft = _in_state(session, author, public_id, "draft")
    verdict = examine(session, draft)
    if not verdict.sound:
        raise NotReady(verdict)
    return _move(session, draft, "review", "submitted", author=author, now=now)


def send_back(
    session: Session, *, author: Author, public_id: str, note: str, now: datetime
) -> Draft:
    """Take a draft back from review, with a note for its author.

    Raises DraftNotFound, WrongStatus.
    """
    draft = _in_state(session, author, public_id, "review")
    return _move(session, draft, "draft", "returned", author=author, now=now, note=note)


def publish(session: Session, *, author: Author, public_id: str, now: datetime) -> ArticleLoad:
    """Store the article of a reviewed draft for learners, in one transaction.

    Raises DraftNotFound, WrongStatus, NotReady, EditedElsewhere.
    """
    draft = _in_state(session, author, public_id, "review", "published")
    verdict = examine(session, draft)
    if not verdict.ready:
        raise NotReady(verdict)
    texts = Texts.of(draft.article, verdict.items)
    if draft.status == "published" and draft.live and not draft.changed:
        return ArticleLoad.nothing_new(texts)
    with writing(session) as connection:
        values = {"status": "published", "published": fingerprint_of(record_of(draft.article))}
        _put(connection, draft, values, author, now)
        done = put_texts(connection, texts, now)
        tables.mark_article(connection, draft.slug, "published", draft.owner_id)
        log(connection, draft, draft.article, author=author, now=now, action="published")
        _note(connection, draft, "studio.publish", author, now)
    return done


def retire(session: Session, *, author: Author, public_id: str, now: datetime) -> Draft:
    """Take an article out of use. Raises DraftNotFound, WrongStatus, EditedElsewhere."""
    draft = _in_state(session, author, public_id, "draft", "review", "published")
    texts = Texts.of(draft.article, ()).emptied()
    with writing(session) as connection:
        _put(connection, draft, {"status": "retired"}, author, now)
        if draft.live:
            put_texts(connection, texts, now)
            tables.mark_article(connection, draft.slug, "retired", draft.owner_id)
            _note(connection, draft, "studio.retire", author, now)
        log(connection, draft, draft.article, author=author, now=now, action="retired")
    return open_draft(session, author, public_id)


def resume(session: Session, *, author: Author, public_id: str, now: datetime) -> Draft:
    """Work on a retired article again. Raises DraftNotFound, WrongStatus."""
    draft = _in_state(session, author, public_id, "retired")
    return _move(session, draft, "draft", "resumed", author=author, now=now)


def _in_state(session: Session, author: Author, public_id: str, *wanted: Status) -> Draft:
    draft = open_draft(session, author, public_id)
    if draft.status not in wanted:
        raise WrongStatus(draft.status)
    return draft


def _move(
    session: Session,
    draft: Draft,
    status: Status,
    action: str,
    *,
    author: Author,
    now: datetime,
    note: str = "",
) -> Draft:
    with writing(session) as connection:
        _put(connection, draft, {"status": status}, author, now)
        log(
            connection,
            draft,
            draft.article,
            author=author,
            now=now,
            action=action,
            note=note.strip()[:LONGEST_NOTE],
        )
    return open_draft(session, author, draft.public_id)


def _put(
    connection: Connection, draft: Draft, values: dict[str, Any], author: Author, now: datetime
) -> None:
    """Write to the draft unless it was changed since it was looked at."""
    if not put(connection, draft, values, author=author, now=now):
        raise EditedElsewhere(draft, _WHOLE)


def _note(connection: Connection, draft: Draft, action: str, author: Author, now: datetime) -> None:
    audit.record(
        connection,
        actor_id=author.account_id,
        action=action,
        object=f"article:{draft.slug}",
        details={},
        now=now,
    )

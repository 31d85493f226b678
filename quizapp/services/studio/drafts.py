"""Working copies: whose they are, making a new one, copying a published article.

Only the owner and administrators reach a draft; for everybody else it is not there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import studio as tables
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.bilingual import Bilingual
from quizapp.domain.content import Article
from quizapp.domain.errors import DraftNotFound
from quizapp.domain.ids import canonical, fingerprint_of
from quizapp.domain.records import decode, encode
from quizapp.services import content
from quizapp.services.studio.pool import filled, stripped

Status = Literal["draft", "review", "published", "retired"]
STATUSES: Final[tuple[Status, ...]] = ("draft", "review", "published", "retired")
LIVE: Final = "published"


@dataclass(frozen=True, slots=True)
class Author:
    """Who is at work. An administrator reaches every draft."""

    account_id: int
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A working copy as it is now.

    `live` tells whether learners have it, in some version; `changed` whether that version
    is older than this one. `version` counts saves.
    """

    id: int
    public_id: str
    slug: str
    owner_id: int
    owner: str
    status: Status
    live: bool
    changed: bool
    version: int
    article: Article
    updated_at: datetime
    editor: str


def record_of(article: Article) -> str:
    """Return the text under which a working copy is stored."""
    return canonical(encode(stripped(article)))


def article_from(record: str) -> Article:
    """Return the article of a stored working copy, with what all articles share."""
    return filled(decode(Article, json.loads(record)))


def draft_from(row: AnyRow) -> Draft:
    """Return the draft of a row."""
    live = row.article_status == LIVE
    return Draft(
        id=row.id,
        public_id=row.public_id,
        slug=row.slug,
        owner_id=row.owner_id,
        owner=row.owner,
        status=row.status,
        live=live,
        changed=live and row.published != fingerprint_of(row.record),
        version=row.version,
        article=article_from(row.record),
        updated_at=row.updated_at,
        editor=row.editor or "",
    )


def find(connection: Connection, author: Author, public_id: str) -> Draft:
    """Return a draft. Raises DraftNotFound, also for what belongs to somebody else."""
    row = tables.draft(connection, public_id)
    if row is None or not (author.admin or row.owner_id == author.account_id):
        raise DraftNotFound(public_id)
    return draft_from(row)


def open_draft(session: Session, author: Author, public_id: str) -> Draft:
    """Return a draft to look at. Raises DraftNotFound."""
    return find(session.connection(), author, public_id)


def my_drafts(session: Session, author: Author) -> tuple[Draft, ...]:
    """Return the author's own drafts, the last changed first."""
    return tuple(map(draft_from, tables.drafts_of(session.connection(), author.account_id)))


def for_review(session: Session, author: Author) -> tuple[Draft, ...]:
    """Return what others have put up for review; only an administrator sees any."""
    if not author.admin:
        return ()
    rows = tables.drafts_in_review(session.connection(), author.account_id)
    return tuple(map(draft_from, rows))


def empty_article(slug: str, title: Bilingual, summary: Bilingual) -> Article:
    """Return an article that has a name and nothing else yet."""
    return Article(
        slug=slug,
        title=title,
        summary=summary,
        source_note=Bilingual("", ""),
        paragraphs_of_source=1,
        passage=(),
        terms=(),
        facts=(),
    )


def create(
    session: Session,
    *,
    author: Author,
    article: Article,
    public_id: str,
    now: datetime,
    copied: bool = False,
) -> str:
    """Store a new working copy; return its public id. Creating the same again changes nothing."""
    record = record_of(article)
    first = {
        "account_id": author.account_id,
        "made_at": now,
        "action": "copied" if copied else "created",
        "note": "",
        "changed": "[]",
        "fingerprint": fingerprint_of(record),
        "record": record,
    }
    with writing(session) as connection:
        if tables.draft(connection, public_id) is None:
            draft_id = tables.add_draft(
                connection, _new_row(author, article.slug, record, public_id, now)
            )
            tables.add_revision(connection, draft_id, first)
    return public_id


def _new_row(
    author: Author, slug: str, record: str, public_id: str, now: datetime
) -> dict[str, object]:
    return {
        "public_id": public_id,
        "slug": slug,
        "owner_id": author.account_id,
        "status": "draft",
        "record": record,
        "version": 1,
        "created_at": now,
        "updated_at": now,
        "updated_by": author.account_id,
    }


def copy(
    session: Session, *, author: Author, slug: str, new_slug: str, public_id: str, now: datetime
) -> str:
    """Copy a published article as the author's own new draft. Raises ArticleNotFound."""
    article = replace(content.article_of(session, slug), slug=new_slug)
    return create(
        session, author=author, article=article, public_id=public_id, now=now, copied=True
    )

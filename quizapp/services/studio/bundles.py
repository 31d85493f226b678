"""Articles out of the studio as bundles, and bundles in as working copies.

    mine, same slug        a new state of that draft, with a revision; the old one stays
    nobody has the slug    a new draft under it
    somebody else has it   a new draft of mine under a slug made of that one and of me

So the same bundle brought in again finds the draft that it made before, and changes nothing.
Looking at a bundle (`look`) writes nothing and tells what bringing it in would do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.db import catalogue
from quizapp.db import studio as tables
from quizapp.domain.content import Article
from quizapp.domain.errors import StorageBusy
from quizapp.domain.exchange.travel import FileRefused
from quizapp.domain.ids import fingerprint
from quizapp.formats.bundle import reader, writer
from quizapp.formats.content import ContentRejected, common_files
from quizapp.formats.content.schema import MAX_ID
from quizapp.services import content
from quizapp.services.studio import drafts, saving
from quizapp.services.studio.drafts import Author, Draft, open_draft, record_of
from quizapp.services.studio.parts import changed, parts
from quizapp.services.studio.pool import common, filled

Sort = Literal["new", "changed", "same"]
How = Literal["added", "removed", "changed"]
_MARK: Final = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of a draft that a bundle would add, change or take away."""

    part: str
    sort: How


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a bundle is and what it would do here.

    `article` has the slug under which it would be kept; `given` is the slug that it came
    with. `draft` is the author's own that it would change; None where it would be new.
    """

    article: Article
    given: str
    sort: Sort
    draft: Draft | None
    differences: tuple[Difference, ...] = ()


def bundle_of_draft(session: Session, author: Author, public_id: str) -> tuple[str, bytes]:
    """Return the slug of a draft and its bundle, after reading it back.

    Raises DraftNotFound, FileRefused, and ContentRejected where the draft is in a state that
    could not be brought in again.
    """
    draft = open_draft(session, author, public_id)
    return draft.slug, _proved(replace(draft.article, slug=draft.slug))


def bundle_of_article(session: Session, slug: str) -> tuple[str, bytes]:
    """Return the slug of a published article and its bundle. Raises ArticleNotFound."""
    return slug, _proved(content.article_of(session, slug))


def _proved(article: Article) -> bytes:
    data = writer.write(article)
    reader.read(data)
    return data


def look(session: Session, author: Author, data: bytes) -> Arrival:
    """Return what bringing in a bundle would do; nothing is written.

    Raises FileRefused, and ContentRejected with every problem of the bundle.
    """
    shared = common()
    article = reader.read(data, common_files(shared.terms, shared.phrases))
    return arrival(session, author, article)


def arrival(session: Session, author: Author, article: Article) -> Arrival:
    """Return what bringing in an article would do; nothing is written."""
    given = article.slug
    connection = session.connection()
    for slug in (given, _own_slug(given, author)):
        named = filled(replace(article, slug=slug))
        mine = _draft_of(connection, author, slug)
        if mine is not None:
            same = record_of(mine.article) == record_of(named)
            changes = tuple(_differences(mine.article, named))
            return Arrival(named, given, "same" if same else "changed", mine, changes)
        if slug != given or not _is_taken(connection, slug):
            return Arrival(named, given, "new", None)
    raise StorageBusy


def _differences(old: Article, new: Article) -> Iterator[Difference]:
    before, after = ({name for name, _ in parts(article)} for article in (old, new))
    for part in changed(old, new):
        how: How = "changed" if part in after else "removed"
        yield Difference(part, how if part in before else "added")


def bring_in(
    session: Session,
    author: Author,
    article: Article,
    *,
    public_id: str,
    seen: str,
    now: datetime,
) -> str:
    """Store an article as the author's working copy; return the public id of its draft.

    `public_id` is for a new draft. `seen` is `state_of` what a preview showed: where the
    draft is another by now, nothing is written and EditedElsewhere raised. Doing it again
    writes nothing.
    """
    found = arrival(session, author, article)
    if found.draft is None:
        try:
            return drafts.create(
                session,
                author=author,
                article=found.article,
                public_id=public_id,
                now=now,
                copied=True,
            )
        except IntegrityError as taken:
            raise StorageBusy from taken
    if found.sort == "same":
        return found.draft.public_id
    if state_seen(found) != seen or not saving.write(
        session, found.draft, found.article, author=author, now=now
    ):
        raise saving.EditedElsewhere(found.draft, "all")
    return found.draft.public_id


def state_seen(found: Arrival) -> str:
    """Return what names the state of the draft that a preview compared with; empty for none."""
    return fingerprint(record_of(found.draft.article)) if found.draft else ""


def _own_slug(slug: str, author: Author) -> str:
    mark = fingerprint([author.account_id, slug])[:_MARK]
    return f"{slug[: MAX_ID - _MARK - 1].rstrip('-')}-{mark}"


def _draft_of(connection: Connection, author: Author, slug: str) -> Draft | None:
    rows = tables.drafts_of(connection, author.account_id)
    return next((drafts.draft_from(row) for row in rows if row.slug == slug), None)


def _is_taken(connection: Connection, slug: str) -> bool:
    known = catalogue.article(connection, slug) is not None
    return known or tables.record_of_slug(connection, slug) is not None


__all__ = [
    "Arrival",
    "ContentRejected",
    "FileRefused",
    "arrival",
    "bring_in",
    "bundle_of_article",
    "bundle_of_draft",
    "look",
    "state_seen",
]

"""Drafts, their revisions, tags and accepted warnings in SQL.

A draft is written only by whoever has read its newest state: `save` names the version
seen and tells whether it was still the newest. Revisions are numbered from 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from quizapp.db.base import AnyRow, inserts_of_new, table
from quizapp.db.models import Account, Article, Draft, ItemTag, Revision, WarningAccepted

_ACCOUNT: Final = table(Account)
_ARTICLE: Final = table(Article)
_DRAFT: Final = table(Draft)
_REVISION: Final = table(Revision)
_TAG: Final = table(ItemTag)
_ACCEPTED: Final = table(WarningAccepted)

_EDITOR: Final = _ACCOUNT.alias("editor")
_drafts = (
    select(
        _DRAFT,
        _ARTICLE.c.status.label("article_status"),
        _ACCOUNT.c.name.label("owner"),
        _EDITOR.c.name.label("editor"),
    )
    .join_from(_DRAFT, _ACCOUNT, _ACCOUNT.c.id == _DRAFT.c.owner_id)
    .outerjoin(_ARTICLE, _ARTICLE.c.slug == _DRAFT.c.slug)
    .outerjoin(_EDITOR, _EDITOR.c.id == _DRAFT.c.updated_by)
)
_DRAFT_BY_ID: Final = _drafts.where(_DRAFT.c.public_id == bindparam("public_id"))
_RECORD_BY_SLUG: Final = select(_DRAFT.c.record).where(_DRAFT.c.slug == bindparam("slug"))
_DRAFTS_OF: Final = _drafts.where(_DRAFT.c.owner_id == bindparam("owner_id")).order_by(
    _DRAFT.c.updated_at.desc(), _DRAFT.c.id
)
_DRAFTS_IN_REVIEW: Final = (
    _drafts.where(_DRAFT.c.status == "review", _DRAFT.c.owner_id != bindparam("owner_id"))
).order_by(_DRAFT.c.updated_at.desc(), _DRAFT.c.id)

_SAVE: Final = (
    update(_DRAFT)
    .where(_DRAFT.c.id == bindparam("draft_id"), _DRAFT.c.version == bindparam("seen"))
    .values(version=_DRAFT.c.version + 1)
)

_LAST_NUMBER: Final = select(func.max(_REVISION.c.number)).where(
    _REVISION.c.draft_id == bindparam("draft_id")
)
_REVISIONS: Final = (
    select(
        _REVISION.c.number,
        _REVISION.c.made_at,
        _REVISION.c.action,
        _REVISION.c.note,
        _REVISION.c.changed,
        _REVISION.c.fingerprint,
        _ACCOUNT.c.name.label("who"),
    )
    .outerjoin_from(_REVISION, _ACCOUNT, _ACCOUNT.c.id == _REVISION.c.account_id)
    .where(_REVISION.c.draft_id == bindparam("draft_id"))
    .order_by(_REVISION.c.number.desc())
)
_REVISION_AT: Final = select(_REVISION).where(
    _REVISION.c.draft_id == bindparam("draft_id"), _REVISION.c.number == bindparam("number")
)

_TAGS: Final = (
    select(_TAG).where(_TAG.c.draft_id.in_(bindparam("ids", expanding=True))).order_by(_TAG.c.tag)
)
_DROP_TAGS: Final = delete(_TAG).where(
    _TAG.c.draft_id == bindparam("draft"), _TAG.c.part == bindparam("of")
)
_NEW_TAG: Final = inserts_of_new(_TAG)

_ACCEPTED_OF: Final = select(_ACCEPTED).where(_ACCEPTED.c.draft_id == bindparam("draft_id"))
_NEW_ACCEPTED: Final = inserts_of_new(_ACCEPTED)

_MARK_ARTICLE: Final = (
    update(_ARTICLE)
    .where(_ARTICLE.c.slug == bindparam("name"))
    .values(status=bindparam("state"), owner_id=bindparam("owner"))
)


def add_draft(connection: Connection, values: Mapping[str, Any]) -> int:
    """Store a draft and return its number."""
    key = connection.execute(insert(_DRAFT), dict(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def draft(connection: Connection, public_id: str) -> AnyRow | None:
    """Return a draft with the state of the article that it was published as, if it was."""
    return connection.execute(_DRAFT_BY_ID, {"public_id": public_id}).one_or_none()


def record_of_slug(connection: Connection, slug: str) -> str | None:
    """Return the text of the working copy of an article."""
    return connection.execute(_RECORD_BY_SLUG, {"slug": slug}).scalar_one_or_none()


def drafts_of(connection: Connection, owner_id: int) -> list[AnyRow]:
    """Return somebody's drafts, the last changed first."""
    return list(connection.execute(_DRAFTS_OF, {"owner_id": owner_id}))


def drafts_in_review(connection: Connection, but_of: int) -> list[AnyRow]:
    """Return the drafts of everybody else that are up for review."""
    return list(connection.execute(_DRAFTS_IN_REVIEW, {"owner_id": but_of}))


def save(connection: Connection, draft_id: int, seen: int, values: Mapping[str, Any]) -> bool:
    """Write a draft unless somebody did since version `seen`; tell whether it was written."""
    statement = _SAVE.values(dict(values))
    return connection.execute(statement, {"draft_id": draft_id, "seen": seen}).rowcount == 1


def add_revision(connection: Connection, draft_id: int, values: Mapping[str, Any]) -> int:
    """Append a revision inside the caller's write transaction; return its number."""
    last = connection.execute(_LAST_NUMBER, {"draft_id": draft_id}).scalar_one_or_none()
    number = (last or 0) + 1
    connection.execute(insert(_REVISION), {"draft_id": draft_id, "number": number, **values})
    return number


def revisions(connection: Connection, draft_id: int) -> list[AnyRow]:
    """Return what was done to a draft, the last first, without the texts."""
    return list(connection.execute(_REVISIONS, {"draft_id": draft_id}))


def revision(connection: Connection, draft_id: int, number: int) -> AnyRow | None:
    """Return one state of a draft with its text."""
    return connection.execute(_REVISION_AT, {"draft_id": draft_id, "number": number}).one_or_none()


def tags(connection: Connection, draft_ids: Sequence[int]) -> list[AnyRow]:
    """Return the tags of the parts of drafts, in alphabetical order."""
    return list(connection.execute(_TAGS, {"ids": draft_ids})) if draft_ids else []


def put_tags(connection: Connection, draft_id: int, part: str, words: Sequence[str]) -> None:
    """Replace the tags of one part of a draft."""
    connection.execute(_DROP_TAGS, {"draft": draft_id, "of": part})
    rows = [{"draft_id": draft_id, "part": part, "tag": word} for word in words]
    if rows:
        connection.execute(_NEW_TAG[connection.dialect.name], rows)


def accepted(connection: Connection, draft_id: int) -> list[AnyRow]:
    """Return the warnings of a draft that somebody has accepted."""
    return list(connection.execute(_ACCEPTED_OF, {"draft_id": draft_id}))


def accept(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Note accepted warnings; return how many were new."""
    if not rows:
        return 0
    return connection.execute(_NEW_ACCEPTED[connection.dialect.name], rows).rowcount


def mark_article(connection: Connection, slug: str, status: str, owner_id: int) -> None:
    """Say whose a published article is and whether it is in use."""
    connection.execute(_MARK_ARTICLE, {"name": slug, "state": status, "owner": owner_id})


_theirs = select(_DRAFT.c.id).where(_DRAFT.c.owner_id == bindparam("account"))
# An article that was published stays for those who learn from it, but is nobody's any more.
FORGET: Final = (
    *(delete(each).where(each.c.draft_id.in_(_theirs)) for each in (_ACCEPTED, _TAG, _REVISION)),
    delete(_DRAFT).where(_DRAFT.c.owner_id == bindparam("account")),
    *(
        update(column.table).where(column == bindparam("account")).values({column: None})
        for column in (
            _DRAFT.c.updated_by,
            _REVISION.c.account_id,
            _ACCEPTED.c.account_id,
            _ARTICLE.c.owner_id,
        )
    ),
)
"""What forgets the author `account`: her drafts go, her name goes from the rest."""

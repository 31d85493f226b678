"""Answers that count by another key than their question has now, in SQL.

By which text an answer counts follows from when its round began: by the one that the last
regrade since then adopted, whether or not that changed anything for this answer, else by the
one it was given to. So a key waits to be applied where a text was changed and nobody had it
regraded yet, and where a text that a regrade replaced was taken up again.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from sqlalchemy import Connection, and_, bindparam, func, literal_column, or_, select

from quizapp.db.play import ENTRY, ROUND
from quizapp.db.regrades import ARTICLE, ITEM, ITEM_TEXT, REGRADE
from quizapp.db.scores import RESPONSE

_KEY_TEXT: Final = ITEM_TEXT.alias("key_text")
_CURRENT: Final = ITEM_TEXT.alias("current_text")
_CHUNK: Final = 500

_adopted: Final = (
    select(REGRADE.c.version_id)
    .where(
        REGRADE.c.item_id == ITEM_TEXT.c.item_id,
        REGRADE.c.made_at >= ROUND.c.started_at,
    )
    .order_by(REGRADE.c.made_at.desc(), REGRADE.c.id.desc())
    .limit(1)
    .correlate(ITEM_TEXT, ROUND)
    .scalar_subquery()
)
_counts_by: Final = _KEY_TEXT.c.id == func.coalesce(_adopted, ITEM_TEXT.c.id)
_answered: Final = and_(
    RESPONSE.c.round_id == ENTRY.c.round_id, RESPONSE.c.position == ENTRY.c.position
)

_KEYS: Final = (
    select(_KEY_TEXT.c.fingerprint, _KEY_TEXT.c.id)
    .join_from(ITEM_TEXT, ENTRY, ENTRY.c.version_id == ITEM_TEXT.c.id)
    .join(RESPONSE, _answered)
    .join(ROUND, ROUND.c.id == RESPONSE.c.round_id)
    .join(_KEY_TEXT, _counts_by)
    .where(ITEM_TEXT.c.item_id == bindparam("item_id"))
    .distinct()
)

_regraded_by_another: Final = (
    select(literal_column("1"))
    .select_from(REGRADE)
    .where(REGRADE.c.item_id == ITEM.c.id, REGRADE.c.version_id != ITEM_TEXT.c.id)
    .correlate(ITEM, ITEM_TEXT)
    .exists()
)
# Two steps, because texts that were replaced are few and answers are many: first the texts
# that may have such answers, then the answers to these alone.
_TEXTS: Final = (
    select(
        ITEM_TEXT.c.id,
        ITEM.c.name,
        ITEM.c.fingerprint,
        _CURRENT.c.id.label("version_id"),
    )
    .join_from(ARTICLE, ITEM, ITEM.c.article_id == ARTICLE.c.id)
    .join(_CURRENT, _CURRENT.c.fingerprint == ITEM.c.fingerprint)
    .join(ITEM_TEXT, ITEM_TEXT.c.item_id == ITEM.c.id)
    .where(
        ITEM.c.retired_at.is_(None),
        or_(ITEM_TEXT.c.fingerprint != ITEM.c.fingerprint, _regraded_by_another),
        or_(
            ARTICLE.c.owner_id == bindparam("owner"),
            bindparam("everything", type_=ENTRY.c.changed.type),
        ),
    )
    .order_by(ITEM.c.name, ITEM_TEXT.c.id)
)
_COUNTS: Final = (
    select(
        ITEM_TEXT.c.id,
        _KEY_TEXT.c.id.label("key_id"),
        _KEY_TEXT.c.fingerprint.label("key_fingerprint"),
        func.count().label("answers"),
    )
    .join_from(ITEM_TEXT, ENTRY, ENTRY.c.version_id == ITEM_TEXT.c.id)
    .join(RESPONSE, _answered)
    .join(ROUND, ROUND.c.id == RESPONSE.c.round_id)
    .join(_KEY_TEXT, _counts_by)
    .where(ITEM_TEXT.c.id.in_(bindparam("texts", expanding=True)))
    .group_by(ITEM_TEXT.c.id, _KEY_TEXT.c.id, _KEY_TEXT.c.fingerprint)
)


@dataclass(frozen=True, slots=True)
class Outdated:
    """So many answers to an item that count by one older text of it."""

    name: str
    fingerprint: str
    version_id: int
    key_fingerprint: str
    key_id: int
    answers: int


def keys(connection: Connection, item_id: int) -> dict[str, int]:
    """Return the versions that the answers to an item count by: numbers by fingerprint."""
    rows = connection.execute(_KEYS, {"item_id": item_id})
    return {row.fingerprint: row.id for row in rows}


def outdated(connection: Connection, account_id: int, *, everything: bool) -> list[Outdated]:
    """Count the answers of one's own articles, or of all, that count by an older text."""
    asked = {"owner": account_id, "everything": everything}
    texts = {row.id: row for row in connection.execute(_TEXTS, asked)}
    numbers = list(texts)
    found = []
    for at in range(0, len(numbers), _CHUNK):
        for row in connection.execute(_COUNTS, {"texts": numbers[at : at + _CHUNK]}):
            text = texts[row.id]
            if row.key_fingerprint != text.fingerprint:
                found.append(
                    Outdated(
                        name=text.name,
                        fingerprint=text.fingerprint,
                        version_id=text.version_id,
                        key_fingerprint=row.key_fingerprint,
                        key_id=row.key_id,
                        answers=row.answers,
                    )
                )
    return sorted(found, key=attrgetter("name", "key_id"))

"""Everything about an account in SQL, to be taken along, and storing it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, and_, bindparam, insert, select

from quizapp.db.base import AnyRow, table
from quizapp.db.card_rows import ACCOUNT, ARTICLE, REVIEW, START, STATE, UNDONE
from quizapp.db.card_texts import CARD, CARD_TEXT
from quizapp.db.models import ArticleVersion, ItemVersion
from quizapp.db.people import SETTINGS
from quizapp.db.play import (
    ASSIGNMENT,
    ATTEMPT,
    ENTRY,
    OF_ATTEMPT,
    OF_ROUND,
    ROUND,
)
from quizapp.db.regrades import APPEAL
from quizapp.db.scores import REGRADED, REGRADED_LAST, RESPONSE

_ITEM_TEXT: Final = table(ItemVersion)
_ARTICLE_TEXT: Final = table(ArticleVersion)
_REPEATED: Final = ROUND.alias("repeated")
_account: Final[BindParameter[int]] = bindparam("account_id")
GOALS: Final = ("retention", "new_a_day", "cap_a_day", "zone")

_WISHES: Final = select(
    *(ACCOUNT.c[name] for name in (*SETTINGS, *GOALS, "memory_parameters", "name", "login"))
).where(ACCOUNT.c.id == _account)
_DECKS: Final = (
    select(ARTICLE.c.slug, START.c.deck, START.c.started_at)
    .join_from(START, ARTICLE, ARTICLE.c.id == START.c.article_id)
    .where(START.c.account_id == _account)
    .order_by(ARTICLE.c.slug, START.c.deck)
)
_CARDS: Final = (
    select(
        CARD.c.name,
        STATE.c.due_on,
        STATE.c.suspended,
        STATE.c.buried_on,
        STATE.c.note,
        CARD_TEXT.c.fingerprint.label("text"),
    )
    .join_from(STATE, CARD, CARD.c.id == STATE.c.card_id)
    .outerjoin(CARD_TEXT, CARD_TEXT.c.id == STATE.c.version_id)
    .where(STATE.c.account_id == _account)
    .order_by(CARD.c.name)
)
_REVIEWS: Final = (
    select(
        *(c for c in REVIEW.c if c.name not in ("account_id", "card_id", "version_id")),
        CARD.c.name,
        CARD_TEXT.c.fingerprint.label("text"),
    )
    .join_from(REVIEW, CARD, CARD.c.id == REVIEW.c.card_id)
    .outerjoin(CARD_TEXT, CARD_TEXT.c.id == REVIEW.c.version_id)
    .where(REVIEW.c.account_id == _account)
    .order_by(REVIEW.c.moment, REVIEW.c.card_id, REVIEW.c.uuid)
)
_UNDONE: Final = (
    select(UNDONE.c.uuid, UNDONE.c.moment)
    .where(UNDONE.c.account_id == _account)
    .order_by(UNDONE.c.moment, UNDONE.c.uuid)
)
_KEPT: Final = ("id", "account_id", "article_version_id", "repeats_id")
_ROUNDS: Final = (
    select(
        *(c for c in ROUND.c if c.name not in _KEPT),
        ROUND.c.id.label("round_id"),
        _ARTICLE_TEXT.c.fingerprint.label("article_text"),
        _REPEATED.c.public_id.label("repeats"),
        ASSIGNMENT.c.keys_at,
        ATTEMPT.c.number.label("attempt"),
    )
    .join_from(ROUND, _ARTICLE_TEXT, _ARTICLE_TEXT.c.id == ROUND.c.article_version_id)
    .outerjoin(ATTEMPT, OF_ROUND)
    .outerjoin(ASSIGNMENT, OF_ATTEMPT)
    .outerjoin(_REPEATED, _REPEATED.c.id == ROUND.c.repeats_id)
    .where(ROUND.c.account_id == _account)
    .order_by(ROUND.c.id)
)
RESPONSE_COLUMNS: Final = tuple(
    c for c in RESPONSE.c if c.name not in ("round_id", "position", "version_id")
)
_ENTRIES: Final = (
    select(
        ENTRY.c.round_id,
        ENTRY.c.position,
        ENTRY.c.arrangement,
        ENTRY.c.changed,
        ENTRY.c.lang.label("asked_in"),
        _ITEM_TEXT.c.fingerprint.label("item_text"),
        *RESPONSE_COLUMNS,
        REGRADED.c.outcome.label("outcome_since"),
        REGRADED.c.score.label("score_since"),
        APPEAL.c.state.label("appeal_state"),
        APPEAL.c.reason.label("appeal_reason"),
        APPEAL.c.made_at.label("appealed_at"),
    )
    .join_from(ROUND, ENTRY, ENTRY.c.round_id == ROUND.c.id)
    .join(_ITEM_TEXT, _ITEM_TEXT.c.id == ENTRY.c.version_id)
    .outerjoin(
        RESPONSE,
        and_(RESPONSE.c.round_id == ENTRY.c.round_id, RESPONSE.c.position == ENTRY.c.position),
    )
    .outerjoin(REGRADED, REGRADED_LAST)
    .outerjoin(
        APPEAL,
        and_(APPEAL.c.round_id == RESPONSE.c.round_id, APPEAL.c.position == RESPONSE.c.position),
    )
    .where(ROUND.c.account_id == _account)
    .order_by(ENTRY.c.round_id, ENTRY.c.position)
)
_ROUND_IDS: Final = select(ROUND.c.public_id, ROUND.c.id, ROUND.c.account_id).where(
    ROUND.c.public_id.in_(bindparam("names", expanding=True))
)
_UUIDS: Final = select(REVIEW.c.uuid).where(REVIEW.c.account_id == _account)
_HELD: Final = select(STATE.c.card_id, STATE.c.reps).where(STATE.c.account_id == _account)
_CHUNK: Final = 500


def _listed(connection: Connection, statement: Any, account_id: int) -> list[AnyRow]:
    return list(connection.execute(statement, {"account_id": account_id}))


def wishes(connection: Connection, account_id: int) -> AnyRow | None:
    """Return somebody's settings and goals."""
    return connection.execute(_WISHES, {"account_id": account_id}).one_or_none()


def decks(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return the decks somebody took up."""
    return _listed(connection, _DECKS, account_id)


def cards(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return how somebody handles their cards, without what follows from the log."""
    return _listed(connection, _CARDS, account_id)


def reviews(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return the whole log of reviews, those undone too, in order."""
    return _listed(connection, _REVIEWS, account_id)


def undone(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return the markers of reviews that were undone."""
    return _listed(connection, _UNDONE, account_id)


def rounds(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return all rounds."""
    return _listed(connection, _ROUNDS, account_id)


def entries(connection: Connection, account_id: int) -> list[AnyRow]:
    """Return the entries of all rounds with their responses, by round and position."""
    return _listed(connection, _ENTRIES, account_id)


def uuids(connection: Connection, account_id: int) -> set[bytes]:
    """Return the uuids of all reviews."""
    return set(connection.execute(_UUIDS, {"account_id": account_id}).scalars())


def held(connection: Connection, account_id: int) -> dict[int, int]:
    """Return the numbers of the cards that have a state, with how often each was reviewed."""
    return {row.card_id: row.reps for row in _listed(connection, _HELD, account_id)}


def owners(connection: Connection, names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return number and owner of rounds by public id."""
    found = {}
    for chunk in _chunks(names):
        for row in connection.execute(_ROUND_IDS, {"names": chunk}):
            found[row.public_id] = (row.id, row.account_id)
    return found


def numbers(connection: Connection, kind: str, names: Sequence[str]) -> dict[str, int]:
    """Return numbers by name: of `card`, or by fingerprint of `card_text`, `item`, `article`.

    `item_of` gives the item whose text has a fingerprint.
    """
    column, number = {
        "card": (CARD.c.name, CARD.c.id),
        "card_text": (CARD_TEXT.c.fingerprint, CARD_TEXT.c.id),
        "item": (_ITEM_TEXT.c.fingerprint, _ITEM_TEXT.c.id),
        "item_of": (_ITEM_TEXT.c.fingerprint, _ITEM_TEXT.c.item_id),
        "article": (_ARTICLE_TEXT.c.fingerprint, _ARTICLE_TEXT.c.id),
        "slug": (ARTICLE.c.slug, ARTICLE.c.id),
    }[kind]
    found: dict[str, int] = {}
    for chunk in _chunks(names):
        rows = connection.execute(select(column, number).where(column.in_(chunk)))
        found.update((row[0], row[1]) for row in rows)
    return found


def _chunks(names: Sequence[str]) -> list[list[str]]:
    distinct = list(dict.fromkeys(names))
    return [distinct[at : at + _CHUNK] for at in range(0, len(distinct), _CHUNK)]


def add_round(
    connection: Connection,
    values: Mapping[str, Any],
    entries: Sequence[Mapping[str, Any]],
    responses: Sequence[Mapping[str, Any]],
    appeals: Sequence[Mapping[str, Any]] = (),
) -> int:
    """Store a round that was exported, with what was answered and appealed; return its number."""
    key = connection.execute(insert(ROUND), dict(values)).inserted_primary_key
    assert key is not None
    number = int(key[0])
    if entries:
        connection.execute(insert(ENTRY), [{"round_id": number, **row} for row in entries])
    if responses:
        connection.execute(insert(RESPONSE), [{"round_id": number, **row} for row in responses])
    if appeals:
        connection.execute(insert(APPEAL), [{"round_id": number, **row} for row in appeals])
    return number

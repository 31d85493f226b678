"""What teachers read of a class: its rounds, its answers, its memory. Nothing is written here.

Every statement takes the number of a class that somebody was found to teach, or numbers that
came out of such a statement. Only those who are in the class now are in any row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, func, select

from quizapp.db.base import AnyRow, table
from quizapp.db.card_rows import ACCOUNT, STATE
from quizapp.db.card_texts import CARD
from quizapp.db.classrooms import MEMBERSHIP
from quizapp.db.models import AuthSession, Item, ItemVersion
from quizapp.db.play import ASSIGNMENT, ENTRY, ROUND
from quizapp.db.scores import IN_FORCE, REGRADED, REGRADED_LAST, RESPONSE

_SESSION: Final = table(AuthSession)
_ITEM: Final = table(Item)
_ITEM_TEXT: Final = table(ItemVersion)
_KEY_TEXT: Final = _ITEM_TEXT.alias("key_text")

_IDS: Final[BindParameter[Sequence[int]]] = bindparam("ids", expanding=True)

_FAIR: Final = (
    select(ASSIGNMENT.c.id, ASSIGNMENT.c.classroom_id)
    .join_from(
        ASSIGNMENT,
        MEMBERSHIP,
        and_(
            MEMBERSHIP.c.classroom_id == ASSIGNMENT.c.classroom_id,
            MEMBERSHIP.c.account_id == bindparam("account_id"),
            MEMBERSHIP.c.part == "teacher",
            MEMBERSHIP.c.left_at.is_(None),
        ),
    )
    .where(
        ASSIGNMENT.c.article_id == bindparam("article_id"),
        ASSIGNMENT.c.language == "fairness",
        ASSIGNMENT.c.withdrawn_at.is_(None),
    )
    .order_by(ASSIGNMENT.c.id)
)

_ANSWERS: Final = (
    select(
        ENTRY.c.round_id,
        ENTRY.c.position,
        ENTRY.c.version_id,
        ENTRY.c.arrangement,
        ENTRY.c.changed,
        func.coalesce(RESPONSE.c.lang, ENTRY.c.lang, ROUND.c.lang).label("lang"),
        _ITEM.c.name.label("item"),
        _ITEM_TEXT.c.fingerprint.label("item_fingerprint"),
        *(judged.label(name) for name, judged in IN_FORCE.items()),
        RESPONSE.c.chosen,
        RESPONSE.c.typed,
        RESPONSE.c.skipped,
        RESPONSE.c.certainty,
        REGRADED.c.version_id.label("key_version_id"),
        _KEY_TEXT.c.fingerprint.label("key_fingerprint"),
    )
    .join_from(ENTRY, ROUND, ROUND.c.id == ENTRY.c.round_id)
    .join(_ITEM_TEXT, _ITEM_TEXT.c.id == ENTRY.c.version_id)
    .join(_ITEM, _ITEM.c.id == _ITEM_TEXT.c.item_id)
    .outerjoin(
        RESPONSE,
        and_(RESPONSE.c.round_id == ENTRY.c.round_id, RESPONSE.c.position == ENTRY.c.position),
    )
    .outerjoin(REGRADED, REGRADED_LAST)
    .outerjoin(_KEY_TEXT, _KEY_TEXT.c.id == REGRADED.c.version_id)
    .where(ENTRY.c.round_id.in_(_IDS))
    .order_by(ENTRY.c.round_id, ENTRY.c.position)
)

_LAST_SEEN: Final = (
    select(_SESSION.c.account_id, func.max(_SESSION.c.last_seen_at).label("seen_at"))
    .where(_SESSION.c.account_id.in_(_IDS))
    .group_by(_SESSION.c.account_id)
)

_MEMORY: Final = (
    select(
        *(c for c in STATE.c if c.name != "note"),
        CARD.c.name,
        CARD.c.lang,
        ACCOUNT.c.retention,
        ACCOUNT.c.memory_parameters,
    )
    .join_from(STATE, CARD, CARD.c.id == STATE.c.card_id)
    .join(ACCOUNT, ACCOUNT.c.id == STATE.c.account_id)
    .where(
        STATE.c.account_id.in_(_IDS),
        STATE.c.reps > 0,
        ~STATE.c.suspended,
        CARD.c.article_id == bindparam("article_id"),
        CARD.c.retired_at.is_(None),
        CARD.c.deck != "terms",
    )
    .order_by(CARD.c.id, STATE.c.account_id)
)


def fair_assignments(connection: Connection, account_id: int, article_id: int) -> list[AnyRow]:
    """Return the homework on an article in fairness mode, of the classes somebody teaches."""
    return list(connection.execute(_FAIR, {"account_id": account_id, "article_id": article_id}))


def answers(connection: Connection, round_ids: Sequence[int]) -> list[AnyRow]:
    """Return the questions of rounds in order, with the answers; NULL where there is none."""
    return _of(connection, _ANSWERS, round_ids)


def last_seen(connection: Connection, account_ids: Sequence[int]) -> list[AnyRow]:
    """Return when accounts were last here, to the hour; those never seen are left out."""
    return _of(connection, _LAST_SEEN, account_ids)


def memory(connection: Connection, account_ids: Sequence[int], article_id: int) -> list[AnyRow]:
    """Return the cards of an article's facts that these accounts have reviewed."""
    if not account_ids:
        return []
    return list(connection.execute(_MEMORY, {"ids": account_ids, "article_id": article_id}))


def _of(
    connection: Connection, statement: Select[*tuple[Any, ...]], ids: Sequence[int]
) -> list[AnyRow]:
    return list(connection.execute(statement, {"ids": list(ids)})) if ids else []

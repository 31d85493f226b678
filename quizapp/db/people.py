"""Accounts and their sessions in SQL: who is behind a token, and forgetting somebody.

The token's lookup runs on every request of a known browser, so it is one prepared select
that brings session and account together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from quizapp.db import exchange, homework, regrades, second_factors, studio
from quizapp.db.base import AnyRow, table
from quizapp.db.models import (
    Account,
    ApiToken,
    AuthSession,
    CardState,
    DayTotal,
    DeckStart,
    Erasure,
    Notice,
    OneUseCode,
    Response,
    Review,
    ReviewUndone,
    Round,
    RoundEntry,
)
from quizapp.db.types import UtcMillis, to_millis

_ACCOUNT: Final = table(Account)
_SESSION: Final = table(AuthSession)
_ERASURE: Final = table(Erasure)
_ROUND: Final = table(Round)
_ENTRY: Final = table(RoundEntry)
_RESPONSE: Final = table(Response)
_CODE: Final = table(OneUseCode)
_NOTICE: Final = table(Notice)
_TOKEN: Final = table(ApiToken)

SETTINGS: Final = ("interface", "content", "digits", "months", "theme", "certainty")

_now = bindparam("now", type_=UtcMillis())

_BY_TOKEN: Final = (
    select(
        _ACCOUNT.c.id,
        _ACCOUNT.c.public_id,
        _ACCOUNT.c.role,
        _ACCOUNT.c.name,
        _ACCOUNT.c.allowance,
        *(_ACCOUNT.c[name] for name in SETTINGS),
        _SESSION.c.last_seen_at,
        _SESSION.c.idle_limit,
    )
    .join_from(_SESSION, _ACCOUNT, _ACCOUNT.c.id == _SESSION.c.account_id)
    .where(
        _SESSION.c.token_hash == bindparam("token_hash"),
        _ACCOUNT.c.disabled_at.is_(None),
        _SESSION.c.expires_at > _now,
        # Plain arithmetic on the stored milliseconds, the same on every database.
        _SESSION.c.last_seen_at > bindparam("now_millis") - _SESSION.c.idle_limit,
    )
)

_TOUCH: Final = (
    update(_SESSION)
    .where(
        _SESSION.c.token_hash == bindparam("token"),
        _SESSION.c.last_seen_at < bindparam("before"),
    )
    .values(last_seen_at=bindparam("moment"))
)

_END: Final = delete(_SESSION).where(_SESSION.c.token_hash == bindparam("token"))

_CHANGE_SETTINGS: Final = (
    update(_ACCOUNT)
    .where(_ACCOUNT.c.id == bindparam("account_id"))
    .values({name: bindparam(name) for name in SETTINGS})
)

_LIST: Final = select(
    _ACCOUNT.c.public_id,
    _ACCOUNT.c.role,
    _ACCOUNT.c.login,
    _ACCOUNT.c.created_at,
    select(func.max(_SESSION.c.last_seen_at))
    .where(_SESSION.c.account_id == _ACCOUNT.c.id)
    .scalar_subquery()
    .label("last_seen_at"),
    select(func.count())
    .select_from(_ROUND)
    .where(_ROUND.c.account_id == _ACCOUNT.c.id)
    .scalar_subquery()
    .label("rounds"),
).order_by(_ACCOUNT.c.id)

_FIND: Final = select(_ACCOUNT.c.id).where(_ACCOUNT.c.public_id == bindparam("public_id"))

_NUMBERS: Final = select(_ACCOUNT.c.id)

_REVIEW: Final = table(Review)
_HISTORY: Final = select(
    *(
        select(func.count())
        .select_from(each)
        .where(each.c.account_id == bindparam("account"))
        .scalar_subquery()
        for each in (_ROUND, _REVIEW)
    )
)

_OF_CARDS: Final = tuple(map(table, (ReviewUndone, Review, CardState, DeckStart, DayTotal)))

_theirs = select(_ROUND.c.id).where(_ROUND.c.account_id == bindparam("account"))
# Children before parents: nothing cascades in this schema, so that no accident can.
_ERASE: Final = (
    insert(_ERASURE).values(account_id=bindparam("account")),
    *regrades.FORGET,
    *homework.FORGET,
    delete(_RESPONSE).where(_RESPONSE.c.round_id.in_(_theirs)),
    delete(_ENTRY).where(_ENTRY.c.round_id.in_(_theirs)),
    delete(_ROUND).where(_ROUND.c.account_id == bindparam("account")),
    *(delete(each).where(each.c.account_id == bindparam("account")) for each in _OF_CARDS),
    *exchange.FORGET,
    *studio.FORGET,
    # What others were told goes too, where it names whoever goes.
    *(
        delete(_NOTICE).where(_NOTICE.c[name] == bindparam("account"))
        for name in ("account_id", "about_id", "from_id")
    ),
    delete(_CODE).where(
        or_(_CODE.c.account_id == bindparam("account"), _CODE.c.issued_by == bindparam("account"))
    ),
    delete(_TOKEN).where(_TOKEN.c.account_id == bindparam("account")),
    *second_factors.FORGET,
    delete(_SESSION).where(_SESSION.c.account_id == bindparam("account")),
    delete(_ERASURE).where(_ERASURE.c.account_id == bindparam("account")),
    delete(_ACCOUNT).where(_ACCOUNT.c.id == bindparam("account")),
)


def by_token(connection: Connection, token_hash: bytes, now: datetime) -> AnyRow | None:
    """Return the account behind a session that is neither expired nor idle for too long.

    Nobody is behind the session of an account that was disabled.
    """
    return connection.execute(
        _BY_TOKEN, {"token_hash": token_hash, "now": now, "now_millis": to_millis(now)}
    ).one_or_none()


def add_account(connection: Connection, values: Mapping[str, Any]) -> int:
    """Store an account and return its number."""
    key = connection.execute(insert(_ACCOUNT), dict(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def add_session(connection: Connection, values: Mapping[str, Any]) -> None:
    """Store a session."""
    connection.execute(insert(_SESSION), dict(values))


def touch(connection: Connection, token_hash: bytes, before: datetime, now: datetime) -> bool:
    """Note that a session is in use, if that was last noted before a moment."""
    parameters = {"token": token_hash, "before": before, "moment": now}
    return connection.execute(_TOUCH, parameters).rowcount == 1


def end(connection: Connection, token_hash: bytes) -> bool:
    """Delete a session; return whether there was one."""
    return connection.execute(_END, {"token": token_hash}).rowcount == 1


def change_settings(connection: Connection, account_id: int, values: Mapping[str, Any]) -> bool:
    """Replace all settings of an account; return whether there is such an account."""
    parameters = {"account_id": account_id, **values}
    return connection.execute(_CHANGE_SETTINGS, parameters).rowcount == 1


def all_accounts(connection: Connection) -> list[AnyRow]:
    """Return every account with its last use and number of rounds, oldest first."""
    return list(connection.execute(_LIST))


def find(connection: Connection, public_id: str) -> int | None:
    """Return the number of an account."""
    return connection.execute(_FIND, {"public_id": public_id}).scalar_one_or_none()


def numbers(connection: Connection) -> set[int]:
    """Return the numbers of all accounts."""
    return set(connection.execute(_NUMBERS).scalars())


def history(connection: Connection, account_id: int) -> tuple[int, int]:
    """Return how many rounds and reviews somebody has."""
    rounds, reviews = connection.execute(_HISTORY, {"account": account_id}).one()
    return rounds, reviews


def erase(connection: Connection, account_id: int) -> dict[str, int]:
    """Delete an account with all that hangs on it; return the rows deleted by table.

    The only place that may delete a response or a review: the triggers look for the permit that is
    put down first and taken away before the account itself goes.
    """
    deleted: dict[str, int] = {}
    for statement in _ERASE:
        done = connection.execute(statement, {"account": account_id})
        if statement.is_delete and statement.table is not _ERASURE:
            name = str(statement.table)
            deleted[name] = deleted.get(name, 0) + done.rowcount
    return deleted

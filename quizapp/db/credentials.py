"""Codes and throttles in SQL. Using up a code and paying for a try are one statement each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    bindparam,
    case,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from quizapp.db.base import AnyRow, ConflictFreeInsert, table
from quizapp.db.models import OneUseCode, Throttle
from quizapp.db.types import UtcMillis, to_millis

_CODE: Final = table(OneUseCode)
_THROTTLE: Final = table(Throttle)

_COLUMNS: Final = (
    _CODE.c.id,
    _CODE.c.purpose,
    _CODE.c.account_id,
    _CODE.c.issued_by,
    _CODE.c.created_at,
    _CODE.c.expires_at,
)
_live = (
    _CODE.c.code_hash == bindparam("digest"),
    _CODE.c.used_at.is_(None),
    _CODE.c.expires_at > bindparam("now", type_=UtcMillis()),
)
_FIND: Final = select(*_COLUMNS).where(*_live)
_USE: Final = (
    update(_CODE)
    .where(*_live, _CODE.c.purpose == bindparam("wanted"))
    .values(used_at=bindparam("now", type_=UtcMillis()))
    .returning(*_COLUMNS)
)
_VOID: Final = delete(_CODE).where(
    _CODE.c.purpose == bindparam("wanted"),
    _CODE.c.account_id == bindparam("account"),
)
_VOID_OPEN: Final = delete(_CODE).where(
    _CODE.c.purpose == bindparam("wanted"),
    _CODE.c.account_id.is_(None),
    _CODE.c.issued_by.is_(None),
)
_PURGE_CODES: Final = delete(_CODE).where(
    or_(
        _CODE.c.expires_at < bindparam("before", type_=UtcMillis()),
        _CODE.c.used_at < bindparam("before", type_=UtcMillis()),
    )
)

_now = bindparam("now_millis", type_=BigInteger())
_price = bindparam("price", type_=BigInteger())
_limit = bindparam("latest", type_=BigInteger())
_paid = _THROTTLE.c.paid_until
# Both databases name the larger of two numbers differently, but write this alike.
_after: Final = case((_paid > _now, _paid), else_=_now) + _price


def _spending(insert_: Any) -> ConflictFreeInsert:
    made: ConflictFreeInsert = insert_.values(
        bucket=bindparam("bucket"), key=bindparam("key"), paid_until=_now + _price
    ).on_conflict_do_update(
        index_elements=["bucket", "key"],
        set_={"paid_until": _after},
        where=_after <= _limit,
    )
    return made.inline().execution_options(preserve_rowcount=True)


_SPEND: Final = {
    "sqlite": _spending(sqlite.insert(_THROTTLE)),
    "postgresql": _spending(postgresql.insert(_THROTTLE)),
}
_row = (_THROTTLE.c.bucket == bindparam("b"), _THROTTLE.c.key == bindparam("k"))
_GIVE_BACK: Final = update(_THROTTLE).where(*_row).values(paid_until=_paid - _price)
_FORGIVE: Final = delete(_THROTTLE).where(*_row)
_PURGE_TRIES: Final = delete(_THROTTLE).where(_paid < bindparam("before", type_=UtcMillis()))


def add_code(connection: Connection, values: Mapping[str, Any]) -> None:
    """Store a code's digest."""
    connection.execute(insert(_CODE), dict(values))


def find_code(connection: Connection, digest: bytes, now: datetime) -> AnyRow | None:
    """Return a code that can still be used, without using it."""
    return connection.execute(_FIND, {"digest": digest, "now": now}).one_or_none()


def use_code(connection: Connection, digest: bytes, purpose: str, now: datetime) -> AnyRow | None:
    """Use up a code; return it, or None where it is none, or used, or too old."""
    parameters = {"digest": digest, "wanted": purpose, "now": now}
    return connection.execute(_USE, parameters).one_or_none()


def void_codes(connection: Connection, purpose: str, account_id: int | None) -> int:
    """Delete the codes of one purpose for an account; None: those that nobody issued."""
    if account_id is None:
        return connection.execute(_VOID_OPEN, {"wanted": purpose}).rowcount
    return connection.execute(_VOID, {"wanted": purpose, "account": account_id}).rowcount


def spend(
    connection: Connection, bucket: str, key: str, price: int, latest: datetime, now: datetime
) -> bool:
    """Move a row's moment by `price` milliseconds unless that leads beyond `latest`."""
    parameters = {
        "bucket": bucket,
        "key": key,
        "price": price,
        "now_millis": to_millis(now),
        "latest": to_millis(latest),
    }
    return connection.execute(_SPEND[connection.dialect.name], parameters).rowcount == 1


def give_back(connection: Connection, bucket: str, key: str, price: int) -> None:
    """Undo one `spend`."""
    connection.execute(_GIVE_BACK, {"b": bucket, "k": key, "price": price})


def forgive(connection: Connection, bucket: str, key: str) -> None:
    """Forget everything that was tried."""
    connection.execute(_FORGIVE, {"b": bucket, "k": key})


def purge(connection: Connection, codes_before: datetime, now: datetime) -> tuple[int, int]:
    """Delete codes that are over since a moment, and tries that are paid for."""
    codes = connection.execute(_PURGE_CODES, {"before": codes_before}).rowcount
    return codes, connection.execute(_PURGE_TRIES, {"before": now}).rowcount

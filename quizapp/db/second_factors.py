"""The second step of signing in, in SQL. Using up a code of any kind is one statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, bindparam, delete, func, insert, select, update

from quizapp.db.base import AnyRow, table
from quizapp.db.models import Account, HalfSession, RecoveryCode, SecondFactor
from quizapp.db.types import UtcMillis

_FACTOR: Final = table(SecondFactor)
_RECOVERY: Final = table(RecoveryCode)
_HALF: Final = table(HalfSession)
_ACCOUNT: Final = table(Account)

_account: Any = bindparam("account")
_step = bindparam("step", type_=BigInteger())
_now = bindparam("now", type_=UtcMillis())
_salt: Any = bindparam("seen_salt")

_OF: Final = select(
    _FACTOR.c.account_id,
    _FACTOR.c.salt,
    _FACTOR.c.key_mark,
    _FACTOR.c.created_at,
    _FACTOR.c.confirmed_at,
    select(func.count())
    .select_from(_RECOVERY)
    .where(_RECOVERY.c.account_id == _FACTOR.c.account_id)
    .scalar_subquery()
    .label("codes_left"),
).where(_FACTOR.c.account_id == _account)
_FORGET_OFFER: Final = delete(_FACTOR).where(
    _FACTOR.c.account_id == _account, _FACTOR.c.confirmed_at.is_(None)
)
_CONFIRM: Final = (
    update(_FACTOR)
    .where(
        _FACTOR.c.account_id == _account,
        _FACTOR.c.salt == _salt,
        _FACTOR.c.confirmed_at.is_(None),
    )
    .values(confirmed_at=_now, last_step=_step)
)
_USE_STEP: Final = (
    update(_FACTOR)
    .where(
        _FACTOR.c.account_id == _account,
        _FACTOR.c.salt == _salt,
        _FACTOR.c.confirmed_at.is_not(None),
        _FACTOR.c.last_step < _step,
    )
    .values(last_step=_step)
)
_USE_RECOVERY: Final = delete(_RECOVERY).where(
    _RECOVERY.c.account_id == _account, _RECOVERY.c.code_hash == bindparam("digest")
)
_FORGET_RECOVERY: Final = delete(_RECOVERY).where(_RECOVERY.c.account_id == _account)
_FORGET_FACTOR: Final = delete(_FACTOR).where(_FACTOR.c.account_id == _account)
FORGET_HALVES: Final = delete(_HALF).where(_HALF.c.account_id == _account)
"""Ends whatever was between the two steps for one account."""

FORGET: Final = (FORGET_HALVES, _FORGET_RECOVERY, _FORGET_FACTOR)
"""What is deleted with an account, in this order."""

_alive = (_HALF.c.token_hash == bindparam("token"), _HALF.c.expires_at > _now)
_HALFWAY: Final = (
    select(_HALF.c.account_id, _HALF.c.own_device, _FACTOR.c.salt, _FACTOR.c.key_mark)
    .join_from(_HALF, _ACCOUNT, _ACCOUNT.c.id == _HALF.c.account_id)
    .join(_FACTOR, _FACTOR.c.account_id == _HALF.c.account_id)
    .where(*_alive, _ACCOUNT.c.disabled_at.is_(None), _FACTOR.c.confirmed_at.is_not(None))
)
_END_HALF: Final = delete(_HALF).where(*_alive)
_PURGE: Final = delete(_HALF).where(_HALF.c.expires_at <= _now)


def of(connection: Connection, account_id: int) -> AnyRow | None:
    """Return the second factor of an account, offered or in force, with `codes_left`."""
    return connection.execute(_OF, {"account": account_id}).one_or_none()


def offer(
    connection: Connection, account_id: int, salt: bytes, key_mark: bytes, now: datetime
) -> None:
    """Store a factor that is not in force yet, in the place of one offered before."""
    connection.execute(_FORGET_OFFER, {"account": account_id})
    values = {
        "account_id": account_id,
        "salt": salt,
        "key_mark": key_mark,
        "last_step": 0,
        "created_at": now,
        "confirmed_at": None,
    }
    connection.execute(insert(_FACTOR), values)


def confirm(connection: Connection, account_id: int, salt: bytes, step: int, now: datetime) -> bool:
    """Put an offered factor in force; return whether it was still offered."""
    parameters = {"account": account_id, "seen_salt": salt, "step": step, "now": now}
    return connection.execute(_CONFIRM, parameters).rowcount == 1


def use_step(connection: Connection, account_id: int, salt: bytes, step: int) -> bool:
    """Use up the code of a step of the clock; return whether it and later ones were unused."""
    parameters = {"account": account_id, "seen_salt": salt, "step": step}
    return connection.execute(_USE_STEP, parameters).rowcount == 1


def use_recovery(connection: Connection, account_id: int, digest: bytes) -> bool:
    """Use up a recovery code; return whether there was such a one."""
    parameters = {"account": account_id, "digest": digest}
    return connection.execute(_USE_RECOVERY, parameters).rowcount == 1


def replace_recovery(connection: Connection, account_id: int, digests: Iterable[bytes]) -> None:
    """Store recovery codes in the place of those before."""
    connection.execute(_FORGET_RECOVERY, {"account": account_id})
    rows = [{"account_id": account_id, "code_hash": each} for each in digests]
    connection.execute(insert(_RECOVERY), rows)


def forget(connection: Connection, account_id: int) -> bool:
    """Delete a factor with all that belongs to it; return whether there was one."""
    done = [connection.execute(each, {"account": account_id}).rowcount for each in FORGET]
    return bool(done[-1])


def begin_half(
    connection: Connection, token_hash: bytes, account_id: int, own: bool, until: datetime
) -> None:
    """Store that somebody took the first step."""
    values = {
        "token_hash": token_hash,
        "account_id": account_id,
        "own_device": own,
        "expires_at": until,
    }
    connection.execute(insert(_HALF), values)


def halfway(connection: Connection, token_hash: bytes, now: datetime) -> AnyRow | None:
    """Return who took the first step with a token, and the factor that is asked for."""
    return connection.execute(_HALFWAY, {"token": token_hash, "now": now}).one_or_none()


def end_half(connection: Connection, token_hash: bytes, now: datetime) -> bool:
    """End a half session that is not over; return whether there was one."""
    return connection.execute(_END_HALF, {"token": token_hash, "now": now}).rowcount == 1


def end_halves(connection: Connection, account_id: int) -> None:
    """End all half sessions of an account."""
    connection.execute(FORGET_HALVES, {"account": account_id})


def purge(connection: Connection, now: datetime) -> int:
    """Delete half sessions that are over."""
    return connection.execute(_PURGE, {"now": now}).rowcount

"""Codes that work once: for a reset, for claiming an account, for an invitation.

Only a digest is stored. It is made slowly enough (2 ms, 1 MiB) that whoever steals the
database cannot try a million million codes before the codes are over, and quickly enough
that a class gets its slips at once. A new code for the same purpose and account voids the old.

Codes that never end by themselves, those for a lost phone, are digested more slowly (45 ms,
16 MiB), each set with a salt of its own.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection

from quizapp.db import credentials
from quizapp.db.base import AnyRow
from quizapp.domain.codes import draw, tidied

RESET: Final = "reset"
CLAIM: Final = "claim"
INVITE_TEACHER: Final = "invite-teacher"
INVITE_ADMIN: Final = "invite-admin"
LONGEST: Final = timedelta(hours=72)
# Codes are drawn at random, so one salt for all gives nothing away; scrypt as in RFC 7914.
_SALT: Final = b"waraqa one-use codes"
_COST: Final = 1 << 10
_LASTING_COST: Final = 1 << 14


def issue(
    connection: Connection,
    *,
    purpose: str,
    account_id: int | None,
    issued_by: int | None,
    lifetime: timedelta,
    now: datetime,
) -> str:
    """Return a new code of eight letters, within the caller's transaction.

    The older codes of this purpose for this account are worth nothing from then on; those for
    nobody in particular that nobody issued (the first teacher's) likewise.
    """
    code = draw(secrets.choice)
    if account_id is not None or issued_by is None:
        credentials.void_codes(connection, purpose, account_id)
    credentials.add_code(
        connection,
        {
            "code_hash": digest(code),
            "purpose": purpose,
            "account_id": account_id,
            "issued_by": issued_by,
            "created_at": now,
            "expires_at": now + lifetime,
        },
    )
    return code


def find(connection: Connection, *, code: str, now: datetime) -> AnyRow | None:
    """Return what a typed code is for, without using it; None for one that is over or none."""
    found = tidied(code)
    return None if found is None else credentials.find_code(connection, digest(found), now)


def redeem(connection: Connection, *, purpose: str, code: str, now: datetime) -> AnyRow | None:
    """Use a typed code up, within the caller's transaction.

    Returns its row (`account_id`, `issued_by`, `created_at`, `expires_at`), None for a code that
    is none, is for something else, was used, or is over.
    """
    found = tidied(code)
    return None if found is None else credentials.use_code(connection, digest(found), purpose, now)


@lru_cache(maxsize=64)
def digest(code: str) -> bytes:
    """Return what is stored of a code."""
    return hashlib.scrypt(code.encode(), salt=_SALT, n=_COST, r=8, p=1, dklen=32)


def lasting_digest(code: str, salt: bytes) -> bytes:
    """Return what is stored of a code that lasts until it is used. `salt` is random."""
    return hashlib.scrypt(code.encode(), salt=salt, n=_LASTING_COST, r=8, p=1, dklen=32)

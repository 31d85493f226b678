"""A second factor for tests: put in force without a page, and the codes of its phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pyotp
from sqlalchemy.orm import Session

from quizapp.db import logins, second_factors
from quizapp.db.engine import writing
from quizapp.domain.codes import LENGTH, LETTERS
from quizapp.services.people import codes, totp

KEY = "only for tests: 0123456789abcdefghijklmnopqrstuvwxyz"
RECOVERY = tuple(letter * LENGTH for letter in LETTERS[:3])


def equip(
    session: Session,
    account_id: int,
    now: datetime,
    *,
    keys: Sequence[str] = (KEY,),
    recovery: Sequence[str] = (),
) -> str:
    """Put a second factor in force; return its secret. Recovery codes cost 45 ms each."""
    salt = bytes(range(totp.SALT_BYTES))
    with writing(session) as connection:
        second_factors.offer(connection, account_id, salt, totp.mark_of(keys[0]), now)
        assert second_factors.confirm(connection, account_id, salt, 0, now)
        if recovery:
            digests = [codes.lasting_digest(code, salt) for code in recovery]
            second_factors.replace_recovery(connection, account_id, digests)
        assert logins.by_number(connection, account_id) is not None
    secret = totp.secret_of(keys, account_id=account_id, salt=salt, key_mark=totp.mark_of(keys[0]))
    assert secret is not None
    return secret


def code_at(secret: str, now: datetime) -> str:
    """Return what the phone shows."""
    return pyotp.TOTP(secret).at(now)

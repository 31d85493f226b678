"""Codes that change with the clock (RFC 6238): six digits, a new one every thirty seconds.

The secret that a phone holds is stored nowhere. As RFC 4226 proposes (section 7.5), it is
derived whenever it is needed:

    key    = HMAC-SHA256(a key of the site, "waraqa second factor v1")
    secret = HMAC-SHA256(key, account number, 32 random bytes), the first 20 bytes

Only the random bytes are in the database, so a stolen backup makes no codes. They are marked
with the key they go with: a site that changed its key still knows the secrets from before, as
long as the old key is among `WARAQA_OLD_SECRET_KEYS`. When it is gone, recovery codes work
still, for they do without it.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import pyotp

SALT_BYTES: Final = 32
STEP_SECONDS: Final = 30
WINDOW: Final = 1
ISSUER: Final = "Waraqa"
_PURPOSE: Final = b"waraqa second factor v1"
_SECRET_BYTES: Final = 20
_MARK_BYTES: Final = 8
_NUMBER_BYTES: Final = 8


def mark_of(site_key: str) -> bytes:
    """Return the mark by which a key of the site is known again."""
    return hmac.digest(_key(site_key), b"mark", "sha256")[:_MARK_BYTES]


def secret_of(
    site_keys: Iterable[str], *, account_id: int, salt: bytes, key_mark: bytes
) -> str | None:
    """Return an account's secret in Base32; None where the key it goes with is gone."""
    for site_key in site_keys:
        if hmac.compare_digest(mark_of(site_key), key_mark):
            told = account_id.to_bytes(_NUMBER_BYTES) + salt
            secret = hmac.digest(_key(site_key), told, "sha256")[:_SECRET_BYTES]
            return b32encode(secret).decode("ascii")
    return None


def matching_step(secret: str, digits: str, now: datetime) -> int | None:
    """Return the step of the clock whose code six digits are, one step early or late at most.

    The latest that matches counts. Takes the same time whether one matches or none.
    """
    codes = pyotp.TOTP(secret, interval=STEP_SECONDS)
    this = int(now.timestamp()) // STEP_SECONDS
    matching = [
        step
        for step in range(this - WINDOW, this + WINDOW + 1)
        if hmac.compare_digest(codes.generate_otp(step), digits)
    ]
    return max(matching, default=None)


def address(secret: str, login: str) -> str:
    """Return the address that a phone reads from the QR code."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(
        name=login, issuer_name=ISSUER
    )


def _key(site_key: str) -> bytes:
    return hmac.digest(site_key.encode(), _PURPOSE, "sha256")

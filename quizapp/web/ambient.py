"""The world outside: the clock and chance. Web code asks for them here and hands them on.

Services and domain take moments, tokens and seeds as arguments; this is where they come from.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from base64 import urlsafe_b64encode
from datetime import UTC, datetime

from quizapp.domain import codes

ID_BYTES = 12


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


def session_token() -> str:
    """Return a new secret that proves whose session this is (256 bits)."""
    return secrets.token_urlsafe(32)


def token_bytes() -> bytes:
    """Return the random bytes of a new personal token (256 bits)."""
    return secrets.token_bytes(32)


def public_id() -> str:
    """Return a new unguessable id for use in an address (96 bits)."""
    return secrets.token_urlsafe(ID_BYTES)


def public_id_of(*parts: object) -> str:
    """Return the id that the same parts always get: posting one form twice makes one thing.

    The parts must hold a secret (a client key drawn by `public_id`), or the id is guessable.
    """
    text = "\x1f".join(str(part) for part in parts)
    digest = hashlib.blake2b(text.encode(), digest_size=ID_BYTES).digest()
    return urlsafe_b64encode(digest).decode("ascii")


def review_id() -> str:
    """Return a new UUID for a review: the same one sent twice is one review."""
    return str(uuid.uuid4())


def seed() -> str:
    """Return a new seed for a round."""
    return secrets.token_hex(8)


def join_code() -> str:
    """Return a new code to join a class by."""
    return codes.draw(secrets.choice)

"""Keeping and checking passwords: Argon2id, at most two at once, the same time for everybody.

The cost is OWASP's smallest (19 MiB, 2 passes, 1 lane; 43 ms measured): with the library's own
default thirty pupils who sign in together would wait nine seconds. A hash from a cheaper time
is made anew when its owner signs in. Where there is no account or no password, a hash of
nothing is checked instead, so that the time tells nobody who exists.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from quizapp.domain.passwords import PasswordRejected, comparable, normalised, problem

MEMORY_KIB: Final = 19_456
PASSES: Final = 2
LANES: Final = 1
AT_ONCE: Final = 2

_HASHER: Final = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
_TURNS: Final = BoundedSemaphore(AT_ONCE)


def checked(password: str, *, own: Iterable[str] = ()) -> str:
    """Return a password that may be used, normalised. Raises PasswordRejected.

    `own` are the words of its owner: login, name, the names of her classes.
    """
    refused = problem(password, common=common_passwords(), own=own)
    if refused is not None:
        raise PasswordRejected(refused)
    return normalised(password)


def hashed(password: str) -> str:
    """Return what is stored of a password."""
    with _TURNS:
        return _HASHER.hash(_bytes(password))


def matches(password: str, stored: str | None) -> bool:
    """Tell whether a password is the one whose hash is stored; always takes the same time."""
    with _TURNS:
        try:
            _HASHER.verify(stored or _hash_of_nothing(_HASHER), _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def renewed(password: str, stored: str | None) -> str | None:
    """Return a new hash of a right password where the stored one was made at another cost."""
    if stored is None or not _HASHER.check_needs_rehash(stored):
        return None
    return hashed(password)


def _bytes(password: str) -> bytes:
    """The bytes that are hashed; half a character, which no browser sends, is kept as it is."""
    return normalised(password).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _hash_of_nothing(hasher: PasswordHasher) -> str:
    """A hash that costs what others of this hasher cost, and that no password has."""
    return hasher.hash(secrets.token_urlsafe(32))


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """Return the passwords that everybody tries first, in comparable form."""
    text = resources.files("quizapp.services.people").joinpath("common_passwords.txt")
    lines = text.read_text(encoding="utf-8").splitlines()
    return frozenset(comparable(line) for line in lines if line and not line.startswith("#"))

"""Accounts that a teacher makes: learners without a password, until they claim them by a code."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from quizapp.db import logins, people
from quizapp.domain.logins import LoginRejected, folded, tidy_login, tidy_name
from quizapp.services.wishes import Settings

_ID_BYTES: Final = 12


def create_pupil(
    connection: Connection, *, name: str, login: str | None, now: datetime
) -> tuple[int, str]:
    """Make an account of a learner within the caller's transaction; return its number and id.

    It has no password: its owner sets one by a code of purpose "claim", and chooses a login
    there if none is given here. Raises NameRejected, LoginRejected (`taken` among others).
    """
    values = asdict(Settings())
    if login is not None:
        values |= login_values(connection, login)
    public_id = secrets.token_urlsafe(_ID_BYTES)
    values |= {"public_id": public_id, "role": "learner", "created_at": now}
    return people.add_account(connection, {**values, "name": tidy_name(name)}), public_id


@contextmanager
def taken_if_raced() -> Iterator[None]:
    """Say that a login is taken where somebody took it between our look and our commit.

    Put it around the transaction. Where there is one writer at a time this cannot happen.
    """
    try:
        yield
    except IntegrityError as error:
        raise LoginRejected("taken") from error


def login_values(
    connection: Connection, login: str, *, account_id: int | None = None
) -> dict[str, str]:
    """Return the columns of a login that is free, or already this account's.

    Raises LoginRejected.
    """
    tidied = tidy_login(login)
    key = folded(tidied)
    holder = logins.by_login(connection, key)
    if holder is not None and holder.id != account_id:
        raise LoginRejected("taken")
    return {"login": tidied, "login_key": key}

"""What a teacher may do for the accounts of her pupils: a code for a password.

Whether she may is asked of `Allowed`, which knows classes; this module knows accounts. A code
lasts 72 hours at most, works once, and leaves the choice of the password to the pupil. The
pupil and the other teachers of hers are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import logins
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.errors import AccountNotFound
from quizapp.services.accounts import Viewer
from quizapp.services.people import audit, codes, notices

# Given the numbers of a teacher and of a pupil, returns the numbers of the pupil's other
# teachers. Raises a NotFound where the pupil is in no class of hers.
Allowed: TypeAlias = Callable[[Connection, int, int], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Issued:
    """A code to be handed over: shown once, stored nowhere."""

    code: str
    purpose: str
    name: str
    login: str
    expires_at: datetime


def issue_code(
    session: Session,
    *,
    issuer: Viewer,
    pupil_id: str,
    allowed: Allowed,
    now: datetime,
    lifetime: timedelta = codes.LONGEST,
) -> Issued:
    """Return a new code for a pupil: for her first password, or for another one.

    Raises AccountNotFound for anybody who is not the issuer's to help, and what `allowed` raises.
    """
    with writing(session) as connection:
        pupil = _pupil(connection, issuer, pupil_id)
        others = allowed(connection, issuer.account_id, pupil.id)
        purpose = codes.RESET if pupil.password_hash else codes.CLAIM
        lifetime = min(lifetime, codes.LONGEST)
        code = codes.issue(
            connection,
            purpose=purpose,
            account_id=pupil.id,
            issued_by=issuer.account_id,
            lifetime=lifetime,
            now=now,
        )
        _record(connection, issuer, f"code.issued:{purpose}", pupil, {}, now)
        if purpose == codes.RESET:
            _tell(connection, issuer, pupil, others, now)
    return Issued(code, purpose, pupil.name, pupil.login or "", now + lifetime)


def _pupil(connection: Connection, issuer: Viewer, pupil_id: str) -> AnyRow:
    """A teacher helps learners, an administrator anybody who can sign in but herself."""
    row = logins.by_public_id(connection, pupil_id)
    helped = ("learner", "teacher", "admin") if issuer.role == "admin" else ("learner",)
    if (
        row is None
        or issuer.role not in ("teacher", "admin")
        or row.role not in helped
        or row.id == issuer.account_id
    ):
        raise AccountNotFound(pupil_id)
    return row


def _tell(
    connection: Connection, issuer: Viewer, pupil: AnyRow, others: Iterable[int], now: datetime
) -> None:
    told = {"teacher": issuer.name, "pupil": pupil.name}
    colleagues = [each for each in others if each not in (issuer.account_id, pupil.id)]
    for kind, whom in (("password-reset", [pupil.id]), ("pupil-reset", colleagues)):
        notices.tell(
            connection,
            account_ids=whom,
            kind=kind,
            params=told,
            now=now,
            about_id=pupil.id,
            from_id=issuer.account_id,
        )


def _record(
    connection: Connection,
    issuer: Viewer,
    action: str,
    pupil: AnyRow,
    details: dict[str, float | str],
    now: datetime,
) -> None:
    audit.record(
        connection,
        actor_id=issuer.account_id,
        action=action,
        object=f"account:{pupil.id}",
        details=details,
        now=now,
    )

"""What the command line may do to accounts: invite, disable, enable, reset, change a role,
give more time, take a second factor away.

Every change is recorded. What takes or gives rights ends the sessions of the account, so that
the next request meets it as it is now.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import classrooms, logins, second_factors, sessions, tokens
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.errors import AccountNotFound
from quizapp.domain.logins import folded
from quizapp.services.accounts import Role
from quizapp.services.deadlines import follow_class
from quizapp.services.people import audit, codes, notices, tries

LEAST_TIME: Final = 1.0
MOST_TIME: Final = 3.0
INVITATION: Final = timedelta(days=7)
TEACHERS: Final = ("teacher", "admin")
_INVITES: Final = {"teacher": codes.INVITE_TEACHER, "admin": codes.INVITE_ADMIN}


def invite(session: Session, *, role: Role, now: datetime) -> str:
    """Return a one-use code that makes its holder a teacher or an administrator.

    An invitation for the same role from here that nobody used is void from now on.
    Raises KeyError for another role.
    """
    with writing(session) as connection:
        code = codes.issue(
            connection,
            purpose=_INVITES[role],
            account_id=None,
            issued_by=None,
            lifetime=INVITATION,
            now=now,
        )
        _record(connection, "invited", "account:new", {"role": role}, now)
    return code


def has_teacher(session: Session) -> bool:
    """Tell whether anybody can sign in who may make classes."""
    return logins.count_in_roles(session.connection(), TEACHERS) > 0


def disable(session: Session, named: str, now: datetime) -> None:
    """Shut an account out at once; it is deleted 29 days later (`services.people.retention`).

    Raises AccountNotFound.
    """
    with writing(session) as connection:
        row = account_named(connection, named)
        logins.disable(connection, row.id, now)
        sessions.end_all(connection, row.id)
        _record(connection, "account.disabled", f"account:{row.id}", {}, now)


def enable(session: Session, named: str, now: datetime) -> None:
    """Let an account in again; it has to sign in anew. Raises AccountNotFound."""
    with writing(session) as connection:
        row = account_named(connection, named)
        logins.disable(connection, row.id, None)
        _record(connection, "account.enabled", f"account:{row.id}", {}, now)


def reset(session: Session, named: str, now: datetime) -> str:
    """Return a code for a new password; all sessions end now. Raises AccountNotFound."""
    with writing(session) as connection:
        row = account_named(connection, named)
        if row.role == "guest":
            raise AccountNotFound(named)
        purpose = codes.RESET if row.password_hash else codes.CLAIM
        code = codes.issue(
            connection,
            purpose=purpose,
            account_id=row.id,
            issued_by=None,
            lifetime=codes.LONGEST,
            now=now,
        )
        sessions.end_all(connection, row.id)
        tokens.end_all(connection, row.id)
        if row.login_key:
            tries.forgive(connection, tries.LOGIN, row.login_key)
        _record(connection, f"code.issued:{purpose}", f"account:{row.id}", {}, now)
    return code


def switch_off_second_factor(session: Session, named: str, now: datetime) -> bool:
    """Take the second factor of somebody away who lost it; all her sessions end.

    Returns whether there was one in force. Raises AccountNotFound.
    """
    with writing(session) as connection:
        row = account_named(connection, named)
        had = _forget_factor(connection, row.id, now)
        if had:
            sessions.end_all(connection, row.id)
            notices.tell(
                connection, account_ids=[row.id], kind="second-factor-off", params={}, now=now
            )
    return had


def _forget_factor(connection: Connection, account_id: int, now: datetime) -> bool:
    row = second_factors.of(connection, account_id)
    second_factors.forget(connection, account_id)
    if row is None or row.confirmed_at is None:
        return False
    _record(connection, "second-factor.disabled", f"account:{account_id}", {}, now)
    return True


def change_role(session: Session, named: str, role: Role, now: datetime) -> None:
    """Give an account that can sign in another role. Raises AccountNotFound.

    A learner has no second factor, nor the page to switch one off: it goes with the rights.
    """
    with writing(session) as connection:
        row = account_named(connection, named)
        if row.role == "guest" or role == "guest":
            raise AccountNotFound(named)
        logins.change(connection, row.id, role=role)
        if role not in TEACHERS:
            _forget_factor(connection, row.id, now)
        sessions.end_all(connection, row.id)
        notices.tell(connection, account_ids=[row.id], kind="role-changed", params={}, now=now)
        details = {"from": row.role, "to": role}
        _record(connection, "role.changed", f"account:{row.id}", details, now)


def give_time(session: Session, named: str, factor: float, now: datetime) -> None:
    """Give a learner more time than others in every class that says nothing else: 1.5 is half
    as much again. Attempts that are open follow.

    Raises ValueError outside 1 to 3, and AccountNotFound.
    """
    if not LEAST_TIME <= factor <= MOST_TIME:
        raise ValueError(factor)
    with writing(session) as connection:
        row = account_named(connection, named)
        logins.change(connection, row.id, allowance=factor)
        for classroom in classrooms.classes_of(connection, row.id, ("pupil",)):
            follow_class(connection, classroom.id)
        details = {"from": str(row.allowance), "to": str(factor)}
        _record(connection, "allowance.changed", f"account:{row.id}", details, now)


def account_named(connection: Connection, named: str) -> AnyRow:
    """Return the account with an id or a login. Raises AccountNotFound."""
    row = logins.by_public_id(connection, named) or logins.by_login(connection, folded(named))
    if row is None:
        raise AccountNotFound(named)
    return row


def _record(
    connection: Connection, action: str, named: str, details: dict[str, str], now: datetime
) -> None:
    audit.record(connection, actor_id=None, action=action, object=named, details=details, now=now)

"""What is stored about an account beside its answers, reviews, drafts and classes.

Only to be handed over to whom it is about: signed-in browsers, notices, tokens for programs
(never what proves one), what a teacher gave beyond the others, files on their way in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Select, bindparam, select

from quizapp.db.base import AnyRow, Base, table
from quizapp.db.models import (
    Account,
    ApiToken,
    Assignment,
    AssignmentAllowance,
    AuthSession,
    ImportJob,
    Notice,
)

_account: Final[BindParameter[int]] = bindparam("account_id")
_ASSIGNMENT: Final = table(Assignment)
_ALLOWANCE: Final = table(AssignmentAllowance)
_ACCOUNT: Final = table(Account)


def _own(model: type[Base], order: str, *names: str) -> Select[*tuple[Any, ...]]:
    rows = table(model)
    chosen = select(*(rows.c[name] for name in names))
    return chosen.where(rows.c.account_id == _account).order_by(rows.c[order])


HELD: Final[Mapping[str, Select[*tuple[Any, ...]]]] = {
    "sessions": _own(AuthSession, "id", "label", "created_at", "last_seen_at", "expires_at"),
    "notices": _own(Notice, "id", "kind", "params", "created_at", "seen_at"),
    "tokens": _own(ApiToken, "id", "name", "scopes", "created_at", "expires_at", "last_used_at"),
    "files": _own(ImportJob, "id", "file", "format", "lang", "state", "made_at"),
    "extras": (
        select(_ASSIGNMENT.c.title, _ALLOWANCE.c.factor, _ALLOWANCE.c.due_at, _ALLOWANCE.c.attempts)
        .join_from(_ALLOWANCE, _ASSIGNMENT, _ASSIGNMENT.c.id == _ALLOWANCE.c.assignment_id)
        .where(_ALLOWANCE.c.account_id == _account)
        .order_by(_ASSIGNMENT.c.id)
    ),
}
"""By the name in an export, the rows of one kind that are about an account."""

_FACTS: Final = select(
    _ACCOUNT.c.role, _ACCOUNT.c.created_at, _ACCOUNT.c.allowance, _ACCOUNT.c.disabled_at
).where(_ACCOUNT.c.id == _account)


def facts(connection: Connection, account_id: int) -> AnyRow:
    """Return what an account is: its role, since when, its share of time."""
    return connection.execute(_FACTS, {"account_id": account_id}).one()


def held(connection: Connection, account_id: int) -> dict[str, list[AnyRow]]:
    """Return the rows of each kind, oldest first; kinds of which there are none are left out."""
    found = {
        name: list(connection.execute(statement, {"account_id": account_id}))
        for name, statement in HELD.items()
    }
    return {name: rows for name, rows in found.items() if rows}

"""Import jobs in SQL: a file is put down, read by one thread, applied once, forgotten.

Every change names the state that it expects, so that of two that race one finds nothing
to do: a cancelled job is not finished, a finished one not cancelled, none applied twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from quizapp.db.base import AnyRow, table
from quizapp.db.models import Draft, ImportJob
from quizapp.db.types import UtcMillis

_JOB: Final = table(ImportJob)
_DRAFT: Final = table(Draft)

_named = _JOB.c.public_id == bindparam("name")
_theirs = _JOB.c.account_id == bindparam("account")

_FIND: Final = (
    select(
        *(c for c in _JOB.c if c.name not in ("upload", "found")),
        _DRAFT.c.public_id.label("draft"),
    )
    .join(_DRAFT, _DRAFT.c.id == _JOB.c.draft_id)
    .where(_named, _theirs)
)
_FOUND: Final = select(_JOB.c.found).where(_JOB.c.id == bindparam("job"))
_UPLOAD: Final = select(_JOB.c.upload).where(_JOB.c.id == bindparam("job"))
_OPEN: Final = update(_JOB).where(
    _JOB.c.id == bindparam("job"), _JOB.c.state == bindparam("expected")
)
_BEAT: Final = (
    update(_JOB)
    .where(_JOB.c.id == bindparam("job"), _JOB.c.state == "reading")
    .values(
        stage=bindparam("at_stage"),
        done=bindparam("so_much"),
        total=bindparam("of_so_much"),
        alive_at=bindparam("moment", type_=UtcMillis()),
    )
)
_OTHERS: Final = delete(_JOB).where(
    _theirs,
    _JOB.c.draft_id == bindparam("draft"),
    _JOB.c.public_id != bindparam("name"),
)
_OLD: Final = delete(_JOB).where(_JOB.c.made_at < bindparam("before", type_=UtcMillis()))
_their_drafts = select(_DRAFT.c.id).where(_DRAFT.c.owner_id == bindparam("account"))

FORGET: Final = (delete(_JOB).where(or_(_theirs, _JOB.c.draft_id.in_(_their_drafts))),)
"""What forgets the jobs of `account`, and those that lead into her drafts."""


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Store a job and return its number."""
    key = connection.execute(insert(_JOB), dict(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def find(connection: Connection, account_id: int, public_id: str) -> AnyRow | None:
    """Return somebody's own job with the public id of its draft; without its large parts."""
    return connection.execute(_FIND, {"account": account_id, "name": public_id}).one_or_none()


def found(connection: Connection, job_id: int) -> str | None:
    """Return what was found in a job's file."""
    return connection.execute(_FOUND, {"job": job_id}).scalar_one_or_none()


def upload(connection: Connection, job_id: int) -> bytes | None:
    """Return the file of a job that is not read yet."""
    return connection.execute(_UPLOAD, {"job": job_id}).scalar_one_or_none()


def beat(
    connection: Connection, job_id: int, stage: str, progress: tuple[int, int], now: datetime
) -> bool:
    """Note how far reading has come; tell whether it is still wanted."""
    values = {
        "job": job_id,
        "at_stage": stage,
        "so_much": progress[0],
        "of_so_much": progress[1],
        "moment": now,
    }
    return connection.execute(_BEAT, values).rowcount == 1


def turn(connection: Connection, job_id: int, expected: str, values: Mapping[str, Any]) -> bool:
    """Change a job that is in a state; tell whether it was."""
    changed = _OPEN.values(**values)
    return connection.execute(changed, {"job": job_id, "expected": expected}).rowcount == 1


def forget_others(connection: Connection, account_id: int, draft_id: int, public_id: str) -> int:
    """Delete somebody's other jobs for the same draft."""
    values = {"account": account_id, "draft": draft_id, "name": public_id}
    return connection.execute(_OTHERS, values).rowcount


def forget_old(connection: Connection, before: datetime) -> int:
    """Delete what was put down before a moment."""
    return connection.execute(_OLD, {"before": before}).rowcount

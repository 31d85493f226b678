"""What nobody uses any more goes by itself: classes, guests, accounts that were shut.

The rules about dates are `domain.retention`. Each class is one transaction, in which is looked
again whether its time has come; so is each account, and a handful of guests. Teachers of a
class are told before; what was done stands in the audit log, with no actor.

With a class go its homework, who was in it, and the learners who were made for it, are in no
other and gave no sign of life for a year. Whoever came with an account of her own keeps it, and
everybody keeps what they answered. `outlook` says what would be done, and does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import people
from quizapp.db import retention as tables
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.retention import SHUT, YEAR, Fate, Step, Unused, fate_of, step_due
from quizapp.services.accounts import fold_log, record_deletion
from quizapp.services.people import audit, notices

MANY: Final = 1_000_000
AT_ONCE: Final = 20
_TOLD: Final = {Step.END: "class-ended", Step.WARN: "class-ending", Step.PURGE: "class-deleted"}


@dataclass(frozen=True, slots=True)
class Due:
    """Something whose time has come.

    `what` is `class.end`, `class.warn`, `class.purge`, `account` (one that was shut) or `guests`.
    `named` is its public id, empty for guests; `count` is how many accounts go with it.
    """

    what: str
    named: str = ""
    count: int = 0


def outlook(session: Session, now: datetime, most: int = MANY) -> tuple[Due, ...]:
    """Return what `carry_out` would do now, in its order; nothing is written."""
    connection = session.connection()
    guests = tables.old_guests(connection, now - YEAR, most)
    return (
        *(
            _due(connection, row, step, now)
            for row in _old_classes(connection, now)
            if (step := _step(connection, row, now)) is not None
        ),
        *(Due("account", row.public_id, 1) for row in _shut(connection, now, most)),
        *((Due("guests", count=len(guests)),) if guests else ()),
    )


def carry_out(session: Session, now: datetime, most: int = MANY) -> tuple[Due, ...]:
    """Do what is due, with at most so many accounts of each kind; return what was done."""
    done = [
        *_classes(session, now),
        *_shut_accounts(session, now, most),
        *_guests(session, now, most),
    ]
    if any(each.what in ("class.purge", "account", "guests") for each in done):
        session.rollback()  # A reader, were it this one, would keep the log from being emptied.
        fold_log(session)
    return tuple(done)


def fate(connection: Connection, classroom_id: int, now: datetime) -> Fate | None:
    """Return what will become of a class, if there is something to be said of it."""
    row = tables.one_class(connection, classroom_id, now)
    if row is None or fate_of(_roughly(row), now) is None:
        return None
    return fate_of(_exactly(connection, row, now), now)


def _classes(session: Session, now: datetime) -> Iterator[Due]:
    connection = session.connection()
    due = [row for row in _old_classes(connection, now) if _step(connection, row, now)]
    for each in due:
        with writing(session) as connection:
            row = tables.one_class(connection, each.id, now)
            step = None if row is None else _step(connection, row, now)
            if row is None or step is None:
                continue  # Somebody used it meanwhile, or was quicker.
            done = _due(connection, row, step, now)
            _take(connection, row, step, now)
        yield done


def _take(connection: Connection, row: AnyRow, step: Step, now: datetime) -> None:
    gone = 0
    notices.tell(
        connection,
        account_ids=tables.teachers(connection, row.id),
        kind=_TOLD[step],
        params={"class": row.name, "class_id": row.public_id},
        now=now,
    )
    if step is Step.END:
        archived = {"archived_at": row.archived_at or now}
        tables.mark(connection, row.id, {"ended_at": now, **archived})
    elif step is Step.WARN:
        tables.mark(connection, row.id, {"warned_at": now})
    else:
        for account_id in tables.made_here(connection, row.id, now - YEAR):
            _erase(connection, account_id, now)
            gone += 1
        tables.purge_class(connection, row.id)
    _record(connection, step.value, f"class:{row.public_id}", {"accounts": gone}, now)


def _shut_accounts(session: Session, now: datetime, most: int) -> Iterator[Due]:
    for _ in _shut(session.connection(), now, most):
        with writing(session) as connection:
            found = _shut(connection, now, 1)  # Anew: another process may have been quicker.
            for row in found:
                _erase(connection, row.id, now)
        yield from (Due("account", row.public_id, 1) for row in found)


def _guests(session: Session, now: datetime, most: int) -> Iterator[Due]:
    gone = 0
    while gone < most and tables.old_guests(session.connection(), now - YEAR, 1):
        with writing(session) as connection:
            batch = tables.old_guests(connection, now - YEAR, min(AT_ONCE, most - gone))
            for account_id in batch:
                people.erase(connection, account_id)
            if batch:
                told = {"accounts": len(batch)}
                _record(connection, "guests", "account:guests", told, now)
        gone += len(batch)
    if gone:
        yield Due("guests", count=gone)


def _erase(connection: Connection, account_id: int, now: datetime) -> None:
    people.erase(connection, account_id)
    record_deletion(connection, account_id, why="retention", now=now)


def _record(
    connection: Connection, what: str, named: str, details: dict[str, int], now: datetime
) -> None:
    action = f"{tables.OWN_ACTIONS}{what}"
    audit.record(connection, actor_id=None, action=action, object=named, details=details, now=now)


def _old_classes(connection: Connection, now: datetime) -> list[AnyRow]:
    return tables.old_classes(connection, now - YEAR, now)


def _shut(connection: Connection, now: datetime, most: int) -> list[AnyRow]:
    return tables.shut_accounts(connection, now - SHUT, most)


def _step(connection: Connection, row: AnyRow, now: datetime) -> Step | None:
    """Return what is due for a class. Its answers are looked up only where that can matter."""
    if step_due(_roughly(row), now) is None:
        return None
    return step_due(_exactly(connection, row, now), now)


def _due(connection: Connection, row: AnyRow, step: Step, now: datetime) -> Due:
    purged = step is Step.PURGE
    count = len(tables.made_here(connection, row.id, now - YEAR)) if purged else 0
    return Due(f"class.{step.value}", row.public_id, count)


def _roughly(row: AnyRow) -> Unused:
    """What is known of a class without its answers, of which there may be many.

    That it was archived by hand is use as well; that it was archived by this is none.
    """
    own = (getattr(row, name) for name in tables.OWN_MOMENTS)
    others = (row.set_at, row.opened_at, row.joined_at, row.left_at, row.tried_at, row.logged_at)
    uses = [each for each in (*own, *others) if each is not None and each != row.ended_at]
    return Unused(max(uses, default=row.created_at), row.ended_at, row.warned_at)


def _exactly(connection: Connection, row: AnyRow, now: datetime) -> Unused:
    rough = _roughly(row)
    worked = tables.last_work(connection, row.id, rough.used_at, now)
    used = max(rough.used_at, worked) if worked is not None else rough.used_at
    return Unused(used, row.ended_at, row.warned_at)

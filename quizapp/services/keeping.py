"""One round of the keeper: back up what changed, tidy, examine a backup; each when it is due.

    backup    every ten minutes, where anything changed
    tidying   once an hour
    check     once a night on the newest backup, so that nobody waits for it; where a machine
              is off at night, once a day; once an hour while something is wrong

With PostgreSQL the server's own tools back up, and the keeper only tidies. What fails is told
and leaves the rest alone; the next round tries again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import NullPool
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from quizapp.db import copies, migrate
from quizapp.db.engine import make_engine
from quizapp.domain.errors import QuizappError, StorageError
from quizapp.services.backup import newest_backup, verify
from quizapp.services.backup_keeping import Kept, keep_up
from quizapp.services.backup_state import State, read_state, write_state
from quizapp.services.doctor import DoctorReport, examine
from quizapp.services.people.tidying import tidy

BACKUP_EVERY: Final = timedelta(minutes=10)
TIDY_EVERY: Final = timedelta(hours=1)
NIGHT: Final = range(1, 5)
# A round comes a little early rather than one whole round late.
_EARLY: Final = timedelta(seconds=30)
_ONCE_A_NIGHT: Final = timedelta(hours=12)
_ONCE_A_DAY: Final = timedelta(hours=24)
_ONCE_AN_HOUR: Final = timedelta(hours=1)
# The most answers and reviews that are judged and replayed in a nightly check.
REPLAYED: Final = 200_000


class Job(StrEnum):
    """What a round may do, in order."""

    BACKUP = "backup"
    TIDY = "tidy"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did. `failed` says which jobs could not be done, and why.

    `kept` and `report` are None where no backup and no check was due.
    """

    kept: Kept | None = None
    tidied: bool = False
    checked: str = ""
    report: DoctorReport | None = None
    failed: tuple[tuple[Job, str], ...] = ()


def due(state: State, now: datetime, hour: int, every: timedelta = BACKUP_EVERY) -> tuple[Job, ...]:
    """Return what is due at a moment; `hour` is the hour of the clock on the wall."""
    wait = _ONCE_A_NIGHT if hour in NIGHT else _ONCE_A_DAY
    if state.faults:
        wait = _ONCE_AN_HOUR
    waits = {
        Job.BACKUP: (state.current_at, every),
        Job.TIDY: (state.tidied_at, TIDY_EVERY),
        Job.CHECK: (state.checked_at, wait),
    }
    return tuple(job for job, (last, wait) in waits.items() if _is_over(last, wait, now))


def keep_round(
    url: str, folder: Path, scripts: Path, now: datetime, hour: int, every: timedelta = BACKUP_EVERY
) -> Round:
    """Do what is due. One at a time for a folder of backups: the caller holds its lock."""
    done, failed = Round(), []
    in_file = migrate.sqlite_file(url) is not None
    for job in due(read_state(folder), now, hour, every):
        try:
            if job is Job.TIDY:
                done = replace(done, tidied=_tidy(url, folder, now))
            elif job is Job.BACKUP and in_file:
                done = replace(done, kept=keep_up(url, folder, now))
            elif job is Job.CHECK and in_file and (newest := newest_backup(folder)):
                report = _check(newest, folder, scripts, now)
                done = replace(done, checked=newest.name, report=report)
        except (QuizappError, SQLAlchemyError, OSError) as error:
            failed.append((job, _said(error)))
            if job is Job.BACKUP:
                _note_trouble(folder, _said(error))
    return replace(done, failed=tuple(failed))


def check_backup(path: Path, scripts: Path) -> DoctorReport:
    """Examine a backup as the doctor does. What is too long to be judged again is passed over.

    Raises StorageError for a file that is not the one that was made, or none of ours.
    """
    verify(path)
    engine = copies.reading_engine(path)
    try:
        with Session(engine) as session:
            return examine(session, scripts, most_replayed=REPLAYED)
    finally:
        engine.dispose()


def _tidy(url: str, folder: Path, now: datetime) -> bool:
    engine = make_engine(url, poolclass=NullPool)
    try:
        with Session(engine) as session:
            tidy(session, now)
    finally:
        engine.dispose()
    write_state(folder, replace(read_state(folder), tidied_at=now))
    return True


def _check(newest: Path, folder: Path, scripts: Path, now: datetime) -> DoctorReport:
    """Examine the newest backup and keep the result; a faulty one is not compared with again."""
    try:
        report = check_backup(newest, scripts)
        faults = tuple(
            f"{examined.check}: {fault}"
            for examined in report.checks
            for fault in examined.faults[:5]
        )
    except (SQLAlchemyError, StorageError) as error:
        report, faults = None, (_said(error),)
    state = replace(read_state(folder), checked_at=now, checked=newest.name, faults=faults)
    write_state(folder, replace(state, sight="" if faults else state.sight))
    if report is None:
        raise QuizappError(faults[0])
    return report


def _note_trouble(folder: Path, said: str) -> None:
    try:
        write_state(folder, replace(read_state(folder), trouble=said))
    except OSError:
        return  # On a full disk; the log has it.


def _is_over(last: datetime | None, wait: timedelta, now: datetime) -> bool:
    """Whether a wait is over. A clock that was set back must not put it off for long."""
    return last is None or now - last >= wait - min(_EARLY, wait / 2) or last > now


def _said(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__

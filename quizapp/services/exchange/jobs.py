"""Files being read: a job for each, kept up to date by the thread that shepherds its process.

    reading --> ready --> done          applied, once
       |          `-----> cancelled
       |--> refused                     the file cannot be used; `code` says why
       |--> cancelled                   somebody no longer wants it
       `    interrupted                 no state of its own: its process is gone, nobody reads on

A teacher has one job for each draft; a new file takes the place of the one before. All of
them are forgotten after a day. Nothing of a draft is touched here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Thread
from typing import Final, Literal

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.db import exchange as tables
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.db.postgresql import ANYBODY
from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import NotFound, StorageBusy
from quizapp.domain.exchange.travel import FileRefused
from quizapp.services.exchange.child import AUTO, Read, ReadingCancelled, Step, read_apart
from quizapp.services.studio.drafts import Author, open_draft

State = Literal["reading", "ready", "refused", "cancelled", "done", "interrupted"]
Clock = Callable[[], datetime]

MOST_BYTES: Final = 32 * 1024 * 1024
LONGEST_NAME: Final = 200
KEPT: Final = timedelta(days=1)
SILENCE: Final = timedelta(seconds=30)
_AT_ONCE: Final = BoundedSemaphore(2)
_BEAT: Final = timedelta(seconds=1)
_WAITING: Final = "waiting"


class JobNotFound(NotFound):
    """No import of this account has this id."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file on its way into a draft. `code` and `params` say why it was refused."""

    id: int
    public_id: str
    draft: str
    state: State
    file: str
    format: str
    lang: Lang
    step: Step
    code: str
    params: dict[str, str]


def _job(row: AnyRow, now: datetime) -> Job:
    silent = row.state == "reading" and now - row.alive_at > SILENCE
    return Job(
        id=row.id,
        public_id=row.public_id,
        draft=row.draft,
        state="interrupted" if silent else row.state,
        file=row.file,
        format=row.format,
        lang=row.lang,
        step=Step(row.stage, row.done, row.total),
        code=row.code,
        params=json.loads(row.params),
    )


def job_of(session: Session, *, author: Author, public_id: str, now: datetime) -> Job:
    """Return somebody's own job as it is now. Raises JobNotFound."""
    row = tables.find(session.connection(), author.account_id, public_id)
    if row is None:
        raise JobNotFound(public_id)
    return _job(row, now)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: its name, its bytes, what it is said to be (or AUTO)."""

    file: str
    data: bytes
    format: str
    lang: Lang


def begin(
    session: Session, *, author: Author, draft_id: str, upload: Upload, public_id: str, clock: Clock
) -> str:
    """Put a file down and have it read; return the id of its job, at once.

    The same id again begins nothing. Raises DraftNotFound, FileRefused for what is empty or
    larger than MOST_BYTES.
    """
    draft = open_draft(session, author, draft_id)
    if not upload.data:
        raise FileRefused("empty")
    if len(upload.data) > MOST_BYTES:
        raise FileRefused("too_large")
    if tables.find(session.connection(), author.account_id, public_id) is not None:
        return public_id
    now = clock()
    values = {
        "public_id": public_id,
        "account_id": author.account_id,
        "draft_id": draft.id,
        "state": "reading",
        "file": upload.file[:LONGEST_NAME],
        "format": "" if upload.format == AUTO else upload.format,
        "lang": upload.lang,
        "upload": upload.data,
        "stage": _WAITING,
        "done": 0,
        "total": len(upload.data),
        "code": "",
        "params": "{}",
        "made_at": now,
        "alive_at": now,
    }
    with writing(session) as connection:
        tables.forget_old(connection, now - KEPT)
        tables.forget_others(connection, author.account_id, draft.id, public_id)
        job_id = tables.add(connection, values)
    _shepherd(session, job_id, upload, clock)
    return public_id


def resume(session: Session, *, author: Author, public_id: str, clock: Clock) -> None:
    """Have the file of an interrupted job read again. Raises JobNotFound."""
    job = job_of(session, author=author, public_id=public_id, now=clock())
    data = tables.upload(session.connection(), job.id)
    if job.state != "interrupted" or data is None:
        return
    with writing(session) as connection:
        tables.beat(connection, job.id, _WAITING, (0, len(data)), clock())
    _shepherd(session, job.id, Upload(job.file, data, job.format or AUTO, job.lang), clock)


def cancel(session: Session, *, author: Author, public_id: str, now: datetime) -> None:
    """Give a file up that is not applied; its process ends within a second. Raises JobNotFound."""
    job = job_of(session, author=author, public_id=public_id, now=now)
    values = {"state": "cancelled", "upload": None, "found": None}
    with writing(session) as connection:
        for state in ("reading", "ready"):
            tables.turn(connection, job.id, state, values)


def _shepherd(session: Session, job_id: int, upload: Upload, clock: Clock) -> None:
    engine = session.get_bind().engine
    shepherd = Shepherd(engine, job_id, upload, clock)
    Thread(target=shepherd.run, name=f"import-{job_id}", daemon=True).start()


class Shepherd:
    """Has one file read and writes down how far it is, in connections of its own."""

    def __init__(self, engine: Engine, job_id: int, upload: Upload, clock: Clock) -> None:
        self._engine = engine
        self._job_id = job_id
        self._upload = upload
        self._clock = clock
        self._told = clock() - _BEAT

    def run(self) -> None:
        """Read the file to its end; whatever happens, the job says so."""
        try:
            read = self._read()
            self._end({"state": "ready", "format": read.format, "found": read.text})
        except ReadingCancelled:
            return
        except FileRefused as refused:
            self._refuse(refused.code, refused.params)
        except Exception:
            self._refuse("stopped", {})
            raise

    def _read(self) -> Read:
        self._wait()
        try:
            upload = self._upload
            return read_apart(upload.data, upload.format, upload.lang, self._goes_on)
        finally:
            _AT_ONCE.release()

    def _wait(self) -> None:
        while not _AT_ONCE.acquire(timeout=_BEAT.total_seconds()):
            if not self._goes_on(Step(_WAITING, 0, len(self._upload.data))):
                raise ReadingCancelled

    def _goes_on(self, step: Step) -> bool:
        """Write down how far it is, once a second; tell whether anybody still wants it."""
        now = self._clock()
        if now - self._told < _BEAT:
            return True
        self._told = now
        try:
            with Session(self._engine) as session, writing(session, of=ANYBODY) as connection:
                return tables.beat(
                    connection, self._job_id, step.stage, (step.done, step.total), now
                )
        except StorageBusy:
            return True

    def _refuse(self, code: str, params: dict[str, str]) -> None:
        told = json.dumps(params, ensure_ascii=False)
        self._end({"state": "refused", "code": code, "params": told})

    def _end(self, values: dict[str, object]) -> None:
        with Session(self._engine) as session, writing(session, of=ANYBODY) as connection:
            tables.turn(connection, self._job_id, "reading", {**values, "upload": None})

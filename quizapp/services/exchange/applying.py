"""What a file that was read would do to a draft, and doing it: all of it, once, or nothing.

    preview   the questions beside the draft as it is now; writes nothing
    apply     the draft with the questions, a revision and the job's end, in one transaction

Who applies names the state of the draft that her preview was made against. If somebody has
written in it since, nothing is done and she looks again; what was written stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import exchange as tables
from quizapp.db import studio
from quizapp.db.engine import writing
from quizapp.domain.errors import QuizappError
from quizapp.domain.exchange.arriving import Arrival, Arrivals, arrivals_of, with_arrivals
from quizapp.domain.exchange.travel import Note
from quizapp.domain.ids import canonical
from quizapp.services.exchange.child import taken_from
from quizapp.services.exchange.jobs import Job, job_of
from quizapp.services.studio.bank import read_tags
from quizapp.services.studio.drafts import Author, Draft, article_from, open_draft, record_of
from quizapp.services.studio.saving import log, put

_KEPT: Final = 1  # Ten thousand questions are some fifty megabytes.


class JobNotReady(QuizappError):
    """The file is not read, or given up; there is nothing to apply. `job` tells which."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.state)
        self.job = job


class DraftMoved(QuizappError):
    """Somebody has written in the draft since the preview; nothing was done."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The questions of a file beside a draft, and everything that there is to say about it."""

    job: Job
    draft: Draft
    arrivals: tuple[Arrival, ...]
    notes: tuple[Note, ...]
    new: int
    changed: int
    same: int
    unfinished: int


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying has changed."""

    draft: str
    new: int
    changed: int


def preview(session: Session, *, author: Author, public_id: str, now: datetime) -> Preview:
    """Return what a file would do to its draft. Raises JobNotFound, DraftNotFound, JobNotReady."""
    job = job_of(session, author=author, public_id=public_id, now=now)
    found = tables.found(session.connection(), job.id) if job.state == "ready" else None
    if found is None:
        raise JobNotReady(job)
    draft = open_draft(session, author, job.draft)
    arrivals, notes = _beside(found, record_of(draft.article))
    return Preview(
        job=job,
        draft=draft,
        arrivals=arrivals.arrivals,
        notes=(*notes, *arrivals.notes),
        new=arrivals.count("new"),
        changed=arrivals.count("changed"),
        same=arrivals.count("same"),
        unfinished=sum(bool(arrival.faults) for arrival in arrivals.arrivals),
    )


@lru_cache(maxsize=_KEPT)
def _beside(found: str, record: str) -> tuple[Arrivals, tuple[Note, ...]]:
    """The questions beside the draft; looked at page by page, and once more when applied."""
    taken = taken_from(found)
    return arrivals_of(taken.questions, article_from(record)), taken.notes


def apply(session: Session, *, author: Author, public_id: str, seen: int, now: datetime) -> Applied:
    """Put the questions of a file into its draft; `seen` is the draft's version in the preview.

    Applied already, nothing happens once more. Raises JobNotFound, DraftNotFound, JobNotReady,
    DraftMoved.
    """
    job = job_of(session, author=author, public_id=public_id, now=now)
    if job.state == "done":
        return applied(job)
    looked_at = preview(session, author=author, public_id=public_id, now=now)
    draft = looked_at.draft
    if draft.version != seen:
        raise DraftMoved(public_id)
    told = {"new": str(looked_at.new), "changed": str(looked_at.changed)}
    with writing(session) as connection:
        ended = {"state": "done", "found": None, "params": canonical(told)}
        if tables.turn(connection, job.id, "ready", ended):
            _store(connection, looked_at, author, now)
    _beside.cache_clear()
    return applied(job_of(session, author=author, public_id=public_id, now=now))


def _store(connection: Connection, looked_at: Preview, author: Author, now: datetime) -> None:
    if not _put(connection, looked_at.draft, looked_at.arrivals, looked_at.job.file, author, now):
        raise DraftMoved(looked_at.job.public_id)


def _put(
    connection: Connection,
    draft: Draft,
    arrivals: tuple[Arrival, ...],
    note: str,
    author: Author,
    now: datetime,
) -> bool:
    """Write the questions inside a write transaction; tell whether the draft was the one seen."""
    article = with_arrivals(draft.article, arrivals)
    if article == draft.article:
        return True
    status = draft.status if draft.status == "review" else "draft"
    values = {"record": record_of(article), "status": status}
    if not put(connection, draft, values, author=author, now=now):
        return False
    log(connection, draft, article, author=author, now=now, action="saved", note=note)
    for arrival in arrivals:
        words = _tags(arrival, draft)
        if arrival.state == "new" and words:
            studio.put_tags(connection, draft.id, f"question:{arrival.written.id}", words)
    return True


def take_in(
    session: Session, *, draft: Draft, arrivals: Arrivals, note: str, author: Author, now: datetime
) -> None:
    """Put questions into a draft that was just read, without a job. Raises DraftMoved."""
    with writing(session) as connection:
        if not _put(connection, draft, arrivals.arrivals, note, author, now):
            raise DraftMoved(draft.public_id)


def _tags(arrival: Arrival, draft: Draft) -> tuple[str, ...]:
    kept = (tag for tag in arrival.tags if tag != draft.slug and not tag.startswith("waraqa-"))
    return read_tags(",".join(kept))


def applied(job: Job) -> Applied:
    """Return what a job has changed that is done. Raises JobNotReady for another one."""
    if job.state != "done":
        raise JobNotReady(job)
    return Applied(job.draft, int(job.params.get("new", 0)), int(job.params.get("changed", 0)))

"""Files brought into a draft in tests, in the format that is quickest to write down."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from threading import enumerate as threads

from sqlalchemy.orm import Session

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import Pack
from quizapp.formats.registry import FORMATS
from quizapp.services.exchange.child import AUTO
from quizapp.services.exchange.jobs import Job, Upload, begin, job_of
from quizapp.services.studio.drafts import Author
from tests.exchange import sample_questions

PATIENCE = 30.0


def clock() -> datetime:
    return datetime.now(UTC)


def moodle_file(questions: Sequence[Question] = (), lang: Lang = "en") -> bytes:
    """A file of questions; of one of each kind where none are given."""
    chosen = tuple(questions) or sample_questions(lang)
    return FORMATS["moodle"].writer()(Pack("pack", "Questions", lang, chosen)).data


def wait_for_readers() -> None:
    """Wait until every thread that has a file read is done."""
    for thread in threads():
        if thread.name.startswith("import-"):
            thread.join(PATIENCE)


def brought(
    session: Session,
    author: Author,
    data: bytes,
    *,
    draft_id: str = "draft-1",
    format: str = AUTO,  # noqa: A002
    lang: Lang = "en",
    public_id: str = "job-1",
) -> Job:
    """Begin a job and wait until it is read."""
    upload = Upload("questions.xml", data, format, lang)
    begin(
        session,
        author=author,
        draft_id=draft_id,
        upload=upload,
        public_id=public_id,
        clock=clock,
    )
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        session.rollback()
        job = job_of(session, author=author, public_id=public_id, now=clock())
        if job.state != "reading":
            wait_for_readers()
            return job
        time.sleep(0.05)
    raise AssertionError("the file was not read in time")

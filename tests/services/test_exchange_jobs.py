from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.db import people
from quizapp.db.engine import writing
from quizapp.domain.errors import DraftNotFound
from quizapp.domain.exchange.travel import FileRefused
from quizapp.services.exchange import applying, jobs
from quizapp.services.exchange.applying import DraftMoved, JobNotReady, apply, preview
from quizapp.services.exchange.child import AUTO, Step
from quizapp.services.exchange.exporting import FormatNotFound, from_draft, from_published
from quizapp.services.exchange.jobs import JobNotFound, Upload, begin, cancel, job_of, resume
from quizapp.services.people.tidying import tidy
from quizapp.services.studio.drafts import Author
from quizapp.services.studio.history import history
from quizapp.services.studio.passages import save_about
from tests.exchange import sample_questions
from tests.importing import brought, clock, moodle_file, wait_for_readers
from tests.people import make_account
from tests.samples import b
from tests.studio import Teacher


@pytest.fixture
def teacher(session: Session) -> Teacher:
    made = Teacher(session, Author(make_account(session, role="teacher").account_id))
    made.create()
    return made


@pytest.fixture
def somebody(session: Session) -> Author:
    return Author(make_account(session, role="teacher", name="Rania").account_id)


def seen(teacher: Teacher, name: str = "job-1") -> int:
    found = preview(teacher.session, author=teacher.author, public_id=name, now=clock())
    return found.draft.version


def test_a_file_is_read_looked_at_and_applied(teacher: Teacher) -> None:
    session, author = teacher.session, teacher.author
    job = brought(session, author, moodle_file())
    assert (job.state, job.format, job.draft) == ("ready", "moodle", "draft-1")
    looked_at = preview(session, author=author, public_id="job-1", now=clock())
    assert (looked_at.new, looked_at.changed, looked_at.same) == (9, 0, 0)
    assert teacher.draft().article.written == ()
    done = apply(session, author=author, public_id="job-1", seen=1, now=clock())
    assert (done.draft, done.new, done.changed) == ("draft-1", 9, 0)
    assert len(teacher.draft().article.written) == 9
    assert history(session, teacher.draft())[0].note == "questions.xml"


def test_a_second_import_of_the_same_file_changes_nothing(teacher: Teacher) -> None:
    for name in ("job-1", "job-2"):
        brought(teacher.session, teacher.author, moodle_file(), public_id=name)
        done = apply(
            teacher.session,
            author=teacher.author,
            public_id=name,
            seen=seen(teacher, name),
            now=clock(),
        )
    assert (done.new, done.changed) == (0, 0)
    assert teacher.draft().version == 2


def test_applying_twice_is_applying_once(teacher: Teacher) -> None:
    brought(teacher.session, teacher.author, moodle_file())
    first = apply(teacher.session, author=teacher.author, public_id="job-1", seen=1, now=clock())
    again = apply(teacher.session, author=teacher.author, public_id="job-1", seen=1, now=clock())
    assert first == again
    assert teacher.draft().version == 2


def test_two_who_apply_at_once_apply_once(teacher: Teacher, engine: Engine) -> None:
    brought(teacher.session, teacher.author, moodle_file())
    teacher.session.rollback()
    gate = threading.Barrier(2)
    outcomes: list[object] = []

    def go() -> None:
        with Session(engine) as own:
            gate.wait()
            try:
                outcomes.append(
                    apply(own, author=teacher.author, public_id="job-1", seen=1, now=clock())
                )
            except (DraftMoved, JobNotReady) as late:
                outcomes.append(late)

    both = [threading.Thread(target=go) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert any(isinstance(outcome, applying.Applied) for outcome in outcomes)
    assert teacher.draft().version == 2
    assert len(teacher.draft().article.written) == 9


def test_what_was_written_meanwhile_stays_and_nothing_is_applied(teacher: Teacher) -> None:
    session, author = teacher.session, teacher.author
    brought(session, author, moodle_file())
    about = (b("عنوان", "Title"), b("", ""), b("", ""))
    save_about(
        session,
        author=author,
        public_id="draft-1",
        texts=about,
        seen=teacher.seen("about"),
        now=clock(),
    )
    with pytest.raises(DraftMoved):
        apply(session, author=author, public_id="job-1", seen=1, now=clock())
    assert teacher.draft().article.title.en == "Title"
    assert teacher.draft().article.written == ()
    apply(session, author=author, public_id="job-1", seen=seen(teacher), now=clock())
    assert teacher.draft().article.title.en == "Title"
    assert len(teacher.draft().article.written) == 9


def test_tags_come_along_with_new_questions(teacher: Teacher) -> None:
    question = replace(sample_questions("en")[0], id="x-1", tags=("history", "unit-1"))
    brought(teacher.session, teacher.author, moodle_file([question]))
    apply(teacher.session, author=teacher.author, public_id="job-1", seen=1, now=clock())
    rows = teacher.session.execute(text("SELECT tag FROM item_tag ORDER BY tag")).scalars()
    assert list(rows) == ["history", "unit-1"]


def test_strangers_find_neither_draft_nor_job(teacher: Teacher, somebody: Author) -> None:
    session = teacher.session
    brought(session, teacher.author, moodle_file())
    for call in (
        lambda: job_of(session, author=somebody, public_id="job-1", now=clock()),
        lambda: preview(session, author=somebody, public_id="job-1", now=clock()),
        lambda: apply(session, author=somebody, public_id="job-1", seen=1, now=clock()),
        lambda: cancel(session, author=somebody, public_id="job-1", now=clock()),
        lambda: resume(session, author=somebody, public_id="job-1", clock=clock),
    ):
        with pytest.raises(JobNotFound):
            call()
    with pytest.raises(DraftNotFound):
        brought(session, somebody, moodle_file(), public_id="theirs")
    with pytest.raises(DraftNotFound):
        from_draft(session, author=somebody, public_id="draft-1", name="moodle", lang="en")


@pytest.mark.parametrize("format_", [AUTO, "moodle"])
def test_a_file_that_cannot_be_used_changes_nothing(teacher: Teacher, format_: str) -> None:
    data = b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>'
    job = brought(teacher.session, teacher.author, data, format=format_)
    assert (job.state, job.code) in (("refused", "unsafe"), ("refused", "unknown_format"))
    with pytest.raises(JobNotReady):
        apply(teacher.session, author=teacher.author, public_id="job-1", seen=1, now=clock())
    assert teacher.draft().version == 1


def test_empty_and_huge_files_are_not_even_put_down(
    teacher: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST_BYTES", 10)
    for data, code in ((b"", "empty"), (b"x" * 11, "too_large")):
        with pytest.raises(FileRefused, match=code):
            brought(teacher.session, teacher.author, data)
    assert teacher.session.execute(text("SELECT count(*) FROM import_job")).scalar_one() == 0


def test_a_job_that_is_given_up_is_not_applied(teacher: Teacher) -> None:
    brought(teacher.session, teacher.author, moodle_file())
    cancel(teacher.session, author=teacher.author, public_id="job-1", now=clock())
    with pytest.raises(JobNotReady):
        apply(teacher.session, author=teacher.author, public_id="job-1", seen=1, now=clock())
    row = teacher.session.execute(text("SELECT upload, found FROM import_job")).one()
    assert tuple(row) == (None, None)


def put_down(teacher: Teacher, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job whose process was killed: nobody reads it."""
    monkeypatch.setattr(jobs, "_shepherd", lambda *_: None)
    begin(
        teacher.session,
        author=teacher.author,
        draft_id="draft-1",
        upload=Upload("q.xml", moodle_file(), AUTO, "en"),
        public_id="job-1",
        clock=clock,
    )
    monkeypatch.undo()


def test_a_job_whose_process_was_killed_is_interrupted_and_can_be_resumed(
    teacher: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, author = teacher.session, teacher.author
    put_down(teacher, monkeypatch)
    assert job_of(session, author=author, public_id="job-1", now=clock()).state == "reading"
    later = clock() + timedelta(minutes=2)
    assert job_of(session, author=author, public_id="job-1", now=later).state == "interrupted"
    with writing(session) as connection:
        connection.execute(text("UPDATE import_job SET alive_at = 0"))
    resume(session, author=author, public_id="job-1", clock=clock)
    wait_for_readers()
    session.rollback()
    assert job_of(session, author=author, public_id="job-1", now=clock()).state == "ready"


def test_reading_stops_within_a_beat_when_the_job_is_given_up(
    teacher: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_down(teacher, monkeypatch)
    engine = teacher.session.get_bind().engine
    shepherd = jobs.Shepherd(engine, 1, Upload("q", b"x", AUTO, "en"), clock)
    assert shepherd._goes_on(Step("reading", 0, 5))
    cancel(teacher.session, author=teacher.author, public_id="job-1", now=clock())
    shepherd._told -= timedelta(seconds=2)
    assert not shepherd._goes_on(Step("reading", 1, 5))


def test_a_new_file_takes_the_place_of_the_one_before(teacher: Teacher) -> None:
    brought(teacher.session, teacher.author, moodle_file())
    brought(teacher.session, teacher.author, moodle_file(), public_id="job-2")
    with pytest.raises(JobNotFound):
        job_of(teacher.session, author=teacher.author, public_id="job-1", now=clock())


def test_jobs_are_forgotten_after_a_day_and_with_their_account(
    teacher: Teacher, somebody: Author
) -> None:
    session = teacher.session
    brought(session, teacher.author, moodle_file())
    with writing(session) as connection:
        connection.execute(text("UPDATE import_job SET made_at = 0"))
    other = Teacher(session, somebody)
    other.create(replace(teacher.draft().article, slug="t-other"), "draft-2")
    brought(session, somebody, moodle_file(), draft_id="draft-2", public_id="job-2")
    count = text("SELECT count(*) FROM import_job")
    assert session.execute(count).scalar_one() == 1
    with writing(session) as connection:
        people.erase(connection, somebody.account_id)
    assert session.execute(count).scalar_one() == 0


def test_files_are_tidied_away_after_a_day_when_the_server_starts(teacher: Teacher) -> None:
    session = teacher.session
    brought(session, teacher.author, moodle_file())
    assert tidy(session, clock() + timedelta(hours=23)).files == 0
    assert tidy(session, clock() + timedelta(hours=25)).files == 1


def test_an_article_leaves_as_a_file_and_comes_back_the_same(teacher: Teacher) -> None:
    teacher.write_fact()
    left = from_draft(
        teacher.session, author=teacher.author, public_id="draft-1", name="moodle", lang="en"
    )
    assert left.filename == "t-fair-en.xml"
    assert left.count > 3
    assert left.data.startswith(b"<?xml")
    brought(teacher.session, teacher.author, left.data)
    looked_at = preview(teacher.session, author=teacher.author, public_id="job-1", now=clock())
    assert looked_at.arrivals == ()
    assert {note.code for note in looked_at.notes} >= {"follows_from_fact"}


def test_a_published_article_leaves_too_and_unknown_formats_are_not_found(
    session: Session, article: object
) -> None:
    left = from_published(session, slug="book-fair", name="moodle", lang="ar")
    assert left.count > 10
    with pytest.raises(FormatNotFound):
        from_published(session, slug="book-fair", name="nothing", lang="ar")

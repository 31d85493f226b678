from __future__ import annotations

import os
import subprocess
import time

import pytest

from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import FileRefused, Note
from quizapp.services.exchange import child
from quizapp.services.exchange.child import AUTO, ReadingCancelled, Step, read_apart, taken_from
from tests.exchange import many_questions, sample_questions
from tests.importing import moodle_file


def on(_: Step) -> bool:
    return True


def test_a_file_is_read_by_a_process_of_its_own() -> None:
    read = read_apart(moodle_file(), AUTO, "ar", on)
    taken = taken_from(read.text)
    assert read.format == "moodle"
    assert [q.kind for q in taken.questions] == [q.kind for q in sample_questions("en")]
    assert taken.questions[0].asked == sample_questions("en")[0].asked


def test_notes_come_back_with_everything_they_say() -> None:
    text = '{"questions":[],"notes":[{"code":"dropped","line":7,"params":{"field":"id"}}],'
    taken = taken_from(text + '"title":"T"}')
    assert taken.notes == (Note("dropped", "", 7, {"field": "id"}),)
    assert taken.title == "T"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\x00\x01\x02" * 99, AUTO, None),
        (b"", AUTO, "empty"),
        (b"%PDF-1.7", AUTO, "unknown_format"),
        (b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "moodle", "unsafe"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_code(
    data: bytes, name: str, code: str | None
) -> None:
    started = time.monotonic()
    with pytest.raises(FileRefused) as caught:
        read_apart(data, name, "en", on)
    assert code is None or caught.value.code == code
    assert time.monotonic() - started < child.PATIENCE / 3


def test_reading_ends_at_once_when_nobody_wants_to_know() -> None:
    data = moodle_file(many_questions(3000, "en"))
    asked: list[Step] = []

    def unwanted(step: Step) -> bool:
        asked.append(step)
        return False

    with pytest.raises(ReadingCancelled):
        read_apart(data, AUTO, "en", unwanted)
    assert len(asked) == 1


def test_a_reader_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PROCESS", "timeit")
    with pytest.raises(FileRefused, match="too_slow"):
        read_apart(b"", "-n1", "while True: pass", on, patience=0.5)  # type: ignore[arg-type]


def test_a_reader_that_falls_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PROCESS", "this_is_no_module")
    with pytest.raises(FileRefused, match="stopped"):
        read_apart(b"", "moodle", "en", on)


def test_the_process_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a-secret-that-must-stay-here")
    assert "SECRET_KEY" in os.environ
    assert "SECRET_KEY" not in child.environment()


def test_how_far_it_is_can_be_watched() -> None:
    steps: list[Step] = []
    read_apart(moodle_file(many_questions(2500, "en")), AUTO, "en", lambda s: not steps.append(s))
    assert {step.stage for step in steps} >= {"reading", "packing"}
    last = steps[-1]
    assert (last.done, last.total) == (2500, 2500)


def test_a_question_survives_the_way_between_processes() -> None:
    question = Question("x", "true_false", "en", material="It\u2019s \"so\" \\ 'no'", truth=False)
    taken = taken_from(read_apart(moodle_file([question]), "moodle", "en", on).text)
    assert (taken.questions[0].material, taken.questions[0].truth) == (question.material, False)


def test_a_reader_that_is_killed_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Kept(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)  # type: ignore[call-overload]
            started.append(self)

    def kill(_: Step) -> bool:
        started[0].kill()
        return True

    monkeypatch.setattr(child.subprocess, "Popen", Kept)
    with pytest.raises(FileRefused, match="stopped"):
        read_apart(moodle_file(), AUTO, "en", kill)

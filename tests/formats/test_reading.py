"""What the process that reads says of a file, whatever its reader does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import FileRefused, Note, Taken
from quizapp.formats import reading

ONE = Question("q", "true_false", "en", material="It is so.", truth=True)


@dataclass
class Pretended:
    """A format whose reader does as it is told."""

    read: Callable[[bytes, Lang], Taken]

    def reader(self) -> Callable[[bytes, Lang], Taken]:
        return self.read


def said(monkeypatch: pytest.MonkeyPatch, read: Callable[[], Taken]) -> list[dict[str, object]]:
    monkeypatch.setattr(reading, "FORMATS", {"made-up": Pretended(lambda *_: read())})
    return [json.loads(line) for line in reading.answer("made-up", b"data", "en")]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (FileRefused("encoding"), "encoding"),
        (MemoryError(), "too_hungry"),
        (RecursionError(), "too_hungry"),
    ],
)
def test_a_reader_that_gives_up_says_why(
    monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    def read() -> Taken:
        raise error

    (head,) = said(monkeypatch, read)
    assert head == {"format": "made-up", "refused": {"code": code, "params": {}}}


def test_a_file_without_questions_is_refused_unless_something_is_said_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (head,) = said(monkeypatch, lambda: Taken(()))
    assert head["refused"] == {"code": "empty", "params": {}}
    _, taken = said(monkeypatch, lambda: Taken((), (Note("skipped_line", line=1),)))
    assert taken["notes"] == [{"code": "skipped_line", "line": 1, "params": {}}]


def test_more_questions_and_notes_than_anybody_reads_are_cut_and_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "MOST_QUESTIONS", 3)
    monkeypatch.setattr(reading, "MOST_NOTES", 2)
    notes = (Note("skipped_line"),) * 7
    _, taken = said(monkeypatch, lambda: Taken((ONE,) * 5, notes))
    assert len(taken["questions"]) == 3  # type: ignore[arg-type]
    codes = [note["code"] for note in taken["notes"]]  # type: ignore[attr-defined]
    assert codes == ["skipped_line", "skipped_line", "too_many_questions", "more_notes"]


def test_more_text_than_fits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "OUTPUT", 1000)
    (head,) = said(monkeypatch, lambda: Taken((replace(ONE, material="long " * 300),)))
    assert head["refused"] == {"code": "too_large", "params": {}}

"""Files that are skipped question by question, and would cost much for each of them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from quizapp.formats.registry import FORMATS

SECONDS = 2.0


def gaps() -> bytes:
    """Questions of Moodle with thousands of gaps in each."""
    text = b"{1:SHORTANSWER:=x}" * 9_000
    one = b"<question type='cloze'><questiontext><text>%b</text></questiontext></question>" % text
    return b"<quiz>%b</quiz>" % (one * 40)


def clozes() -> bytes:
    """Notes of Anki with hundreds of blanks in each."""
    line = b"".join(b"{{c%d::a}} " % number for number in range(1, 900)) + b"\tx\n"
    return b"#separator:tab\n#notetype:Cloze\n" + line * 600


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [("moodle", gaps, "too_many_choices"), ("anki", clozes, "too_long")],
    ids=["moodle", "anki"],
)
def test_a_question_of_very_many_blanks_is_skipped_at_once(
    name: str, make: Callable[[], bytes], code: str
) -> None:
    data = make()
    began = time.process_time()
    taken = FORMATS[name].reader()(data, "en")
    assert time.process_time() - began < SECONDS
    assert taken.questions == ()
    assert {note.code for note in taken.notes} == {code}

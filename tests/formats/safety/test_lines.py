"""Lines one at a time: numbered as editors number them, none longer than asked for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.safety.lines import MOST_LINES, lines


@given(st.text("ab \r\n\x85\u2028\u2029س\U0001f600"))
def test_every_line_has_its_number_whatever_ends_it(text: str) -> None:
    found = list(lines(text, 1_000))
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    ended = text.replace("\r\n", "\n")
    for end in "\r\x85\u2028\u2029":
        ended = ended.replace(end, "\n")
    assert [line for _, line in found] == ended.split("\n")


def test_of_a_line_that_is_too_long_one_character_more_is_given() -> None:
    assert list(lines("abcdef\nabc", 3)) == [(1, "abcd"), (2, "abc")]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028"])
def test_more_lines_than_the_most_are_refused_at_once(end: str) -> None:
    text = f"x{end}" * (2 * MOST_LINES + 2)
    started = time.process_time()
    with pytest.raises(FileRefused) as refusal:
        next(lines(text, 10))
    assert refusal.value.code == "too_large"
    assert time.process_time() - started < 1


def test_as_many_lines_as_are_allowed_are_read() -> None:
    assert sum(1 for _ in lines("x\n" * (MOST_LINES - 1), 10)) == MOST_LINES
    with pytest.raises(FileRefused):
        sum(1 for _ in lines("x\n" * (MOST_LINES + 1), 10))

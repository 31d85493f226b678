"""Sentences with marked slots, and the backslashes that make a brace an ordinary one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.errors import MarkupError
from quizapp.domain.statement import (
    Mark,
    escaped,
    has_bare_brace,
    parse_statement,
    unescaped,
)

NAMES = {"salt": "Salt", "n12": "12"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("In {salt}.", ("In ", Mark("salt", "Salt"), ".")),
        ("{salt|the town}", (Mark("salt", "the town"),)),
        (r"A \{set\} of {n12}", ("A {set} of ", Mark("n12", "12"))),
        (r"{salt|a\|b \} c}", (Mark("salt", "a|b } c"),)),
        (r"C:\new \\ {n12}", ("C:\\new \\ ", Mark("n12", "12"))),
        (r"ends \{", ("ends {",)),
        ("", ()),
    ],
)
def test_marks_and_backslashes_are_read(text: str, parts: tuple[str | Mark, ...]) -> None:
    assert parse_statement(text, NAMES.__getitem__).parts == parts


@pytest.mark.parametrize("text", ["{salt", "salt}", "{}", "{|x}", "{salt|}", r"\{salt}", "{a{b}}"])
def test_a_brace_of_no_mark_is_refused(text: str) -> None:
    with pytest.raises(MarkupError):
        parse_statement(text, lambda slot: slot)


@given(st.text(alphabet="a{}|\\ ب", max_size=12))
def test_any_text_can_be_escaped_and_read(text: str) -> None:
    written = escaped(text)
    assert unescaped(written) == text
    assert not has_bare_brace(written)
    assert "".join(map(str, parse_statement(written, NAMES.__getitem__).parts)) == text

"""Codes that people type."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.codes import LENGTH, LETTERS, draw, tidied, written

CODES = st.text(alphabet=LETTERS, min_size=LENGTH, max_size=LENGTH)
CLUTTER = st.sampled_from([" ", "-", "\u00a0", "\u2011", "\u200f", "\u2013", "\t"])


@given(CODES, st.lists(st.tuples(st.integers(0, LENGTH), CLUTTER), max_size=6), st.booleans())
def test_a_code_survives_how_people_type_it(
    code: str, clutter: list[tuple[int, str]], small: bool
) -> None:
    typed = list(code.lower() if small else code)
    for place, mark in sorted(clutter, reverse=True):
        typed.insert(place, mark)
    assert tidied("".join(typed)) == code
    assert tidied(written(code)) == code


@given(CODES)
def test_digits_of_any_script_are_the_same_digit(code: str) -> None:
    eastern = code.translate({ord(str(n)): chr(0x0660 + n) for n in range(10)})
    persian = code.translate({ord(str(n)): chr(0x06F0 + n) for n in range(10)})
    assert tidied(eastern) == tidied(persian) == code


@given(st.text(max_size=40))
def test_anything_typed_is_a_code_or_none(typed: str) -> None:
    found = tidied(typed)
    assert found is None or (len(found) == LENGTH and set(found) <= set(LETTERS))
    assert found is None or tidied(found) == found


@pytest.mark.parametrize("typed", ["", "ABCDEFG", "ABCDEFGHJ", "ABCDEFG0", "ABCDEFGI", "ABCD.FGH"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert tidied(typed) is None


def test_the_alphabet_has_nothing_that_looks_like_something_else() -> None:
    assert len(LETTERS) == len(set(LETTERS)) == 32
    assert not set(LETTERS) & set("IO01")


def test_codes_are_drawn_from_the_whole_alphabet() -> None:
    rng = random.Random(1)
    drawn = [draw(rng.choice) for _ in range(400)]
    assert len(set(drawn)) == 400
    assert {letter for code in drawn for letter in code} == set(LETTERS)

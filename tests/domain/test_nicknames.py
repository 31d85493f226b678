"""Nicknames: as many as there are numbers, each once, in both languages."""

from __future__ import annotations

import re

import pytest

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.nicknames import NICKNAMES, free_number, nickname


def test_every_number_has_a_name_of_its_own_in_both_languages() -> None:
    names = [nickname(number) for number in range(NICKNAMES)]
    assert len({name.ar for name in names}) == len({name.en for name in names}) == NICKNAMES
    assert all(re.fullmatch("[\u0621-\u064a]+ [\u0621-\u064a]+", name.ar) for name in names)
    assert all(re.fullmatch("[A-Z][a-z]+ [a-z]+", name.en) for name in names)
    assert nickname(0) == Bilingual(ar="هدهد سريع", en="Swift hoopoe")
    assert nickname(25) == Bilingual(ar="صقر هادئ", en="Calm falcon")


def test_a_free_number_is_not_taken_and_the_same_for_the_same_seed() -> None:
    taken: set[int] = set()
    for pupil in range(NICKNAMES):
        number = free_number(taken, "class", pupil)
        assert number not in taken
        assert number == free_number(taken, "class", pupil)
        taken.add(number)
    with pytest.raises(ValueError, match="taken"):
        free_number(taken, "class")

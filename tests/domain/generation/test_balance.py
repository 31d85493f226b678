"""The length of an option does not tell the key."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.generation.balance import Candidate, balanced, lengths
from tests.samples import b

PAIRS = st.tuples(st.integers(1, 40), st.integers(1, 40))


def sized(*sizes: int, cost: float = 0.0) -> list[Candidate]:
    return [Candidate((size, size), cost * rank) for rank, size in enumerate(sizes)]


def longer_than(key: int, candidates: list[Candidate], seed: int) -> int:
    chosen = balanced((key, key), candidates, 3, random.Random(seed))
    return sum(candidates[i].lengths[0] > key for i in chosen)


def test_vowel_marks_take_no_room() -> None:
    assert lengths(b("عَلَّمَ", "taught")) == (3, 6)


@given(PAIRS, st.lists(PAIRS, max_size=14), st.integers(0, 5), st.integers())
def test_as_many_as_wanted_are_chosen_each_once_and_the_forced_ones_first(
    key: tuple[int, int], others: list[tuple[int, int]], forced: int, seed: int
) -> None:
    ranked = [Candidate(other, rank) for rank, other in enumerate(others)]
    forced = min(forced, len(ranked))
    chosen = balanced(key, ranked, 3, random.Random(seed), forced=forced)
    assert len(set(chosen)) == len(chosen) == min(3, len(ranked))
    if forced >= 3:
        assert all(index < forced for index in chosen)
    else:
        assert set(range(forced)) <= set(chosen)


def test_the_key_is_the_longest_option_once_in_four() -> None:
    candidates = sized(8, 9, 8, 12, 11, 13)
    ranks = Counter(longer_than(10, candidates, seed) for seed in range(2000))
    assert all(abs(ranks[rank] / 2000 - 0.25) < 0.04 for rank in range(4))


def test_equal_length_is_decided_by_what_is_better() -> None:
    candidates = sized(*[10] * 8, cost=0.1)
    assert balanced((10, 10), candidates, 3, random.Random(1)) == (0, 1, 2)


def test_a_much_worse_candidate_is_not_taken_for_its_length() -> None:
    candidates = [*sized(5, 6, 7), Candidate((12, 12), 50.0)]
    assert all(longer_than(8, candidates, seed) == 0 for seed in range(20))


@pytest.mark.parametrize("seed", range(10))
def test_a_key_that_would_stand_out_gets_company_where_there_is_any(seed: int) -> None:
    assert 4 in balanced((20, 20), sized(5, 6, 4, 5, 18), 3, random.Random(seed))

"""The table of options: by hand, against a twin, and what is said about distractors."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from quizapp.domain.statistics.measure import DISTRACTORS_FROM
from quizapp.domain.statistics.options import Choice, Flag, OptionRow, option_table
from tests.domain.statistics import reference


def table(choices: list[Choice], options: int = 3, key: tuple[int, ...] = (0,)) -> list[OptionRow]:
    return list(option_table(choices, options, key, random.Random(1)))


def forty(pick: list[int]) -> list[Choice]:
    """Learners whose rests run from 1 to 40."""
    return [Choice((option,), float(rest)) for rest, option in enumerate(pick, start=1)]


def test_every_number_of_an_option_equals_that_of_the_exact_twin() -> None:
    rng = random.Random(5)
    choices = forty([rng.choice((0, 0, 1, 2)) for _ in range(40)])
    rests = [Fraction(choice.rest) for choice in choices]
    for at, row in enumerate(table(choices)):
        flags = [Fraction(at in choice.chosen) for choice in choices]
        theirs = [rest for rest, flag in zip(rests, flags, strict=True) if flag]
        assert row.count == len(theirs)
        assert row.share.value == pytest.approx(len(theirs) / 40, abs=1e-9)
        assert row.rest.value == pytest.approx(float(sum(theirs) / len(theirs)), abs=1e-9)
        link = reference.discrimination(flags, rests) / 100
        assert row.correlation.value == pytest.approx(float(link), abs=1e-9)
        # 27 % of 40 are 10.8: the ten best, and eight tenths of the eleventh.
        upper = sum(flags[-10:]) + Fraction(8, 10) * flags[-11]
        lower = sum(flags[:10]) + Fraction(8, 10) * flags[10]
        assert row.upper == pytest.approx(float(upper / Fraction(108, 10)), abs=1e-9)
        assert row.lower == pytest.approx(float(lower / Fraction(108, 10)), abs=1e-9)


def test_learners_tied_at_the_border_count_in_part() -> None:
    choices = [Choice((at % 2,), 1.0) for at in range(40)]
    rows = table(choices, options=2)
    assert [(row.upper, row.lower) for row in rows] == [
        (pytest.approx(0.5), pytest.approx(0.5)),
    ] * 2


@pytest.mark.parametrize(
    ("pick", "working", "flag"),
    [
        ([1] * 10 + [0] * 30, True, None),
        ([0] * 20 + [1] * 20, False, Flag.CHECK_KEY),
        ([0] * 40, False, Flag.REPLACE),
        ([0] * 39 + [1], False, None),  # one good learner is no pattern
    ],
)
def test_what_is_said_about_the_first_distractor(
    pick: list[int], working: bool, flag: Flag | None
) -> None:
    row = table(forty(pick))[1]
    assert (row.working, row.flag) == (working, flag)
    assert table(forty(pick))[0].flag is None, "a key is never flagged"


def test_a_distractor_that_good_learners_take_too_is_ambiguous() -> None:
    choices = forty([2] * 16 + [1, 0] * 12)
    first, second = table(choices)[1:]
    assert first.flag is Flag.AMBIGUOUS
    assert not first.working
    assert second.flag is None
    assert second.working


def test_of_several_keys_the_weakest_counts() -> None:
    choices = [Choice((0, 1) if at < 20 else (0, 2), float(at)) for at in range(40)]
    rows = table(choices, key=(0, 1))
    assert rows[2].flag is Flag.CHECK_KEY


def test_below_thirty_answers_there_are_counts_and_nothing_else() -> None:
    rows = table([Choice((at % 3,), float(at)) for at in range(DISTRACTORS_FROM - 1)])
    for row in rows:
        assert row.count
        assert row.share.hidden
        assert row.correlation.value is None
        assert (row.upper, row.lower, row.working, row.flag) == (None, None, None, None)


def test_nobody_at_all_does_no_harm() -> None:
    assert [row.count for row in table([])] == [0, 0, 0]

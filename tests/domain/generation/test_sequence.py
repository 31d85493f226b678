"""Wrong numbers, dates and months: near, apart, ascending, and the key in no fixed place."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.content import Term, TermType
from quizapp.domain.generation.sequence import around, in_order, neighbours, place
from tests.domain.items.wide import COUNTRIES, MONTHS, OPENING, term


def number(value: int, ar: str | None = None, en: str | None = None) -> Term:
    return term(
        f"n{value}", TermType.NUMBER, ar or str(value), en or str(value), gender="m", value=value
    )


def date(day: int, month: int = 3) -> Term:
    return term(
        f"d{month}-{day}", TermType.DATE, f"{day} مارس", f"{day} March", value=day, month=month
    )


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (number(12), (0, 12)),
        (OPENING, (3, 16)),
        (MONTHS[1], (2, 0)),
        (COUNTRIES[0], None),
        (term("many", TermType.NUMBER, "عشرات", "dozens"), None),
        (term("week", TermType.DATE, "هذا الأسبوع", "this week"), None),
    ],
)
def test_only_what_can_be_counted_has_a_place(of: Term, expected: tuple[int, int] | None) -> None:
    assert place(of) == expected


def test_dates_ascend_through_the_year() -> None:
    assert [t.id for t in in_order([date(2, 5), date(28, 2), date(16)])] == [
        "d2-28",
        "d3-16",
        "d5-2",
    ]


@given(st.integers(1, 2000), st.integers(0, 10**6), st.integers(0, 5))
def test_wrong_numbers_are_near_apart_and_ascending(value: int, seed: int, tolerance: int) -> None:
    wrong = around(number(value), (), (), 3, random.Random(seed), tolerance=tolerance)
    values = [t.value or 0 for t in wrong]
    assert values == sorted(set(values))
    assert all(abs(other - value) > tolerance for other in values)
    assert all(value / 5 <= other <= value * 5 for other in values)
    assert all(other > 0 for other in values)


@pytest.mark.parametrize("value", [6, 17, 100, 350])
def test_the_key_takes_every_rank_equally_often(value: int) -> None:
    ranks = Counter(
        sum((t.value or 0) < value for t in around(number(value), (), (), 3, random.Random(seed)))
        for seed in range(1000)
    )
    assert set(ranks) == {0, 1, 2, 3}
    assert all(abs(count / 1000 - 0.25) < 0.05 for count in ranks.values())


def test_a_number_with_nothing_below_it_takes_all_from_above() -> None:
    wrong = around(number(1), (), (), 3, random.Random(0))
    assert len(wrong) == 3
    assert all((t.value or 0) > 1 for t in wrong)


def test_the_authors_numbers_are_taken_first() -> None:
    pool = [number(100), number(90), number(70)]
    for seed in range(10):
        assert list(around(number(80), pool, [number(79)], 3, random.Random(seed))) == [
            number(70),
            number(90),
            number(100),
        ]


def test_a_terms_own_number_is_preferred_to_a_made_up_one() -> None:
    shared = [number(value) for value in range(8, 17) if value != 12]
    for seed in range(10):
        wrong = around(number(12), (), shared, 3, random.Random(seed))
        assert all(":" not in t.id for t in wrong)


def test_a_number_far_from_the_key_is_no_temptation() -> None:
    far = [number(value) for value in (1, 2, 61, 100)]
    assert list(around(number(12, "اثنا عشر", "twelve"), (), far, 3, random.Random(0))) == []


def test_dates_are_days_of_the_same_month_written_like_the_key() -> None:
    wrong = around(OPENING, (), (), 3, random.Random(5))
    assert len(wrong) == 3
    for t in wrong:
        assert (t.month, t.name.ar, t.name.en) == (3, f"{t.value} مارس", f"{t.value} March")


@pytest.mark.parametrize(
    ("name", "day"), [("٣٠ أبريل", 30), ("۳۰ أبريل", 30), ("1 أبريل", 1), ("30 أبريل", 30)]
)
def test_made_up_days_exist_and_keep_the_digits_of_the_key(name: str, day: int) -> None:
    key = term("d", TermType.DATE, name, f"April {day}", value=day, month=4)
    made = neighbours(key)
    assert made
    assert all(1 <= (t.value or 0) <= 30 for t in made)
    system = {ord(ch) - int(ch) for ch in name if ch.isdigit()}
    assert all({ord(ch) - int(ch) for ch in t.name.ar if ch.isdigit()} == system for t in made)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(number(12, "12 مكتبة", "12 shops"), id="the counted noun would have to agree"),
        pytest.param(number(3, "الثالثة", "third"), id="a word"),
        pytest.param(
            term("d", TermType.DATE, "16 مارس", "March 16th", value=16, month=3), id="an ordinal"
        ),
        pytest.param(
            term("d", TermType.DATE, "16 مارس 2020", "16 March 2020", value=16, month=3),
            id="two numbers",
        ),
        pytest.param(MONTHS[0], id="a month"),
        pytest.param(COUNTRIES[0], id="a country"),
    ],
)
def test_nothing_is_made_up_that_would_not_read_right(key: Term) -> None:
    assert neighbours(key) == ()


def test_no_option_stands_apart_from_the_others() -> None:
    for seed in range(200):
        wrong = around(number(17), (), (), 3, random.Random(seed))
        values = sorted([17, *(t.value or 0 for t in wrong)])
        assert max(b - a for a, b in itertools.pairwise(values)) <= 2


def test_months_are_real_ones_in_calendar_order() -> None:
    for seed in range(20):
        wrong = around(
            MONTHS[2], (), [m for m in MONTHS if m.id != "march"], 3, random.Random(seed)
        )
        months = [t.month or 0 for t in wrong]
        assert len(months) == 3
        assert months == sorted(months)

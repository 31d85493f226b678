"""On which day of its window a card comes back."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.cards.interval import Window
from quizapp.domain.cards.siblings import Neighbours, choose_days, group_of
from tests.domain.cards.decks import UNTIMED

TODAY = date(2026, 3, 2)


def on(*days: int) -> frozenset[date]:
    return frozenset(TODAY + timedelta(days=day) for day in days)


def full(**loads: int) -> Counter[date]:
    return Counter({TODAY + timedelta(days=int(day[1:])): load for day, load in loads.items()})


@pytest.mark.parametrize(
    ("window", "lot", "neighbours", "chosen"),
    [
        (Window(9, 12), 10, Neighbours(), 10),
        # Never on a sibling's day, if the window has another.
        (Window(9, 12), 10, Neighbours(on(10)), 9),
        (Window(2, 2), 2, Neighbours(on(2)), 2),
        # A tenth of the interval away from the nearest sibling.
        (Window(37, 43), 40, Neighbours(on(36, 44)), 40),
        (Window(37, 43), 38, Neighbours(on(38)), 43),
        # Then the emptier day, weighed by its distance.
        (Window(9, 11), 10, Neighbours(load=full(d9=4, d10=4, d11=0)), 11),
        (Window(9, 11), 10, Neighbours(load=full(d9=3, d10=3, d11=3)), 9),
        # A sibling weighs more than any load.
        (Window(9, 10), 9, Neighbours(on(9), full(d10=90)), 10),
    ],
)
def test_days_are_ranked(window: Window, lot: int, neighbours: Neighbours, chosen: int) -> None:
    assert choose_days(TODAY, window, lot, neighbours) == chosen


@UNTIMED
@given(
    st.integers(1, 400),
    st.integers(0, 20),
    st.integers(0, 20),
    st.frozensets(st.integers(0, 420)),
)
def test_the_day_is_in_the_window_and_no_siblings_if_there_is_a_choice(
    first: int, width: int, lot: int, siblings: frozenset[int]
) -> None:
    window = Window(first, first + width)
    chosen = choose_days(TODAY, window, first + min(lot, width), Neighbours(on(*siblings)))
    assert chosen in window
    assert chosen not in siblings or siblings.issuperset(window.days())


@pytest.mark.parametrize(
    ("ident", "group"),
    [
        ("fair/host/salt/card-ar", "fair/host/salt"),
        ("fair/host/salt/choice", "fair/host/salt"),
        ("fair/term/salt/bridge-ar-en", "fair/term/salt"),
    ],
)
def test_siblings_share_all_but_the_last_part_of_their_ids(ident: str, group: str) -> None:
    assert group_of(ident) == group

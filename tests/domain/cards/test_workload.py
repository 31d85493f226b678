"""What a desired retention costs."""

from __future__ import annotations

import pytest

from quizapp.domain.cards import workload
from quizapp.domain.cards.holding import suspended
from quizapp.domain.cards.plan import Limits
from quizapp.domain.cards.workload import _share, workloads
from quizapp.domain.memory import MemorySettings
from tests.domain.cards.decks import MONDAY, known_card, new_card

SETTINGS = MemorySettings()
NEW = [new_card(f"f{n}", place=n) for n in range(300)]


def test_the_work_of_a_new_deck_is_what_another_simulator_foretells() -> None:
    """300 cards, 10 new a day, 120 days: reviews by the simulator of the FSRS project."""
    foretold = {0.80: 1174, 0.85: 1434, 0.90: 1922, 0.95: 3407, 0.97: 5073}
    found = workloads(NEW, MONDAY, Limits(10, 10_000), SETTINGS, retentions=foretold, days=120)
    for load in found:
        assert load.reviews * 120 == pytest.approx(foretold[load.retention], rel=0.2)


def test_more_retention_is_more_work() -> None:
    known = [known_card(f"k{n}", stability=1.0 + n, away=1 + n) for n in range(100)]
    found = workloads([*NEW, *known], MONDAY, Limits(5, 500), SETTINGS)
    assert [load.retention for load in found] == [0.80, 0.85, 0.90, 0.95]
    reviews, minutes = ([getattr(w, name) for w in found] for name in ("reviews", "minutes"))
    assert reviews == sorted(reviews)
    assert minutes == sorted(minutes)


def test_the_same_cards_give_the_same_numbers() -> None:
    once, twice = (workloads(NEW, MONDAY, Limits(), SETTINGS) for _ in range(2))
    assert once == twice


def test_no_day_has_more_than_the_cap_and_what_is_left_over_is_told() -> None:
    known = [known_card(f"k{n}") for n in range(100)]
    found = workloads(known, MONDAY, Limits(0, 2), SETTINGS, retentions=(0.9,), days=10)
    assert found[0].reviews == 2
    assert found[0].beyond >= 80


def test_nothing_held_is_no_work() -> None:
    for cards in ([], [suspended(known_card("a"))]):
        found = workloads(cards, MONDAY, Limits(), SETTINGS, retentions=(0.9,))
        assert (found[0].reviews, found[0].minutes, found[0].beyond) == (0, 0, 0)


def test_of_many_cards_a_part_is_followed_and_stands_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 6,300 cards every seventh: the same work as all of them, within a tenth."""
    known = [known_card(f"k{n}", stability=5.0 + n % 40, away=5 + n % 40) for n in range(6_000)]
    limits = Limits(10, 10_000)
    (part,) = workloads([*known, *NEW], MONDAY, limits, SETTINGS, retentions=(0.9,))
    monkeypatch.setattr(workload, "FOLLOWED", 10_000)
    (whole,) = workloads([*known, *NEW], MONDAY, limits, SETTINGS, retentions=(0.9,))
    assert part.reviews == pytest.approx(whole.reviews, rel=0.1)
    assert part.minutes == pytest.approx(whole.minutes, rel=0.1)


@pytest.mark.parametrize("every", [1, 3, 7, 11])
def test_days_share_a_whole_out_evenly(every: int) -> None:
    shares = [_share(10, every, day) for day in range(30 * every)]
    assert sum(shares) == 10 * 30
    assert max(shares) - min(shares) <= 1

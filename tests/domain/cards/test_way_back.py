"""What saves the most memory in five minutes, and where the rest goes."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.cards.gain import Pace, most_saving, worth_of
from quizapp.domain.cards.holding import Held, moved
from quizapp.domain.cards.plan import Limits, plan_day
from quizapp.domain.cards.study_day import ONE_DAY
from quizapp.domain.cards.way_back import five_minute_plan, is_too_much, overdue, spread
from quizapp.domain.memory import MemorySettings
from tests.domain.cards.decks import EVENING, MONDAY, UNTIMED, known_card, new_card

SETTINGS = MemorySettings()
TEN_SECONDS = Pace(10.0, 10.0, 10.0)
BACK = MONDAY + 30 * ONE_DAY


def left_lying(count: int) -> list[Held]:
    """Cards of all kinds, due a month before."""
    stabilities = (0.2, 3.0, 30.0, 100.0)
    return [known_card(f"f{n:03}", stability=stabilities[n % 4], away=1 + n) for n in range(count)]


def test_the_most_is_saved_on_what_was_known_well_and_not_seen_for_long() -> None:
    fading = known_card("fading", stability=10.0, away=120)
    weak = known_card("weak", stability=0.2, away=10)
    safe = known_card("safe", stability=300.0, away=30)
    ranked = most_saving([safe, weak, fading], MONDAY, SETTINGS)
    assert [worth.card for worth in ranked] == [fading, weak, safe]
    assert [round(worth.per_second * 1000) for worth in ranked] == [16, 11, 1]


def test_a_card_likely_forgotten_takes_longer() -> None:
    quick, slow = (worth_of(known_card("a", stability=s), MONDAY, SETTINGS) for s in (90.0, 1.0))
    assert quick.seconds < slow.seconds
    assert quick.recall > slow.recall


def test_the_example_of_the_module() -> None:
    cards = [*left_lying(7), known_card("ahead", due=BACK + ONE_DAY)]
    found = five_minute_plan(cards, BACK, Limits(cards=3), SETTINGS, seconds=30.0, pace=TEN_SECONDS)
    assert len(found.now) == 3
    assert found.seconds == 30.0
    assert Counter(found.later.values()) == {BACK + ONE_DAY: 2, BACK + 2 * ONE_DAY: 2}


def test_five_minutes_save_more_than_any_other_order_would() -> None:
    cards = left_lying(120)
    found = five_minute_plan(cards, BACK, Limits(cards=200), SETTINGS)
    assert found.seconds <= 300
    assert 0 < len(found.now) < 60
    worths = [worth_of(card, BACK, SETTINGS) for card in cards]
    for order in (
        sorted(worths, key=lambda worth: worth.recall),
        sorted(worths, key=lambda worth: -worth.recall),
        sorted(worths, key=lambda worth: worth.card.id),
    ):
        seconds = saved = 0.0
        for worth in order:
            seconds += worth.seconds
            if seconds > 300:
                break
            saved += worth.saved
        assert found.saved > saved


def test_every_due_card_is_either_now_or_has_its_day() -> None:
    cards = [*left_lying(50), known_card("ahead", due=BACK + ONE_DAY), new_card("new")]
    found = five_minute_plan(cards, BACK, Limits(cards=8), SETTINGS)
    now = {card.id for card in found.now}
    assert now.isdisjoint(found.later)
    assert now | found.later.keys() == {card.id for card in left_lying(50)}
    assert len(now) <= 8


def test_after_the_plan_no_day_has_more_than_the_cap_and_nothing_is_too_much() -> None:
    limits = Limits(new=0, cards=8)
    cards = left_lying(50)
    assert is_too_much(cards, BACK, limits, SETTINGS)
    found = five_minute_plan(cards, BACK, limits, SETTINGS)
    late = EVENING + timedelta(days=30)
    after = [
        moved(card, found.later[card.id], late) if card.id in found.later else card
        for card in cards
    ]
    assert not is_too_much(after, BACK, limits, SETTINGS)
    tomorrow = [card for card in after if card not in found.now]
    plan = plan_day(tomorrow, BACK + ONE_DAY, limits, SETTINGS, "ar")
    assert (len(plan.due), plan.beyond) == (8, 0)
    again = five_minute_plan(after, BACK, limits, SETTINGS)
    assert set(again.now) == set(found.now)
    assert again.later == {}


@pytest.mark.parametrize("cap", [0, 1])
def test_a_cap_of_nothing_moves_nothing(cap: int) -> None:
    found = five_minute_plan(left_lying(3), BACK, Limits(cards=cap), SETTINGS)
    assert (len(found.now), len(found.later)) == ((0, 0), (1, 2))[cap]


def test_a_single_card_comes_even_if_it_takes_longer() -> None:
    found = five_minute_plan(left_lying(2), BACK, Limits(), SETTINGS, seconds=1.0)
    assert len(found.now) == 1


def test_what_is_due_today_is_not_overdue() -> None:
    cards = [known_card("a", due=MONDAY), known_card("b", due=MONDAY - ONE_DAY)]
    assert overdue(cards, MONDAY) == [cards[1]]
    assert not is_too_much(cards, MONDAY, Limits(), SETTINGS)


CARDS = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from(["ar", "en"]), st.integers(-5, 4)),
    unique_by=lambda entry: entry[:2],
    max_size=16,
)


@UNTIMED
@given(CARDS, st.integers(1, 5))
def test_the_rest_keeps_the_cap_and_the_siblings_apart(
    entries: list[tuple[int, str, int]], cap: int
) -> None:
    cards = [
        known_card(f"f{slot}", "ar" if lang == "ar" else "en", due=MONDAY + days * ONE_DAY)
        for slot, lang, days in entries
    ]
    rest = [card for card in cards if card.is_due(MONDAY)]
    ahead = [card for card in cards if not card.is_due(MONDAY)]
    found = spread(rest, ahead, MONDAY, cap)
    assert found.keys() == {card.id for card in rest}
    on: defaultdict[date, list[str]] = defaultdict(list)
    for card in rest:
        assert found[card.id] > MONDAY
        on[found[card.id]].append(card.group)
    kept: defaultdict[date, list[str]] = defaultdict(list)
    for card in ahead:
        assert card.due_day is not None
        kept[card.due_day].append(card.group)
    for day, groups in on.items():
        assert len(groups) + len(kept[day]) <= cap
        assert len(set(groups)) == len(groups)
        assert not set(groups) & set(kept[day])

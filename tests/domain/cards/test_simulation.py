"""The promises of the schedule, kept over half a year by a learner whom FSRS describes.

300 slots in two languages, 6 new cards a day. Retention stays a little below what is desired
where a card is so weak that even a single day is long for it; no interval is shorter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cache

import pytest

from quizapp.domain.cards.plan import FIRM, Limits
from quizapp.domain.cards.replay import replay_all
from quizapp.domain.cards.reviewing import remember
from quizapp.domain.cards.siblings import group_of
from quizapp.domain.cards.simulation import Followed, follow
from quizapp.domain.cards.state import CardState, Phase
from quizapp.domain.memory import MemorySettings
from tests.domain.cards.decks import MONDAY, both_languages

HALF_A_YEAR = 180
WIDE = Limits(new=6, cards=60)
NARROW = Limits(new=10, cards=20)
RETENTIONS = (0.80, 0.90, 0.95)
CASES = [(retention, limits) for retention in RETENTIONS for limits in (WIDE, NARROW)]


@cache
def followed(retention: float, limits: Limits) -> Followed:
    settings = MemorySettings(retention=retention)
    return follow(both_languages(300), MONDAY, HALF_A_YEAR, limits, settings, seed=1)


def test_the_same_seed_gives_the_same_days() -> None:
    once, twice = (
        follow(both_languages(20), MONDAY, 20, WIDE, MemorySettings(), seed=3) for _ in range(2)
    )
    other = follow(both_languages(20), MONDAY, 20, WIDE, MemorySettings(), seed=4)
    assert once == twice
    assert once.reviews != other.reviews


@pytest.mark.slow
@pytest.mark.parametrize("retention", RETENTIONS)
def test_she_recalls_the_share_that_she_desired(retention: float) -> None:
    days = followed(retention, WIDE).days
    tested = sum(day.tested for day in days)
    assert tested > 1_500
    assert sum(day.recalled for day in days) / tested == pytest.approx(retention, abs=0.02)
    assert sum(day.expected for day in days) / tested == pytest.approx(retention, abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize(("retention", "limits"), CASES)
def test_no_day_has_more_cards_than_the_cap(retention: float, limits: Limits) -> None:
    cards: defaultdict[date, set[str]] = defaultdict(set)
    new: Counter[date] = Counter()
    for line in followed(retention, limits).reviews:
        cards[line.study_day].add(line.card)
        new[line.study_day] += line.phase is Phase.NEW
    assert max(map(len, cards.values())) <= limits.cards
    assert max(new.values()) <= limits.new


@pytest.mark.slow
def test_a_narrow_cap_is_used_to_the_full() -> None:
    days = followed(0.95, NARROW).days
    assert max(day.cards for day in days) == NARROW.cards


@pytest.mark.slow
@pytest.mark.parametrize(("retention", "limits"), CASES)
def test_siblings_never_meet_on_one_day(retention: float, limits: Limits) -> None:
    met: defaultdict[tuple[date, str], set[str]] = defaultdict(set)
    for line in followed(retention, limits).reviews:
        met[line.study_day, group_of(line.card)].add(line.card)
    assert not [where for where, cards in met.items() if len(cards) > 1]


@pytest.mark.slow
def test_the_second_language_of_a_fact_comes_when_the_first_is_firm() -> None:
    settings = MemorySettings(retention=0.90)
    states: dict[str, CardState] = {}
    second = 0
    for line in followed(0.90, WIDE).reviews:
        if line.phase is Phase.NEW and line.card.endswith("-en"):
            second += 1
            assert states[line.card.removesuffix("en") + "ar"].stability >= FIRM
        before = states.get(line.card, CardState(line.card))
        states[line.card] = remember(before, line, settings)
    assert second > 100


@pytest.mark.slow
@pytest.mark.parametrize("retention", RETENTIONS)
def test_her_cards_are_what_her_log_comes_to(retention: float) -> None:
    found = followed(retention, WIDE)
    states = replay_all(found.reviews, MemorySettings(retention=retention))
    assert states == {card.id: card.state for card in found.held if not card.is_new}

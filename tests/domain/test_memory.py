"""The port to FSRS: settings, what a rating does, recall."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import fsrs
import pytest

from quizapp.domain.cards.state import CardState, Phase, Rating
from quizapp.domain.memory import MemorySettings, interval, outcome, recall, retrievability

DAY = date(2026, 3, 2)
NEW = CardState("fair/host/salt/card-ar")
KNOWN = replace(
    NEW, phase=Phase.REVIEW, stability=10.0, difficulty=5.0, last_day=DAY, due_day=DAY, reps=3
)
MINUTES = timedelta(minutes=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"retention": 0.69},
        {"retention": 0.98},
        {"learning_steps": (timedelta(0),)},
        {"relearning_steps": (timedelta(hours=16),)},
        {"longest": 0},
        {"parameters": (1.0,)},
        {"parameters": (-1.0,) * 21},
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        MemorySettings(**wrong)


@pytest.mark.parametrize("retention", [0.70, 0.97])
def test_retention_goes_from_seventy_to_ninety_seven_percent(retention: float) -> None:
    assert MemorySettings(retention=retention).retention == retention


@pytest.mark.parametrize(
    ("rating", "phase", "wait", "stability"),
    [
        (Rating.AGAIN, Phase.LEARNING, 1 * MINUTES, 0.212),
        (Rating.HARD, Phase.LEARNING, 5.5 * MINUTES, 1.2931),
        (Rating.GOOD, Phase.LEARNING, 10 * MINUTES, 2.3065),
        (Rating.EASY, Phase.REVIEW, None, 8.2956),
    ],
)
def test_a_new_card_takes_its_steps(
    rating: Rating, phase: Phase, wait: timedelta | None, stability: float
) -> None:
    found = outcome(NEW, rating, DAY, MemorySettings())
    assert (found.phase, found.wait, found.stability) == (phase, wait, stability)


@pytest.mark.parametrize("rating", list(Rating))
def test_without_steps_days_follow_at_once(rating: Rating) -> None:
    settings = MemorySettings(learning_steps=(), relearning_steps=())
    for state in (NEW, KNOWN):
        found = outcome(state, rating, DAY + timedelta(days=9), settings)
        assert (found.phase, found.wait) == (Phase.REVIEW, None)


def test_a_known_card_that_is_forgotten_is_learnt_again() -> None:
    found = outcome(KNOWN, Rating.AGAIN, DAY + timedelta(days=10), MemorySettings())
    assert (found.phase, found.wait) == (Phase.RELEARNING, 10 * MINUTES)
    assert found.stability < KNOWN.stability
    assert found.difficulty > KNOWN.difficulty


def test_memory_counts_days_of_study() -> None:
    settings = MemorySettings()
    same_day, next_day = (
        outcome(KNOWN, Rating.GOOD, DAY + timedelta(days=days), settings) for days in (0, 1)
    )
    assert same_day.stability == pytest.approx(KNOWN.stability)
    assert next_day.stability > KNOWN.stability


def test_a_day_before_the_last_review_counts_as_the_same_day() -> None:
    settings = MemorySettings()
    before, same = (
        outcome(KNOWN, Rating.GOOD, DAY - timedelta(days=days), settings) for days in (3, 0)
    )
    assert before == same
    assert retrievability(KNOWN, DAY - timedelta(days=3), settings) == 1.0


def test_recall_falls_to_nine_in_ten_when_the_stability_is_over() -> None:
    settings = MemorySettings()
    assert retrievability(KNOWN, DAY + timedelta(days=10), settings) == pytest.approx(0.9)
    assert recall(10.0, 10, settings) == pytest.approx(0.9)
    assert retrievability(NEW, DAY, settings) == 0.0


@pytest.mark.parametrize(
    ("stability", "retention", "days"),
    [(10.0, 0.90, 10), (10.0, 0.80, 33), (10.0, 0.95, 4), (0.01, 0.97, 1), (9e9, 0.70, 365)],
)
def test_the_interval_is_whole_days_within_bounds(
    stability: float, retention: float, days: int
) -> None:
    assert interval(stability, retention, MemorySettings()) == days


@pytest.mark.parametrize("retention", [0.70, 0.80, 0.90, 0.97])
def test_our_interval_is_the_librarys(retention: float) -> None:
    library = fsrs.Scheduler(desired_retention=retention, enable_fuzzing=False, learning_steps=())
    for rating in fsrs.Rating:
        card, _ = library.review_card(fsrs.Card(card_id=1), rating)
        assert card.stability is not None
        assert card.last_review is not None
        days = (card.due - card.last_review).days
        assert interval(card.stability, retention, MemorySettings(longest=36_500)) == days


@pytest.mark.parametrize("days", [-2, 0, 1, 7, 90, 3_000])
@pytest.mark.parametrize("stability", [0.01, 2.3, 41.0, 900.0])
def test_our_recall_is_the_librarys(stability: float, days: int) -> None:
    seen = date(2026, 3, 1)
    state = CardState("c", Phase.REVIEW, stability, 5.0, last_day=seen)
    midnight = datetime(2026, 3, 1, tzinfo=UTC)
    theirs = fsrs.Scheduler().get_card_retrievability(
        fsrs.Card(0, fsrs.State.Review, None, stability, 5.0, midnight, midnight),
        midnight + timedelta(days=days),
    )
    ours = retrievability(state, seen + timedelta(days=days), MemorySettings())
    assert ours == pytest.approx(theirs, rel=1e-12)


def test_asking_what_would_be_leaves_the_state_as_it_was() -> None:
    state = CardState("c", Phase.REVIEW, 9.0, 5.0, last_day=date(2026, 3, 1), reps=3)
    found = [outcome(state, rating, date(2026, 3, 9), MemorySettings()) for rating in Rating]
    assert found == [
        outcome(state, rating, date(2026, 3, 9), MemorySettings()) for rating in Rating
    ]
    assert len({each.stability for each in found}) == 4
    assert state.stability == 9.0

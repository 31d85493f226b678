"""A review: the new state, the line of the log, and when the card is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.cards.reviewing import is_leech, preview, review
from quizapp.domain.cards.siblings import Neighbours
from quizapp.domain.cards.state import CardState, Phase, Rated, Rating
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.memory import MemorySettings
from tests.domain.cards.decks import EVENING, MONDAY, PLAIN, UNTIMED, UTC_DAYS, known_card, reviewed

CARD = "fair/host/salt/card-ar"
SPACED = (Rating.HARD, Rating.GOOD, Rating.EASY)
HISTORIES = st.text("1234", min_size=0, max_size=12)


def test_a_step_counts_from_the_real_moment() -> None:
    state, log = reviewed(CARD, "3")
    assert (state.due_at, state.due_day) == (EVENING + timedelta(minutes=10), MONDAY)
    assert log[0].due_day is None


def test_days_count_from_the_day_of_study() -> None:
    late = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
    state, log = reviewed(CARD, "4", late, PLAIN)
    assert (state.due_at, state.due_day) == (None, MONDAY + timedelta(days=8))
    assert (log[0].study_day, log[0].moment, log[0].due_day) == (MONDAY, late, state.due_day)


def test_evening_then_morning_two_days_later_is_two_days() -> None:
    """Forty hours are one block of 24, but two nights."""
    amman = StudyCalendar("Asia/Amman")
    held = known_card("host", stability=2.0)
    evening = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
    morning = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)
    state = replace(held.state, last_day=amman.day(evening), last_review=evening)
    ours, _ = review(state, Rated("r", Rating.GOOD, morning), PLAIN, amman)
    same_hour, _ = review(state, Rated("r", Rating.GOOD, evening + timedelta(days=2)), PLAIN, amman)
    assert ours.stability == same_hour.stability


def test_the_log_tells_what_was_known_before() -> None:
    before, _ = reviewed(CARD, "33")
    moment = EVENING + timedelta(days=3)
    rated = Rated("r", Rating.HARD, moment, "quiz", 4_200, "sure")
    _, line = review(before, rated, MemorySettings(), UTC_DAYS)
    assert (line.phase, line.stability, line.difficulty) == (
        Phase.REVIEW,
        before.stability,
        before.difficulty,
    )
    assert (line.id, line.card, line.rating, line.retention) == ("r", CARD, Rating.HARD, 0.9)
    assert (line.source, line.duration_ms, line.certainty) == ("quiz", 4_200, "sure")


def test_reviews_and_lapses_are_counted() -> None:
    state, _ = reviewed(CARD, "133113")
    assert (state.reps, state.lapses) == (6, 1)
    assert (state.first_day, state.last_review is not None) == (MONDAY, True)


@pytest.mark.parametrize(("lapses", "leech"), [(5, False), (6, True), (7, True)])
def test_a_card_forgotten_six_times_may_be_a_bad_card(lapses: int, leech: bool) -> None:
    assert is_leech(CardState(CARD, lapses=lapses)) is leech


@UNTIMED
@given(HISTORIES, st.sampled_from([0.70, 0.80, 0.90, 0.97]), st.integers(0, 40))
def test_better_grades_put_a_card_away_for_longer_by_a_day(
    history: str, retention: float, late: int
) -> None:
    settings = MemorySettings(retention=retention)
    state, _ = reviewed(CARD, history, settings=settings)
    day = (state.due_day or MONDAY) + timedelta(days=late)
    gaps = preview(state, day, settings)
    days = [gaps[rating].days for rating in SPACED if gaps[rating].days]
    assert all(after - before >= 1 or after == settings.longest for before, after in pairwise(days))
    assert gaps[Rating.AGAIN] <= gaps[Rating.HARD]
    assert gaps[Rating.EASY].days >= 1


@UNTIMED
@given(HISTORIES, st.sampled_from(list(Rating)), st.frozensets(st.integers(1, 60), max_size=6))
def test_a_review_keeps_what_the_preview_promised(
    history: str, rating: Rating, siblings: frozenset[int]
) -> None:
    state, _ = reviewed(CARD, history)
    day = state.due_day or MONDAY
    near = Neighbours(frozenset(day + timedelta(days=d) for d in siblings))
    moment = state.due_at or datetime.combine(day, EVENING.timetz())
    promised = preview(state, day, MemorySettings(), near)[rating]
    after, line = review(state, Rated("r", rating, moment), MemorySettings(), UTC_DAYS, near)
    if after.due_at is not None:
        assert after.due_at - moment == promised
    else:
        assert after.due_day == line.due_day == day + promised


def test_the_day_drawn_depends_on_card_and_review_alone() -> None:
    once, again = reviewed(CARD, "3333")[0], reviewed(CARD, "3333", name="other")[0]
    assert once == again
    drawn = {reviewed(f"fair/f{n}/x/card-ar", "33333")[0].due_day for n in range(40)}
    assert len(drawn) > 3


def test_a_sibling_is_kept_away_from() -> None:
    held = known_card("host", stability=40.0, away=40)
    alone = preview(held.state, MONDAY, MemorySettings())[Rating.GOOD]
    near = Neighbours(frozenset({MONDAY + alone}))
    assert preview(held.state, MONDAY, MemorySettings(), near)[Rating.GOOD] != alone


CLOCKS = [
    # A clock set back an hour, then a year, between two reviews; one that ran ahead a year.
    (EVENING, EVENING - timedelta(hours=1), MONDAY),
    (EVENING, EVENING - timedelta(days=365), date(2025, 3, 2)),
    (EVENING, EVENING + timedelta(days=365), date(2027, 3, 2)),
    (EVENING, EVENING, MONDAY),
]


@pytest.mark.parametrize(("first", "second", "day"), CLOCKS)
def test_a_clock_that_jumps_never_reorders_the_log_or_hides_a_card(
    first: datetime, second: datetime, day: date
) -> None:
    state, one = review(CardState(CARD), Rated("a", Rating.EASY, first), MemorySettings(), UTC_DAYS)
    after, two = review(state, Rated("b", Rating.GOOD, second), MemorySettings(), UTC_DAYS)
    assert two.moment > one.moment
    assert two.study_day == day
    assert after.due_day is not None
    assert timedelta(0) < after.due_day - day <= timedelta(days=365)


@pytest.mark.parametrize(
    ("zone_before", "zone_after", "nights"),
    [
        ("Asia/Tokyo", "America/Los_Angeles", -1),
        ("America/Los_Angeles", "Asia/Tokyo", 1),
        ("Asia/Amman", "Europe/London", 0),
    ],
)
def test_travel_moves_the_day_and_loses_nothing(
    zone_before: str, zone_after: str, nights: int
) -> None:
    """At one moment it may be the day before or after elsewhere; memory takes it calmly."""
    moment = datetime(2026, 3, 2, 20, tzinfo=UTC)
    state, one = review(
        CardState(CARD), Rated("a", Rating.EASY, moment), PLAIN, StudyCalendar(zone_before)
    )
    after, two = review(
        state,
        Rated("b", Rating.GOOD, moment + timedelta(minutes=5)),
        PLAIN,
        StudyCalendar(zone_after),
    )
    assert (two.study_day - one.study_day).days == nights
    assert after.stability >= state.stability
    assert after.due_day is not None
    assert after.due_day > two.study_day

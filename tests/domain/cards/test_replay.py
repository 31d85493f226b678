"""The state of a card is what its log comes to, in whatever order the log arrives."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.cards.replay import in_order, replay, replay_all
from quizapp.domain.cards.reviewing import review
from quizapp.domain.cards.siblings import Neighbours
from quizapp.domain.cards.state import CardState, Rated, Rating, Review
from quizapp.domain.memory import MemorySettings
from tests.domain.cards.decks import EVENING, MONDAY, UNTIMED, UTC_DAYS, reviewed

CARD = "fair/host/salt/card-ar"
OTHER = "fair/host/salt/card-en"
SETTINGS = MemorySettings()
HISTORIES = st.text("1234", min_size=1, max_size=10)


def test_a_card_without_reviews_is_new() -> None:
    assert replay(CARD, [], SETTINGS) == CardState(CARD)


@UNTIMED
@given(HISTORIES, st.frozensets(st.integers(1, 40), max_size=5))
def test_replaying_gives_the_state_that_reviewing_gave(
    history: str, siblings: frozenset[int]
) -> None:
    """Also where the days were chosen with siblings in view, of which a replay knows nothing."""
    state, log, now = CardState(CARD), [], EVENING
    near = Neighbours(frozenset(MONDAY + timedelta(days=d) for d in siblings))
    for at, digit in enumerate(history):
        rated = Rated(f"r{at}", Rating(int(digit)), now)
        state, line = review(state, rated, SETTINGS, UTC_DAYS, near)
        log.append(line)
        now += timedelta(days=3, hours=5)
    assert replay(CARD, log, SETTINGS) == state


@UNTIMED
@given(st.data(), HISTORIES, HISTORIES, st.integers(-4_000, 4_000))
def test_any_order_and_repetition_of_reviews_gives_the_same_state(
    data: st.DataObject, one: str, two: str, minutes: int
) -> None:
    """Two devices that reviewed the same card apart, then exchange their logs."""
    here = reviewed(CARD, one, name="here")[1]
    there = reviewed(CARD, two, EVENING + timedelta(minutes=minutes), name="there")[1]
    undone = data.draw(st.frozensets(st.sampled_from([line.id for line in (*here, *there)])))
    merged = replay(CARD, [*here, *there], SETTINGS, undone)
    repeated = data.draw(st.lists(st.sampled_from([*here, *there]), max_size=8))
    shuffled = data.draw(st.permutations([*here, *there, *repeated]))
    assert replay(CARD, shuffled, SETTINGS, undone) == merged
    assert replay_all(shuffled, SETTINGS, undone).get(CARD, CardState(CARD)) == merged
    assert merged.reps == len(here) + len(there) - len(undone)


def test_one_id_with_two_contents_counts_once_whichever_came_first() -> None:
    line = reviewed(CARD, "3")[1][0]
    twin = replace(line, rating=Rating.AGAIN)
    first, second = (replay(CARD, log, SETTINGS) for log in ([line, twin], [twin, line]))
    assert first == second
    assert first.reps == 1


@UNTIMED
@given(HISTORIES)
def test_undoing_is_replaying_without_the_last_review(history: str) -> None:
    _, log = reviewed(CARD, history)
    undone: set[str] = set()
    for left in range(len(history), 0, -1):
        last = in_order(log, undone)[-1]
        assert last is log[left - 1]
        undone.add(last.id)
        assert replay(CARD, log, SETTINGS, undone) == reviewed(CARD, history[: left - 1])[0]
    assert in_order(log, undone) == []


def test_cards_do_not_mix() -> None:
    log = reviewed(CARD, "333", name="a")[1] + reviewed(OTHER, "1", name="b")[1]
    states = replay_all(log, SETTINGS)
    assert states == {
        CARD: reviewed(CARD, "333", name="a")[0],
        OTHER: reviewed(OTHER, "1", name="b")[0],
    }
    assert replay_all(log, SETTINGS, {"b-0"}).keys() == {CARD}


def test_a_line_without_a_day_gets_the_day_drawn_by_lot() -> None:
    state, log = reviewed(CARD, "3334")
    assert replay(CARD, [replace(line, due_day=None) for line in log], SETTINGS) == state


def test_a_day_that_this_memory_would_not_allow_is_drawn_again() -> None:
    state, log = reviewed(CARD, "3334")
    absurd = replace(log[-1], due_day=log[-1].study_day + timedelta(days=9_000))
    assert replay(CARD, [*log[:-1], absurd], SETTINGS) == state


def test_each_line_keeps_the_retention_it_was_made_with() -> None:
    careful = MemorySettings(retention=0.95)
    state, log = reviewed(CARD, "3333", settings=careful)
    assert replay(CARD, log, SETTINGS) == state


def many(lines: int) -> list[Review]:
    log = reviewed(CARD, "3332143323")[1]
    return [
        replace(line, id=f"{copy}-{line.id}", card=f"fair/f{copy}/x/card-ar")
        for copy in range(lines // len(log))
        for line in log
    ]


@pytest.mark.slow
def test_a_hundred_thousand_reviews_are_replayed_in_ten_seconds() -> None:
    log = many(100_000)
    begun = time.process_time()
    states = replay_all(log, SETTINGS)
    assert time.process_time() - begun < 10
    assert len(states) == 10_000

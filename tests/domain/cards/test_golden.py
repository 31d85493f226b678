"""Histories recorded from an independent implementation, repeated by ours.

`golden.json` holds, by desired retention, cards with their reviews in order: the moment in
milliseconds since 1970, the rating, the interval that followed (days; negative: seconds),
stability and difficulty. They were recorded from Anki 26.9 (which has FSRS-6 in Rust) with
its default parameters and steps, fuzz off, at hours from 5:00 to 23:50 in a zone 5:45 ahead
of UTC, in which the day turned at 04:00.

It rounds stability to 4 decimals and difficulty to 3, and goes on from the rounded values;
so stability may differ by 0.5 % (or by the last decimals, where it is below a tenth of a
day), and an interval that falls on the middle between two days may be rounded the other way.
Each such interval is listed here: all others are equal, to the day or the second.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizapp.domain.cards.reviewing import review
from quizapp.domain.cards.state import CardState, Rated, Rating
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.memory import MemorySettings

GOLDEN = json.loads(Path(__file__).with_name("golden.json").read_text())
CALENDAR = StudyCalendar("Asia/Kathmandu")
ROUNDED_THE_OTHER_WAY = {
    ("0.8", 6, 10): +1,
    ("0.8", 7, 13): -1,
    ("0.8", 9, 5): -1,
    ("0.8", 13, 12): -1,
    ("0.9", 7, 9): -1,
    ("0.9", 28, 9): -1,
    ("0.9", 34, 12): +1,
}


def repeated(retention: str) -> Iterator[tuple[tuple[str, int, int], list[float], CardState, int]]:
    """Every golden line with the state and interval that ours gives."""
    settings = MemorySettings(retention=float(retention), longest=36_500, fuzz=False)
    for number, history in enumerate(GOLDEN[retention]):
        state = CardState(f"card-{number}")
        for place, line in enumerate(history):
            moment = datetime.fromtimestamp(line[0] / 1000, UTC)
            rated = Rated(f"{number}-{place}", Rating(line[1]), moment)
            state, _ = review(state, rated, settings, CALENDAR)
            yield (retention, number, place), line, state, gap(state, moment)


def gap(state: CardState, moment: datetime) -> int:
    assert state.due_day is not None
    assert state.last_day is not None
    if state.due_at is not None:
        return -round((state.due_at - moment).total_seconds())
    return (state.due_day - state.last_day).days


def test_there_are_enough_of_them() -> None:
    assert sum(len(history) for cards in GOLDEN.values() for history in cards) >= 500


@pytest.mark.parametrize("retention", GOLDEN)
def test_intervals_are_those_recorded(retention: str) -> None:
    different = {
        where: ours - line[2] for where, line, _, ours in repeated(retention) if ours != line[2]
    }
    assert different == {k: v for k, v in ROUNDED_THE_OTHER_WAY.items() if k[0] == retention}


@pytest.mark.parametrize("retention", GOLDEN)
def test_stability_and_difficulty_are_those_recorded(retention: str) -> None:
    for where, line, state, _ in repeated(retention):
        assert state.stability == pytest.approx(line[3], rel=0.005, abs=0.0003), where
        assert state.difficulty == pytest.approx(line[4], abs=0.005), where

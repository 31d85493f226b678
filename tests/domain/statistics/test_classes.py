"""Whole simulated classes: what was planted is found, and fair ones are left in peace.

The rates of false alarms are those that the program states: at most 20 of 100 fair
questions "worth a second look" below 200 answers; from 200 on at most 5 of 100 fair
questions marked beside an unfair one, and in at most 5 of 100 fair classes any at all.
For "check the key" it is at most 5 of 100 fair questions.
"""

from __future__ import annotations

import random

import pytest

from quizapp.domain.statistics import intervals
from quizapp.domain.statistics.analysis import Question, analyse
from quizapp.domain.statistics.fairness import FALSE_ALARMS, LABELS_FROM, Label, judge
from quizapp.domain.statistics.options import Flag, option_table
from tests.domain.statistics.simulated import OPTIONS, QUESTIONS, SimulatedClass, simulate

UNFAIR, MISKEYED = 7, 12
WARNED = {Label.LOOK, Label.B, Label.C}


def keys_doubted(made: SimulatedClass) -> set[int]:
    doubted = set()
    for at in range(QUESTIONS):
        rows = option_table(made.choices(at), OPTIONS, {made.keys[at]}, random.Random(at))
        if any(row.flag is Flag.CHECK_KEY for row in rows):
            doubted.add(at)
    return doubted


@pytest.mark.parametrize("seed", range(5))
def test_an_unfair_question_and_a_wrong_key_are_found_in_a_class_of_200(seed: int) -> None:
    made = simulate(seed, 200, harder_in_arabic={UNFAIR: 2.0}, wrong_keys={MISKEYED: 1})
    verdicts = judge(made.seen())
    assert verdicts[UNFAIR].label in {Label.B, Label.C}
    deltas = [verdict.delta or 0.0 for verdict in verdicts]
    assert min(deltas) == deltas[UNFAIR], "harder in Arabic, and the most of all"
    assert max(map(abs, deltas)) == -deltas[UNFAIR]
    assert MISKEYED in keys_doubted(made)
    found = analyse(made.marks(), [Question(guess=0.25)] * QUESTIONS, random.Random(seed))
    worst = min(range(QUESTIONS), key=lambda at: found.items[at].discrimination.value or 0)
    assert worst == MISKEYED


@pytest.mark.parametrize("weak", [0.0, 0.8])
def test_of_a_hundred_fair_classes_of_200_hardly_one_has_a_question_marked(weak: float) -> None:
    alarmed = 0
    for seed in range(100):
        verdicts = judge(simulate(seed, 200, weak_in_arabic=weak).seen())
        alarmed += any(verdict.label in WARNED for verdict in verdicts)
    assert alarmed / 100 <= FALSE_ALARMS[LABELS_FROM]


def test_beside_an_unfair_question_at_most_five_of_a_hundred_fair_ones_are_marked() -> None:
    marked = 0
    for seed in range(100):
        verdicts = judge(simulate(seed, 200, harder_in_arabic={UNFAIR: 2.0}).seen())
        marked += sum(verdict.label in WARNED for verdict in verdicts) - 1
    assert marked / (100 * (QUESTIONS - 1)) <= FALSE_ALARMS[LABELS_FROM]


@pytest.mark.parametrize("learners", [60, 120])
def test_of_a_hundred_fair_questions_at_most_twenty_are_worth_a_second_look(
    learners: int,
) -> None:
    looked = 0
    for seed in range(100):
        verdicts = judge(simulate(seed, learners, weak_in_arabic=0.5).seen())
        looked += sum(verdict.label in WARNED for verdict in verdicts)
    assert looked / (100 * QUESTIONS) <= 0.20


@pytest.mark.parametrize("learners", [60, 200])
def test_of_a_hundred_right_keys_at_most_five_are_doubted(
    learners: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whether a key is doubted needs no interval, and intervals are what takes the time.
    monkeypatch.setattr(intervals, "RESAMPLES", 1)
    doubted = sum(len(keys_doubted(simulate(seed, learners))) for seed in range(100))
    assert doubted / (100 * QUESTIONS) <= 0.05

"""Simulated classes: learners and questions of known make, answers by the logistic model.

A learner of ability t answers a question of difficulty d rightly with probability
1 / (1 + exp(d - t)), and otherwise takes one of three distractors, the nearest one most
often the better the learner is.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import exp

from quizapp.domain.bilingual import Lang
from quizapp.domain.statistics.fairness import Seen
from quizapp.domain.statistics.options import Choice

QUESTIONS = 20
OPTIONS = 4


@dataclass(frozen=True)
class SimulatedClass:
    """What every learner chose of every question, and in which language."""

    chosen: list[list[int]]
    langs: list[list[Lang]]
    keys: list[int]

    def marks(self) -> list[list[float]]:
        return [
            [float(option == key) for option, key in zip(row, self.keys, strict=True)]
            for row in self.chosen
        ]

    def choices(self, question: int) -> list[Choice]:
        marks = self.marks()
        return [
            Choice((row[question],), sum(mine) - mine[question])
            for row, mine in zip(self.chosen, marks, strict=True)
        ]

    def seen(self) -> list[list[Seen]]:
        marks = self.marks()
        return [
            [
                Seen(langs[at], mine[at], (sum(mine) - mine[at]) / (QUESTIONS - 1))
                for mine, langs in zip(marks, self.langs, strict=True)
            ]
            for at in range(QUESTIONS)
        ]


def simulate(
    seed: int,
    learners: int,
    *,
    harder_in_arabic: dict[int, float] | None = None,
    wrong_keys: dict[int, int] | None = None,
    weak_in_arabic: float = 0.0,
) -> SimulatedClass:
    """Make a class. Every question's right option is 0, whatever its key says."""
    rng = random.Random(seed)
    difficulties = [rng.gauss(0, 0.8) for _ in range(QUESTIONS)]
    chosen, langs = [], []
    for _ in range(learners):
        ability = rng.gauss(0.6, 1)
        mine: list[Lang] = [rng.choice(("ar", "en")) for _ in range(QUESTIONS)]
        row = []
        for at, difficulty in enumerate(difficulties):
            hurdle = difficulty
            if mine[at] == "ar":
                hurdle += weak_in_arabic + (harder_in_arabic or {}).get(at, 0.0)
            row.append(_option(rng, 1 / (1 + exp(hurdle - ability))))
        chosen.append(row)
        langs.append(mine)
    keys = [(wrong_keys or {}).get(at, 0) for at in range(QUESTIONS)]
    return SimulatedClass(chosen, langs, keys)


def _option(rng: random.Random, knows: float) -> int:
    if rng.random() < knows:
        return 0
    return rng.choices((1, 2, 3), weights=(3, 2, 1))[0]

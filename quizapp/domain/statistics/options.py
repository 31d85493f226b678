"""What became of every option of a question: who chose it, and what that says.

Of each option: how many chose it, how well they did in the rest, the correlation of
choosing it with the rest, and the shares among the best and the worst 27 % of the class
(Kelley, 1939), where learners who are tied at the border count in part. A distractor works
if at least 5 % choose it and its correlation is below 0 (Tarrant, 2009). What is said:

    check the key   its correlation is above that of the key, or of one of several keys
    replace         nobody chose it
    ambiguous       good learners choose it as often as others, or more often

the first and the last only of what at least 5 % chose.

Worked example, 40 learners: the better 20 chose the second
option, the other 20 the first, which is the key. The correlations are 0.87 and -0.87 where
rests run from 1 to 40: the second says "check the key".
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from quizapp.domain.statistics.intervals import Interval, bootstrap, wilson
from quizapp.domain.statistics.measure import DISTRACTORS_FROM, Measure, measured
from quizapp.domain.statistics.moments import correlation, mean

EXTREME: Final = 0.27
WORKING_FROM: Final = 0.05


class Flag(StrEnum):
    """What an author should do about an option."""

    CHECK_KEY = "check_key"
    REPLACE = "replace"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a learner chose of a question's options, and got in the rest of the test."""

    chosen: tuple[int, ...]
    rest: float


@dataclass(frozen=True, slots=True)
class OptionRow:
    """What became of an option.

    `share`, `upper`, `lower` are shares of one, `rest` is in marks. `working` is None for
    a key, and where too few answered.
    """

    key: bool
    count: int
    share: Measure
    rest: Measure
    correlation: Measure
    upper: float | None
    lower: float | None
    working: bool | None
    flag: Flag | None


def option_table(
    choices: Sequence[Choice], options: int, key: Collection[int], rng: random.Random
) -> tuple[OptionRow, ...]:
    """Return a row for each of `options` options, in their order.

    `choices` has one entry a learner who was asked; who skipped chose nothing.
    """
    table = _Table(choices, options, frozenset(key), rng)
    return tuple(table.row(at) for at in range(options))


class _Table:
    """The numbers of all options of a question, and their intervals."""

    def __init__(
        self, choices: Sequence[Choice], options: int, key: frozenset[int], rng: random.Random
    ) -> None:
        self.choices, self.key = choices, key
        self.answers = len(choices)
        self.enough = self.answers >= DISTRACTORS_FROM
        found = _figures(choices, options)
        spans: Sequence[Interval | None] = (None,) * len(found)
        if self.enough:
            spans = bootstrap(choices, lambda drawn: _figures(drawn, options), rng)
        self.rests = tuple(zip(found[:options], spans[:options], strict=True))
        self.links = tuple(zip(found[options:], spans[options:], strict=True))
        self.worst = min(
            (link for at in key if (link := self.links[at][0]) is not None), default=None
        )
        rests = [choice.rest for choice in choices]
        wanted = EXTREME * self.answers
        self.upper = _top(rests, wanted)
        self.lower = _top([-rest for rest in rests], wanted)

    def row(self, at: int) -> OptionRow:
        """Return what became of one option."""
        count = sum(at in choice.chosen for choice in self.choices)
        share = count / self.answers if self.answers else 0.0
        span = wilson(share, self.answers) if self.answers else None
        link = self.links[at][0]
        judged = self.enough and at not in self.key
        return OptionRow(
            key=at in self.key,
            count=count,
            share=self._measured(share, span),
            rest=self._measured(*self.rests[at]),
            correlation=self._measured(*self.links[at]),
            upper=_share(self.choices, at, self.upper) if self.enough else None,
            lower=_share(self.choices, at, self.lower) if self.enough else None,
            working=share >= WORKING_FROM and (link or 0) < 0 if judged else None,
            flag=_flag(count, share, link, self.worst) if judged else None,
        )

    def _measured(self, value: float | None, span: Interval | None) -> Measure:
        return measured(self.answers, DISTRACTORS_FROM, value, span)


def _figures(choices: Sequence[Choice], options: int) -> tuple[float | None, ...]:
    """The mean rests of who chose each option, then the correlations."""
    rests = [choice.rest for choice in choices]
    means: list[float | None] = []
    links: list[float | None] = []
    for at in range(options):
        flags = [float(at in choice.chosen) for choice in choices]
        theirs = [rest for flag, rest in zip(flags, rests, strict=True) if flag]
        means.append(mean(theirs) if theirs else None)
        links.append(correlation(flags, rests))
    return (*means, *links)


def _flag(count: int, share: float, link: float | None, key: float | None) -> Flag | None:
    if count == 0:
        return Flag.REPLACE
    if link is None or share < WORKING_FROM:
        return None
    if key is not None and link > key:
        return Flag.CHECK_KEY
    return Flag.AMBIGUOUS if link >= 0 else None


def _top(rests: Sequence[float], wanted: float) -> list[float]:
    """Fill up from above; a group of equals that does not fit counts in equal parts."""
    weights: dict[float, float] = {}
    left = wanted
    for rest in sorted(set(rests), reverse=True):
        size = rests.count(rest)
        weights[rest] = min(1.0, left / size)
        left -= weights[rest] * size
    return [weights[rest] for rest in rests]


def _share(choices: Sequence[Choice], at: int, weights: Sequence[float]) -> float:
    chosen = sum(w for w, choice in zip(weights, choices, strict=True) if at in choice.chosen)
    return chosen / sum(weights)

"""The statistics of a test with their intervals, hidden where too few answered.

Facility has Wilson's interval; what follows from facility alone (corrected for guessing)
has it too, stretched; everything else is drawn again over learners. Corrected for guessing
means (F - 1/k) / (1 - 1/k) for k options: 0 for a class that guesses, 1 for one that knows.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.domain.statistics.figures import (
    Figures,
    ItemFigures,
    Row,
    TestFigures,
    figures,
    of_item,
    of_test,
)
from quizapp.domain.statistics.intervals import Interval, bootstrap, wilson
from quizapp.domain.statistics.measure import (
    DISCRIMINATION_FROM,
    FACILITY_FROM,
    RELIABILITY_FROM,
    Measure,
    measured,
)

_OF_ITEM = 4


@dataclass(frozen=True, slots=True)
class Question:
    """What an item gives: its full marks, and the share of them got by blind guessing."""

    maximum: float = 1.0
    guess: float = 0.0


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """What the answers say about one item.

    `facility`, `corrected` are shares of one, the others percents, but for `deviation`,
    which is in marks. `corrected` is None where nothing is to be got by guessing.
    `intended` is the weight that the item was meant to have. `negative` warns that those
    who did well in the rest did badly here.
    """

    facility: Measure
    corrected: Measure | None
    deviation: Measure
    discrimination: Measure
    efficiency: Measure
    weight: Measure
    intended: float
    negative: bool


@dataclass(frozen=True, slots=True)
class TestAnalysis:
    """What the answers say about the whole test; mean, deviation, standard error in percent."""

    mean: Measure
    deviation: Measure
    skewness: Measure
    kurtosis: Measure
    consistency: Measure
    error_ratio: Measure
    standard_error: Measure


@dataclass(frozen=True, slots=True)
class Analysis:
    """The items in the order of the marks, and the test."""

    items: tuple[ItemAnalysis, ...]
    test: TestAnalysis


def analyse(rows: Sequence[Row], questions: Sequence[Question], rng: random.Random) -> Analysis:
    """Return what the marks of a class say; one row a learner, one mark a question.

    The same rows and state of `rng` give the same intervals.
    """
    maxima = [question.maximum for question in questions]
    found = figures(rows, maxima)
    intervals: tuple[Interval | None, ...] = (None,) * len(found.flat())
    if len(rows) >= FACILITY_FROM:
        intervals = bootstrap(rows, lambda drawn: figures(drawn, maxima).flat(), rng)
    whole = sum(maxima)
    items = tuple(
        _item(item, question, 100 * question.maximum / whole, intervals[at * _OF_ITEM :])
        for at, (item, question) in enumerate(zip(found.items, questions, strict=True))
    )
    return Analysis(items, _test(found, intervals[len(items) * _OF_ITEM :]))


def _item(
    item: ItemFigures,
    question: Question,
    intended: float,
    intervals: Sequence[Interval | None],
) -> ItemAnalysis:
    needs = (FACILITY_FROM, *(DISCRIMINATION_FROM,) * 3)
    deviation, discrimination, efficiency, weight = (
        measured(item.answers, needed, value, interval)
        for needed, value, interval in zip(needs, of_item(item), intervals, strict=False)
    )
    return ItemAnalysis(
        facility=_facility(item),
        corrected=_corrected(item, question.guess) if question.guess else None,
        deviation=deviation,
        discrimination=discrimination,
        efficiency=efficiency,
        weight=weight,
        intended=intended,
        negative=item.negative and item.answers >= DISCRIMINATION_FROM,
    )


def _facility(item: ItemFigures) -> Measure:
    if item.facility is None:
        return Measure(item.answers, FACILITY_FROM)
    return measured(item.answers, FACILITY_FROM, item.facility, wilson(item.facility, item.answers))


def _corrected(item: ItemFigures, guess: float) -> Measure:
    facility = _facility(item)
    if facility.value is None or facility.interval is None:
        return facility
    factor = 1 / (1 - guess)
    return measured(
        facility.count,
        facility.needed,
        (facility.value - guess) * factor,
        facility.interval.scaled(factor, -guess * factor),
    )


def _test(found: Figures, intervals: Sequence[Interval | None]) -> TestAnalysis:
    test: TestFigures = found.test
    needs = (*(FACILITY_FROM,) * 2, *(DISCRIMINATION_FROM,) * 2, *(RELIABILITY_FROM,) * 3)
    return TestAnalysis(
        *(
            measured(test.learners, needed, value, interval)
            for needed, value, interval in zip(needs, of_test(test), intervals, strict=True)
        )
    )

"""Which questions are harder in one language than in the other.

In fairness mode every learner gets every question in a language drawn for the two of them,
so both groups are the same people; what is left is the question. Learners are compared
within the quarters of the rest score (`mantel`), English being the reference:

    delta = -2.35 ln alpha        below 0: harder in Arabic

Being weaker in Arabic altogether is no fault of a question, so deltas are centred on their
mean. A small class makes large deltas by chance, so each is shrunk by what the spread of all
of them leaves to chance: delta* = tau^2 / (tau^2 + se^2) * delta, where tau^2 is the variance
of the centred deltas less the mean of se^2, at least 0 (Zwick, Thayer and Lewis, 1999).

    under 60 answers    nothing is said
    from 60             "worth a second look": p under 0.20 (Fidalgo and others, 2004)
    from 200            A, B, C of the ETS, on delta*, at 0.05: A under 1 or not significant,
                        C from 1.5 and significantly above 1, B between

`FALSE_ALARMS` is how many of the fair questions are marked at most. Worked example, 200
answers, right answers 80 of 100 in English and 60 of 100 in Arabic, one stratum: alpha 2.67,
delta -2.30.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, log, sqrt
from statistics import NormalDist, fmean, quantiles
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.statistics.intervals import Interval
from quizapp.domain.statistics.mantel import Comparison, Stratum, compare

SECOND_LOOK_FROM: Final = 60
LABELS_FROM: Final = 200
SECOND_LOOK_P: Final = 0.20
LABEL_P: Final = 0.05
FALSE_ALARMS: Final = {SECOND_LOOK_FROM: SECOND_LOOK_P, LABELS_FROM: LABEL_P}

SCALE: Final = 2.35
SMALL: Final = 1.0
LARGE: Final = 1.5
WANTED_POWER: Final = 0.8
_NORMAL: Final = NormalDist()
_FULL_MARK: Final = 1 - 1e-9


class Label(StrEnum):
    """What is said of a question."""

    TOO_FEW = "too_few"
    UNSEEN = "unseen"
    LOOK = "look"
    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Seen:
    """One learner's answer to a question: in which language, its mark, the rest score.

    `mark` and `rest` are shares of one.
    """

    lang: Lang
    mark: float
    rest: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of a question.

    `delta` is centred and shrunk, `interval` the range in which it lies 19 times out of 20,
    `raw` the centred one and `p` how probably chance makes one as large; `chi_squared` is that
    of the test before centring. They are None under 60 answers, or where one language is missing.
    `power` is the probability that this class would show a difference of one logit, `enough`
    the answers for a power of 0.8.
    """

    label: Label
    answers: int
    arabic: int
    raw: float | None = None
    delta: float | None = None
    interval: Interval | None = None
    chi_squared: float | None = None
    p: float | None = None
    power: float | None = None
    enough: int = SECOND_LOOK_FROM


def judge(questions: Sequence[Sequence[Seen]]) -> tuple[Verdict, ...]:
    """Return a verdict for each question, given the answers to it, one a learner."""
    compared = [
        compare(strata_of(answers)) if len(answers) >= SECOND_LOOK_FROM else None
        for answers in questions
    ]
    deltas = [-SCALE * log(found.ratio) for found in compared if found is not None]
    centre = fmean(deltas) if deltas else 0.0
    spread = _true_variance(compared, [delta - centre for delta in deltas])
    return tuple(
        _verdict(answers, found, centre, spread)
        for answers, found in zip(questions, compared, strict=True)
    )


def strata_of(answers: Sequence[Seen]) -> tuple[Stratum, ...]:
    """Return the quarters of the rest score; those tied at a border are together."""
    borders = quantiles([seen.rest for seen in answers], n=4, method="inclusive")
    cells = [[0.0] * 4 for _ in range(len(borders) + 1)]
    for seen in answers:
        wrong = seen.mark < _FULL_MARK
        cells[bisect_left(borders, seen.rest)][2 * (seen.lang == "ar") + wrong] += 1
    return tuple(Stratum(*cell) for cell in cells if any(cell))


def _error(found: Comparison) -> float:
    return SCALE * sqrt(found.variance)


def _true_variance(compared: Sequence[Comparison | None], deltas: Sequence[float]) -> float:
    if len(deltas) < 2:
        return 0.0
    seen = sum(delta * delta for delta in deltas) / (len(deltas) - 1)
    chance = fmean(_error(found) ** 2 for found in compared if found is not None)
    return max(seen - chance, 0.0)


def _verdict(
    answers: Sequence[Seen], found: Comparison | None, centre: float, spread: float
) -> Verdict:
    count, arabic = len(answers), sum(seen.lang == "ar" for seen in answers)
    if found is None:
        return Verdict(Label.TOO_FEW, count, arabic)
    error = _error(found)
    raw = -SCALE * log(found.ratio) - centre
    kept = spread / (spread + error**2)
    delta, left = raw * kept, error * sqrt(kept)
    half = _NORMAL.inv_cdf(0.975) * left
    # Not that of the test: this is about the question, with the languages themselves put level.
    p = 2 * _NORMAL.cdf(-abs(raw) / error)
    alpha = SECOND_LOOK_P if count < LABELS_FROM else LABEL_P
    return Verdict(
        label=_label(count, delta, left, p),
        answers=count,
        arabic=arabic,
        raw=raw,
        delta=delta,
        interval=Interval(delta - half, delta + half),
        chi_squared=found.chi_squared,
        p=p,
        power=power(error, alpha),
        enough=answers_needed(error, count, alpha),
    )


def _label(count: int, delta: float, error: float, p: float) -> Label:
    if count < LABELS_FROM:
        return Label.LOOK if p < SECOND_LOOK_P else Label.UNSEEN
    if p >= LABEL_P or abs(delta) < SMALL:
        return Label.A
    surely = abs(delta) - _NORMAL.inv_cdf(1 - LABEL_P) * error > SMALL
    return Label.C if abs(delta) >= LARGE and surely else Label.B


def power(error: float, alpha: float) -> float:
    """Return how probably a difference of one logit shows at a level, given its error."""
    edge = _NORMAL.inv_cdf(1 - alpha / 2)
    return 1 - _NORMAL.cdf(edge - SCALE / error) + _NORMAL.cdf(-edge - SCALE / error)


def answers_needed(error: float, count: int, alpha: float) -> int:
    """Return about how many answers show a difference of one logit in 4 classes of 5.

    The error falls with the root of the answers; rounded up to tens.
    """
    edges = _NORMAL.inv_cdf(1 - alpha / 2) + _NORMAL.inv_cdf(WANTED_POWER)
    return ceil(count * (error * edges / SCALE) ** 2 / 10) * 10

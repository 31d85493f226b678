"""How well a memory model foretold a log, and the log as an optimiser wants it.

Before each review on a later day than the card's last one, the model gave a probability p of
recall. The log loss is the mean of -ln(p) where the card was recalled and of -ln(1 - p) where
it was not (cross-entropy; the measure of the FSRS benchmark): 0 for a prophet, 0.693 for a
coin. Worked example, default parameters, two cards first graded Good (stability 2.31):

    asked after 2 days    p = 0.909    recalled     -ln(0.909) = 0.095
    asked after 10 days   p = 0.774    forgotten    -ln(0.226) = 1.489    log loss 0.792

Reviews within a day move memory but are not counted: their recall is not a forecast.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, pairwise
from typing import Final

from quizapp.domain.cards.replay import in_order
from quizapp.domain.cards.reviewing import remember
from quizapp.domain.cards.state import CardState, Rating, Review
from quizapp.domain.memory import MemorySettings, retrievability

LEAST_REVIEWS: Final = 400
"""Fewer reviews say too little about a person: the optimiser of the FSRS project says the same."""
_SURE: Final = 1e-4
"""No forecast counts as surer than this, or one surprise would outweigh a thousand reviews."""

History = tuple[tuple[int, int], ...]
"""The reviews of a card: each with its rating (1 to 4) and the days since the one before."""
Fitter = Callable[[Sequence[History]], Sequence[float]]
"""Turns the histories of all cards into parameters of FSRS-6."""


@dataclass(frozen=True, slots=True)
class Forecasts:
    """How many reviews were foretold, and the log loss over them (0 where there are none)."""

    count: int
    log_loss: float


def by_card(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    """Return the lines of each card in order, each once."""
    logs: defaultdict[str, list[Review]] = defaultdict(list)
    for line in in_order(reviews):
        logs[line.card].append(line)
    return dict(logs)


def forecasts(
    logs: Iterable[Sequence[Review]], settings: MemorySettings, since: datetime | None = None
) -> Forecasts:
    """Return how well these settings foretell logs, one of a card each, in order.

    With `since` every line moves memory but only those from that moment on are counted.
    """
    losses = []
    for log in logs:
        state = CardState(log[0].card) if log else CardState("")
        for line in log:
            if _is_foretold(state, line) and (since is None or line.moment >= since):
                recalled = retrievability(state, line.study_day, settings)
                losses.append(surprise(recalled, line.rating is not Rating.AGAIN))
            state = remember(state, line, settings)
    return Forecasts(len(losses), math.fsum(losses) / len(losses) if losses else 0.0)


def surprise(probability: float, recalled: bool) -> float:
    """Return the loss of one forecast."""
    sure = min(max(probability, _SURE), 1 - _SURE)
    return -math.log(sure if recalled else 1 - sure)


def _is_foretold(state: CardState, line: Review) -> bool:
    return state.last_day is not None and line.study_day > state.last_day


def history_of(log: Sequence[Review]) -> History:
    """Return the log of a card as an optimiser wants it.

    Good, and ten days later Again: ((3, 0), (1, 10)). A clock set back counts as no time.
    """
    gaps = (max((line.study_day - before.study_day).days, 0) for before, line in pairwise(log))
    return tuple((int(line.rating), gap) for line, gap in zip(log, chain((0,), gaps), strict=False))


def boundary(logs: Iterable[Sequence[Review]], share: float) -> datetime | None:
    """Return the moment before which this share of the later-day reviews was made."""
    moments = sorted(
        line.moment
        for log in logs
        for before, line in pairwise(log)
        if line.study_day > before.study_day
    )
    return moments[min(int(len(moments) * share), len(moments) - 1)] if moments else None

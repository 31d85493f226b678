"""Where a card stands, in Anki's terms.

Days of review are counted from the day on which the collection was made, and a day turns at
04:00 by the learner's own clock, as here; steps of minutes are moments in seconds. Worked
example for a collection made on 1 March in Amman:

    due on 5 March, last seen on 2 March    type 2, queue 2, due 4, ivl 3
    in its steps, due at a moment           type 1, queue 1, due in seconds since 1970
    never seen                              type 0, queue 0, due: its place among the new
    put aside                               the same with queue -1

FSRS keeps its memory in the card's `data`; the reviews go along, as Anki reckons the memory
anew from them whenever parameters change. The number of a review is its moment and must not
be another's: where two cards were rated in one millisecond, the later in order is one later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from quizapp.domain.cards.state import CardState, Phase, Review
from quizapp.domain.exchange.cards import CardPack, TravellingCard

_TYPES: Final = {Phase.NEW: 0, Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 3}
_LOGGED: Final = {Phase.NEW: 0, Phase.LEARNING: 0, Phase.REVIEW: 1, Phase.RELEARNING: 2}
_USUAL_EASE: Final = 2500
_LONGEST: Final = 2**31 - 1  # what fits the program's columns
SUSPENDED: Final = -1


@dataclass(frozen=True, slots=True)
class Standing:
    """The columns of a card that say where it stands."""

    type: int
    queue: int
    due: int
    ivl: int
    factor: int
    reps: int
    lapses: int
    left: int
    data: str


def first_day(pack: CardPack, today: date) -> date:
    """Return the day that the others are counted from: no card is due before it."""
    days = [day for card in pack.cards if (day := _due(card)) is not None]
    return min([today, *days])


def standing(card: TravellingCard, place: int, first: date, pack: CardPack) -> Standing:
    """Return where a card stands; `place` orders the new ones, `first` is `first_day`."""
    state = card.state
    if state is None or state.phase is Phase.NEW:
        queue = SUSPENDED if card.suspended else 0
        return Standing(0, queue, place, 0, 0, 0, 0, 0, "{}")
    due_on = _due(card) or first
    if state.due_at is not None and state.phase is not Phase.REVIEW:
        kind, queue, due = _TYPES[state.phase], 1, _seconds(state.due_at)
        ivl, left = int(state.phase is Phase.RELEARNING), 1 if state.step else 2
    else:
        kind, queue, due = _TYPES[Phase.REVIEW], 2, (due_on - first).days
        ivl, left = _interval(state, due_on), 0
    return Standing(
        type=kind,
        queue=SUSPENDED if card.suspended else queue,
        due=due,
        ivl=ivl,
        factor=_USUAL_EASE,
        reps=state.reps,
        lapses=state.lapses,
        left=left,
        data=_memory(state, pack),
    )


def _due(card: TravellingCard) -> date | None:
    state = card.state
    if state is None or state.phase is Phase.NEW:
        return None
    return card.due_on or state.due_day


def _interval(state: CardState, due_on: date) -> int:
    if state.last_day is None:
        return 1
    return max((due_on - state.last_day).days, 1)


def _memory(state: CardState, pack: CardPack) -> str:
    values: dict[str, float | int] = {
        "s": round(state.stability, 4),
        "d": round(state.difficulty, 3),
        "dr": round(pack.retention, 2),
        "decay": round(pack.decay, 3),
    }
    if state.last_review is not None:
        values["lrt"] = _seconds(state.last_review)
    return json.dumps(values, separators=(",", ":"))


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def log_rows(logs: Iterable[tuple[int, tuple[Review, ...]]]) -> list[tuple[int, ...]]:
    """Return the rows of the log of reviews; each log goes with the number of its card."""
    lines = [
        (round(line.moment.timestamp() * 1000), number, place, line)
        for number, log in logs
        for place, line in enumerate(sorted(log, key=lambda line: (line.moment, line.id)))
    ]
    lines.sort(key=lambda each: each[:3])
    intervals: dict[int, int] = {}
    rows: list[tuple[int, ...]] = []
    last = 0
    for moment, number, _, line in lines:
        last = max(moment, last + 1)
        ivl = _logged_interval(line)
        row = (last, number, -1, int(line.rating), ivl, intervals.get(number, 0), _factor(line))
        rows.append((*row, min(line.duration_ms or 0, _LONGEST), _LOGGED[line.phase]))
        intervals[number] = ivl
    return rows


def _logged_interval(line: Review) -> int:
    """Days, or below 0 the seconds of a step, of which the log says only that it was one."""
    if line.due_day is None:
        return -600
    return max((line.due_day - line.study_day).days, 1)


def _factor(line: Review) -> int:
    """The difficulty as the program shows it: 100 for 1, 1100 for 10."""
    if line.phase is Phase.NEW:
        return 0
    return 100 + round((line.difficulty - 1) / 9 * 1000)

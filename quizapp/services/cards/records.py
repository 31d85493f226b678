"""Between stored rows and the domain's values: states, log lines, totals of days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from quizapp.db.base import AnyRow
from quizapp.db.types import EPOCH
from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.holding import Held, Move, Standing
from quizapp.domain.cards.state import CardState, Phase, Rating, Review
from quizapp.domain.memory import MemorySettings

# Steps are the same for everybody; the retention is in each line.
REPLAYING: Final = MemorySettings()
_PHASES: Final = {phase.value: phase for phase in Phase}
_INSTANT: Final = timedelta(milliseconds=1)


@lru_cache(maxsize=1024)
def settings_with(
    parameters: tuple[float, ...] | None, retention: float = REPLAYING.retention
) -> MemorySettings:
    """Return the settings of somebody with parameters of their own; None: the usual ones."""
    if parameters is None:
        return MemorySettings(retention=retention)
    return MemorySettings(retention=retention, parameters=parameters)


def state_of(row: AnyRow) -> CardState:
    """Return the memory in a row that has a card's name and perhaps a state."""
    if row.phase is None:
        return CardState(row.name)
    return CardState(
        card=row.name,
        phase=_PHASES[row.phase],
        stability=row.stability,
        difficulty=row.difficulty,
        step=row.step,
        due_day=row.due_day,
        due_at=row.due_at,
        first_day=row.first_day,
        last_day=row.last_day,
        last_review=row.last_review,
        reps=row.reps,
        lapses=row.lapses,
    )


def memory_values(state: CardState) -> dict[str, Any]:
    """Return the columns of a state that follow from the log."""
    return {
        "phase": state.phase.value,
        "stability": state.stability,
        "difficulty": state.difficulty,
        "step": state.step,
        "due_day": state.due_day,
        "due_at": state.due_at,
        "first_day": state.first_day,
        "last_day": state.last_day,
        "last_review": state.last_review,
        "reps": state.reps,
        "lapses": state.lapses,
    }


def held_of(row: AnyRow, lang: Lang, place: int) -> Held:
    """Return a card in the learner's hands from a row with a state."""
    state = state_of(row)
    move = None
    if row.due_on is not None and row.due_on != state.due_day:
        # Only a day that was moved after the last review differs from the memory's own.
        moment = state.last_review
        move = Move(row.due_on, _after(moment))
    return Held(state, lang, place, Standing(bool(row.suspended), row.buried_on, move))


def weighed_of(row: AnyRow) -> Held:
    """Return a due card from a row of `db.cards.due`: enough to tell what reviewing it is worth."""
    phase = _PHASES[row.phase]
    state = CardState(
        row.name, phase, row.stability, row.difficulty, row.step, last_day=row.last_day
    )
    return Held(state, row.lang)


def line_of(row: AnyRow) -> Review:
    """Return a line of the log."""
    return Review(
        id=str(UUID(bytes=row.uuid)),
        card=row.name,
        moment=row.moment,
        study_day=row.day,
        rating=Rating(row.rating),
        retention=row.retention,
        due_day=row.due_day,
        source=row.source,
        duration_ms=row.latency,
        certainty=row.certainty,
        phase=_PHASES[row.phase],
        stability=row.stability,
        difficulty=row.difficulty,
    )


def line_values(line: Review) -> dict[str, Any]:
    """Return the columns of a log line that the domain decides."""
    return {
        "moment": line.moment,
        "uuid": UUID(line.id).bytes,
        "day": line.study_day,
        "rating": int(line.rating),
        "retention": line.retention,
        "due_day": line.due_day,
        "source": line.source,
        "certainty": line.certainty,
        "latency": line.duration_ms,
        "phase": line.phase.value,
        "stability": line.stability,
        "difficulty": line.difficulty,
    }


def totals_of(lines: Iterable[Review]) -> dict[date, dict[str, int]]:
    """Return what each day came to, over lines that count.

    A card counts once a day; it was tested if its first review on that day found it in
    long-term review, and introduced if a review found it new.
    """
    totals: defaultdict[date, dict[str, int]] = defaultdict(
        lambda: dict.fromkeys(
            ("reviews", "cards", "introduced", "again", "tested", "recalled", "millis"), 0
        )
    )
    seen: set[tuple[date, str]] = set()
    for line in sorted(lines, key=lambda line: (line.moment, line.id)):
        first = (line.study_day, line.card) not in seen
        seen.add((line.study_day, line.card))
        for name, value in counts_of(line, first).items():
            totals[line.study_day][name] += value
    return dict(totals)


def day_rows(account_id: int, lines: Iterable[Review]) -> list[dict[str, Any]]:
    """Return the rows of `day_total` that somebody's lines come to."""
    totals = totals_of(lines)
    return [{"account_id": account_id, "day": day, **counts} for day, counts in totals.items()]


def counts_of(line: Review, first: bool) -> dict[str, int]:
    """Return what one line adds to its day; `first` tells whether it is its card's first."""
    tested = first and line.phase is Phase.REVIEW
    return {
        "reviews": 1,
        "cards": int(first),
        "introduced": int(line.phase is Phase.NEW),
        "again": int(line.rating is Rating.AGAIN),
        "tested": int(tested),
        "recalled": int(tested and line.rating is not Rating.AGAIN),
        "millis": line.duration_ms or 0,
    }


def _after(moment: datetime | None) -> datetime:
    return EPOCH if moment is None else moment + _INSTANT

"""What is known of a card somebody holds, and the log it follows from.

`Review` is a line of the append-only log; `CardState` is what the lines of one card come to
(`cards.replay`), so it can always be computed again. `Rated` is what a learner did, before
anything was decided about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Literal


class Rating(IntEnum):
    """How well a card was recalled, in the learner's own words."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Phase(StrEnum):
    """Where a card stands: never seen, in its first steps, known, or being learnt again."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


@dataclass(frozen=True, slots=True)
class CardState:
    """A learner's memory of one card: what its reviews come to, and nothing else.

    `due_day` is the day of study on which it is due; `due_at` is set besides where a step
    of minutes ends at that moment. `lapses` counts how often it was forgotten once known.
    Stability is in days, difficulty in 1..10; both are 0 before the first review.
    """

    card: str
    phase: Phase = Phase.NEW
    stability: float = 0.0
    difficulty: float = 0.0
    step: int = 0
    due_day: date | None = None
    due_at: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    last_review: datetime | None = None
    reps: int = 0
    lapses: int = 0


@dataclass(frozen=True, slots=True)
class Rated:
    """What a learner did: gave this rating at this moment. `id` is a UUID of its own.

    `source` says where: on a card, or by typing the answer in a quiz, which then also has
    the `certainty` given.
    """

    id: str
    rating: Rating
    moment: datetime
    source: Literal["card", "quiz"] = "card"
    duration_ms: int | None = None
    certainty: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One line of the log: what was done, what was decided, and what was known before.

    `due_day` is the day decided on, None where the card came back within the day. `phase`,
    `stability` and `difficulty` tell the state before, for later study of the log;
    replaying does not read them. Fact, language and direction are in the card's id.
    """

    id: str
    card: str
    moment: datetime
    study_day: date
    rating: Rating
    retention: float
    due_day: date | None = None
    source: Literal["card", "quiz"] = "card"
    duration_ms: int | None = None
    certainty: str | None = None
    phase: Phase = Phase.NEW
    stability: float = 0.0
    difficulty: float = 0.0

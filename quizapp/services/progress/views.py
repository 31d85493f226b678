"""What the progress page shows, as plain values: every chart is one of these tuples.

Days are study days in the learner's zone. Nothing here blames: a day without a review is
a zero in the heatmap and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.services.rounds import Certainty


@dataclass(frozen=True, slots=True)
class Today:
    """The study day so far. `seconds` is the time from front to grade over its reviews."""

    day: date
    reviews: int
    introduced: int
    passed: int
    seconds: int
    left_due: int
    left_new: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """A study day and a number of cards or reviews."""

    day: date
    count: int


@dataclass(frozen=True, slots=True)
class RetentionMonth:
    """True retention in a calendar month (`month` is its first day).

    `total` counts reviews of cards that were in long-term review, the first of the card on
    its day; `passed` those of them that were recalled. `retention` is their ratio.
    """

    month: date
    passed: int
    total: int

    @property
    def retention(self) -> float | None:
        """The share recalled; None without a review."""
        return self.passed / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class StabilityBin:
    """How many cards are remembered for `lower` to below `upper` days (None: no end)."""

    lower: int
    upper: int | None
    cards: int


@dataclass(frozen=True, slots=True)
class FactsOfArticle:
    """The facts of an article in one language: known, shaky, unseen; they sum to `total`.

    Known: every card reviewed of the fact is recalled now with the desired retention.
    """

    article: str
    title: Bilingual
    lang: Lang
    known: int
    shaky: int
    unseen: int
    total: int


@dataclass(frozen=True, slots=True)
class LanguageGap:
    """Chance of recall now in Arabic less that in English, over pairs of the same facts.

    `low` and `high` bound the mean difference with 95 % confidence. Negative: Arabic is
    weaker.
    """

    pairs: int
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RoundPoint:
    """A finished round: its score is `score` of `total`."""

    public_id: str
    article: str
    title: Bilingual
    lang: Lang
    finished_at: datetime
    score: float
    total: int


@dataclass(frozen=True, slots=True)
class CertaintyRow:
    """How often answers given in a language with a certainty were right."""

    lang: Lang
    certainty: Certainty
    count: int
    right: int


@dataclass(frozen=True, slots=True)
class StreakView:
    """Days in a row with a review; freeze days that saved it count as `frozen`, not as days."""

    days: int
    frozen: int
    longest: int
    studied_today: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything on the progress page.

    `forecast` has 30 days from today (overdue cards are today's), `heatmap` 26 weeks
    of days that end today, `retention` every month with reviews, oldest first; `gap` is None under
    20 pairs. `rounds` are the latest ones, oldest first. `reviews` counts them all.
    """

    today: Today
    streak: StreakView
    forecast: tuple[DayCount, ...]
    heatmap: tuple[DayCount, ...]
    desired: float
    retention: tuple[RetentionMonth, ...]
    stability: tuple[StabilityBin, ...]
    facts: tuple[FactsOfArticle, ...]
    gap: LanguageGap | None
    rounds: tuple[RoundPoint, ...]
    calibration: tuple[CertaintyRow, ...]
    reviews: int

"""Progress: what a learner has done, knows, and has before them.

History comes from the totals of days, which each review adds to, and what is known from the
states of cards: the log itself is not read, so the page costs the same after ten years.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, get_args

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import cards, catalogue, decks
from quizapp.db import progress as tables
from quizapp.db.base import AnyRow
from quizapp.domain.bilingual import LANGS
from quizapp.domain.cards.plan import plan_day
from quizapp.domain.cards.streak import streak_of
from quizapp.services import texts
from quizapp.services.cards.learner import Learner, learner_of
from quizapp.services.cards.records import held_of
from quizapp.services.cards.sitting import asked_of
from quizapp.services.progress.memory import facts_of, forecast_of, gap_of, stability_of
from quizapp.services.progress.views import (
    CertaintyRow,
    DayCount,
    FactsOfArticle,
    LanguageGap,
    Progress,
    RetentionMonth,
    RoundPoint,
    StabilityBin,
    StreakView,
    Today,
)
from quizapp.services.rounds import Certainty

HEATMAP_DAYS: Final = 26 * 7
MOST_ROUNDS: Final = 100
_NEVER: Final = date.max

__all__ = [
    "CertaintyRow",
    "DayCount",
    "FactsOfArticle",
    "LanguageGap",
    "Progress",
    "RetentionMonth",
    "RoundPoint",
    "StabilityBin",
    "StreakView",
    "Today",
    "progress",
]


def progress(session: Session, *, account_id: int, now: datetime) -> Progress:
    """Return everything that the progress page shows. Raises AccountNotFound."""
    connection = session.connection()
    learner = learner_of(connection, account_id, now)
    days = tables.days(connection, account_id)
    states = decks.states(connection, account_id)
    rows = catalogue.articles(connection)
    stored = texts.articles_of(connection, {row.fingerprint: row.version_id for row in rows})
    return Progress(
        today=_today(connection, learner, states),
        streak=_streak(days, learner),
        forecast=forecast_of(states, learner),
        heatmap=_heatmap(days, learner.today),
        desired=learner.goals.retention,
        retention=_retention(days),
        stability=stability_of(states),
        facts=facts_of({row.id: stored[row.fingerprint] for row in rows}, states, learner),
        gap=gap_of(states, learner),
        rounds=_rounds(connection, account_id),
        calibration=_calibration(tables.certainty(connection, account_id)),
        reviews=sum(row.reviews for row in days),
    )


def _today(connection: Connection, learner: Learner, states: Iterable[AnyRow]) -> Today:
    """What this day holds. Only what is due or was seen today is planned; new cards are counted."""
    today = learner.today
    near = [row for row in states if row.last_day == today or (row.due_on or _NEVER) <= today]
    held = [held_of(row, row.lang, row.position) for row in near if row.reps]
    plan = plan_day(held, today, learner.limits, learner.settings, learner.first)
    asked = asked_of(learner, None)
    left = cards.left(connection, asked, max(learner.room, 1), learner.room_for_new + 1)
    return Today(
        day=today,
        reviews=learner.done.reviews,
        introduced=learner.done.introduced,
        passed=learner.done.reviews - learner.done.again,
        seconds=learner.done.millis // 1000,
        left_due=len(plan.steps) + len(plan.due),
        left_new=min(left.new, learner.room_for_new, learner.room - len(plan.due)),
    )


def _streak(days: Iterable[AnyRow], learner: Learner) -> StreakView:
    found = streak_of((row.day for row in days), learner.today, learner.calendar)
    return StreakView(found.days, len(found.frozen), found.longest, found.studied_today)


def _heatmap(days: Sequence[AnyRow], today: date) -> tuple[DayCount, ...]:
    reviews = {row.day: row.reviews for row in days}
    first = today - timedelta(days=HEATMAP_DAYS - 1)
    each = (first + timedelta(days=after) for after in range(HEATMAP_DAYS))
    return tuple(DayCount(day, reviews.get(day, 0)) for day in each)


def _retention(days: Iterable[AnyRow]) -> tuple[RetentionMonth, ...]:
    months: dict[date, tuple[int, int]] = {}
    for row in days:
        month = row.day.replace(day=1)
        passed, total = months.get(month, (0, 0))
        months[month] = (passed + row.recalled, total + row.tested)
    return tuple(RetentionMonth(month, *counts) for month, counts in sorted(months.items()))


def _rounds(connection: Connection, account_id: int) -> tuple[RoundPoint, ...]:
    rows = tables.finished_rounds(connection, account_id, MOST_ROUNDS)
    stored = texts.articles_of(
        connection, {row.article_fingerprint: row.article_version_id for row in rows}
    )
    return tuple(
        RoundPoint(
            public_id=row.public_id,
            article=stored[row.article_fingerprint].slug,
            title=stored[row.article_fingerprint].title,
            lang=row.lang,
            finished_at=row.finished_at,
            score=row.score,
            total=row.total,
        )
        for row in reversed(rows)
    )


def _calibration(rows: Iterable[AnyRow]) -> tuple[CertaintyRow, ...]:
    found = {(row.lang, row.certainty): row for row in rows}
    return tuple(
        CertaintyRow(lang, certainty, row.answers, row.right)
        for lang in LANGS
        for certainty in get_args(Certainty)
        if (row := found.get((lang, certainty))) is not None
    )

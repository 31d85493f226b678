"""Cards to hold in tests: slots with a card in each language, as content gives them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import settings

from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.holding import Held
from quizapp.domain.cards.reviewing import review
from quizapp.domain.cards.state import CardState, Phase, Rated, Rating, Review
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.memory import MemorySettings

MONDAY = date(2026, 3, 2)
EVENING = datetime(2026, 3, 2, 18, tzinfo=UTC)
UTC_DAYS = StudyCalendar("UTC")
PLAIN = MemorySettings(fuzz=False)
UNTIMED = settings(deadline=None)  # a busy machine is no failure
LANGS: tuple[Lang, Lang] = ("ar", "en")


def new_card(slot: str, lang: Lang = "ar", place: int = 0) -> Held:
    return Held(CardState(f"fair/{slot}/x/card-{lang}"), lang, place)


def known_card(
    slot: str,
    lang: Lang = "ar",
    *,
    due: date = MONDAY,
    stability: float = 10.0,
    away: int = 10,
    place: int = 0,
) -> Held:
    """A card in review: last seen `away` days before the day on which it is due."""
    held = new_card(slot, lang, place)
    last = due - timedelta(days=away)
    state = replace(
        held.state,
        phase=Phase.REVIEW,
        stability=stability,
        difficulty=5.0,
        due_day=due,
        first_day=last,
        last_day=last,
        last_review=datetime(last.year, last.month, last.day, 18, tzinfo=UTC),
        reps=3,
    )
    return replace(held, state=state)


def both_languages(slots: int) -> list[Held]:
    """New cards of so many slots, in both languages, as the content orders them."""
    return [
        new_card(f"f{slot:03}", lang, 2 * slot + at)
        for slot in range(slots)
        for at, lang in enumerate(LANGS)
    ]


def reviewed(
    card: str,
    ratings: str,
    start: datetime = EVENING,
    settings: MemorySettings = MemorySettings(),  # noqa: B008 - frozen
    name: str = "r",
) -> tuple[CardState, list[Review]]:
    """A card reviewed on time with these ratings: digits 1 (again) to 4 (easy)."""
    state, log, now = CardState(card), [], start
    for at, digit in enumerate(ratings):
        if state.due_at is not None:
            now = max(now, state.due_at)
        elif state.due_day is not None:
            now = datetime.combine(state.due_day, start.timetz())
        state, line = review(
            state, Rated(f"{name}-{at}", Rating(int(digit)), now), settings, UTC_DAYS
        )
        log.append(line)
    return state, log

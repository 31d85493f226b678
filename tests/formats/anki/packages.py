"""Packages to read in tests: our cards, and whatever a stranger may put into one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta

import zstandard

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.cards.build import Side
from quizapp.domain.cards.reviewing import review
from quizapp.domain.cards.state import CardState, Rated, Rating, Review
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.exchange.cards import CardPack, TravellingCard
from quizapp.domain.memory import MemorySettings
from quizapp.formats.anki import collection
from quizapp.formats.anki.writer import write
from quizapp.formats.safety.archive import Archive, packed

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
AMMAN = StudyCalendar("Asia/Amman")
SETTINGS = MemorySettings()
SUMMIT = ("Waraqa", "قمة سمرقند", "Terms")


def learnt(
    number: int, ratings: Sequence[int], *, now: datetime = NOW, away: int = 30
) -> tuple[CardState, tuple[Review, ...]]:
    """A card rated when it was due, the first time `away` days ago."""
    state, log = CardState(f"summit/fact-{number}/slot/card-ar"), []
    moment = now - timedelta(days=away)
    for place, rating in enumerate(ratings):
        name = f"00000000-0000-0000-{number:04}-{place:012}"
        state, line = review(state, Rated(name, Rating(rating), moment), SETTINGS, AMMAN)
        log.append(line)
        due = state.due_day
        assert due is not None
        moment = state.due_at or AMMAN.starts(due) + timedelta(hours=15)
    return state, tuple(log)


def card(number: int, ratings: Sequence[int] = (), **changes: object) -> TravellingCard:
    now = changes.pop("now", NOW)
    assert isinstance(now, datetime)
    state, log = learnt(number, ratings, now=now)
    values: dict[str, object] = {
        "id": state.card,
        "deck": SUMMIT,
        "front": Side("ar", "أين انعقدت القمة؟", "انعقدت القمة في ____ & <هناك>."),
        "back": Side("en", "Samarkand", "A city in [sound:x.mp3] Uzbekistan"),
        "statement": Bilingual("انعقدت القمة في سمرقند.", "The summit was held\nin Samarkand."),
        "evidence": ("It was held there.", "And so it was."),
        "source": "The summit",
        "note": "mine",
        "tags": ("waraqa::summit",),
        "state": state,
        "log": log,
    }
    return TravellingCard(**(values | changes))  # type: ignore[arg-type]


def pack(*cards: TravellingCard, calendar: StudyCalendar = AMMAN) -> CardPack:
    return CardPack(cards, calendar)


def every_standing(now: datetime = NOW) -> CardPack:
    """A card in every place that one can stand in."""
    today = AMMAN.day(now)
    return pack(
        card(1, now=now),
        card(2, [3], now=now),
        card(3, [3, 3], now=now),
        card(4, [3, 3, 3, 3], now=now),
        card(5, [3, 3, 1], now=now),
        card(6, [3, 3], now=now, suspended=True),
        card(7, [4], now=now, due_on=today + timedelta(days=9)),
    )


def with_database(
    change: Callable[[sqlite3.Connection], object], *, name: str = "collection.anki2"
) -> bytes:
    """A package of one card, after somebody has changed its database."""
    import_of = write(pack(card(3, [3, 3])), NOW)
    content = database_of(import_of)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.deserialize(content)
        change(db)
        content = db.serialize()
    return packed([(name, content), ("media", b"{}")])


def database_of(package: bytes) -> bytes:
    archive = Archive(package, most_parts=10, most_unpacked=1 << 30)
    return archive.read("collection.anki2", 1 << 30)


def squeezed(content: bytes, *, level: int = 3) -> bytes:
    return zstandard.ZstdCompressor(level=level).compress(content)


def newest(content: bytes) -> bytes:
    """A package of the newest generation around some bytes."""
    return packed([("meta", b"\x08\x03"), ("collection.anki21b", content), ("media", b"")])


def empty_database(*statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(collection.SCHEMA)
        for statement in statements:
            db.execute(statement)
        return db.serialize()

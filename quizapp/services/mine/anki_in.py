"""Bringing back what was learnt in Anki: the reviews of our own cards, each logged once.

A file is looked at first (`look`), which writes nothing; what would come in can be sent along
with the page (`packed`, `unpacked`) and is brought in from there (`bring`):

    a review made there        a line of the log, named by card and moment: never there twice
    our own, back again        known by its card and second, and left alone
    of a card not here         passed over, as are moments still to come (`mine.claimed`)
    a note of somebody else    not for the log; a teacher can make questions of it

The log is one set: what was reviewed here and there is in order of time, every card touched
is replayed over all of it, and the days are summed up anew. The day that Anki put a card on
stands where our memory allows it. Decks of cards that come back are taken up.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import decks, reviews, travelling
from quizapp.db import mine as tables
from quizapp.db.engine import writing
from quizapp.db.types import from_millis
from quizapp.domain.cards.replay import in_order
from quizapp.domain.cards.reviewing import remember
from quizapp.domain.cards.state import CardState, Rating, Review
from quizapp.domain.errors import ImportRejected
from quizapp.domain.exchange.cards import (
    ForeignNote,
    ForeignReview,
    by_second,
    is_known,
    review_id,
)
from quizapp.domain.exchange.question import tidy
from quizapp.domain.exchange.travel import Note
from quizapp.formats.anki.reader import read_notes
from quizapp.formats.safety.plain import plain
from quizapp.services.cards.learner import Learner, learner_of
from quizapp.services.cards.recording import new_state
from quizapp.services.cards.records import line_of, line_values
from quizapp.services.mine import claimed, shape
from quizapp.services.mine.replaying import put_in_place

MOST_REVIEWS: Final = 100_000
LONGEST_PACKED: Final = 4 * 1024 * 1024
_MOST_UNPACKED: Final = 16 * 1024 * 1024
_MOST_SHOWN: Final = 20
_LONGEST_SHOWN: Final = 120
_LONGEST_INTERVAL: Final = 36_500

Found = Mapping[str, tuple[ForeignReview, ...]]
"""The reviews of our cards, by card."""


@dataclass(frozen=True, slots=True)
class AnkiView:
    """What a file holds for somebody, before anything is brought in.

    `reviews` are new, of `cards`; `known` reviews are here already. `unknown` counts cards of
    ours that are not here, `foreign` notes that are none of ours, of which `examples` are
    the first lines of some. `skipped` says of some notes why they could not be read, of
    `unread` in all.
    """

    found: Found
    reviews: int
    cards: int
    known: int
    unknown: int
    foreign: int
    examples: tuple[str, ...]
    unread: int
    skipped: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class AnkiReport:
    """What was brought in: reviews logged, of how many cards."""

    reviews: int
    cards: int


def look(session: Session, *, account_id: int, data: bytes, now: datetime) -> AnkiView:
    """Return what a file would bring. Writes nothing. Raises FileRefused."""
    brought = read_notes(data)
    own = {note.card_id: note for note in brought.notes if note.card_id}
    foreign = [note for note in brought.notes if not note.card_id]
    connection = session.connection()
    places = travelling.places(connection, list(own))
    offered = {name: _reviews(note) for name, note in own.items() if name in places}
    fresh = _fresh(connection, account_id, offered, now)
    total = sum(map(len, offered.values()))
    reviewed = sum(map(len, fresh.values()))
    return AnkiView(
        found=fresh,
        reviews=reviewed,
        cards=len(fresh),
        known=total - reviewed,
        unknown=len(own) - len(places),
        foreign=len(foreign),
        examples=tuple(map(_first_line, foreign[:_MOST_SHOWN])),
        unread=len(brought.skipped),
        skipped=brought.skipped[:_MOST_SHOWN],
    )


def _reviews(note: ForeignNote) -> tuple[ForeignReview, ...]:
    return tuple(review for card in note.cards for review in card.reviews)


def _first_line(note: ForeignNote) -> str:
    text = next((plain(field) for field in note.fields.values() if field.strip()), "")
    return " ".join(tidy(text).split())[:_LONGEST_SHOWN]


def _fresh(connection: Connection, account_id: int, offered: Found, now: datetime) -> Found:
    """Return the reviews that are not here yet, those undone here being here too."""
    moments: defaultdict[str, list[datetime]] = defaultdict(list)
    ids: set[str] = set()
    for row in tables.reviews(connection, account_id) if offered else ():
        moments[row.name].append(row.moment)
        ids.add(str(UUID(bytes=row.uuid)))
    found = {}
    for card, log in offered.items():
        here = by_second(moments[card])
        new = [
            review
            for review in {review.number: review for review in log}.values()
            if review_id(card, review.number) not in ids
            and claimed.happened(from_millis(review.number), now)
            and not is_known(from_millis(review.number), here)
        ]
        if new:
            found[card] = tuple(sorted(new, key=lambda review: review.number))
    return found


def bring(session: Session, *, account_id: int, found: Found, now: datetime) -> AnkiReport:
    """Log reviews that are not here yet, and put their cards where the whole log puts them.

    Idempotent. Raises AccountNotFound, ImportRejected for more than can be taken at once.
    """
    if sum(map(len, found.values())) > MOST_REVIEWS:
        raise ImportRejected("too_large")
    with writing(session, of=account_id) as connection:
        learner = learner_of(connection, account_id, now)
        places = travelling.places(connection, list(found))
        here = {name: log for name, log in found.items() if name in places}
        fresh = _fresh(connection, account_id, here, now)
        numbers = {name: places[name].id for name in fresh}
        lines = _lines(connection, learner, fresh, numbers)
        reviews.record_many(connection, lines)
        held = tables.held(connection, account_id)
        missing = [number for number in numbers.values() if number not in held]
        reviews.add_states(connection, [new_state(account_id, number) for number in missing])
        for article, deck in sorted({(places[n].article_id, places[n].deck) for n in fresh}):
            started = {"account_id": account_id, "article_id": article, "deck": deck}
            decks.start(connection, started | {"started_at": learner.now})
        put_in_place(
            connection,
            account_id,
            learner.settings,
            {number: name for name, number in numbers.items()},
            {},
            held.keys(),
            whole=False,
        )
        return AnkiReport(len(lines), len(fresh))


def _lines(
    connection: Connection, learner: Learner, fresh: Found, numbers: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return the rows of the log, each with what was known of its card just before it."""
    logs: defaultdict[str, list[Review]] = defaultdict(list)
    for row in reviews.lines(connection, learner.account_id):
        if row.name in fresh:
            logs[row.name].append(line_of(row))
    rows = []
    for name, new in fresh.items():
        added = {line.id: line for line in (_line(learner, name, review) for review in new)}
        state = CardState(name)
        for line in in_order([*logs[name], *added.values()]):
            if line.id in added:
                before = replace(
                    line,
                    phase=state.phase,
                    stability=state.stability,
                    difficulty=state.difficulty,
                )
                values = {"account_id": learner.account_id, "card_id": numbers[name]}
                rows.append(line_values(before) | values | {"typed": None, "version_id": None})
            state = remember(state, line, learner.settings)
    return rows


def _line(learner: Learner, card: str, review: ForeignReview) -> Review:
    moment = from_millis(review.number)
    day = learner.calendar.day(moment)
    due_day = None
    if review.days is not None and review.days <= _LONGEST_INTERVAL:
        due_day = day + timedelta(days=review.days)
    return Review(
        id=review_id(card, review.number),
        card=card,
        moment=moment,
        study_day=day,
        rating=review.rating,
        retention=learner.goals.retention,
        due_day=due_day,
        duration_ms=review.duration_ms,
    )


def packed(found: Found) -> str:
    """Return reviews as a text that a form can carry from the look to the bringing."""
    rows = {
        card: [[each.number, int(each.rating), each.days, each.duration_ms] for each in log]
        for card, log in found.items()
    }
    text = json.dumps(rows, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(text, 9)).decode()


def unpacked(text: str) -> Found:
    """Return the reviews that `packed` made a text of. Raises ImportRejected for any other."""
    if len(text) > LONGEST_PACKED:
        raise ImportRejected("too_large")
    try:
        squeezed = base64.b64decode(text.encode("ascii"), b"-_", validate=True)
        expander = zlib.decompressobj()
        content = expander.decompress(squeezed, _MOST_UNPACKED)
        if not expander.eof:
            raise ImportRejected("shape")
        rows = json.loads(content)
        return {shape.text(card, 400): tuple(map(_unpacked, log)) for card, log in rows.items()}
    except (ValueError, TypeError, AttributeError, zlib.error, RecursionError) as error:
        raise ImportRejected("shape") from error


def _unpacked(row: list[Any]) -> ForeignReview:
    number, rating, days, took = row
    return ForeignReview(
        shape.whole(number, 1, shape.LATEST),
        Rating(shape.whole(rating, 1, 4)),
        None if days is None else shape.whole(days, 1),
        None if took is None else shape.whole(took, 0, 2**31),
    )

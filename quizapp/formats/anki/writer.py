"""A package of our cards that Anki imports: notes, decks, tags, what is remembered, the log.

The generation with `collection.anki2` is written, which every version of Anki and the other
programs that take packages can read. A card is a note of its own with a name that never
changes (`domain.exchange.cards`), so that a newer package brings new texts to the notes that
are there and leaves what was learnt there alone. Same cards, same moment: same bytes.

    ("Waraqa", "The summit", "Terms")    the deck Waraqa::The summit::Terms, and those around
    tags                                 spaces within one become `_`

Everything of a `TravellingCard` is carried; there is nothing to note.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import astuple
from datetime import datetime
from hashlib import sha1

from quizapp.domain.exchange.cards import CardPack, TravellingCard, guid_of
from quizapp.formats.anki import collection as tables
from quizapp.formats.anki import note_type
from quizapp.formats.anki.schedule import Standing, first_day, log_rows, standing
from quizapp.formats.safety.archive import packed


def write(pack: CardPack, now: datetime, font: bytes | None = None) -> bytes:
    """Return the package; `font` (WOFF2) goes along where the cards are to look alike anywhere.

    `now` is when the notes count as changed: Anki takes in a text only from a later second.
    """
    media = [] if font is None else [("0", font)]
    listed = {} if font is None else {"0": note_type.FONT}
    return packed(
        [
            ("collection.anki2", _collection(pack, now, with_font=font is not None)),
            ("media", json.dumps(listed).encode()),
            *media,
        ]
    )


def _collection(pack: CardPack, now: datetime, *, with_font: bool) -> bytes:
    moment = int(now.timestamp())
    first = first_day(pack, pack.calendar.day(now))
    names = tables.deck_names([card.deck for card in pack.cards])
    decks = tables.numbers(list(names.values()))
    numbers = tables.numbers([card.id for card in pack.cards])
    model = note_type.model(moment, with_font=with_font)
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(tables.SCHEMA)
        db.execute(
            tables.COLLECTION_ROW,
            (
                int(pack.calendar.starts(first).timestamp()),
                moment * 1000,
                moment * 1000,
                tables.config(),
                tables.models(model),
                tables.decks(decks, now),
                tables.options(),
            ),
        )
        db.executemany(
            tables.NOTE_ROW, (_note(card, numbers[card.id], moment) for card in pack.cards)
        )
        db.executemany(
            tables.CARD_ROW,
            (
                _card(standing(card, place, first, pack), numbers[card.id], decks[names[card.deck]])
                for place, card in enumerate(pack.cards, start=1)
            ),
        )
        db.execute("UPDATE cards SET mod = ?", (moment,))
        logs = ((numbers[card.id], card.log) for card in pack.cards)
        db.executemany(tables.LOG_ROW, log_rows(logs))
        db.commit()
        return db.serialize()


def _note(card: TravellingCard, number: int, moment: int) -> tuple[object, ...]:
    fields = note_type.values(card)
    first = card.front.text
    check = int(sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    tags = " ".join("_".join(tag.split()) for tag in card.tags)
    return (
        number,
        guid_of(card.id),
        note_type.NUMBER,
        moment,
        f" {tags} " if tags else "",
        "\x1f".join(fields),
        first,
        check,
    )


def _card(at: Standing, number: int, deck: int) -> tuple[object, ...]:
    return (number, number, deck, *astuple(at))

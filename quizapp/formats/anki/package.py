"""The notes of a package: what they say, where they are, what was learnt of them.

    note_type     notes whose type is not in the file are skipped
    too_long      a field of more than 200,000 characters: the note is skipped
    broken_item   a note without fields, or with other fields than its type has

Those are the codes of the notes on what was skipped; the item is the note's name (guid).
Reviews that changed nothing (ordering by hand, a preview) are left out. More than 20,000
notes, 100,000 cards, 300,000 reviews or 500,000 fields of notes are too large.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from quizapp.domain.cards.state import Rating
from quizapp.domain.exchange.cards import OWN, Brought, ForeignCard, ForeignNote, ForeignReview
from quizapp.domain.exchange.question import tidy
from quizapp.domain.exchange.travel import FileRefused, Note
from quizapp.formats.anki.opening import MOST_CELLS, opened
from quizapp.formats.anki.protobuf import number_of

MOST_NOTES: Final = 20_000
MOST_CARDS: Final = 100_000
MOST_REVIEWS: Final = 300_000
LONGEST_FIELD: Final = 200_000
_MOST_NAMED: Final = 10_000
_MOST_VALUES: Final = 400_000
_RATINGS: Final = {rating.value: rating for rating in Rating}
_FILTERED: Final = 3
_KINDS: Final = (0, 1, 2, _FILTERED)
_LATEST: Final = 253_402_300_799_000
# Of JSON that is none, or another's. JSON knows numbers beyond any `int` and any `float`.
_MISSHAPEN: Final = (TypeError, ValueError, KeyError, OverflowError, RecursionError)

_NOTES: Final = "SELECT id, guid, mid, tags, flds FROM notes"
_CARDS: Final = "SELECT id, nid, did, ord, queue, data, odid FROM cards"
_LOG: Final = "SELECT id, cid, ease, ivl, factor, time, type FROM revlog"

_Standing = Mapping[int, tuple[list[ForeignCard], list[int]]]


@dataclass(frozen=True, slots=True)
class _Type:
    """A note type: its name, its fields in order, whether it is a cloze one."""

    name: str
    fields: tuple[str, ...]
    cloze: bool


def read_package(data: bytes) -> Brought:
    """Return what a package of any generation holds. Raises FileRefused.

    Reviews are read of our own notes only: nobody asks for the others', and a collection may
    have a great many.
    """
    with opened(data) as (db, newest):
        types, decks = (_types(db), _decks(db)) if newest else _listed(db)
        notes = _rows(db, _NOTES, MOST_NOTES)
        own = {row[0] for row in notes if _text(row[1]).startswith(OWN)}
        cards = _rows(db, _CARDS, MOST_CARDS)
        logs = _reviews(db, {row[0] for row in cards if row[1] in own})
        return _brought(notes, types, decks, _standing(cards, logs))


def _rows(db: sqlite3.Connection, query: str, most: int) -> list[Any]:
    rows = db.execute(query).fetchmany(most + 1)
    if len(rows) > most:
        raise FileRefused("too_large")
    return rows


def _types(db: sqlite3.Connection) -> dict[int, _Type]:
    fields: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for number, place, name in _rows(db, "SELECT ntid, ord, name FROM fields", _MOST_NAMED):
        if isinstance(number, int) and isinstance(place, int):
            fields[number].append((place, _text(name)))
    return {
        number: _Type(
            tidy(_text(name)),
            tuple(name for _, name in sorted(fields[number])),
            number_of(config if isinstance(config, bytes) else b"", 1) == 1,
        )
        for number, name, config in _rows(db, "SELECT id, name, config FROM notetypes", _MOST_NAMED)
    }


def _decks(db: sqlite3.Connection) -> dict[int, tuple[str, ...]]:
    rows = _rows(db, "SELECT id, name FROM decks", _MOST_NAMED)
    return {number: _path(_text(name).split("\x1f")) for number, name in rows}


def _listed(db: sqlite3.Connection) -> tuple[dict[int, _Type], dict[int, tuple[str, ...]]]:
    """The types and decks of schema 11, which one row holds as JSON."""
    row = db.execute("SELECT models, decks FROM col LIMIT 1").fetchone()
    try:
        models, decks = _json(row[0]), _json(row[1])
        types = {int(number): _type(each) for number, each in models.items()}
        paths = {
            int(number): _path(str(each["name"]).split("::")) for number, each in decks.items()
        }
    except (*_MISSHAPEN, AttributeError) as error:
        raise FileRefused("format") from error
    return types, paths


def _json(text: Any) -> Any:
    """Return what a text of JSON holds, unless that is more than any collection has."""
    if isinstance(text, str) and sum(map(text.count, "{[,")) > _MOST_VALUES:
        raise FileRefused("too_large")
    return json.loads(text)


def _type(model: Mapping[str, Any]) -> _Type:
    fields = sorted((int(each["ord"]), str(each["name"])) for each in model["flds"])
    names = tuple(name for _, name in fields)
    return _Type(tidy(str(model["name"])), names, model.get("type") == 1)


def _path(steps: list[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(tidy, steps)))


def _reviews(db: sqlite3.Connection, cards: Set[int]) -> dict[int, list[ForeignReview]]:
    found: defaultdict[int, list[ForeignReview]] = defaultdict(list)
    count = 0
    for number, card, ease, ivl, factor, time, kind in db.execute(_LOG) if cards else ():
        rating = _RATINGS.get(ease)
        if card not in cards or rating is None or kind not in _KINDS:
            continue
        whole = isinstance(number, int) and isinstance(ivl, int) and 0 < number < _LATEST
        if not whole or (kind == _FILTERED and not factor):
            continue
        took = time if isinstance(time, int) and 0 <= time < 2**31 else None
        found[card].append(ForeignReview(number, rating, ivl if ivl > 0 else None, took))
        count += 1
        if count > MOST_REVIEWS:
            raise FileRefused("too_large")
    return found


def _standing(rows: list[Any], logs: Mapping[int, list[ForeignReview]]) -> _Standing:
    """Return the cards by note, and the deck of each note."""
    found: _Standing = defaultdict(lambda: ([], []))
    for number, note, deck, place, queue, data, home in rows:
        stability, difficulty = _memory(data)
        log = sorted(logs.get(number, ()), key=lambda review: review.number)
        cards, decks = found[note]
        at = place if isinstance(place, int) else 0
        cards.append(ForeignCard(at, queue == -1, stability, difficulty, tuple(log)))
        decks.append(home or deck)
    return found


def _memory(data: object) -> tuple[float | None, float | None]:
    if not isinstance(data, str) or '"s"' not in data:
        return None, None
    try:
        values = json.loads(data)
        stability, difficulty = float(values["s"]), float(values["d"])
    except _MISSHAPEN:
        return None, None
    usable = math.isfinite(stability) and math.isfinite(difficulty)
    return (stability, difficulty) if usable else (None, None)


def _brought(
    rows: list[Any],
    types: Mapping[int, _Type],
    paths: Mapping[int, tuple[str, ...]],
    standing: _Standing,
) -> Brought:
    notes, skipped = [], []
    room = MOST_CELLS
    for number, guid, kind, tags, fields in rows:
        name = tidy(_text(guid))[:400]
        known = types.get(kind)
        room -= (whole := _text(fields)).count("\x1f") + 1
        if room < 0:
            raise FileRefused("too_large")
        texts = whole.split("\x1f")
        if known is None:
            skipped.append(Note("note_type", name))
        elif max(map(len, texts)) > LONGEST_FIELD:
            skipped.append(Note("too_long", name))
        elif not name or len(texts) != len(known.fields):
            skipped.append(Note("broken_item", name))
        else:
            cards, decks = standing.get(number, ((), ()))
            notes.append(
                ForeignNote(
                    guid=name,
                    type_name=known.name,
                    fields=dict(zip(known.fields, texts, strict=True)),
                    deck=paths.get(decks[0], ()) if decks else (),
                    tags=tuple(tidy(_text(tags)).split()),
                    cloze=known.cloze,
                    cards=tuple(sorted(cards, key=lambda card: card.place)),
                )
            )
    return Brought(tuple(notes), tuple(skipped))


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)

"""The tables of an Anki collection of schema 11, the one that every version of it imports."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

from quizapp.formats.anki.note_type import NUMBER

SCHEMA: Final = """
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null,
  scm integer not null, ver integer not null, dty integer not null, usn integer not null,
  ls integer not null, conf text not null, models text not null, decks text not null,
  dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null,
  mod integer not null, usn integer not null, tags text not null, flds text not null,
  sfld integer not null, csum integer not null, flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null,
  ord integer not null, mod integer not null, usn integer not null, type integer not null,
  queue integer not null, due integer not null, ivl integer not null, factor integer not null,
  reps integer not null, lapses integer not null, left integer not null, odue integer not null,
  odid integer not null, flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null,
  ease integer not null, ivl integer not null, lastIvl integer not null,
  factor integer not null, time integer not null, type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""

COLLECTION_ROW: Final = "INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')"
NOTE_ROW: Final = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')"
CARD_ROW: Final = "INSERT INTO cards VALUES (?, ?, ?, 0, 0, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)"
LOG_ROW: Final = "INSERT INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"

_DEFAULT: Final = 1
_EARLIEST: Final = 1_500_000_000_000  # numbers are milliseconds since 1970, as if made then
_SPAN: Final = 2**37
_FACE: Final = {
    "usn": -1,
    "lrnToday": [0, 0],
    "revToday": [0, 0],
    "newToday": [0, 0],
    "timeToday": [0, 0],
    "collapsed": False,
    "browserCollapsed": False,
    "desc": "",
    "dyn": 0,
    "conf": _DEFAULT,
    "extendNew": 0,
    "extendRev": 0,
}
_OPTIONS: Final[dict[str, Any]] = {
    "id": _DEFAULT,
    "mod": 0,
    "name": "Default",
    "usn": 0,
    "maxTaken": 60,
    "autoplay": True,
    "timer": 0,
    "replayq": True,
    "new": {
        "bury": True,
        "delays": [1.0, 10.0],
        "initialFactor": 2500,
        "ints": [1, 4, 0],
        "order": 1,
        "perDay": 20,
    },
    "rev": {
        "bury": True,
        "ease4": 1.3,
        "ivlFct": 1.0,
        "maxIvl": 36500,
        "perDay": 200,
        "hardFactor": 1.2,
    },
    "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
    "dyn": False,
}
_CONF: Final[dict[str, Any]] = {
    "activeDecks": [_DEFAULT],
    "curDeck": _DEFAULT,
    "curModel": NUMBER,
    "schedVer": 2,
    "sched2021": True,
    "rollover": 4,
    "collapseTime": 1200,
    "newSpread": 0,
    "dueCounts": True,
    "estTimes": True,
    "addToCur": True,
    "timeLim": 0,
    "sortType": "noteFld",
    "sortBackwards": False,
    "dayLearnFirst": False,
}


def numbers(names: list[str]) -> dict[str, int]:
    """Return a number for each name: the same one every time, unless two would share it."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    for name in sorted(set(names)):
        digest = blake2b(name.encode(), digest_size=8).digest()
        number = _EARLIEST + int.from_bytes(digest) % _SPAN
        while number in taken:
            number += 1
        taken.add(number)
        found[name] = number
    return found


def deck_names(paths: list[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Return the name in Anki of every deck, and of those around it, by its path."""
    around = {path[:depth] for path in paths for depth in range(1, len(path) + 1)}
    return {path: "::".join(map(_step, path)) for path in sorted(around)}


def _step(name: str) -> str:
    """One step of a deck's name: `::` would make two of it, an empty one is not allowed."""
    found = " ".join(name.replace("\x1f", " ").split())
    while "::" in found:
        found = found.replace("::", ":")
    return found.strip(":") or "-"


def config() -> str:
    """Return the settings of the collection."""
    return _json(_CONF)


def options() -> str:
    """Return the options of decks: Anki's own, which an import leaves as they are there."""
    return _json({str(_DEFAULT): _OPTIONS})


def decks(numbered: dict[str, int], now: datetime) -> str:
    """Return the decks by number, the one that every collection has among them."""
    moment = int(now.timestamp())
    every = {"Default": _DEFAULT, **numbered}
    return _json(
        {
            str(number): {**_FACE, "id": number, "name": name, "mod": moment}
            for name, number in every.items()
        }
    )


def models(model: dict[str, Any]) -> str:
    """Return the one note type."""
    return _json({str(NUMBER): model})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

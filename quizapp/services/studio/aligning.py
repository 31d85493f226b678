"""Setting sentences right beside their translations: join, split, move, part.

Each deed changes one language of the rows from one row on, or both together:

    join-ar-1     the Arabic of rows 1 and 2 becomes one, what is below moves up
    split-en-2    the English of row 2 becomes two, what is below moves down
    down-ar-3     the Arabic from row 3 on moves a row down; row 3 is left without
    up-en-3       the English from row 3 on moves a row up, joined to what stands there
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from quizapp.domain.authoring.passage import Row, moved, split
from quizapp.domain.bilingual import LANGS, Lang

_EMPTY: Final = Row("", "")
_LONGEST_PLACE: Final = 6


def realigned(rows: Sequence[Row], deed: str) -> tuple[Row, ...]:
    """Return the rows after a deed; one that is unknown or impossible changes nothing."""
    name, _, rest = deed.partition("-")
    lang, _, place = rest.rpartition("-")
    # No `int` reads more than 4,300 digits.
    known = place.isdecimal() and len(place) <= _LONGEST_PLACE
    if not known or not 0 <= int(place) < len(rows):
        return tuple(rows)
    at = int(place)
    if lang not in LANGS:
        return tuple(rows)
    side: Lang = "ar" if lang == "ar" else "en"
    match name:
        case "join":
            return moved(rows, side, at + 1, down=False) if at + 1 < len(rows) else tuple(rows)
        case "split":
            return _split(rows, side, at)
        case "down":
            return moved(rows, side, at, down=True)
        case "up":
            return moved(rows, side, at, down=False)
    return tuple(rows)


def _split(rows: Sequence[Row], lang: Lang, at: int) -> tuple[Row, ...]:
    """Split where the author broke the line, else after the first sentence."""
    column = [row[lang] for row in rows]
    lines = [line.strip() for line in column[at].splitlines() if line.strip()]
    pieces = lines if len(lines) > 1 else list(split(column[at], lang))
    if len(pieces) < 2:
        return tuple(rows)
    rest = " ".join(pieces[1:])
    return _with_column(rows, lang, [*column[:at], pieces[0], rest, *column[at + 1 :]])


def _with_column(rows: Sequence[Row], lang: Lang, column: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows with one language replaced; a row that has nothing left goes."""
    kept = ((row or _EMPTY, text or "") for row, text in zip_longest(rows, column))
    made = (replace(row, ar=text) if lang == "ar" else replace(row, en=text) for row, text in kept)
    return tuple(row for row in made if row.ar.strip() or row.en.strip())

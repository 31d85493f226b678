"""The database within a package that a stranger may have made, opened so that it only answers.

    anki21b    packed with zstd, tables of schema 18     preferred where there are several,
    anki21     schema 11, JSON in one row                as the older ones then only say
    anki2      the same                                  "please update"

The database is held in memory and never written. It can do nothing but be read: a view, a
trigger, a table that computes or calls anything is refused before a row is asked for; after
that only reading the tables named here is allowed, no function, no pragma, no other file;
and a query that takes too many steps is stopped. Bounds:

    package     20,000 parts; 512 MiB in all as they say (media are never unpacked)
    database    32 MiB; 300 tables and indexes, 64 columns each
    one value   8 MiB
    work        60 million steps of the database in all
"""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

import zstandard

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.safety.archive import Archive

MOST_PARTS: Final = 20_000
MOST_UNPACKED: Final = 512 * 1024 * 1024
MOST_DATABASE: Final = 32 * 1024 * 1024
MOST_CELLS: Final = 500_000  # of all notes together, in a package and in a text
_WINDOW: Final = 64 * 1024 * 1024
_NEWEST: Final = "collection.anki21b"
_GENERATIONS: Final = (_NEWEST, "collection.anki21", "collection.anki2")
_MAGIC: Final = b"SQLite format 3\x00"
_MOST_STEPS: Final = 60_000_000
_STEPS: Final = 10_000
_CREATES: Final = re.compile(rb"create\s+(?:unique|virtual|temp|table|index|view|trigger)", re.I)
_COMPUTES: Final = re.compile(r"\b(?:virtual|generated|trigger|view)\b|\bas\s*\(", re.I)
_MOST_CREATES: Final = 20_000  # texts about databases may say it as well
_MOST_OBJECTS: Final = 300
TABLES: Final = frozenset(
    {"col", "notes", "cards", "revlog", "notetypes", "fields", "decks", "sqlite_master"}
)
_LIMITS: Final = {
    sqlite3.SQLITE_LIMIT_LENGTH: 8 * 1024 * 1024,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 64,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 20,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 2,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 20_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 4,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 50,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


@contextmanager
def opened(data: bytes) -> Iterator[tuple[sqlite3.Connection, bool]]:
    """Yield the database of a package, and whether it has the tables of schema 18.

    Raises FileRefused, also for what is found broken while it is read.
    """
    content, newest = _database(data)
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.deserialize(content)
            del content
            _guard(db)
            yield db, newest
        except sqlite3.OperationalError as error:
            stopped = "interrupted" in str(error)
            raise FileRefused("too_large" if stopped else "format") from error
        except (sqlite3.DataError, MemoryError) as error:
            raise FileRefused("too_large") from error
        except (sqlite3.Error, UnicodeDecodeError) as error:
            refused = "not authorized" in str(error) or "prohibited" in str(error)
            raise FileRefused("unsafe" if refused else "format") from error


def _database(data: bytes) -> tuple[bytearray, bool]:
    archive = Archive(data, most_parts=MOST_PARTS, most_unpacked=MOST_UNPACKED)
    name = next((name for name in _GENERATIONS if name in archive.names), None)
    if name is None:
        raise FileRefused("format")
    newest = name == _NEWEST
    content = bytearray(archive.read(name, MOST_DATABASE))
    if newest:
        content = _expanded(content)
    if len(content) < 512 or not content.startswith(_MAGIC):
        raise FileRefused("format")
    # Saved in WAL mode it would want a second file; what it holds is the same.
    content[18:20] = b"\x01\x01"
    if sum(1 for _ in _CREATES.finditer(content)) > _MOST_CREATES:
        raise FileRefused("too_large")
    return content, newest


def _expanded(packed: bytearray) -> bytearray:
    """Undo zstd, stopping one byte beyond the bound whatever the header says."""
    reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(io.BytesIO(packed))
    found = bytearray()
    try:
        while piece := reader.read(1 << 20):
            found += piece
            if len(found) > MOST_DATABASE:
                raise FileRefused("too_large")
    except (zstandard.ZstdError, ValueError) as error:
        raise FileRefused("format") from error
    return found


def _guard(db: sqlite3.Connection) -> None:
    for limit, most in _LIMITS.items():
        db.setlimit(limit, most)
    for pragma in ("trusted_schema = off", "query_only = on", "cell_size_check = on"):
        db.execute(f"PRAGMA {pragma}")
    db.create_collation("unicase", _compare)
    left = [_MOST_STEPS // _STEPS]

    def count() -> int:
        left[0] -= 1
        return int(left[0] < 0)

    db.set_progress_handler(count, _STEPS)
    db.set_authorizer(_allow)
    objects = db.execute("SELECT type, sql FROM sqlite_master LIMIT ?", (_MOST_OBJECTS + 1,))
    found = objects.fetchall()
    if len(found) > _MOST_OBJECTS:
        raise FileRefused("too_large")
    for kind, sql in found:
        if kind not in ("table", "index") or _COMPUTES.search(str(sql or "")):
            raise FileRefused("unsafe")


def _allow(action: int, table: str | None, *where: str | None) -> int:
    """Allow asking, and reading a table that is known by name, through no view."""
    if action == sqlite3.SQLITE_SELECT:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ and table in TABLES and where[-1] is None:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _compare(one: str, two: str) -> int:
    """Anki's collation `unicase`, which no query here sorts by."""
    first, second = one.casefold(), two.casefold()
    return (first > second) - (first < second)

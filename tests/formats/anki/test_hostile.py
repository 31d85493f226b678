"""Packages that a stranger made: refused soon, in little memory, with a code."""

from __future__ import annotations

import io
import json
import sqlite3
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
import zstandard

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.anki.reader import read, read_notes
from quizapp.formats.safety.archive import packed
from tests.formats.anki import packages
from tests.formats.anki.packages import NOW, card, newest, pack, squeezed, with_database, write

MEGABYTE = 1024 * 1024
MEMORY = 150 * MEGABYTE  # 200 with the program itself
ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT i id, 'g' guid, 1 mid, '' tags, 'a' flds FROM n"
)
Change = Callable[[sqlite3.Connection], object]


def instead(table: str, definition: str) -> Change:
    """Put something else in the place of a table."""

    def change(db: sqlite3.Connection) -> None:
        db.execute(f"DROP TABLE {table}")
        db.execute(definition)

    return change


def generated(db: sqlite3.Connection) -> None:
    db.execute("DROP TABLE notes")
    db.execute(
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, guid, mid, tags,"
        " flds TEXT GENERATED ALWAYS AS (hex(zeroblob(9000000))) VIRTUAL)"
    )
    db.execute("INSERT INTO notes (guid, mid, tags) VALUES ('g', 1, '')")


def schema_written(sql: str, kind: str = "table", name: str = "notes") -> Change:
    """Change what the database says a table is, past all that SQLite would check."""

    def change(db: sqlite3.Connection) -> None:
        db.execute("PRAGMA writable_schema = on")
        db.execute("UPDATE sqlite_master SET type = ?, sql = ? WHERE name = ?", (kind, sql, name))

    return change


def many_notes(db: sqlite3.Connection) -> None:
    mid = db.execute("SELECT mid FROM notes").fetchone()[0]
    db.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
        " INSERT INTO notes SELECT i, 'g' || i, ?, 0, 0, '', 'a', 'a', 0, 0, '' FROM n",
        (mid,),
    )


def many_fields(db: sqlite3.Connection) -> None:
    """A type of a thousand fields, and empty notes of it: small in the file, large when cut."""
    models = json.loads(db.execute("SELECT models FROM col").fetchone()[0])
    mid, model = next(iter(models.items()))
    model["flds"] = [{"ord": at, "name": f"f{at}"} for at in range(1_000)]
    db.execute("UPDATE col SET models = ?", (json.dumps(models),))
    db.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 15000)"
        " INSERT INTO notes SELECT i + 5, 'g' || i, ?, 0, 0, '', ?, 'a', 0, 0, '' FROM n",
        (int(mid), "\x1f" * 999),
    )


def many_reviews(db: sqlite3.Connection) -> None:
    cid = db.execute("SELECT id FROM cards").fetchone()[0]
    db.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)"
        " INSERT INTO revlog SELECT i, ?, 0, 3, 1, 1, 1, 1, 1 FROM n WHERE i NOT IN"
        " (SELECT id FROM revlog)",
        (cid,),
    )


def many_tables(db: sqlite3.Connection) -> None:
    for number in range(400):
        db.execute(f"CREATE TABLE t{number} (a)")


def statement(sql: str) -> Change:
    return lambda db: db.execute(sql)


REFUSED: dict[str, tuple[Change, set[str]]] = {
    "a view for a table": (instead("notes", f"CREATE VIEW notes AS {ENDLESS}"), {"unsafe"}),
    "a view beside": (statement("CREATE VIEW v AS SELECT * FROM notes"), {"unsafe"}),
    "a trigger": (
        statement("CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM col; END"),
        {"unsafe"},
    ),
    "a generated column": (generated, {"unsafe", "too_large"}),
    "a table that is called": (
        instead("notes", "CREATE VIRTUAL TABLE notes USING rtree(id, a, b)"),
        {"unsafe"},
    ),
    "a view in disguise": (
        schema_written(f"CREATE VIEW notes AS {ENDLESS}", "table"),
        {"unsafe", "format"},
    ),
    "a table in disguise": (
        schema_written("CREATE TABLE notes (id)", "view"),
        {"unsafe", "format"},
    ),
    "no table at all": (statement("DROP TABLE cards"), {"format"}),
    "columns missing": (instead("notes", "CREATE TABLE notes (id)"), {"format"}),
    "nonsense for a schema": (schema_written("CREATE nonsense"), {"format"}),
    "a huge cell": (statement("UPDATE notes SET flds = hex(zeroblob(6000000))"), {"too_large"}),
    "a cell beyond the database": (
        statement("UPDATE notes SET flds = zeroblob(40000000)"),
        {"too_large"},
    ),
    "too many fields": (many_fields, {"too_large"}),
    "types without end": (
        statement(f"UPDATE col SET models = '[{'{},' * 2_000_000}' || '{{}}]'"),
        {"too_large"},
    ),
    "too many notes": (many_notes, {"too_large"}),
    "too many reviews": (many_reviews, {"too_large"}),
    "too many tables": (many_tables, {"too_large"}),
    "types that are no JSON": (statement("UPDATE col SET models = '{'"), {"format"}),
    "types nested without end": (
        statement("UPDATE col SET models = replace(hex(zeroblob(50000)), '00', '[')"),
        {"format"},
    ),
    "types of another shape": (statement("UPDATE col SET models = '[1]'"), {"format"}),
    "a field at a place beyond number": (
        statement("UPDATE col SET models = replace(models, '\"ord\":0', '\"ord\":1e999')"),
        {"format"},
    ),
    "no row of the collection": (statement("DELETE FROM col"), {"format"}),
}


def grown(data: bytes) -> int:
    """The most that Python holds while it reads a file, beside the file itself."""
    tracemalloc.start()
    try:
        with suppress(FileRefused):
            read(data, "ar")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_database_is_refused_soon(what: str) -> None:
    change, codes = REFUSED[what]
    data = with_database(change)
    begun = time.process_time()
    with pytest.raises(FileRefused) as refusal:
        read_notes(data)
    assert time.process_time() - begun < 2
    assert refusal.value.code in codes
    assert grown(data) < MEMORY


def bomb() -> bytes:
    """Some kilobytes that expand to a gigabyte."""
    out = io.BytesIO()
    with zstandard.ZstdCompressor().stream_writer(out, closefd=False) as writer:
        for _ in range(1024):
            writer.write(bytes(MEGABYTE))
    return newest(out.getvalue())


def wide() -> bytes:
    """A frame that asks for a window of a gigabyte."""
    parameters = zstandard.ZstdCompressionParameters(window_log=30)
    return newest(zstandard.ZstdCompressor(compression_params=parameters).compress(b"x" * 100))


def looped() -> bytes:
    """A database whose pages point to each other."""
    content = bytearray(packages.empty_database())
    page = 4096
    for start in range(page, len(content) - page, page):
        content[start : start + 12] = b"\x05\x00\x00\x00\x01\x0f\xfb\x00\x00\x00\x00\x02"
        content[start + page - 5 : start + page] = b"\x00\x00\x00\x02\x01"
    return packed([("collection.anki2", bytes(content))])


def mirrored() -> bytes:
    """One page of a table reached over and over: rows without end from few bytes."""
    with_rows = packages.empty_database(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
        " INSERT INTO revlog SELECT i, i, 0, 3, 1, 1, 1, 1, 1 FROM n"
    )
    content = bytearray(with_rows)
    page = 4096
    for start in range(page, len(content), page):
        if content[start] == 5:
            cells = int.from_bytes(content[start + 3 : start + 5])
            first = int.from_bytes(content[start + 12 : start + 14])
            for cell in range(cells):
                content[start + 12 + 2 * cell : start + 14 + 2 * cell] = first.to_bytes(2)
    return packed([("collection.anki2", bytes(content))])


WHOLE = {
    "nothing": lambda: b"",
    "a zip without a collection": lambda: packed([("media", b"{}")]),
    "a collection that is a text": lambda: packed([("collection.anki2", b"hello" * 500)]),
    "a header and no more": lambda: packed([("collection.anki2", b"SQLite format 3\x00" * 40)]),
    "a bomb of zstd": bomb,
    "a window of a gigabyte": wide,
    "zstd that ends early": lambda: newest(squeezed(b"SQLite format 3\x00" * 5_000)[:40]),
    "no zstd": lambda: newest(b"SQLite format 3\x00" * 100),
    "pages that loop": looped,
    "a text of nothing": lambda: b"#separator:tab\n",
    "a text of one word": lambda: b"word",
    "a cell of a text without end": lambda: b"#separator:tab\na\t" + b"x" * (20 * MEGABYTE),
    "a quote never closed": lambda: b'#separator:tab\na\t"' + b"x\n" * (5 * MEGABYTE),
    "lines that ask nothing": lambda: b"#separator:tab\n#deck column:1\n" + b"x\n" * 200_000,
    "columns without end": lambda: b"Question,Answer\n" + b"a," * (7 * MEGABYTE),
    "columns without end over many lines": lambda: b"Question,Answer\n" + b'"\n",' * 3_000_000,
    "emoji between commas": lambda: "\U0001f600,".encode() * 3_000_000,
    "separators alone": lambda: b",;\t|" * 4_000_000,
    "wide lines": lambda: b"a\tb\n" + (b"\tx" * 150 + b"\n") * 19_000,
    "a text too long": lambda: b"a\tb\n" * (5 * MEGABYTE),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100,
}


@pytest.mark.parametrize("what", WHOLE)
def test_a_hostile_file_is_refused_soon(what: str) -> None:
    data = WHOLE[what]()
    begun = time.process_time()
    with pytest.raises(FileRefused):
        read(data, "ar")
    assert time.process_time() - begun < 2
    assert grown(data) < MEMORY


@pytest.mark.parametrize("make", [mirrored])
def test_rows_that_are_counted_twice_come_to_an_end(make: Callable[[], bytes]) -> None:
    data = make()
    begun = time.process_time()
    try:
        found = len(read_notes(data).notes)
    except FileRefused:
        found = 0
    assert found <= 20_000
    assert time.process_time() - begun < 2


def test_only_what_is_asked_for_is_read_from_the_database() -> None:
    """A table that nobody knows may be there; it is never looked at."""
    data = with_database(statement("CREATE TABLE android_metadata (locale TEXT)"))
    assert len(read_notes(data).notes) == 1


def test_names_that_no_file_can_hold_leave_a_text() -> None:
    """Half a letter, and marks that turn a line around, in the names of type and deck."""

    def change(db: sqlite3.Connection) -> None:
        for column in ("models", "decks"):
            (text,) = db.execute(f"SELECT {column} FROM col").fetchone()
            text = text.replace('"name":"', '"name":"\\ud800\\u202e')
            db.execute(f"UPDATE col SET {column} = ?", (text,))

    found = read_notes(with_database(change)).notes[0]
    assert found.type_name == "Waraqa"
    assert "\u202e" not in "".join(found.deck)
    assert "".join(found.deck).isprintable()


def test_what_lies_beside_the_collection_is_not_unpacked() -> None:
    whole = write(pack(card(1)), NOW)
    out = io.BytesIO(whole)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("7", bytes(100 * MEGABYTE))
    begun = time.process_time()
    assert len(read_notes(out.getvalue()).notes) == 1
    assert time.process_time() - begun < 2

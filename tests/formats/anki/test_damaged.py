"""Files with some bytes changed, and what they cost at most."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.anki.reader import read, read_notes
from quizapp.formats.anki.text import write_text
from quizapp.formats.safety.archive import packed
from tests.formats.anki import packages
from tests.formats.anki.packages import NOW, newest, squeezed, with_database, write
from tests.formats.anki.test_hostile import REFUSED, bomb, many_reviews, wide

CORPUS = Path(__file__).parent / "corpus"

MEASURE = """
import json, resource, sys
from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.anki.reader import read_notes
data = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_notes(data)
    code = ""
except FileRefused as refusal:
    code = refusal.code
print(json.dumps([code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before]))
"""


def long_texts() -> bytes:
    """Texts that take four bytes a letter once they are read."""

    def change(db: sqlite3.Connection) -> None:
        mid = db.execute("SELECT mid FROM notes").fetchone()[0]
        for number in range(1, 150):
            field = "x" * 190_000 + "\U0001f600"
            db.execute(
                "INSERT INTO notes VALUES (?, ?, ?, 0, 0, '', ?, 0, 0, 0, '')",
                (number, f"g{number}", mid, "\x1f".join([field, *[""] * 21])),
            )

    return with_database(change)


HUNGRY: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "a bomb of zstd": (bomb, {"too_large"}),
    "a window of a gigabyte": (wide, {"format"}),
    "too many reviews": (lambda: with_database(many_reviews), {"too_large"}),
    "a huge cell": (lambda: with_database(REFUSED["a huge cell"][0]), {"too_large"}),
    "long texts": (long_texts, {""}),
    "a long text": (lambda: "a\tb\n\U0001f600".encode() * 2_000_000, {"too_large"}),
}


@pytest.mark.parametrize("what", HUNGRY)
def test_a_hostile_file_takes_less_than_200_megabytes(what: str) -> None:
    make, codes = HUNGRY[what]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=make(), capture_output=True, check=True
    )
    code, kilobytes = json.loads(done.stdout)
    assert code in codes
    assert kilobytes < 200 * 1024


@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()) if CORPUS.is_dir() else [], ids=str)
def test_a_file_that_fuzzing_found_is_read_or_refused(path: Path) -> None:
    refused = False
    try:
        found = read(path.read_bytes(), "ar")
    except FileRefused:
        refused = True
    assert refused or found.questions is not None


CHANGES = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=12)


@settings(max_examples=250, deadline=None)
@given(CHANGES, st.sampled_from(["database", "squeezed", "package", "text"]))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    changes: list[tuple[int, int]], where: str
) -> None:
    data = bytearray(SOUND[where])
    for place, value in changes:
        data[place % len(data)] = value
    wrapped = {
        "database": lambda: packed([("collection.anki2", bytes(data))]),
        "squeezed": lambda: newest(squeezed(bytes(data))),
    }
    found = wrapped.get(where, lambda: bytes(data))()
    code = ""
    try:
        assert read(found, "ar").notes is not None
    except FileRefused as refusal:
        code = refusal.code
    assert code in {"", "format", "too_large", "unsafe", "empty", "encoding"}


_WHOLE = write(packages.every_standing(), NOW)
SOUND = {
    "database": packages.database_of(_WHOLE),
    "squeezed": packages.database_of(_WHOLE),
    "package": _WHOLE,
    "text": write_text(packages.every_standing()),
}


@pytest.mark.parametrize("stability", [10**400, "1e999", "NaN", "[]", '"x"'])
def test_a_memory_beyond_number_is_no_memory(stability: object) -> None:
    data = with_database(
        lambda db: db.execute("UPDATE cards SET data = ?", (f'{{"s": {stability}, "d": 5}}',))
    )
    (note,) = read_notes(data).notes
    assert [each.stability for each in note.cards] == [None]

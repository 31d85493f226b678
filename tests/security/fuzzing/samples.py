"""What a fuzzer begins with: files of every format as our writers make them, and odd ones.

A package is packed anew around the part that is exchanged, as bytes changed in what is packed
would be caught by its check sum and nothing behind it would ever be reached.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Final

from quizapp.domain.bilingual import LANGS
from quizapp.domain.exchange.travel import Pack
from quizapp.formats.anki.text import write_text
from quizapp.formats.bundle.writer import write as write_bundle
from quizapp.formats.registry import FORMATS
from quizapp.formats.safety.archive import packed
from tests.exchange import TRAPS, sample_questions
from tests.formats.anki import packages
from tests.formats.qti import foreign
from tests.samples import mini_article
from tests.security.fuzzing.exported import EXPORT

Sample = tuple[int, bytes]
"""What chooses among the ways of an entrance, and the bytes."""

ODD: Final = Path(__file__).parents[2] / "formats" / "moodle" / "samples" / "odd"
PACKED: Final = ("table_xlsx", "kahoot", "wayground", "qti")
# Tables of the newest generation, as far as they are read, and values that mean something.
SCHEMA_18: Final = """
CREATE TABLE notetypes (id integer, name text, config blob);
CREATE TABLE fields (ntid integer, ord integer, name text);
CREATE TABLE decks (id integer, name text);
"""
NEWER: Final = ("notetypes", "fields", "decks")
VALUES: Final = (
    *(("col", "models"), ("col", "decks"), ("notes", "flds"), ("notes", "tags")),
    *(("notes", "guid"), ("cards", "data"), ("notetypes", "config"), ("notetypes", "name")),
    *(("fields", "name"), ("decks", "name"), ("notes", "mid"), ("cards", "ord")),
    *(("revlog", "ease"), ("revlog", "ivl"), ("revlog", "time"), ("fields", "ord")),
)
# Digits that are none for `int`, numbers beyond any, letters that others are made of or cover.
SIGNS: Final = (
    *("\u1369", "\u00b2", "\u2460", "\u00bd", "\U00010a40", "\u0663", "\u06f3", "1e999", "NaN"),
    *("\ufdfa", "\ufb01", "\u0640", "\u064e", "\u0301", "\u200f", "\u00df", "\u0130", "\u066b"),
    *('"ord":', "\\ud800", "null", "[[1]]", "</row>", '<c t="s"><v>', "_x0000_", "&#0;", "<!--"),
)
# What no reader looks into: styles, themes, what office programs keep for themselves.
UNREAD: Final = ("styles", "theme", "docProps", "[Content_Types]", "_rels/.rels", "media")
ROSTERS: Final = (
    "1. Huda Salem\n2. Rania Nasser\n\n3. huda  salem\n",
    "الاسم\tاسم الدخول\nهدى سالم\thuda\nرانيا ناصر\trania\n",
    "Class 7\n\nfirst name,last name,login\nHuda,Salem,huda\n,,x\n",
    '"Name";"Login"\n"Salem; Huda";"huda.1"\n',
)
TYPED: Final = (
    "Samarkand\nBukhara\nSamarcand",
    "سمرقند\nبخارى\nسَمَرْقند",
    "the United Arab Emirates\n\nUnited Arab Emirats",
    "3.5 °C\n35\n3,5",
    "16\n\n16 October",
    "1200\n\n١٬٢٠٠",
    "لبنان والأردن\nالأردن\nللبنان",
    '"a" (b)\n-\n',
)


@cache
def written(name: str, lang: str) -> bytes:
    """Return a file of a format with a question of each kind that it can carry."""
    spoken = LANGS[LANGS.index(lang)]  # type: ignore[arg-type]
    return FORMATS[name].writer()(Pack("p", "P", spoken, sample_questions(spoken))).data


def texts_of(name: str) -> Callable[[], Iterator[Sample]]:
    """Return what yields texts of a format: ours, odd ones, and what is a trap somewhere."""

    def samples() -> Iterator[Sample]:
        for choice, lang in enumerate(LANGS):
            yield choice, written(name, lang)
        for file in sorted(ODD.glob(f"{name}-*")):
            yield 0, file.read_bytes()

    return samples


def whole_files() -> Iterator[Sample]:
    """Yield files whose format is to be told by what stands in them."""
    for name, format_ in FORMATS.items():
        if format_.reads and format_.writes:
            yield 0, written(name, "ar")
    yield 0, write_text(packages.every_standing())
    yield 0, "\n".join(TRAPS).encode()


@cache
def _packages() -> tuple[tuple[tuple[str, bytes], ...], ...]:
    items = (foreign.item_2(foreign.CHOICE_2), foreign.item_3(foreign.SEVERAL_3))
    whole = (
        *(written(name, "ar") for name in PACKED),
        foreign.package(*items),
        packed([("collection.anki2", _database()), ("media", b"{}")]),
    )
    return tuple(map(_parts, whole))


def _parts(package: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def _exchanged(parts: tuple[tuple[str, bytes], ...], at: int, data: bytes) -> bytes:
    """Return a package, its parts unsqueezed, with one part exchanged."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for place, (name, content) in enumerate(parts):
            archive.writestr(zipfile.ZipInfo(name), data if place == at else content)
    return out.getvalue()


@cache
def _places() -> tuple[tuple[int, int], ...]:
    """Return every part that a reader looks into: which package, and which of its parts."""
    return tuple(
        (number, at)
        for number, parts in enumerate(_packages())
        for at, (name, _) in enumerate(parts)
        if not any(word in name for word in UNREAD)
    )


def with_part(choice: int, data: bytes) -> bytes:
    """Return one of our packages with one of its parts exchanged for these bytes."""
    number, at = _places()[choice % len(_places())]
    return _exchanged(_packages()[number], at, data)


def parts() -> Iterator[Sample]:
    """Yield the parts themselves."""
    for choice, (number, at) in enumerate(_places()):
        yield choice, _packages()[number][at][1]


@cache
def _bundle() -> tuple[tuple[str, bytes], ...]:
    return _parts(write_bundle(mini_article()))


def with_file(choice: int, data: bytes) -> bytes:
    """Return the bundle of an article with one of its files exchanged for these bytes."""
    return _exchanged(_bundle(), choice % len(_bundle()), data)


def files() -> Iterator[Sample]:
    """Yield the files of the bundle themselves."""
    for choice, (_, data) in enumerate(_bundle()):
        yield choice, data


def with_value(choice: int, data: bytes) -> bytes:
    """Return a package of Anki's with a value of its database exchanged; 0: the bytes alone."""
    if choice % (1 + len(VALUES)) == 0:
        return data
    table, column = VALUES[choice % (1 + len(VALUES)) - 1]
    value = data if column == "config" else data.decode("utf-8", "replace")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.deserialize(_database())
        db.execute(f"UPDATE {table} SET {column} = ?", (value,))
        content = db.serialize()
    if table in NEWER:
        return packages.newest(packages.squeezed(content))
    return packed([("collection.anki2", content), ("media", b"{}")])


def cards() -> Iterator[Sample]:
    """Yield cards of Anki's as text and as a package, and the values of its database."""
    yield 0, write_text(packages.every_standing())
    yield 0, b"#separator:semicolon\n#html:true\n#notetype column:1\n#tags column:3\nB;x;y z\n"
    yield 0, packages.write(packages.pack(packages.card(3, [3, 3])), packages.NOW)
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(_database())
        for choice, (table, column) in enumerate(VALUES, start=1):
            (value,) = db.execute(f"SELECT {column} FROM {table}").fetchone()
            yield choice, value if isinstance(value, bytes) else str(value).encode()


@cache
def _database() -> bytes:
    """The database of a package, with the tables of both generations."""
    package = packages.write(packages.pack(packages.card(3, [3, 3])), packages.NOW)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.deserialize(packages.database_of(package))
        db.executescript(SCHEMA_18)
        db.execute("INSERT INTO notetypes SELECT mid, 'Cloze', x'0801' FROM notes")
        db.execute("INSERT INTO fields SELECT mid, 0, 'Front' FROM notes")
        db.execute("INSERT INTO decks VALUES (1, 'Default')")
        return db.serialize()


def with_leaf(choice: int, data: bytes) -> bytes:
    """Return an export with one of its values exchanged for JSON, or for a text that is none."""
    value = data.decode("utf-8", "replace")
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        value = json.dumps(value)
    mark = "a value that stands nowhere else"
    return json.dumps(_leaves(EXPORT, choice, mark)[1]).replace(f'"{mark}"', value).encode()


def _leaves(value: object, left: int, mark: str) -> tuple[int, object]:
    """Count down along the values of a record; where nothing is left, the mark is put in."""
    if isinstance(value, dict):
        made = {}
        for name, inner in value.items():
            left, made[name] = _leaves(inner, left, mark)
        return left, made
    if isinstance(value, list) and value:
        rows = []
        for inner in value:
            left, row = _leaves(inner, left, mark)
            rows.append(row)
        return left, rows
    return left - 1, mark if left == 0 else value


def exports() -> Iterator[Sample]:
    """Yield values for each place of an export: what nobody has, and one that anybody may."""
    places = -_leaves(EXPORT, 0, "")[0]
    for choice in range(places):
        yield choice, (b"null", b"1e999", b'"\\ud83d"', b"[]", b"9" * 400)[choice % 5]
    yield places, b""


def rosters() -> Iterator[Sample]:
    """Yield lists of names, as files and as what was pasted."""
    for text in ROSTERS:
        yield 0, text.encode()
        yield 1, text.encode()


def typed() -> Iterator[Sample]:
    """Yield the accepted, the rival and what was typed, a line each, for every way of asking."""
    for choice in range(24):
        yield choice, TYPED[choice % len(TYPED)].encode()


def words() -> Iterator[bytes]:
    """Yield what means something to some format: a fuzzer puts these in."""
    for word in (*TRAPS, *SIGNS):
        yield word.encode()

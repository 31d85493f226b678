"""The hostile files that issue 6 lists, one of each sort in each format where it can be.

A file has the format that somebody would choose for it, and the code it is refused for. The
tests of each format have many more; these are the ones that go the whole way: through a
process of their own, and through the page.
"""

from __future__ import annotations

import codecs
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from quizapp.formats.safety.archive import packed
from tests.formats.anki import test_hostile as anki
from tests.formats.anki.packages import with_database
from tests.formats.qti import test_hostile as qti
from tests.formats.safety import test_archive as archives
from tests.formats.safety import test_markup as markup
from tests.formats.tables import hostile as tables

ENDLESS: Final = f"CREATE VIEW notes AS {anki.ENDLESS}"
ARABIC: Final = "السؤال,الإجابة\nأين؟,هنا\n"
_XML: Final = {name: make for name, make, _ in markup.HOSTILE}
_QUIZ: Final = b"<quiz><question><name><text>&e;</text></name></question></quiz>"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file that means no good, and what is to become of it."""

    make: Callable[[], bytes]
    code: str
    format: str = "auto"


def of_database(change: Callable[[sqlite3.Connection], object]) -> Callable[[], bytes]:
    return lambda: with_database(change)


FILES: Final[dict[str, Hostile]] = {
    "a zip bomb": Hostile(qti.REFUSED["a part of 200 MB"], "too_large"),
    "a bomb within a package of Anki": Hostile(anki.bomb, "too_large"),
    "overlapping entries": Hostile(archives.overlapping, "unsafe"),
    "a path that leads out": Hostile(qti.REFUSED["a path that leads out"], "unsafe"),
    "a path to a sheet elsewhere": Hostile(tables.elsewhere, "format"),
    "a symbolic link": Hostile(qti.REFUSED["a link"], "unsafe"),
    "a lying size in QTI": Hostile(qti.lying, "unsafe"),
    "a lying size in a workbook": Hostile(tables.lying, "unsafe"),
    "a billion laughs": Hostile(_XML["a billion laughs"], "unsafe", "moodle"),
    "an entity from outside": Hostile(
        lambda: b'<!DOCTYPE quiz [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + _QUIZ,
        "unsafe",
        "moodle",
    ),
    "an entity in QTI": Hostile(qti.REFUSED["an entity of a file"], "unsafe"),
    "an entity in a workbook": Hostile(tables.HOSTILE["entities"][0], "format"),
    "a view": Hostile(of_database(anki.instead("notes", ENDLESS)), "unsafe"),
    "a trigger": Hostile(of_database(anki.REFUSED["a trigger"][0]), "unsafe"),
    "an endless query": Hostile(of_database(anki.schema_written(ENDLESS)), "format"),
    "fields without end": Hostile(of_database(anki.many_fields), "too_large"),
    "a cell of 100 MB": Hostile(lambda: tables.cell_of(100), "too_large"),
    "columns without end": Hostile(
        lambda: b"Question,Answer\n" + b"a," * (7 * tables.MEGABYTE), "too_large", "anki"
    ),
    "half of UTF-16": Hostile(
        lambda: codecs.BOM_UTF16_LE + ARABIC.encode("utf-16-le")[:-3], "encoding"
    ),
    "no encoding": Hostile(tables.HOSTILE["noise"][0], "encoding"),
    "a packed file within": Hostile(
        lambda: packed([("collection.anki2", packed([("x", b"")]))]), "unsafe"
    ),
}

"""C21, C22, C23: a file of somebody else's is opened in one place for each sort of file.

That those places refuse what is hostile, within a second of the processor and 200 MB, is in
`tests/formats/test_hostile_files.py` (each file read by a process that is measured),
`tests/formats/safety`, `tests/formats/anki` and `tests/formats/bundle`; that the page says so in
both languages and stores nothing in `tests/web/test_hostile_files.py`. It would be worth nothing if
another module opened a file its own way, so no other may.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.safety.archive import Archive
from tests.formats.safety.test_archive import zipped
from tests.security.sources import nodes

# Who may call upon what opens packed files, databases, markup and YAML.
OPENERS = {
    "zipfile": {"formats/safety/archive.py", "formats/document/writer.py"},
    # Both give a bound of what comes out, and ask whether that was all.
    "zlib": {"formats/safety/archive.py", "services/mine/anki_in.py"},
    "zstandard": {"formats/anki/opening.py"},
    # For our own pages on their way out.
    "gzip": {"web/compression.py"},
    # Of strangers' databases only opening.py; the others make or keep our own.
    "sqlite3": {
        *("formats/anki/opening.py", "formats/anki/package.py", "formats/anki/writer.py"),
        *("db/copies.py", "db/engine.py", "db/failures.py", "db/moving.py"),
        "db/unwritable.py",
        *("services/moving.py", "journal.py"),
    },
    "xml.parsers": {
        *("formats/safety/markup.py", "formats/safety/cells.py", "formats/safety/workbook.py"),
    },
    "yaml": {"formats/content/tree.py", "formats/content/rows.py"},
}
NEVER = {
    *("tarfile", "bz2", "lzma", "pickle", "marshal", "shelve", "xmlrpc", "lxml", "xml.sax"),
    *("xml.dom", "plistlib", "dbm"),
}
# Of ElementTree: trees as values. `fromstring` reads the sheet that was just written here.
TREES = {"Element", "SubElement", "TreeBuilder", "tostring"}
OWN_MARKUP = {"formats/worksheet/body.py"}


def imported(found: tuple[ast.AST, ...]) -> Iterator[tuple[str, set[str]]]:
    for node in found:
        if isinstance(node, ast.Import):
            yield from ((name.name, set()) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, {name.name for name in node.names}


def test_what_opens_files_is_called_in_its_place_only() -> None:
    wrong = []
    for file, found in nodes():
        place = file.relative_to("quizapp").as_posix()
        for module, names in imported(found):
            if any(module == each or module.startswith(f"{each}.") for each in NEVER):
                wrong.append(f"{place}: {module}")
            for opener, places in OPENERS.items():
                mine = module == opener or module.startswith(f"{opener}.")
                if mine and place not in places:
                    wrong.append(f"{place}: {module}")
            if module.startswith("xml.etree") and place not in OWN_MARKUP and not names <= TREES:
                wrong.append(f"{place}: {module} {names - TREES}")
    assert not wrong, "say here why it may, or go through quizapp/formats/safety"


def test_nothing_is_unpacked_to_a_place_that_an_archive_names() -> None:
    for file, found in nodes():
        for node in found:
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("extractall", "extract", "unpack_archive"), file


@pytest.mark.parametrize("parts", [0, 1, 40])
def test_more_parts_than_are_allowed_are_never_read(parts: int) -> None:
    data = zipped(*((f"p{n}", b"x") for n in range(parts)), ("last", b"x"))
    if parts < 2:
        assert Archive(data, most_parts=2, most_unpacked=100).read("last", 10) == b"x"
    else:
        with pytest.raises(FileRefused):
            Archive(data, most_parts=2, most_unpacked=100)

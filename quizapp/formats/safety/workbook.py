"""The cells of an XLSX workbook that a stranger may have made.

Read here, and not by a library: one that lays a sheet out as a block from its first cell to its
last can be made to ask for any amount of memory by a file of a kilobyte, and one in a compiled
language then ends the process. Only texts and numbers of the first sheet are wanted; nothing is
computed, and nothing outside is looked up. What a caller is ready to read it says in `Bounds`;
parts are counted before anything is unpacked, and everything else while it is.
"""

from __future__ import annotations

import posixpath
from typing import Final
from xml.parsers import expat

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.safety.archive import Archive, is_archive
from quizapp.formats.safety.cells import (
    Bounds,
    Part,
    Relations,
    SharedTexts,
    SheetNames,
    SheetRow,
    Styles,
    feed,
)
from quizapp.formats.safety.sheet import Sheet, Surroundings

__all__ = ["Bounds", "SheetRow", "is_workbook", "rows_of_workbook"]

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_SHARED: Final = "xl/sharedStrings.xml"
_STYLES: Final = "xl/styles.xml"


def is_workbook(data: bytes) -> bool:
    """Tell whether a file begins like a packed one."""
    return is_archive(data)


def rows_of_workbook(data: bytes, bounds: Bounds) -> list[SheetRow]:
    """Return the rows of the first sheet that hold anything.

    Raises FileRefused: `format`, `unsafe`, `too_large`.
    """
    archive = Archive(data, most_parts=bounds.parts, most_unpacked=bounds.unpacked)
    try:
        return _Reader(archive, bounds).rows()
    except (expat.ExpatError, LookupError, ValueError) as error:
        # LookupError: an encoding that is none. ValueError: one that XML cannot be read in.
        raise FileRefused("format") from error


class _Reader:
    """Reads parts of one archive, never more than the bound of all of them together."""

    def __init__(self, archive: Archive, bounds: Bounds) -> None:
        self._archive = archive
        self._bounds = bounds
        self._names = frozenset(archive.names)

    def rows(self) -> list[SheetRow]:
        """Return the rows of the first sheet that hold anything."""
        names, relations = SheetNames(), Relations()
        self._hear(_WORKBOOK, names)
        self._hear_any(_RELATIONS, relations)
        path = self._path(relations.targets.get(names.first, "worksheets/sheet1.xml"))
        texts, styles = SharedTexts(self._bounds), Styles()
        self._hear_any(_SHARED, texts)
        self._hear_any(_STYLES, styles)
        around = Surroundings(texts.found, frozenset(styles.days), names.since_1904)
        sheet = Sheet(around, self._bounds)
        self._hear(path, sheet)
        return list(sheet.rows())

    def _path(self, target: str) -> str:
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        return posixpath.normpath(path)

    def _hear_any(self, name: str, part: Part) -> None:
        if name in self._names:
            self._hear(name, part)

    def _hear(self, name: str, part: Part) -> None:
        pieces = self._archive.pieces(name, self._bounds.unpacked)
        feed(part, pieces, self._bounds.elements)

"""The cells of an XLSX workbook that a stranger may have made.

Read here, and not by a library: one that lays a sheet out as a block from its first cell to its
last can be made to ask for any amount of memory by a file of a kilobyte, and one in a compiled
language then ends the process. Only texts and numbers of the first sheet are wanted. Bounds:

    parts       200, with 16 MiB in all, counted while they are unpacked
    elements    300,000 in one part, nested 64 deep; no document type, so no entities
    positions   column 200, row 5,000
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from quizapp.domain.errors import QuizappError
from quizapp.formats.roster.sheet import (
    Part,
    PartRejected,
    Relations,
    SharedTexts,
    Sheet,
    SheetNames,
    feed,
)

MAGIC: Final = b"PK\x03\x04"
MOST_PARTS: Final = 200
MOST_UNPACKED: Final = 16 * 1024 * 1024
_CHUNK: Final = 1 << 16
_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_SHARED: Final = "xl/sharedStrings.xml"


class WorkbookRejected(QuizappError):
    """A file that is no workbook of ours to read. `code`: `format`, `too_large`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_workbook(data: bytes) -> bool:
    """Tell whether a file begins like a packed one."""
    return data.startswith(MAGIC)


def rows_of_workbook(data: bytes, most: int) -> list[tuple[int, list[str]]]:
    """Return the rows of the first sheet that hold anything, with their numbers.

    Rows beyond `most` are cut off one after it, so that there being too many can be seen.
    Raises WorkbookRejected.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Reader(archive).rows()[: most + 1]
    except PartRejected as rejection:
        raise WorkbookRejected(rejection.code) from rejection
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError) as error:
        raise WorkbookRejected("format") from error
    except (expat.ExpatError, LookupError) as error:  # LookupError: an unknown encoding.
        raise WorkbookRejected("format") from error


class _Reader:
    """Reads parts of one archive, never more than the bound of all of them together."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = frozenset(archive.namelist())
        self.left = MOST_UNPACKED
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise PartRejected("too_large")
        if _WORKBOOK not in self.names:
            raise PartRejected("format")

    def rows(self) -> list[tuple[int, list[str]]]:
        """Return the rows of the first sheet that hold anything."""
        sheet = self._first_sheet()
        texts = SharedTexts()
        if _SHARED in self.names:
            self._read(_SHARED, texts)
        table = Sheet(texts.found)
        self._read(sheet, table)
        return table.rows()

    def _first_sheet(self) -> str:
        sheets, relations = SheetNames(), Relations()
        self._read(_WORKBOOK, sheets)
        if _RELATIONS in self.names:
            self._read(_RELATIONS, relations)
        target = relations.targets.get(sheets.first, "worksheets/sheet1.xml")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        path = posixpath.normpath(path)
        if path not in self.names:
            raise PartRejected("format")
        return path

    def _read(self, name: str, part: Part) -> None:
        feed(part, self._pieces(name))

    def _pieces(self, name: str) -> Iterator[bytes]:
        with self.archive.open(name) as stream:
            while piece := stream.read(_CHUNK):
                self.left -= len(piece)
                if self.left < 0:
                    raise PartRejected("too_large")
                yield piece

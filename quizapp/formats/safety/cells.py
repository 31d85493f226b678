"""The parts of a workbook that cells are made of, read element by element.

Names of elements are compared without their prefix, as programs choose different ones. A cell
that says where it stands stands there; one that does not follows the one before it.

A cell is a text here, whatever it is in the file: 2.0 is "2", true is "TRUE", a day is
"2026-11-23". Of a formula the result that the file holds is taken, and the formula is left
alone; which cells are formulas or days is told, because neither is what somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.safety.serials import is_day_code

DEEPEST: Final = 64
_LONGEST_TAG: Final = 1 << 18
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a workbook is read at most; what is beyond is refused as `too_large`.

    `cell` counts the characters of one cell: longer ones are cut where `cut` says so. All
    cells together hold `characters` at most, however often they name the same text.
    """

    parts: int
    unpacked: int
    elements: int
    rows: int
    columns: int
    cell: int
    characters: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row, counted from 1, with its texts from column 1; which of them are formulas or days."""

    number: int
    cells: tuple[str, ...]
    formulas: tuple[int, ...] = ()
    days: tuple[int, ...] = ()


class Part:
    """What one part of a workbook holds; each kind of part listens for its own elements."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters between elements."""


def feed(part: Part, pieces: Iterable[bytes], most: int) -> None:
    """Let a part hear its elements, `most` of them.

    Raises FileRefused, and ExpatError or LookupError for what is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = elements = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth, elements = depth + 1, elements + 1
        if depth > DEEPEST or elements > most:
            raise FileRefused("too_large")
        if attributes and any(":" in key for key in attributes):
            attributes = {_plain(key): value for key, value in attributes.items()}
        part.start(_plain(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        part.end(_plain(name))

    def refuse(*_: object) -> None:
        raise FileRefused("format")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = part.text
    parser.StartDoctypeDeclHandler = refuse
    fed = 0
    for piece in pieces:
        parser.Parse(piece, False)
        fed += len(piece)
        # What is fed and not yet heard is one tag, held whole with all its attributes.
        if fed - parser.CurrentByteIndex > _LONGEST_TAG:
            raise FileRefused("too_large")
    parser.Parse(b"", True)


def _plain(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


class CellText:
    """Characters that come in pieces, never more than one cell may hold."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._pieces: list[str] = []
        self._length = 0

    def add(self, text: str) -> None:
        """Add a piece, or as much of it as there is room for."""
        room = self._bounds.cell - self._length
        if len(text) > room:
            if not self._bounds.cut:
                raise FileRefused("too_large")
            text = text[:room]
        self._length += len(text)
        self._pieces.append(text)

    def whole(self) -> str:
        """Return the text, with what stands for characters that no XML can hold put back."""
        text = "".join(self._pieces)
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class SheetNames(Part):
    """The relation of the first sheet, and from when days are counted."""

    def __init__(self) -> None:
        self.first = ""
        self.since_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the first sheet; `id` is the relation, `sheetId` something else."""
        if name == "sheet" and not self.first:
            self.first = attributes.get("id", "")
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in ("1", "true")


class Relations(Part):
    """Where each relation leads."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note where a relation leads."""
        if name == "Relationship":
            self.targets.setdefault(attributes.get("Id", ""), attributes.get("Target", ""))


class Styles(Part):
    """Which styles of cells show a number as a day."""

    def __init__(self) -> None:
        self.days: set[str] = set()
        self._codes: dict[str, str] = {}
        self._count = 0
        self._inside = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note a code of one's own, or a style of cells by its place among them."""
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            number = attributes.get("numFmtId", "")
            if is_day_code(number, self._codes.get(number, "")):
                self.days.add(str(self._count))
            self._count += 1

    def end(self, name: str) -> None:
        """Leave the styles of cells."""
        if name == "cellXfs":
            self._inside = False


class SharedTexts(Part):
    """The texts that cells name by number. How a text is to be pronounced is left out."""

    def __init__(self, bounds: Bounds) -> None:
        self.found: list[str] = []
        self._bounds = bounds
        self._text = CellText(bounds)
        self._hears = self._aside = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002
        """Begin a text, or what is to be left out of it."""
        if name == "si":
            self._text = CellText(self._bounds)
        elif name == "rPh":
            self._aside = True
        elif name == "t":
            self._hears = not self._aside

    def text(self, text: str) -> None:
        """Add to the text."""
        if self._hears:
            self._text.add(text)

    def end(self, name: str) -> None:
        """End a text, or a piece of one."""
        if name == "rPh":
            self._aside = False
        elif name == "t":
            self._hears = False
        elif name == "si":
            self.found.append(self._text.whole())

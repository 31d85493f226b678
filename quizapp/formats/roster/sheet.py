"""The parts of a workbook that names can stand in, read element by element.

Names of elements are compared without their prefix, as programs choose different ones. A cell
that says where it stands stands there; one that does not follows the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.parsers import expat

from quizapp.domain.errors import QuizappError

MOST_ELEMENTS: Final = 300_000
DEEPEST: Final = 64
MOST_COLUMNS: Final = 200
MOST_ROWS: Final = 5_000
_LONGEST_CELL: Final = 1_000
_POSITION: Final = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_ROW: Final = re.compile(r"\d{1,7}")


class PartRejected(QuizappError):
    """A part that is not to be read. `code`: `format`, `too_large`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Part:
    """What one part of a workbook holds; each kind of part listens for its own elements."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters between elements."""


def feed(part: Part, pieces: Iterable[bytes]) -> None:
    """Let a part hear its elements. Raises PartRejected, and ExpatError for what is no XML."""
    parser = expat.ParserCreate()
    depth = elements = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth, elements = depth + 1, elements + 1
        if depth > DEEPEST or elements > MOST_ELEMENTS:
            raise PartRejected("too_large")
        part.start(_plain(name), {_plain(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        part.end(_plain(name))

    def refuse(*_: object) -> None:
        raise PartRejected("format")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = part.text
    parser.StartDoctypeDeclHandler = refuse
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _plain(name: str) -> str:
    return name.rpartition(":")[2]


class SheetNames(Part):
    """The relation of the first sheet."""

    def __init__(self) -> None:
        self.first = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the first sheet; `id` is the relation, `sheetId` something else."""
        if name == "sheet" and not self.first:
            self.first = attributes.get("id", "")


class Relations(Part):
    """Where each relation leads."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note where a relation leads."""
        if name == "Relationship":
            self.targets.setdefault(attributes.get("Id", ""), attributes.get("Target", ""))


class SharedTexts(Part):
    """The texts that cells name by number. How a text is to be pronounced is left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._text: list[str] | None = None
        self._aside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        """Begin a text, or what is to be left out of it."""
        if name == "si":
            self.found.append("")
        elif name == "rPh":
            self._aside = True
        elif name == "t" and self.found and not self._aside:
            self._text = []

    def text(self, text: str) -> None:
        """Add to the text."""
        if self._text is not None:
            self._text.append(text)

    def end(self, name: str) -> None:
        """End a piece of a text."""
        if name == "rPh":
            self._aside = False
        elif name == "t" and self._text is not None:
            self.found[-1] = (self.found[-1] + "".join(self._text))[:_LONGEST_CELL]
            self._text = None


class Sheet(Part):
    """The cells of a sheet, by row and column from 1."""

    def __init__(self, shared: list[str]) -> None:
        self._shared = shared
        self._cells: dict[int, dict[int, str]] = {}
        self._row = self._column = 0
        self._kind = ""
        self._value: list[str] = []
        self._hears = False

    def rows(self) -> list[tuple[int, list[str]]]:
        """Return the rows that hold anything, in order, each as wide as it reaches."""
        return [
            (row, [cells.get(column, "") for column in range(1, max(cells) + 1)])
            for row, cells in sorted(self._cells.items())
            if any(text.strip() for text in cells.values())
        ]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Find out where a row or a cell stands."""
        if name == "row":
            said = attributes.get("r", "")
            self._row, self._column = int(said) if _ROW.fullmatch(said) else self._row + 1, 0
        elif name == "c":
            said_at = _POSITION.fullmatch(attributes.get("r", ""))
            self._column = _column(said_at[1]) if said_at else self._column + 1
            self._row = int(said_at[2]) if said_at else self._row
            self._kind, self._value = attributes.get("t", "n"), []
        elif name in ("v", "t"):
            self._hears = True
        if self._row > MOST_ROWS or self._column > MOST_COLUMNS:
            raise PartRejected("too_large")

    def text(self, text: str) -> None:
        """Add to the value of the cell."""
        if self._hears:
            self._value.append(text)

    def end(self, name: str) -> None:
        """Keep the value of a cell."""
        if name in ("v", "t"):
            self._hears = False
        elif name == "c" and self._value and self._row and self._column:
            value = "".join(self._value)[:_LONGEST_CELL]
            self._cells.setdefault(self._row, {})[self._column] = self._read(value)

    def _read(self, value: str) -> str:
        if self._kind == "s":
            at = int(value) if value.isascii() and value.isdecimal() and len(value) < 8 else -1
            return self._shared[at] if 0 <= at < len(self._shared) else ""
        if self._kind == "n" and value.endswith(".0"):
            return value[:-2]
        return value


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number

"""The cells of one sheet of a workbook, as rows of texts.

Only cells that hold something are kept, so a sheet that claims to be of any size takes no more
room than what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.safety.cells import Bounds, CellText, Part, SheetRow
from quizapp.formats.safety.serials import day_of, shown_number

_POSITION: Final = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_ROW: Final = re.compile(r"\d{1,7}")
_TRUTHS: Final[Mapping[str, str]] = {"1": "TRUE", "0": "FALSE"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the cells of a sheet refer to: shared texts, styles that show days, the epoch."""

    shared: list[str]
    days: frozenset[str] = frozenset()
    since_1904: bool = False


class Sheet(Part):
    """The cells of a sheet, by row and column from 1."""

    def __init__(self, around: Surroundings, bounds: Bounds) -> None:
        self._around = around
        self._bounds = bounds
        self._room = bounds.characters
        self._cells: dict[int, dict[int, str]] = {}
        self._formulas: dict[int, list[int]] = {}
        self._days: dict[int, list[int]] = {}
        self._row = self._column = 0
        self._kind = self._style = ""
        self._value = CellText(bounds)
        self._hears = self._aside = self._filled = False

    def rows(self) -> Iterator[SheetRow]:
        """Yield the rows that hold anything, in order, each as wide as it reaches."""
        for row, cells in sorted(self._cells.items()):
            if any(text.strip() for text in cells.values()):
                texts = tuple(cells.get(column, "") for column in range(1, max(cells) + 1))
                formulas, days = self._formulas.get(row, ()), self._days.get(row, ())
                yield SheetRow(row, texts, tuple(formulas), tuple(days))

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Find out where a row or a cell stands."""
        if name == "c":
            said_at = _POSITION.fullmatch(attributes.get("r", ""))
            self._column = _column(said_at[1]) if said_at else self._column + 1
            self._row = int(said_at[2]) if said_at else self._row
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._value, self._filled = CellText(self._bounds), False
            self._check_place()
        elif name in ("v", "t"):
            self._hears = not self._aside
            self._filled = self._filled or self._hears
        elif name == "row":
            said = attributes.get("r", "")
            self._row, self._column = int(said) if _ROW.fullmatch(said) else self._row + 1, 0
            self._check_place()
        elif name == "f":
            self._formulas.setdefault(self._row, []).append(self._column)
        elif name == "rPh":
            self._aside = True

    def text(self, text: str) -> None:
        """Add to the value of the cell."""
        if self._hears:
            self._value.add(text)

    def end(self, name: str) -> None:
        """Keep the value of a cell."""
        if name in ("v", "t"):
            self._hears = False
        elif name == "rPh":
            self._aside = False
        elif name == "c" and self._filled and self._row and self._column:
            text = self._read(self._value.whole())
            self._room -= len(text)
            if self._room < 0:
                raise FileRefused("too_large")
            self._cells.setdefault(self._row, {})[self._column] = text

    def _check_place(self) -> None:
        if self._row > self._bounds.rows or self._column > self._bounds.columns:
            raise FileRefused("too_large")

    def _read(self, value: str) -> str:
        if self._kind == "s":
            shared = self._around.shared
            at = int(value) if value.isascii() and value.isdecimal() and len(value) < 8 else -1
            return shared[at] if 0 <= at < len(shared) else ""
        if self._kind == "b":
            return _TRUTHS.get(value, value)
        if self._kind != "n":
            return value
        if self._style in self._around.days:
            day = day_of(value, since_1904=self._around.since_1904)
            if day:
                self._days.setdefault(self._row, []).append(self._column)
                return day
        return shown_number(value)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number

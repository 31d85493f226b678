"""The file formats in which questions travel: one line each.

A format is a package of its name beside this module. What it offers is found by name, when it
is asked for, because some of them bring large libraries that most requests never need:

    quizapp.formats.<name>.writer.write(pack: Pack) -> Written
    quizapp.formats.<name>.reader.read(data: bytes, lang: Lang) -> Taken     (raises FileRefused)

`lang` is the language that a file is taken to be in where it does not say so itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Final, cast

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.travel import Pack, Taken, Written

Writer = Callable[[Pack], Written]
Reader = Callable[[bytes, Lang], Taken]


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is called in files and over the network, and which way it goes."""

    name: str
    extension: str
    mimetype: str
    reads: bool = True
    writes: bool = True

    def reader(self) -> Reader:
        """Return the function that reads a file of this format."""
        return cast(Reader, import_module(f"quizapp.formats.{self.name}.reader").read)

    def writer(self) -> Writer:
        """Return the function that writes a file of this format."""
        return cast(Writer, import_module(f"quizapp.formats.{self.name}.writer").write)


_ALL: Final = (
    Format("moodle", "xml", "application/xml"),
    Format("gift", "gift", "text/plain"),
    Format("aiken", "txt", "text/plain"),
    Format(
        "table_xlsx",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Format("table_csv", "csv", "text/csv"),
    Format(
        "kahoot",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Format(
        "wayground",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Format("anki", "apkg", "application/vnd.anki", writes=False),
    Format("qti", "zip", "application/zip"),
    Format("cartridge", "imscc", "application/vnd.ims.imsccv1p1", reads=False),
)

FORMATS: Final[Mapping[str, Format]] = MappingProxyType({each.name: each for each in _ALL})

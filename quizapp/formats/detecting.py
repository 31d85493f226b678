"""What format a file is in, told by what stands in it and never by its name.

    a zip with imsmanifest.xml        qti
    a zip with a workbook             kahoot, wayground or table_xlsx, by the words of its header
    a zip with a collection           anki; and text that begins as Anki writes it
    <quiz> at the beginning           moodle
    lines "ANSWER: A"                 aiken
    {=one ~another} and the like      gift
    cells between commas or tabs      table_csv

Formats that no reader knows (a cartridge, an article of ours) are refused by their name, so
that nobody wonders why.
"""

from __future__ import annotations

import re
from typing import Final

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.safety.archive import Archive
from quizapp.formats.safety.decoding import decode

MOST_PARTS: Final = 30_000
MOST_UNPACKED: Final = 200_000_000
_MOST_READ: Final = 64_000_000
_STRINGS: Final = 2_000_000
_ABOVE: Final = 12
_BEGINNING: Final = 200_000
_MANIFEST: Final = "imsmanifest.xml"
_WORKBOOK: Final = "xl/workbook.xml"
_CELLS: Final = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
_KAHOOT: Final = re.compile(rb"Correct answer\(s\)[^<]{0,40}choose|Question - max \d+ char", re.I)
_WAYGROUND: Final = re.compile(rb"Question Type", re.I)
_WAYGROUND_TOO: Final = re.compile(rb"Answer explanation|Time in seconds|Image Link", re.I)
_MOODLE: Final = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<quiz[\s>/]", re.S)
# Each of these looks at a character a bounded number of times, whatever stands there.
_AIKEN: Final = re.compile(
    r"^[ \t\u200e\u200f]*(?:ANSWER|(?:الإجابة|الاجابة|الجواب)(?: الصحيحة?)?)[ \t]*:[ \t]*\S",
    re.M | re.I,
)
_AIKEN_FIRST: Final = re.compile(r"^[ \t\u200e\u200f]*[Aأا][ \t]*[.)]", re.M | re.I)
_BRACED: Final = re.compile(r"(?<!\\)\{([^{}]{0,4000})\}")
_ANSWERS: Final = re.compile(r"(?<!\\)[=~#]|^[ \t]*(?:T|F|TRUE|FALSE)\b", re.I)
_GIFT_TITLE: Final = re.compile(r"^[ \t]*(?:::[^:\n]{1,400}::|\$CATEGORY:)", re.M)
_SEPARATOR: Final = re.compile(r"[,;\t|،؛]")
_HEADER: Final = re.compile(r"question|stem|kind|type|answer|سؤال|نوع|جواب|إجابة", re.I)


def detected(data: bytes) -> str:
    """Return the name of a file's format.

    Raises FileRefused: `unknown_format`, or `cartridge`, `whole_article` for what has its
    place elsewhere, and whatever a packed file or its letters are refused for.
    """
    if not data.strip():
        raise FileRefused("empty")
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith((b"SQLite format 3\0", b"\xd0\xcf\x11\xe0", b"%PDF", b"Rar!", b"\x1f\x8b")):
        raise FileRefused("unknown_format")
    return _told(decode(data)[:_BEGINNING])


def _zipped(data: bytes) -> str:
    archive = Archive(data, most_parts=MOST_PARTS, most_unpacked=MOST_UNPACKED)
    names = frozenset(archive.names)
    place = next((name for name in archive.names if name.endswith(_MANIFEST)), None)
    if place is not None:
        manifest = archive.read(place, _MOST_READ)
        if b"imsccv1p" in manifest or b"IMS Common Cartridge" in manifest:
            raise FileRefused("cartridge")
        return "qti"
    if _WORKBOOK in names:
        parts = (archive.read(name, _MOST_READ)[:_STRINGS] for name in _CELLS if name in names)
        return _workbook(b" ".join(parts))
    if any(name.startswith("collection.anki2") for name in names):
        return "anki"
    if any(name.rpartition("/")[2] == "article.yaml" for name in names):
        raise FileRefused("whole_article")
    raise FileRefused("unknown_format")


def _workbook(header: bytes) -> str:
    if _KAHOOT.search(header):
        return "kahoot"
    if _WAYGROUND.search(header) and _WAYGROUND_TOO.search(header):
        return "wayground"
    return "table_xlsx"


def _told(text: str) -> str:
    beginning = text.lstrip("\ufeff").lstrip()
    if _MOODLE.match(beginning):
        return "moodle"
    if beginning.startswith("<"):
        raise FileRefused("unknown_format")
    if beginning.startswith(("#separator:", "#html:", "#notetype", "#deck")):
        return "anki"
    if _AIKEN.search(text) and _AIKEN_FIRST.search(text):
        return "aiken"
    first = beginning.partition("\n")[0]
    separated = _SEPARATOR.search(first) is not None
    if separated and _HEADER.search(first) and "{" not in first:
        return "table_csv"
    if _GIFT_TITLE.search(text) or any(_ANSWERS.search(body) for body in _BRACED.findall(text)):
        return "gift"
    if separated or any(map(_names_columns, beginning.split("\n", _ABOVE)[:_ABOVE])):
        return "table_csv"
    raise FileRefused("unknown_format")


def _names_columns(line: str) -> bool:
    """Tell whether a line below a title may be that of the headings."""
    return len(_SEPARATOR.findall(line)) > 1 and _HEADER.search(line) is not None

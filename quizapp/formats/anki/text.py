"""Anki's text files: a line a note, under lines that say what the columns are.

    #separator:tab
    #html:true
    #guid column:1
    #deck column:2
    #tags column:5
    waraqa:a/f/s/card-ar<TAB>Waraqa::Summit<TAB><div dir="rtl">...</div><TAB>...<TAB>summit

What is written names no note type, so that Anki puts the two sides into the one that the
learner has chosen (Basic): a type that is not there, or is called otherwise in another
language, would make it skip every line. The package has our own.

What is read: any separator Anki knows, columns for name, note type, deck and tags, or one of
these for the whole file. Codes of what is skipped: `skipped_line` (nothing to ask and answer
on it, or more columns than a note can have). At most 20,000 lines with notes, as many
without, 500,000 cells, and 16 MiB.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from quizapp.domain.bilingual import direction
from quizapp.domain.cards.build import Side
from quizapp.domain.exchange.cards import Brought, CardPack, ForeignNote, TravellingCard, guid_of
from quizapp.domain.exchange.question import tidy
from quizapp.domain.exchange.travel import FileRefused, Note
from quizapp.formats.anki import note_type
from quizapp.formats.anki.collection import deck_names
from quizapp.formats.anki.opening import MOST_CELLS
from quizapp.formats.safety.decoding import decode

MOST_LINES: Final = 20_000
MOST_BYTES: Final = 16 * 1024 * 1024
MOST_COLUMNS: Final = 200
_MOST_SEPARATORS: Final = 20_000  # of one note: some stand within a quoted text
_FIRST_LINE: Final = 10_000
_HEADER: Final = "#separator:tab\n#html:true\n#guid column:1\n#deck column:2\n#tags column:5\n"
_SEPARATORS: Final = {
    "tab": "\t",
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
    "colon": ":",
    "space": " ",
}
_GUESSED: Final = ("\t", "|", ";", ":", ",")
_CLOZE: Final = re.compile(r"\{\{c\d{1,3}::")
_KEYS: Final = re.compile(r"#([a-z ]{1,40}):(.*)", re.DOTALL)
_PLACED: Final = ("guid column", "notetype column", "deck column", "tags column")


def write_text(pack: CardPack) -> bytes:
    """Return the cards as a text file. What is remembered of them has no place there."""
    names = deck_names([card.deck for card in pack.cards])
    out = io.StringIO()
    out.write(_HEADER)
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for card in pack.cards:
        tags = " ".join("_".join(tag.split()) for tag in card.tags)
        writer.writerow([guid_of(card.id), names[card.deck], _front(card), _back(card), tags])
    return out.getvalue().encode()


def _front(card: TravellingCard) -> str:
    return _side(card.front)


def _back(card: TravellingCard) -> str:
    """The answer, the whole sentence and what proves it."""
    lang = card.back.lang
    more = [card.statement[lang] if card.statement else "", *card.evidence]
    return _side(card.back, *filter(None, more))


def _side(side: Side, *more: str) -> str:
    lines = "<br>".join(map(note_type.markup, filter(None, (side.text, side.note, *more))))
    return f'<div lang="{side.lang}" dir="{direction(side.lang)}">{lines}</div>'


@dataclass(slots=True)
class _Layout:
    """What the lines at the beginning say."""

    separator: str = ""
    html: bool = False
    columns: dict[str, int] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()


def read_text(data: bytes) -> Brought:
    """Return the notes of a text file. Raises FileRefused."""
    if len(data) > MOST_BYTES:
        raise FileRefused("too_large")
    text = decode(data)
    layout, at, first = _layout(text)
    if not layout.separator:
        layout.separator = _guess(text[at : at + _FIRST_LINE])
    notes: list[ForeignNote] = []
    skipped: list[Note] = []
    room = MOST_CELLS
    for line, row in _rows(text, at, layout.separator, first):
        room -= len(row)
        if room < 0 or len(notes) >= MOST_LINES or len(skipped) >= MOST_LINES:
            raise FileRefused("too_large")
        note = _note(row, layout) if len(row) <= MOST_COLUMNS else None
        if note is None:
            skipped.append(Note("skipped_line", line=line))
        else:
            notes.append(note)
    if not notes:
        raise FileRefused("empty")
    return Brought(tuple(notes), tuple(skipped))


def _rows(text: str, at: int, separator: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows from a place on, with the line that each begins on; # begins a remark."""
    lines = _Lines(text, at, separator)
    reader = csv.reader(lines, delimiter=separator)
    begins = 0
    try:
        for row in reader:
            lines.separators = 0
            if row and not row[0].startswith("#") and any(cell.strip() for cell in row):
                yield first + begins, row
            begins = reader.line_num
    except csv.Error as error:
        raise FileRefused("too_large" if "limit" in str(error) else "format") from error


class _Lines:
    """The lines from a place on. No note is cut into cells that has separators without end."""

    def __init__(self, text: str, at: int, separator: str) -> None:
        self.separators = 0
        self._separator = separator
        self._lines = io.StringIO(text, newline="")
        self._lines.seek(at)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.separators += line.count(self._separator)
        if self.separators > _MOST_SEPARATORS:
            raise FileRefused("too_large")
        return line


def _layout(text: str) -> tuple[_Layout, int, int]:
    """Return the layout, the place where it ends, and the number of the line there."""
    layout, at, line = _Layout(), 0, 1
    while text.startswith("#", at):
        end = text.find("\n", at)
        stop = len(text) if end < 0 else end
        found = _KEYS.fullmatch(text[at:stop].rstrip("\r"))
        if found:
            _take(layout, found[1].strip(), found[2])
        at, line = stop + 1, line + 1
        if end < 0:
            break
    return layout, min(at, len(text)), line


def _take(layout: _Layout, key: str, value: str) -> None:
    plain = value.strip()
    if key == "separator":
        layout.separator = _SEPARATORS.get(plain.lower(), value if len(value) == 1 else "")
    elif key == "html":
        layout.html = plain.lower() == "true"
    elif key in _PLACED and plain.isascii() and plain.isdigit() and 0 < int(plain[:3]) <= 100:
        layout.columns[key.removesuffix(" column")] = int(plain[:3]) - 1
    elif key in ("deck", "notetype", "tags"):
        layout.whole[key] = plain
    elif key == "columns":
        layout.names = tuple(next(csv.reader([plain], delimiter=layout.separator or "\t"), ()))


def _guess(beginning: str) -> str:
    """The separator of a file that names none: the first of the usual ones on its first line."""
    line = beginning.lstrip("\n\r").partition("\n")[0]
    found = next((mark for mark in _GUESSED if mark in line), None)
    if found is None:
        raise FileRefused("format")
    return found


def _note(row: list[str], layout: _Layout) -> ForeignNote | None:
    def named(what: str) -> str:
        place = layout.columns.get(what)
        return row[place] if place is not None and place < len(row) else ""

    taken = set(layout.columns.values())
    kept = [(place, cell) for place, cell in enumerate(row) if place not in taken]
    kind = tidy(named("notetype") or layout.whole.get("notetype", ""))
    deck = named("deck") or layout.whole.get("deck", "")
    fields = {}
    for order, (place, cell) in enumerate(kept):
        text = cell if layout.html else note_type.markup(cell)
        fields[_name(kind, place, order, layout)] = text
    if not any(fields.values()):
        return None
    return ForeignNote(
        guid=tidy(named("guid"))[:400],
        type_name=kind,
        fields=fields,
        deck=tuple(filter(None, map(tidy, deck.split("::")))),
        tags=tuple(f"{named('tags')} {layout.whole.get('tags', '')}".split()),
        cloze=kind != note_type.NAME and any(map(_CLOZE.search, fields.values())),
    )


def _name(kind: str, place: int, order: int, layout: _Layout) -> str:
    if kind == note_type.NAME and order < len(note_type.FIELDS):
        return note_type.FIELDS[order]
    if place < len(layout.names) and layout.names[place]:
        return f"{layout.names[place]}"
    return str(order + 1)

"""Questions out of a table, whoever laid it out.

The headings say what stands where; they are looked for in the first rows, because titles and
instructions often stand above them. Two columns without headings are words and what they mean:
the meaning is asked for by what it says, the word is typed.

Notes, each with the line: the common ones, and

    formula            `column`: a formula's last result was taken, as text
    date_cell          `column`: the program had made a date of what was typed
    skipped_column     `heading`: nothing here is called that
    unknown_language   `language`: the question is skipped

Refused: `empty`, `no_headings` (no row says what stands where), and what reading refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.question import Question, tidy
from quizapp.domain.exchange.travel import FileRefused, Note, Taken
from quizapp.formats.safety.workbook import SheetRow
from quizapp.formats.tables.filled import Filled, Skipped, filled, too_long
from quizapp.formats.tables.grid import HEADINGS_WITHIN, MOST_QUESTIONS, rows_of_file
from quizapp.formats.tables.lists import parted
from quizapp.formats.tables.making import fields_of
from quizapp.formats.tables.places import Place, places_of
from quizapp.formats.tables.words import kind_of, language_of

_TAGS_BETWEEN: Final = re.compile(r"[\s,\u060c]+")
_LONGEST_SAID: Final = 80
_PAIR: Final = 2
_MOSTLY: Final = 0.9
_PAIR_PLACES: Final = {0: Place("term"), 1: Place("definition")}
_OURS: Final = frozenset({Place("material"), Place("lang")})

Places = Mapping[int, Place]


def read_table(data: bytes, lang: Lang) -> Taken:
    """Return the questions of a table; `lang` is the language of those that name none.

    Raises FileRefused.
    """
    rows = rows_of_file(data)
    if not rows:
        raise FileRefused("empty")
    places, body, notes = _headed(rows)
    if not body:
        raise FileRefused("empty")
    if len(body) > MOST_QUESTIONS:
        raise FileRefused("too_large")
    taking = _Taking(places, lang, notes)
    for row in body:
        taking.take(row)
    return Taken(tuple(taking.questions), tuple(taking.notes))


def _headed(rows: Sequence[SheetRow]) -> tuple[Places, Sequence[SheetRow], list[Note]]:
    """What stands where, and the rows below the headings.

    Of several rows with headings the one with the most is taken: a line of instructions may
    hold one or two of the words.
    """
    found = [places_of(row.cells) for row in rows[:HEADINGS_WITHIN]]
    at = max(range(len(found)), key=lambda n: (len(found[n]), -n))
    if not found[at]:
        return _pairs(rows)
    head, body = rows[at], rows[at + 1 :]
    if body and _explains(body[0], found[at]):
        body = body[1:]
    unknown = [cell for n, cell in enumerate(head.cells) if n not in found[at] and tidy(cell)]
    notes = [
        Note("skipped_column", line=head.number, params={"heading": tidy(cell)[:_LONGEST_SAID]})
        for cell in unknown
    ]
    return found[at], body, notes


def _explains(row: SheetRow, places: Places) -> bool:
    """Tell whether a row below the headings explains them, as templates of others have one."""
    said = {place.part: row.cells[at] for at, place in places.items() if at < len(row.cells)}
    kind = said.get("kind", "")
    return "(" in kind and kind_of(kind) is None


def _pairs(rows: Sequence[SheetRow]) -> tuple[Places, Sequence[SheetRow], list[Note]]:
    pairs = sum(len(row.cells) == _PAIR and all(map(str.strip, row.cells)) for row in rows)
    if pairs < max(1, _MOSTLY * len(rows)):
        raise FileRefused("no_headings")
    return _PAIR_PLACES, rows, []


class _Taking:
    """Takes row after row; keeps what was taken and what is to be said about it."""

    def __init__(self, places: Places, lang: Lang, notes: list[Note]) -> None:
        self.questions: list[Question] = []
        self.notes = notes
        self._places = places
        self._lang = lang
        self._own = {*places.values()} >= _OURS
        self._ids: set[tuple[str, Lang]] = set()

    def take(self, row: SheetRow) -> None:
        """Take a row, or note why not."""
        held = filled(row.number, row.cells, self._places, own=self._own)
        if not held.single and not held.numbered:
            return
        ident = held.text("id")[:_LONGEST_SAID]
        try:
            question = self._question(held)
        except Skipped as skipped:
            self.notes.append(Note(skipped.code, ident, row.number, skipped.params))
            return
        self.questions.append(question)
        self.notes += [Note(code, ident, row.number, params) for code, params in held.said]
        self.notes += self._unsure(row, ident)

    def _question(self, row: Filled) -> Question:
        if too_long(row):
            raise Skipped("too_long")
        lang = self._language(row)
        fields = _pair(row) if row.text("definition") else fields_of(row)
        question = Question(id=row.text("id"), lang=lang, **{**_always(row), **fields})
        if question.id:
            if (question.id, lang) in self._ids:
                raise Skipped("duplicate_id")
            self._ids.add((question.id, lang))
        if row.text("media"):
            row.said.append(("media_skipped", {}))
        return question

    def _language(self, row: Filled) -> Lang:
        said = row.text("lang")
        lang = language_of(said) if said else self._lang
        if lang is None:
            raise Skipped("unknown_language", {"language": said[:_LONGEST_SAID]})
        return lang

    def _unsure(self, row: SheetRow, ident: str) -> Iterator[Note]:
        """What was not typed as it stands here."""
        for code, columns in (("formula", row.formulas), ("date_cell", row.days)):
            for column in columns:
                if column - 1 in self._places:
                    yield Note(code, ident, row.number, {"column": _letters(column)})


def _always(row: Filled) -> dict[str, Any]:
    return {
        "explanation": row.text("explanation"),
        "evidence": parted(row.text("evidence")),
        "tags": tuple(dict.fromkeys(filter(None, _TAGS_BETWEEN.split(row.text("tags"))))),
    }


def _pair(row: Filled) -> dict[str, Any]:
    if not row.text("term"):
        raise Skipped("no_key")
    return {"kind": "gap", "stem": row.text("definition"), "accepted": (row.text("term"),)}


def _letters(column: int) -> str:
    """The name that spreadsheets give to a column, counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

"""Reading a QTI package: ours without loss, those of others as far as they have our kinds.

Versions 3.0, 2.2 and 2.1 are read. Items are taken in the order of the manifest. Notes:

    unknown_type        an item with another interaction than ours, or with several (`type`)
    no_key              nothing in the item is declared to be right
    broken_item         an item that is missing, no XML, or whose parts do not fit together
    too_few_choices     fewer than two choices, pairs or steps: skipped
    too_many_choices    more than MOST choices, pairs, steps or spellings: skipped
    too_long            a text is longer than LONGEST characters: skipped
    duplicate_id        the id was there before in the same language: skipped
    too_many_questions  more than MOST_QUESTIONS: the rest is skipped
    number_as_text      the number asked for is not a whole one; it is taken as text
    weights_changed     answers were worth parts of a mark that our kinds do not know
    dropped             field `tolerance`: it is stated in a way that is not known here
    media_skipped, formatting_lost

Refused: `format` (no package, no manifest, QTI 1.2), `empty` (no item), and what the guards
refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import FileRefused, Note, Taken
from quizapp.formats.qti.elements import name_of, value_of
from quizapp.formats.qti.interactions import Skipped
from quizapp.formats.qti.item import question_of, texts_of
from quizapp.formats.qti.manifest import Listed, read_manifest
from quizapp.formats.safety import markup
from quizapp.formats.safety.archive import Archive

MOST_QUESTIONS: Final = 20_000
LONGEST: Final = 20_000
_MOST_PARTS: Final = 25_000
_MOST_UNPACKED: Final = 160 * 1024 * 1024
_MOST_IN_ITEM: Final = 1024 * 1024
_ELEMENTS: Final = 200_000
_ELEMENTS_AN_ITEM: Final = 150


def read(data: bytes, lang: Lang) -> Taken:
    """Return the questions of a package. Raises FileRefused."""
    archive = Archive(data, most_parts=_MOST_PARTS, most_unpacked=_MOST_UNPACKED)
    manifest = read_manifest(archive)
    reading = _Reading(archive, lang)
    for listed in manifest.items[:MOST_QUESTIONS]:
        reading.take(listed)
    if len(manifest.items) > MOST_QUESTIONS:
        most = {"most": str(MOST_QUESTIONS)}
        reading.notes.append(Note("too_many_questions", params=most))
    return Taken(tuple(reading.questions), tuple(reading.notes), manifest.title)


class _Reading:
    """The questions found so far."""

    def __init__(self, archive: Archive, lang: Lang) -> None:
        self.questions: list[Question] = []
        self.notes: list[Note] = []
        self._archive, self._lang = archive, lang
        self._left = _ELEMENTS
        self._names = frozenset(archive.names)
        self._seen: set[tuple[str, Lang]] = set()
        self._paths: set[str] = set()

    def take(self, listed: Listed) -> None:
        """Take one item, or note why not."""
        named = listed.id or listed.name
        try:
            question, said = self._question(listed)
        except Skipped as skipped:
            self.notes.append(Note(skipped.code, item=named, params=skipped.params))
            return
        self.questions.append(question)
        self.notes += (replace(note, item=named) for note in said)

    def _question(self, listed: Listed) -> tuple[Question, tuple[Note, ...]]:
        if listed.path in self._paths:
            raise Skipped("duplicate_id")
        self._paths.add(listed.path)
        item = self._item(listed.path)
        question, said = question_of(item, listed, _lang_of(item, self._lang))
        if any(len(text) > LONGEST for text in texts_of(question)):
            raise Skipped("too_long")
        key = (question.id, question.lang)
        if question.id and key in self._seen:
            raise Skipped("duplicate_id")
        self._seen.add(key)
        return question, said

    def _item(self, path: str) -> Element:
        if path not in self._names:
            raise Skipped("broken_item")
        if self._archive.size(path) > _MOST_IN_ITEM:
            raise Skipped("too_long")
        data = self._archive.read(path, _MOST_IN_ITEM)
        # Counted before it is read: what turns out to be broken has cost as much. Items that
        # are only listed give no others room.
        self._left += _ELEMENTS_AN_ITEM
        self._left -= data.count(b"<") - data.count(b"</")
        if self._left < 0:
            raise FileRefused("too_large")
        try:
            item = markup.parse(data)
        except FileRefused as refused:
            if refused.code == "unsafe":
                raise
            raise Skipped("broken_item") from refused
        if name_of(item) != "assessment-item":
            raise Skipped("broken_item")
        return item


def _lang_of(item: Element, lang: Lang) -> Lang:
    """The language that an item says it is in, if it is one of ours."""
    said = next(_said(item), "").split("-")[0].casefold()
    return next((each for each in LANGS if each == said), lang)


def _said(item: Element) -> Iterator[str]:
    for element in item.iter():
        if value_of(element, "lang"):
            yield value_of(element, "lang")

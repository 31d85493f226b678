"""Moodle's XML to questions: which types are read, and what is skipped.

    multichoice, truefalse, shortanswer, numerical, matching, ordering    `kinds`
    cloze (multianswer), gapselect, ddwtos                                `gaps`
    category                                                              the title
    anything else: essay, description, calculated, …                      note `unknown_type`

A text of HTML becomes plain text (`formatting_lost`); files are never unpacked
(`media_skipped`). What is said of answers as a whole, and hints, have no place here: one note
`dropped` for the file. An id that stands in the file twice is taken once (`duplicate_id`).
Other notes: those of `kinds` and `gaps`, `too_long`, `too_many_questions`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final
from xml.etree.ElementTree import Element

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import FileRefused, Note, Taken
from quizapp.formats.moodle import gaps, kinds
from quizapp.formats.moodle.entry import MOST_TAGS, Entry, Skipped
from quizapp.formats.moodle.traits import MOST_QUESTIONS, texts_of, title_of, too_long
from quizapp.formats.safety.markup import children, root_name

_TYPES: Final[Mapping[str, Callable[[Entry], Sequence[Question]]]] = MappingProxyType(
    {
        "multichoice": kinds.multichoice,
        "truefalse": kinds.truefalse,
        "shortanswer": kinds.shortanswer,
        "numerical": kinds.numerical,
        "matching": kinds.matching,
        "ordering": kinds.ordering,
        "cloze": gaps.cloze,
        "multianswer": gaps.cloze,
        "gapselect": gaps.gapselect,
        "ddwtos": gaps.ddwtos,
    }
)
_OVERALL: Final = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read(data: bytes, lang: Lang) -> Taken:
    """Return the questions of a file exported by Moodle, or written for it.

    `lang` is the language of questions whose HTML does not say its own. Raises FileRefused.
    """
    if root_name(data) != "quiz":
        raise FileRefused("format")
    taking = _Taking(lang)
    for child, whole in children(data, forget=("file",)):
        if child.tag == "question" and not taking.full:
            taking.take(child, whole=whole)
    if not taking.seen:
        raise FileRefused("empty")
    return Taken(tuple(taking.questions), tuple(taking.notes), taking.title)


class _Taking:
    """The questions taken so far, and the notes about them."""

    def __init__(self, lang: Lang) -> None:
        self.questions: list[Question] = []
        self.notes: list[Note] = []
        self.title = ""
        self.full = False
        self.seen = 0
        self._lang = lang
        self._ids: set[str] = set()
        self._dropped: set[str] = set()
        self._tags = 0

    def take(self, element: Element, *, whole: bool) -> None:
        """Take one question, or note why it is not taken."""
        kind = (element.get("type") or "").strip().lower()
        if kind == "category":
            path = element.findtext("category/text") or element.findtext("category") or ""
            self.title = self.title or title_of(path)
            return
        self.seen += 1
        if not whole:
            self.notes.append(Note("too_long", str(self.seen)))
            return
        entry = Entry(element, self._lang, self.seen)
        try:
            entry.begin()
            self._keep(self._read(entry, kind))
        except Skipped as skipped:
            entry.notes = [Note(skipped.code, entry.label, params=skipped.params)]
        self.notes.extend(entry.notes)
        self._drop(element)
        self._tags += entry.tags
        if self._tags > MOST_TAGS:
            raise FileRefused("too_large")

    @staticmethod
    def _read(entry: Entry, kind: str) -> Sequence[Question]:
        read = _TYPES.get(kind)
        if read is None:
            raise Skipped("unknown_type", type=kind[:40])
        made = read(entry)
        if any(too_long(texts_of(question)) for question in made):
            raise Skipped("too_long")
        if not all(question.asked for question in made):
            raise Skipped("broken_item")
        return made

    def _keep(self, made: Sequence[Question]) -> None:
        for question in made:
            if question.id and question.id in self._ids:
                raise Skipped("duplicate_id")
        if len(self.questions) + len(made) > MOST_QUESTIONS:
            self.full = True
            raise Skipped("too_many_questions", most=str(MOST_QUESTIONS))
        self._ids.update(question.id for question in made)
        self.questions.extend(made)

    def _drop(self, element: Element) -> None:
        """Note once for the file what no question has a place for."""
        for field, tags in (("feedback", _OVERALL), ("hints", ("hint",))):
            if field in self._dropped:
                continue
            if any((element.findtext(f"{tag}/text") or "").strip() for tag in tags):
                self._dropped.add(field)
                self.notes.append(Note("dropped", params={"field": field}))

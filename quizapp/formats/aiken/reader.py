"""Aiken to questions, with Latin labels or Arabic ones.

    ما عاصمة أوزبكستان؟           the question: every line before the first answer
    أ) سمرقند                     the first label is أ or A; Latin ones follow each other
    ب) طشقند
    الإجابة: ب                     or ANSWER: B

Several letters after ANSWER make it a question with several right answers; answers that are
true and false alone make it a statement. A line below an answer belongs to it; after a blank
line it begins the next question. Notes, each with its line: `no_key` (no ANSWER, or a letter
that no answer has), `too_few_choices`, `too_long`, `skipped_line`, `too_many_questions`.
"""

from __future__ import annotations

import re
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.question import Choice, Question, tidy
from quizapp.domain.exchange.travel import FileRefused, Note, Taken
from quizapp.formats.aiken.marks import BETWEEN, FALSE_WORDS, MARKS, TRUE_WORDS, UNSEEN
from quizapp.formats.moodle.traits import MOST_QUESTIONS, texts_of, too_long
from quizapp.formats.safety.decoding import decode
from quizapp.formats.safety.lines import lines

MOST_BYTES: Final = 24 * 1024 * 1024
LONGEST_LINE: Final = 25_000
MOST_NOTES: Final = 20_000
_MOST_CHOICES: Final = 60
_LABEL: Final = re.compile(
    "([A-Za-z]|[\u0621-\u064a]\u0640?)\\s*[.)\uff0e\uff09]\\s*(.*)", re.DOTALL
)
_ANSWER: Final = re.compile(
    "(?:answer|answers|الإجابة|الاجابة|الإجابة الصحيحة|الاجابة الصحيحة|الجواب|الجواب الصحيح)"
    "\\s*[:\uff1a]\\s*(.{1,100})",
    re.IGNORECASE,
)
_BETWEEN_LETTERS: Final = re.compile(r"[\s,،;/&+]+|(?<=\s)و(?=\s)")
_ALIKE: Final = str.maketrans({"إ": "أ", "آ": "أ", "ا": "أ", "\u0640": None})
_FIRST: Final = ("A", "أ")


def read(data: bytes, lang: Lang) -> Taken:
    """Return the questions of an Aiken file, all of them in the language. Raises FileRefused."""
    if len(data) > MOST_BYTES:
        raise FileRefused("too_large")
    text = decode(data).lstrip("\ufeff")
    if not text.strip():
        raise FileRefused("empty")
    taking = _Taking(lang)
    for number, line in lines(text, LONGEST_LINE):
        taking.line(number, line.strip(), whole=len(line) <= LONGEST_LINE)
        if len(taking.notes) > MOST_NOTES:
            raise FileRefused("format")
        if taking.full:
            break
    taking.end()
    if not taking.understood:
        raise FileRefused("format")
    return Taken(tuple(taking.questions), tuple(taking.notes))


class _Taking:
    """The question that is being read, and those taken before it."""

    def __init__(self, lang: Lang) -> None:
        self.questions: list[Question] = []
        self.notes: list[Note] = []
        self.understood = self.full = False
        self._lang = lang
        self._blank = False
        self._begin()

    def _begin(self) -> None:
        self._start = 0
        self._whole = True
        self._asked: list[str] = []
        self._labels: list[str] = []
        self._choices: list[list[str]] = []

    def line(self, number: int, line: str, *, whole: bool) -> None:
        """Take one line of the file, or its beginning."""
        self._whole = self._whole and whole
        if not line:
            self._blank = True
            return
        bare = line.lstrip(MARKS)
        answer, label = _ANSWER.fullmatch(bare), _LABEL.fullmatch(bare)
        if answer and self._choices:
            self._answered(number, answer[1])
        elif answer:
            self._skip(number)
        elif label and self._is_next(_folded(label[1])):
            self._labels.append(_folded(label[1]))
            self._choices.append([label[2]])
        else:
            self._text(number, line)
        self._blank = False

    def _text(self, number: int, line: str) -> None:
        if self._choices and not self._blank:
            self._choices[-1].append(line)
            return
        if self._choices:
            self.end()
        self._start = self._start or number
        self._asked.append(line)

    def _is_next(self, label: str) -> bool:
        if not self._labels:
            return bool(self._asked) and label in _FIRST
        if len(self._labels) >= _MOST_CHOICES or label in self._labels:
            return False
        latin = label.isascii()
        return latin == self._labels[-1].isascii() and (
            not latin or ord(label) == ord(self._labels[-1]) + 1
        )

    def _skip(self, number: int) -> None:
        self.notes.append(Note("skipped_line", line=number))
        self._begin()

    def end(self) -> None:
        """Give up the question that has no answer so far, if there is one."""
        if self._choices:
            self.notes.append(Note("no_key", line=self._start))
        elif self._asked:
            self.notes.append(Note("skipped_line", line=self._start))
        self._begin()

    def _answered(self, number: int, letters: str) -> None:
        self.understood = True
        right = [at for at, label in enumerate(self._labels) if label in self._named(letters)]
        question = self._question(right)
        code = "" if right else "no_key"
        if len(self._choices) < 2 or not all(choice.text for choice in question.choices):
            code = "too_few_choices"
        elif not self._whole or too_long(texts_of(question)):
            code = "too_long"
        elif not question.asked:
            code = "broken_item"
        if len(self.questions) >= MOST_QUESTIONS:
            self.full = True
            params = {"most": str(MOST_QUESTIONS)}
            self.notes.append(Note("too_many_questions", "", number, params))
        elif code:
            self.notes.append(Note(code, line=self._start or number))
        else:
            self.questions.append(question)
        self._begin()

    def _named(self, letters: str) -> set[str]:
        """The labels that an ANSWER names: several, or the first thing it says."""
        words = [word.strip(".):") for word in _BETWEEN_LETTERS.split(letters) if word]
        named = [_folded(word) for word in words if word]
        if all(word in self._labels for word in named):
            return set(named)
        return set(named[:1])

    def _question(self, right: list[int]) -> Question:
        first, _, second = "\n".join(self._asked).replace(UNSEEN, "").partition(BETWEEN)
        stem, material = tidy(first), tidy(second)
        kind = "choice" if len(right) < 2 else "multiple_choice"
        texts = [tidy(" ".join(lines)) for lines in self._choices]
        words = [text.casefold() for text in texts]
        if len(words) == 2 and kind == "choice" and _are_true_and_false(words):
            truth = words[right[0]] in TRUE_WORDS if right else None
            stem, material = (stem, material) if material else ("", stem)
            return Question("", "true_false", self._lang, stem, material, truth=truth)
        choices = tuple(Choice(text, at in right) for at, text in enumerate(texts))
        return Question("", kind, self._lang, stem, material, choices)


def _are_true_and_false(words: list[str]) -> bool:
    first, second = words
    return (first in TRUE_WORDS and second in FALSE_WORDS) or (
        first in FALSE_WORDS and second in TRUE_WORDS
    )


def _folded(label: str) -> str:
    return label.upper().translate(_ALIKE)

"""GIFT to questions, as Moodle understands the signs of an answer:

    {}                    essay: note `unknown_type`; without braces a description, too
    {#16:2} {#1..4}       number
    {~a =b} {~%50%a ~b}   choice; without any = multiple choice
    {=a -> b =c -> d}     match
    {T#wrong#right}       true or false; what is said of a wrong answer stands first
    {=a =%50%b} {a}       gap; a missing word in a sentence, if text follows

Within the text's format `[html]` and within the usual one HTML becomes plain text; `[plain]` and
`[markdown]` are taken as they are. Notes: those of `moodle.kinds`, and `skipped_line` (braces
that do not fit), `unknown_type`, `too_long`, `duplicate_id`, `too_many_questions`; each with
its line.
"""

from __future__ import annotations

from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.question import Question, tidy
from quizapp.domain.exchange.travel import FileRefused, Note, Taken
from quizapp.formats.gift.answers import asked_in
from quizapp.formats.gift.texts import line_of, reading_of
from quizapp.formats.gift.tokens import LONGEST_PIECE, Piece, pieces
from quizapp.formats.moodle.body import Body
from quizapp.formats.moodle.entry import MOST_TAGS, Asked, Skipped, asked_by
from quizapp.formats.moodle.traits import (
    MOST_QUESTIONS,
    texts_of,
    title_of,
    too_long,
    traits_of,
)
from quizapp.formats.safety.decoding import decode

MOST_BYTES: Final = 24 * 1024 * 1024


def read(data: bytes, lang: Lang) -> Taken:
    """Return the questions of a GIFT file; `lang` is theirs unless their HTML says another.

    Raises FileRefused.
    """
    if len(data) > MOST_BYTES:
        raise FileRefused("too_large")
    taking = _Taking(lang)
    seen = False
    for piece in pieces(decode(data).lstrip("\ufeff")):
        if piece.category is not None:
            taking.title = taking.title or title_of(piece.category)
            continue
        seen = True
        if not taking.take(piece):
            break
    if not seen:
        raise FileRefused("empty")
    if not taking.questions and not taking.understood:
        raise FileRefused("format")
    return Taken(tuple(taking.questions), tuple(taking.notes), taking.title)


class _Taking:
    """The questions taken so far, and the notes about them."""

    def __init__(self, lang: Lang) -> None:
        self.questions: list[Question] = []
        self.notes: list[Note] = []
        self.title = ""
        self.understood = False
        self._lang = lang
        self._ids: set[str] = set()
        self._tags = 0

    def take(self, piece: Piece) -> bool:
        """Take one question, or note why it is not taken; False where no more may be taken."""
        if len(self.questions) == MOST_QUESTIONS:
            params = {"most": str(MOST_QUESTIONS)}
            self.notes.append(Note("too_many_questions", "", piece.line, params))
            return False
        identity = " ".join(tidy(piece.identity)[:200].split())
        empty = Question(identity, "choice", self._lang)
        asked = Asked(_label(piece), empty, traits_of(piece.tags))
        asked.line = piece.line
        try:
            self._keep(self._read(asked, piece))
        except Skipped as skipped:
            asked.notes = [Note(skipped.code, asked.label, piece.line, skipped.params)]
        self.notes.extend(asked.notes)
        self._tags += asked.tags
        if self._tags > MOST_TAGS:
            raise FileRefused("too_large")
        return True

    def _read(self, asked: Asked, piece: Piece) -> Question:
        if not piece.whole:
            raise Skipped("skipped_line")
        if len(piece.stem) > LONGEST_PIECE:
            raise Skipped("too_long")
        if piece.answers is None:
            raise Skipped("unknown_type", type="description")
        self.understood = True
        answers, _, general = piece.answers.rpartition("####")
        if not _:
            answers, general = general, ""
        body, form = reading_of(piece.stem, "", asked)
        feedback = reading_of(general, form, asked)[0] if general else Body()
        asked.ours = body.ours
        asked.base = asked_by(asked.base, body, feedback, asked.traits.tags)
        made = asked_in(asked, answers.strip(), form)
        if too_long(texts_of(made)):
            raise Skipped("too_long")
        if not made.asked:
            raise Skipped("broken_item")
        return made

    def _keep(self, question: Question) -> None:
        if question.id and question.id in self._ids:
            raise Skipped("duplicate_id")
        self._ids.add(question.id)
        self.questions.append(question)


def _label(piece: Piece) -> str:
    return " ".join((tidy(piece.identity) or line_of(piece.name[:200]))[:60].split())

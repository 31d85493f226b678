"""Notes of Anki, made questions that are answered by typing: what a teacher can take from them.

    two sides      the front is the question, the back the answer, if short enough to type
    cloze          a question for each number: its word is the blank, the others stand there
    other          fields whose meaning the file does not tell are skipped

Fields hold markup; their text is taken. Codes of the notes on it, by the note's name (guid):

    unknown_type     neither two sides nor cloze; `type` says what it is called there
    long_answer      more than 6 words or 80 characters: nobody types it the same
    broken_item      a side without text, a cloze within another, one number on two words
    too_long         more than 20,000 characters, or more than 100 numbers in a cloze
    duplicate_id     a name that came before
    media_skipped    pictures and sounds are left out
    formatting_lost  bold, colours and the like are left out
    too_many_questions
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.cards import Brought, ForeignNote
from quizapp.domain.exchange.question import Question, tidy
from quizapp.domain.exchange.travel import Note, Taken
from quizapp.domain.items.base import BLANK
from quizapp.formats.safety.plain import reading

MOST_QUESTIONS: Final = 20_000
LONGEST_TEXT: Final = 20_000
_MOST_WORDS: Final = 6
_MOST_BLANKS: Final = 100  # each is read with the whole text around it
_LONGEST_ANSWER: Final = 80
_SIDES: Final = (
    ("front", "back"),
    ("question", "answer"),
    ("السؤال", "الجواب"),
    ("الأمام", "الخلف"),
)
_SOUND: Final = re.compile(r"\[(?:sound|anki):[^\]\n]{0,300}\]")
_DELETION: Final = re.compile(r"\{\{c(\d{1,3})::((?:(?!\{\{|\}\}).){1,2000}?)\}\}", re.DOTALL)
_OPEN: Final = re.compile(r"\{\{c\d")
_ARABIC: Final = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_LATIN: Final = re.compile("[A-Za-z]")


def questions_of(brought: Brought, lang: Lang) -> Taken:
    """Return the questions in notes; `lang` is that of a text which is neither script."""
    questions: list[Question] = []
    notes = list(brought.skipped)
    seen: set[str] = set()
    for note in brought.notes:
        if note.guid and note.guid in seen:
            notes.append(Note("duplicate_id", note.guid))
            continue
        seen.add(note.guid)
        for found in _taken(note, lang):
            if isinstance(found, Note):
                notes.append(found)
            elif len(questions) < MOST_QUESTIONS:
                questions.append(found)
            else:
                notes.append(Note("too_many_questions", params={"most": str(MOST_QUESTIONS)}))
                return Taken(tuple(questions), tuple(notes), _title(brought))
    return Taken(tuple(questions), tuple(notes), _title(brought))


def _title(brought: Brought) -> str:
    """The name of the deck, where all notes are in one or in decks of one."""
    roots = {note.deck[:1] for note in brought.notes}
    whole = {note.deck for note in brought.notes}
    deck = whole.pop() if len(whole) == 1 else roots.pop() if len(roots) == 1 else ()
    return deck[-1] if deck else ""


def _taken(note: ForeignNote, lang: Lang) -> Iterator[Question | Note]:
    fields = [(name, text) for name, text in note.fields.items() if text.strip()]
    lost = _Lost(note.guid)
    if note.cloze:
        found = list(_clozes(note, [text for _, text in fields], lang, lost))
    else:
        found = [_two_sided(note, fields, lang, lost)]
    yield from found
    if any(isinstance(each, Question) for each in found):
        yield from lost.notes()


class _Lost:
    """Reads fields, and remembers what of them was no text."""

    def __init__(self, guid: str) -> None:
        self._guid = guid
        self._media = self._form = False

    def read(self, markup: str) -> str:
        """Return the text of a field."""
        found = reading(_SOUND.sub("", markup))
        self._media |= found.media or bool(_SOUND.search(markup))
        self._form |= found.formatted
        return tidy(found.text)

    def notes(self) -> Iterator[Note]:
        """Yield what there is to say about it."""
        if self._media:
            yield Note("media_skipped", self._guid)
        if self._form:
            yield Note("formatting_lost", self._guid)


def _two_sided(
    note: ForeignNote, fields: list[tuple[str, str]], lang: Lang, lost: _Lost
) -> Question | Note:
    sides = _sides(note, fields)
    if sides is None:
        return Note("unknown_type", note.guid, params={"type": note.type_name})
    front, back = map(lost.read, sides)
    if not front or not back:
        return Note("broken_item", note.guid)
    if len(front) > LONGEST_TEXT:
        return Note("too_long", note.guid)
    if len(back.split()) > _MOST_WORDS or len(back) > _LONGEST_ANSWER:
        return Note("long_answer", note.guid)
    explained = lost.read(note.fields.get("Statement", "")) if note.card_id else ""
    return Question(
        id=note.guid,
        kind="gap",
        lang=_lang(front, _lang(back, lang)),
        stem=front,
        accepted=(" ".join(back.split()),),
        explanation=explained,
        tags=_tags(note),
    )


def _sides(note: ForeignNote, fields: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The two sides, by the names of the fields, or because there are no more than two."""
    named = {name.strip().casefold(): text for name, text in note.fields.items()}
    for front, back in _SIDES:
        if front in named and back in named:
            return named[front], named[back]
    listed = [text for _, text in fields]
    return (listed[0], listed[1]) if len(listed) == 2 else None


def _clozes(
    note: ForeignNote, texts: list[str], lang: Lang, lost: _Lost
) -> Iterator[Question | Note]:
    markup = next((text for text in texts if _OPEN.search(text)), "")
    if "image-occlusion:" in markup:
        yield Note("unknown_type", note.guid, params={"type": note.type_name})
        return
    numbers = [found[1] for found in _DELETION.finditer(markup)]
    if (
        not numbers
        or len(numbers) != len(set(numbers))
        or len(_OPEN.findall(markup)) != len(numbers)
    ):
        yield Note("broken_item", note.guid)
        return
    if len(numbers) > _MOST_BLANKS:
        yield Note("too_long", note.guid)
        return
    for number in sorted(numbers, key=int):
        yield _cloze(note, markup, number, lang, lost)


def _cloze(note: ForeignNote, markup: str, number: str, lang: Lang, lost: _Lost) -> Question | Note:
    answers: list[str] = []

    def shown(found: re.Match[str]) -> str:
        answer = found[2].partition("::")[0]
        if found[1] != number:
            return answer
        answers.append(lost.read(answer))
        return BLANK

    sentence = lost.read(_DELETION.sub(shown, markup))
    answer = " ".join(answers[0].split())
    if not answer or sentence == BLANK or sentence.count(BLANK) != 1:
        return Note("broken_item", note.guid)
    if len(sentence) > LONGEST_TEXT:
        return Note("too_long", note.guid)
    if len(answer.split()) > _MOST_WORDS or len(answer) > _LONGEST_ANSWER:
        return Note("long_answer", note.guid)
    return Question(
        id=f"{note.guid}-{number}" if note.guid else "",
        kind="gap",
        lang=_lang(sentence, lang),
        material=sentence,
        accepted=(answer,),
        tags=_tags(note),
    )


def _lang(text: str, otherwise: Lang) -> Lang:
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    if arabic == latin:
        return otherwise
    return "ar" if arabic > latin else "en"


def _tags(note: ForeignNote) -> tuple[str, ...]:
    """The tags; a comma within one has no place here."""
    found = (tidy(tag).replace(",", "_").replace("\u060c", "_") for tag in note.tags)
    return tuple(dict.fromkeys(tag for tag in found if tag))

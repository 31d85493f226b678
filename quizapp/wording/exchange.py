"""What a file could not carry, what was skipped in one, and why one was refused.

Notes and refusals are codes (`domain/exchange/travel.py`); each has one sentence here. A format
that needs a code of its own adds its sentence to the table; the tests find one without words.

    note_text(Note("skipped_line", line=7), "en") == "This line is not used."
    refusal_text("too_large", {}, "en") == "The file is too large."
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.travel import FileRefused, Note
from quizapp.wording.catalogue import N_, translated

NOTES: Final[Mapping[str, str]] = {
    # Common to all formats.
    "left_out_kind": N_("Questions of this kind cannot be carried; this one is left out."),
    "dropped": N_("The format has no place for this, so it is left out: %(field)s."),
    "shortened": N_("“%(field)s” is longer than the format allows and was shortened."),
    "too_many_choices": N_("There are more answers than the format allows; it is left out."),
    "too_few_choices": N_("There are fewer answers than the format needs; it is left out."),
    "too_long": N_("The text is longer than allowed; it is left out."),
    "unknown_type": N_("Questions of the type “%(type)s” are not known here; it is skipped."),
    "no_key": N_("No answer is marked as right; it is skipped."),
    "broken_item": N_("This question is not whole; it is skipped."),
    "duplicate_id": N_("An earlier question in the file has the same id; it is skipped."),
    "weights_changed": N_("Parts of a mark were not kept: an answer is right or wrong."),
    "number_as_text": N_("The answer is no whole number; it is taken as text to type."),
    "skipped_line": N_("This line is not used."),
    "media_skipped": N_("Pictures and sounds are left out."),
    "formatting_lost": N_("Bold, colours and other formatting are left out."),
    "too_many_questions": N_("The file holds more questions than %(most)s; the rest is skipped."),
    "long_answer": N_("The answer is too long to be typed; it is skipped."),
    "note_type": N_("The note’s type is not in the file; it is skipped."),
    # Moodle, GIFT.
    "left_out_signs": N_("Its answers hold signs that mean something else there; it is left out."),
    "split_gaps": N_("The text has %(count)s gaps; each becomes a question of its own."),
    "wildcard": N_("A star that stood for anything was taken out of an answer."),
    # Tables.
    "changed_kind": N_("The format has no such kind; it is asked as the nearest one."),
    "formula": N_("Column %(column)s holds a formula; what it last came to is taken, as text."),
    "date_cell": N_("Column %(column)s holds a date that the program made; please check it."),
    "skipped_column": N_("The column “%(heading)s” is not known and is passed over."),
    "unknown_language": N_("“%(language)s” is neither Arabic nor English; it is skipped."),
    # Said of what arrives in a draft.
    "follows_from_fact": N_("This question follows from a fact of the article already."),
    "repeated": N_("The same question stands in the file once more; it is taken once."),
    "more_notes": N_("There is more to say about this file: %(count)s further remarks."),
}

# What a note may call by name: the parameter `field` of `dropped` and `shortened`.
FIELDS: Final[Mapping[str, str]] = {
    "stem": N_("the question"),
    "material": N_("the text below the question"),
    "choices": N_("the answers"),
    "reasons": N_("the reasons of the answers"),
    "extra": N_("the answers that belong to nothing"),
    "accepted": N_("other accepted spellings"),
    "strictness": N_("how strictly spelling is judged"),
    "tolerance": N_("the tolerance"),
    "month": N_("the month"),
    "claim": N_("the kind of claim"),
    "explanation": N_("the explanation"),
    "evidence": N_("the evidence"),
    "tags": N_("the tags"),
    "id": N_("the id"),
    "title": N_("the title"),
    "feedback": N_("what is said of an answer as a whole"),
    "hints": N_("the hints"),
    "units": N_("the units"),
    "lines": N_("line ends within a text"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "format": N_("This is not a file of that format, or it is damaged."),
    "too_large": N_("The file is too large."),
    "encoding": N_("The text of the file cannot be read; save it as UTF-8 and try again."),
    "unsafe": N_("The file holds something that is not safe to open."),
    "empty": N_("There are no questions in the file."),
    "no_headings": N_("No row says what stands in which column; the template shows how."),
    "unknown_format": N_("It is not clear what kind of file this is; please choose its format."),
    "cartridge": N_("This is a Common Cartridge; such files can be made here, but not read."),
    "whole_article": N_("This file holds a whole article; it becomes an article of its own."),
    "no_article": N_("There is no article in this file."),
    "several_articles": N_("There is more than one article in this file."),
    "no_file": N_("No file was chosen."),
    "too_slow": N_("Reading the file took too long."),
    "too_hungry": N_("Reading the file needs more memory than is allowed."),
    "stopped": N_("Reading the file stopped unexpectedly; nothing was changed."),
}


def note_text(note: Note, lang: Lang) -> str:
    """Return what a note says, as a sentence."""
    params = dict(note.params)
    if params.get("field") in FIELDS:
        params["field"] = translated(FIELDS[params["field"]], {}, lang)
    return translated(NOTES[note.code], params, lang)


def refusal_text(code: str, params: Mapping[str, str], lang: Lang) -> str:
    """Return why a file is not used, as a sentence."""
    return translated(REFUSALS[code], params, lang)


def refused_text(refused: FileRefused, lang: Lang) -> str:
    """Return why a file was refused, as a sentence."""
    return refusal_text(refused.code, refused.params, lang)

"""Why content was refused: one sentence for each code of `formats/content`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.wording.catalogue import N_, translated

PROBLEMS: Final[Mapping[str, str]] = {
    "missing_file": N_("The file is missing."),
    "too_large": N_("The file is larger than %(limit)s bytes."),
    "not_utf8": N_("The file is not text in the encoding %(encoding)s."),
    "bad_yaml": N_("The file cannot be read: %(detail)s"),
    "several_documents": N_("The file holds more than one document."),
    "too_deep": N_("The content is nested deeper than %(limit)s levels."),
    "too_many": N_("The file holds more than %(limit)s values."),
    "too_long": N_("This text is longer than %(limit)s characters."),
    "unseen": N_("This text holds a character that cannot be seen (%(character)s)."),
    "alias": N_("Anchors and aliases (& and *) are not allowed."),
    "tag": N_("The tag “%(tag)s” is not allowed."),
    "duplicate_key": N_("The key “%(key)s” is written twice."),
    "not_mapping": N_("“%(field)s” must be a mapping of keys to values."),
    "not_list": N_("“%(field)s” must be a list."),
    "not_text": N_("“%(field)s” must be a text."),
    "not_integer": N_("“%(field)s” must be a whole number, not “%(value)s”."),
    "unknown_key": N_("The key “%(key)s” is unknown."),
    "unknown_value": N_("“%(field)s” cannot be “%(value)s”; it can be: %(allowed)s."),
    "missing_field": N_("“%(field)s” is missing."),
    "missing_arabic": N_("The Arabic text of “%(field)s” is missing."),
    "missing_english": N_("The English text of “%(field)s” is missing."),
    "bad_id": N_(
        "“%(id)s” cannot be an id: use lower-case Latin letters, digits and single hyphens."
    ),
    "duplicate_id": N_("The id “%(id)s” is already taken (%(first)s)."),
    "slug_differs": N_("The slug “%(slug)s” differs from the name of its folder, “%(folder)s”."),
    "out_of_range": N_("“%(field)s” is %(value)s, but must lie between %(least)s and %(most)s."),
    "no_value": N_("A term of type “%(type)s” needs “%(field)s”."),
    "dangling_term": N_("“%(field)s” names the term “%(term)s”, which does not exist."),
    "dangling_sentence": N_("The passage has no sentence “%(sentence)s”."),
    "dangling_fact": N_("There is no fact “%(fact)s”."),
    "within_itself": N_("The term “%(term)s” lies within itself."),
    "bad_markup": N_("“%(field)s” has a brace that belongs to no mark."),
    "mark_without_term": N_("“%(field)s” marks the slot “%(slot)s”, but there is no such term."),
    "mark_without_text": N_("“%(field)s” marks the slot “%(slot)s” without a text to show for it."),
    "slots_differ": N_("Only one of the two languages marks these slots: %(slots)s."),
    "slot_not_marked": N_("The slot “%(slot)s” is asked about, but not marked in the sentence."),
    "no_speaker": N_("This is a statement, but “%(field)s” does not say whose."),
    "statements_only": N_("Only a statement can have “%(field)s”."),
    "pool_not_wrong": N_(
        "“%(field)s” offers the term “%(term)s” as a wrong answer, "
        "but it is a right answer or one never to be offered."
    ),
    "no_articles": N_("There is no article in this folder."),
}


def problem_text(code: str, params: Mapping[str, str], lang: Lang) -> str:
    """Return why content was refused, as a sentence."""
    return translated(PROBLEMS[code], params, lang)

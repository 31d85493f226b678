"""The words on a printed sheet, in the language of each of its sides.

A sheet may be Arabic on an English page, or both at once, so its words do not follow the page.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.formats.worksheet import Words
from quizapp.wording.catalogue import N_, translated

_ENGLISH: Final = Words(
    name=N_("Name"),
    day=N_("Date"),
    classroom=N_("Class"),
    scan=N_("The same on a screen:"),
    key=N_("Answer key"),
    choose=N_("One answer is right."),
    choose_all=N_("Several answers are right."),
    blank=N_("The missing words go on the line."),
    match=N_("The letter of its partner goes into the box of each line."),
    order=N_("The boxes take the numbers of the right order."),
    write=N_("The answer goes on the line."),
)


def worksheet_words(lang: Lang) -> Words:
    """Return the words of a sheet in a language."""
    return Words(**{name: translated(text, {}, lang) for name, text in asdict(_ENGLISH).items()})

"""What the formats are called and what each is for; what is said of a file on its way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from markupsafe import Markup

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.exchange.arriving import Arrival
from quizapp.domain.exchange.travel import Note
from quizapp.web.faults import fault
from quizapp.web.formatting import apart, num
from quizapp.web.locale import page_lang
from quizapp.web.speech import gettext_in
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp
from quizapp.wording.exchange import FIELDS, NOTES, REFUSALS
from quizapp.wording.problems import PROBLEMS

Words = dict[str, LazyString]

_SHOWN: Final = 12
_LONGEST_PLACE: Final = 80
_LONGEST_TEXT: Final = 300

# Names of programs and standards are the same in every language.
NAMES: Final[Mapping[str, LazyString | str]] = {
    "moodle": "Moodle XML",
    "gift": "GIFT",
    "aiken": "Aiken",
    "table_xlsx": _lp("format of a file", "Our own sheet, Excel"),
    "table_csv": _lp("format of a file", "Our own sheet, CSV"),
    "kahoot": "Kahoot",
    "wayground": "Wayground (Quizizz)",
    "anki": "Anki",
    "qti": "QTI 3.0",
    "cartridge": "Common Cartridge 1.1",
}
PURPOSES: Final[Words] = {
    "moodle": _l("For the question bank of a Moodle course: every kind, with reasons and tags."),
    "gift": _l("A text for Moodle and its like that can be read and edited by hand."),
    "aiken": _l("The simplest text: a question, its answers, the letter of the right one."),
    "table_xlsx": _l("For working in a spreadsheet: every kind, one question a row."),
    "table_csv": _l("The same table as plain text, for other programs."),
    "kahoot": _l("For a game in class: short questions with two to four answers."),
    "wayground": _l("For a game or homework there: questions to choose and to type."),
    "anki": _l("Cards of others, as questions to be answered by typing."),
    "qti": _l("For examination platforms and for archives: every kind, by an open standard."),
    "cartridge": _l("For Canvas, Schoology, Brightspace and others that take cartridges."),
}
STATES: Final[Words] = {
    "new": _lp("a question of a file", "New"),
    "changed": _lp("a question of a file", "Changed"),
    "same": _lp("a question of a file", "There already"),
}
STAGES: Final[Words] = {
    "waiting": _l("The file waits until others are read."),
    "reading": _l("The file is being read."),
    "packing": _l("The questions are being looked through."),
}
CHANGED_MEANWHILE: Final = _l(
    "The article was changed meanwhile, so nothing was taken in. What the file would do to it now "
    "stands below."
)
BOUND: Final = _l("Up to 32 megabytes and 20,000 questions.")
NO_FILE: Final = _l("No file was chosen.")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is said of several questions or lines: how often, and of which first."""

    text: Markup
    count: int
    places: tuple[str, ...]
    lines: tuple[int, ...]

    @property
    def more(self) -> int:
        """How many places are not named."""
        return self.count - len(self.places) - len(self.lines)


def told(notes: Iterable[Note]) -> tuple[Told, ...]:
    """Return notes as sentences, each once, with the places that it is about."""
    about: defaultdict[Markup, list[Note]] = defaultdict(list)
    for note in notes:
        about[_sentence(NOTES[note.code], note.params)].append(note)
    found = []
    for text, same in about.items():
        lines = tuple(note.line for note in same if note.line is not None)[:_SHOWN]
        places = tuple(n.item for n in same if n.line is None and n.item)[:_SHOWN]
        places = tuple(_cut(place, _LONGEST_PLACE) for place in places)
        found.append(Told(text, len(same), places, lines))
    return tuple(found)


def short(text: Bilingual) -> Bilingual:
    """Return the beginning of a text, as long as a list can bear."""
    return text.map(lambda side, _: _cut(side, _LONGEST_TEXT))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def lacking(arrival: Arrival) -> tuple[LazyString, ...]:
    """Return what a question lacks before it can be asked, each thing once."""
    return tuple(fault(each) for each in {f.code: f for f in arrival.faults}.values())


def refused(code: str, params: Mapping[str, str]) -> Markup:
    """Return why a file is not used."""
    return _sentence(REFUSALS[code], params)


def problem(code: str, params: Mapping[str, str]) -> Markup:
    """Return why the file of an article is not used."""
    return _sentence(PROBLEMS[code], params)


def _sentence(text: str, params: Mapping[str, str]) -> Markup:
    """A sentence on the page, what a file says in it set apart from its direction."""
    said = gettext_in(page_lang(), text)
    return said % {name: _set_apart(name, value) for name, value in params.items()}


def _set_apart(name: str, value: str) -> Markup | str:
    if name == "field" and value in FIELDS:
        return gettext_in(page_lang(), FIELDS[value])
    return num(value) if value.isdigit() else apart(_cut(value, _LONGEST_PLACE))

"""A file of Anki's: a package of any generation or a text file, as notes or as questions.

The notes on what was skipped are those of `package`, `text` and `questions`.
"""

from __future__ import annotations

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.cards import Brought
from quizapp.domain.exchange.travel import FileRefused, Taken
from quizapp.formats.anki.package import read_package
from quizapp.formats.anki.questions import questions_of
from quizapp.formats.anki.text import read_text
from quizapp.formats.safety.archive import is_archive


def read_notes(data: bytes) -> Brought:
    """Return the notes in a file. Raises FileRefused."""
    found = read_package(data) if is_archive(data) else read_text(data)
    if not found.notes and not found.skipped:
        raise FileRefused("empty")
    return found


def read(data: bytes, lang: Lang) -> Taken:
    """Return the questions in a file; `lang` is that of texts in neither script.

    Raises FileRefused.
    """
    return questions_of(read_notes(data), lang)

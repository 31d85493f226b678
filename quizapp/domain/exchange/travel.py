"""What a writer is given and gives back, what a reader gives back, and what either says.

Notes are codes; `web` and `cli` put them into words (`quizapp.wording`). A note never stands
for a failure: a file that cannot be used at all is refused, whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import QuizappError
from quizapp.domain.exchange.question import Question


@dataclass(frozen=True, slots=True)
class Note:
    """Something left out, changed or skipped, and where.

    `item` is a question's id or number, `line` counts the lines (or rows) of the file from 1.
    """

    code: str
    item: str = ""
    line: int | None = None
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pack:
    """Questions that travel together. `name` is a slug for identifiers within the file."""

    name: str
    title: str
    lang: Lang
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file, and what it could not carry."""

    data: bytes
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file held, and what of it was skipped or changed on the way."""

    questions: tuple[Question, ...]
    notes: tuple[Note, ...] = ()
    title: str = ""


class FileRefused(QuizappError):
    """A file that is not used at all; nothing was changed.

    `code` says why: `format`, `too_large`, `encoding`, `unsafe`, `empty`, or one of a format.
    """

    def __init__(self, code: str, params: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})

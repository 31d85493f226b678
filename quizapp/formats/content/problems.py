"""What can be wrong with a folder of content: codes, not sentences.

A reader goes through everything it was given and reports each problem with the
file, the record, the line and a code. `quizapp.wording` puts the codes into words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from quizapp.domain.errors import ContentError


class Code(StrEnum):
    """Every reason for which content is refused. The values are stable."""

    MISSING_FILE = "missing_file"
    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    BAD_YAML = "bad_yaml"
    SEVERAL_DOCUMENTS = "several_documents"
    TOO_DEEP = "too_deep"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    UNSEEN = "unseen"
    ALIAS = "alias"
    TAG = "tag"
    DUPLICATE_KEY = "duplicate_key"
    NOT_MAPPING = "not_mapping"
    NOT_LIST = "not_list"
    NOT_TEXT = "not_text"
    NOT_INTEGER = "not_integer"
    UNKNOWN_KEY = "unknown_key"
    UNKNOWN_VALUE = "unknown_value"
    MISSING_FIELD = "missing_field"
    MISSING_ARABIC = "missing_arabic"
    MISSING_ENGLISH = "missing_english"
    BAD_ID = "bad_id"
    DUPLICATE_ID = "duplicate_id"
    SLUG_DIFFERS = "slug_differs"
    OUT_OF_RANGE = "out_of_range"
    NO_VALUE = "no_value"
    DANGLING_TERM = "dangling_term"
    DANGLING_SENTENCE = "dangling_sentence"
    DANGLING_FACT = "dangling_fact"
    WITHIN_ITSELF = "within_itself"
    BAD_MARKUP = "bad_markup"
    MARK_WITHOUT_TERM = "mark_without_term"
    MARK_WITHOUT_TEXT = "mark_without_text"
    SLOTS_DIFFER = "slots_differ"
    SLOT_NOT_MARKED = "slot_not_marked"
    NO_SPEAKER = "no_speaker"
    STATEMENTS_ONLY = "statements_only"
    POOL_NOT_WRONG = "pool_not_wrong"


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason to refuse content.

    `file` is relative to the folder of all seeds, `where` the id of the record (or its
    path, like `facts[3]`, where it has none), `line` counts from 1 where it is known.
    """

    file: str
    where: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    line: int | None = None


class ContentRejected(ContentError):
    """Content with problems: `problems` has all of them, in reading order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


MOST_PROBLEMS: Final = 1000


class FloodOfProblems(Exception):
    """So many problems that reading on would tell nobody anything."""


class Problems:
    """The problems met so far; each is kept once. What has a `forgiven` code is none."""

    def __init__(self, forgiven: frozenset[Code] = frozenset()) -> None:
        self._forgiven = forgiven
        self._files: list[str] = []
        self._found: dict[tuple[object, ...], Problem] = {}

    def opened(self, file: str) -> None:
        """Take note that a file is read now: its problems come after earlier files'."""
        self._files.append(file)

    def add(self, problem: Problem) -> None:
        """Keep a problem unless the very same one is known. Raises FloodOfProblems."""
        if problem.code in self._forgiven:
            return
        if len(self._found) >= MOST_PROBLEMS:
            raise FloodOfProblems
        params = tuple(sorted(problem.params.items()))
        key = (problem.file, problem.where, problem.code, problem.line, params)
        self._found.setdefault(key, problem)

    def all(self) -> tuple[Problem, ...]:
        """Return what was found, file by file and line by line."""
        place = {file: number for number, file in enumerate(self._files)}
        return tuple(
            sorted(self._found.values(), key=lambda p: (place.get(p.file, -1), p.line or 0))
        )

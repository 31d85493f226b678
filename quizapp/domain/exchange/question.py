"""A question on its way into or out of a file: one language, plain text, any kind.

    kind              fields
    choice            stem, choices (one right)
    multiple_choice   stem, choices (several right)
    true_false        material: the statement; truth
    gap               material: the sentence with BLANK; or stem alone: a question answered by
                      typing; accepted (the one to show first), strictness
    number            stem, value (the day, with month, for a date), tolerance; accepted: in words;
                      material where the stem only asks what is missing: the sentence with BLANK
    match             stem, pairs, extra: right sides that belong to no left one
    order             stem, steps in their right order
    evidence          stem: the question; choices: sentences, one right; with material, that is
                      the question and the stem its instruction
    claim             material: the statement; choices (one right): kinds of claim, or speakers;
                      claim: the kind's code, empty where a speaker is asked for

Whatever the kind: `stem` may also carry the instruction, `explanation` is the full statement
shown after answering, `evidence` the sentences that prove the key. Every text is tidy.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.text.verdict import Strictness

# What no XML can hold, what no database column should, and what turns a line around unseen.
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069]"
)
_LINE_ENDS: Final = re.compile("\r\n?|\x85|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose, whether it is right, and why it is wrong (or right)."""

    text: str
    right: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a match."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question in one language; the module says which kind uses which field.

    `id` is the same in every export of the same question, in both languages alike; it is
    empty where a file names none. `tags` hold no space and no comma.
    """

    id: str
    kind: str
    lang: Lang
    stem: str = ""
    material: str = ""
    choices: tuple[Choice, ...] = ()
    truth: bool | None = None
    pairs: tuple[Pair, ...] = ()
    extra: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    strictness: Strictness = Strictness.NORMAL
    value: int | None = None
    month: int | None = None
    tolerance: int = 0
    claim: str = ""
    explanation: str = ""
    evidence: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """What a reader sees first: the stem, or the material where there is none."""
        return self.stem or self.material


def tidy(text: str) -> str:
    """Return a text as files may carry it: composed (NFC), lines ended by a line feed, no
    control characters, no marks that turn direction, nothing blank at either end.
    """
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", lines)).strip()

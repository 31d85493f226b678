"""A question that somebody wrote as it is, instead of a fact from which it follows.

Which fields a kind uses:

    kind              fields
    choice            stem, options (one right)
    multiple_choice   stem, options (several right)
    true_false        material: the statement; truth
    gap               material: the sentence with its {{answer}}; or stem alone: a question
                      answered by typing; accepted, rivals, strictness
    number            stem, value (the day, with month, for a date), tolerance, accepted: in words
    match             stem, rows
    order             stem, steps in their right order
    evidence          stem: the question; sentences: the right one; options: wrong sentences
    claim             material: the statement; claim

All of them may have an explanation, and all but an unstated claim have their evidence:
sentences of the passage, or a quotation. `authoring.written` says what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.domain.bilingual import NONE_LISTED, UNWRITTEN, Bilingual, BilingualList
from quizapp.domain.claims import ClaimKind
from quizapp.domain.text.verdict import Strictness


@dataclass(frozen=True, slots=True)
class WrittenOption:
    """One thing to choose, and why it is wrong (or right).

    `sentence` is the id of a passage sentence where the item is an evidence item; the
    text is then the sentence's.
    """

    text: Bilingual = UNWRITTEN
    right: bool = False
    reason: Bilingual = UNWRITTEN
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row of a match."""

    left: Bilingual
    right: Bilingual


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """One question as written; the module says which kind uses which field.

    `translated` keeps for each language the fingerprint that the other side had when this
    side was written (see `authoring.translation`).
    """

    id: str
    kind: str
    stem: Bilingual = UNWRITTEN
    material: Bilingual = UNWRITTEN
    options: tuple[WrittenOption, ...] = ()
    rows: tuple[WrittenRow, ...] = ()
    steps: tuple[Bilingual, ...] = ()
    truth: bool | None = None
    claim: ClaimKind | None = None
    accepted: BilingualList = NONE_LISTED
    rivals: BilingualList = NONE_LISTED
    strictness: Strictness = Strictness.NORMAL
    value: int | None = None
    month: int | None = None
    tolerance: int = 0
    explanation: Bilingual = UNWRITTEN
    sentences: tuple[str, ...] = ()
    quote: Bilingual | None = None
    translated: Bilingual | None = None

    @property
    def proof(self) -> tuple[str, ...]:
        """The ids of the sentences that prove the key: of the passage, or the quotation's."""
        return self.sentences or ((quote_id(self.id),) if self.quote else ())


def quote_id(owner: str) -> str:
    """Return the id under which the quotation of a fact or written item counts as a sentence."""
    return f"{owner}-quote"

"""What other programs can ask: a text, and answers to choose from or to type.

kind                            asked as
choice, evidence                answers, one of them right
multiple_choice                 answers, several of them right
claim                           answers; without any it cannot be asked
true_false                      True and False
gap                             typed: the spellings accepted
number                          typed: the number, then words; a day in words alone
match, order                    cannot be asked
"""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.domain.exchange.question import Question
from quizapp.domain.text.verdict import Strictness
from quizapp.formats.tables.filled import joined_asked
from quizapp.formats.tables.words import TRUTHS


@dataclass(frozen=True, slots=True)
class Simple:
    """A question as most programs know it; `right` counts the answers from 1, or is empty where
    all of them are to be typed.
    """

    text: str
    answers: tuple[str, ...]
    right: tuple[int, ...]

    @property
    def typed(self) -> bool:
        """Whether the answer is typed."""
        return not self.right


def simple_of(question: Question) -> Simple | None:
    """Return a question in its plainest form; None where it has none."""
    text = joined_asked(question.stem, question.material)
    if question.choices:
        answers = tuple(choice.text for choice in question.choices)
        right = tuple(at for at, choice in enumerate(question.choices, start=1) if choice.right)
        return Simple(text, answers, right) if right else None
    if question.truth is not None:
        both = (TRUTHS[True][question.lang], TRUTHS[False][question.lang])
        return Simple(text, both, (1 if question.truth else 2,))
    if question.kind in ("gap", "number"):
        number = question.value is not None and question.month is None
        first = (str(question.value),) if number else ()
        typed = tuple(dict.fromkeys((*first, *question.accepted)))
        return Simple(text, typed, ()) if typed else None
    return None


def lost(question: Question) -> tuple[str, ...]:
    """Return which fields of a question its plainest form lacks, apart from the explanation."""
    held = {
        "reasons": any(choice.reason for choice in question.choices),
        "strictness": question.strictness is not Strictness.NORMAL,
        "tolerance": question.tolerance,
        "claim": question.claim,
        "evidence": question.evidence,
    }
    return tuple(name for name, value in held.items() if value)

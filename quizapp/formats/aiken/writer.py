"""Questions to Aiken: those with one right answer, and true or false.

    Which city hosted the summit?
    A. Tashkent
    B. Samarkand
    ANSWER: B

Labels are Latin letters in every language: Moodle refuses Arabic ones. Notes: `left_out_kind`,
`too_many_choices` (26 letters), `changed_kind` (claim and evidence become choices), `dropped`
for every field that a question has and Aiken has no place for (id, tags, claim, reasons,
explanation, evidence, lines: a text stands in one line), and as in Moodle XML where a question
is not whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_uppercase
from typing import Final

from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import Note, Pack, Written
from quizapp.formats.aiken.marks import BETWEEN, MARKS, TRUTH, UNSEEN
from quizapp.formats.moodle.traits import flaw, texts_of

KINDS: Final = ("choice", "claim", "evidence", "true_false")
_TAKEN_FOR_MORE: Final = re.compile(r"\w[).]|ANSWER|الإجابة|الجواب", re.IGNORECASE)
_SHORTEST: Final = 2


def write(pack: Pack) -> Written:
    """Return an Aiken file with the questions that it can carry."""
    parts: list[str] = []
    notes: list[Note] = []
    for at, question in enumerate(pack.questions, start=1):
        item = question.id or str(at)
        code = _reason(question)
        if code:
            notes.append(Note(code, item))
            continue
        parts.append("\n".join(_lines(question)) + "\n\n")
        if question.kind in ("claim", "evidence"):
            notes.append(Note("changed_kind", item))
        notes.extend(Note("dropped", item, params={"field": field}) for field in lost(question))
    return Written("".join(parts).encode(), tuple(notes))


def _reason(question: Question) -> str:
    if question.kind not in KINDS:
        return "left_out_kind"
    if len(question.choices) > len(ascii_uppercase):
        return "too_many_choices"
    shown = (question.asked, *(choice.text for choice in question.choices))
    return flaw(question) or ("" if all(map(in_line, shown)) else "broken_item")


def lost(question: Question) -> Iterator[str]:
    """Yield the fields that Aiken has no place for."""
    fields = {
        "id": question.id,
        "tags": question.tags,
        "claim": question.claim,
        "reasons": any(choice.reason for choice in question.choices),
        "explanation": question.explanation,
        "evidence": question.evidence,
        "lines": any("\n" in text for text in texts_of(question)),
    }
    yield from (field for field, value in fields.items() if value)


def _lines(question: Question) -> Iterator[str]:
    asked = BETWEEN.join(filter(None, (in_line(question.stem), in_line(question.material))))
    exposed = _TAKEN_FOR_MORE.match(asked.lstrip(MARKS)) or len(asked.encode()) < _SHORTEST
    yield f"{UNSEEN}{asked}" if exposed else asked
    if question.kind == "true_false":
        answers = list(TRUTH[question.lang])
        right = 0 if question.truth else 1
    else:
        answers = [in_line(choice.text) for choice in question.choices]
        right = [choice.right for choice in question.choices].index(True)
    for letter, answer in zip(ascii_uppercase, answers, strict=False):
        yield f"{letter}. {answer}"
    yield f"ANSWER: {ascii_uppercase[right]}"


def in_line(text: str) -> str:
    """Return a text in one line, without what would part it anew."""
    return " ".join(text.replace(UNSEEN, "").split())

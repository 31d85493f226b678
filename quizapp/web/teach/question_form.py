"""The form of a question written by hand: one for each kind, read into one record.

option-0-ar, -en, -right, -reason-ar, -en     choices; the last rows may stay empty
row-0-left-ar …, row-0-right-ar …             pairs
step-0-ar, -en                                steps, in their right order
accepted-ar, -en                              right spellings, one a line
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.content import ClaimKind, Strictness
from quizapp.domain.written import WrittenItem, WrittenOption, WrittenRow
from quizapp.services.studio.bank import read_tags
from quizapp.web.teach import posted, words

MOST_OPTIONS: Final = 8
LEAST_SHOWN: Final = 4
_CHOOSING: Final = frozenset({"choice", "multiple_choice", "evidence"})
_STATING: Final = frozenset({"true_false", "claim", "gap"})


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """A posted question, its tags, and the state that its author had seen.

    `unread` is what was typed where a whole number belongs and is none, by field.
    """

    written: WrittenItem
    tags: tuple[str, ...]
    seen: str
    unread: Mapping[str, str] = field(default_factory=dict)


def read_question(form: posted.Posted, question_id: str, kind: str) -> QuestionForm:
    """Return the posted question; fields that its kind has no use for are left out."""
    choosing = kind in _CHOOSING
    claim = form.get("claim", "")
    written = WrittenItem(
        id=question_id,
        kind=kind,
        stem=posted.pair(form, "stem"),
        material=posted.pair(form, "material"),
        options=_options(form, evidence=kind == "evidence") if choosing else (),
        rows=_rows(form) if kind == "match" else (),
        steps=_steps(form) if kind == "order" else (),
        truth=_truth(form.get("truth", "")) if kind == "true_false" else None,
        claim=ClaimKind(claim) if kind == "claim" and claim in words.CLAIMS else None,
        accepted=posted.lines(form, "accepted"),
        rivals=posted.lines(form, "rivals"),
        strictness=Strictness(posted.chosen(form, "strictness", words.STRICTNESS, "normal")),
        value=posted.whole(form, "value") if kind == "number" else None,
        month=posted.month(form) if kind == "number" else None,
        tolerance=max(0, posted.whole(form, "tolerance") or 0),
        explanation=posted.pair(form, "explanation"),
        sentences=tuple(filter(None, [posted.text(form, "proof", posted.SHORT)])),
        quote=None if form.get("proof") else posted.optional_pair(form, "quote"),
    )
    numbers = {
        "value": written.value,
        "month": written.month,
        "tolerance": posted.whole(form, "tolerance"),
    }
    unread = posted.unread(form, numbers) if kind == "number" else {}
    return QuestionForm(written, read_tags(form.get("tags", "")), form.get("seen", ""), unread)


def _truth(value: str) -> bool | None:
    return {"true": True, "false": False}.get(value)


def _written(*texts: Bilingual) -> bool:
    return any(text.ar or text.en for text in texts)


def _options(form: posted.Posted, *, evidence: bool) -> tuple[WrittenOption, ...]:
    found = (
        WrittenOption(
            text=posted.pair(form, f"option-{n}", posted.LINE),
            right=form.get(f"option-{n}-right") == "1",
            reason=posted.pair(form, f"option-{n}-reason", posted.LINE),
            sentence=posted.text(form, f"option-{n}-sentence", posted.SHORT) if evidence else "",
        )
        for n in range(MOST_OPTIONS)
    )
    return tuple(option for option in found if option.sentence or _written(option.text))


def _rows(form: posted.Posted) -> tuple[WrittenRow, ...]:
    found = (
        WrittenRow(
            posted.pair(form, f"row-{n}-left", posted.LINE),
            posted.pair(form, f"row-{n}-right", posted.LINE),
        )
        for n in range(MOST_OPTIONS)
    )
    return tuple(row for row in found if _written(row.left, row.right))


def _steps(form: posted.Posted) -> tuple[Bilingual, ...]:
    found = (posted.pair(form, f"step-{n}", posted.LINE) for n in range(MOST_OPTIONS))
    return tuple(step for step in found if _written(step))

"""What only we know of a question, as tags that travel with it.

A tag of ours begins with `waraqa-`; readers take it off again, so that nobody sees it here:

    waraqa-kind:claim          a multiple choice that asks what kind of claim something is
    waraqa-claim:event         the kind that it is
    waraqa-strictness:strict   how forgivingly a typed answer is judged
    waraqa-date:16-10-1        a typed answer that is the 16th of October; the first spelling
                               is the question's own, those after it are the usual ones

Here too: which questions are whole enough to be written at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.claims import ClaimKind
from quizapp.domain.exchange.question import Question, tidy
from quizapp.domain.text.dates import MONTHS
from quizapp.domain.text.verdict import Strictness

MOST_QUESTIONS: Final = 20_000
LONGEST_TEXT: Final = 20_000
MOST_TAGS: Final = 50
_OURS: Final = "waraqa-"
_DATE: Final = re.compile(r"([0-9]{1,2})-([0-9]{1,2})(?:-([0-9]{1,3}))?")
_SEPARATOR: Final = re.compile(r"(?<!/)/(?!/)")
_EASTERN: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_CHOSEN: Final = ("choice", "claim", "evidence")


@dataclass(frozen=True, slots=True)
class Traits:
    """What tags of ours say, and the tags that are the question's own."""

    kind: str = ""
    claim: str = ""
    strictness: Strictness | None = None
    date: tuple[int, int] | None = None
    own: int | None = None
    tags: tuple[str, ...] = ()


def tags_of(question: Question) -> tuple[str, ...]:
    """Return the tags to write: the question's own and those that say what it is."""
    ours = []
    if question.kind in ("claim", "evidence"):
        ours.append(f"{_OURS}kind:{question.kind}")
    if question.claim:
        ours.append(f"{_OURS}claim:{question.claim}")
    if question.strictness is not Strictness.NORMAL:
        ours.append(f"{_OURS}strictness:{question.strictness.value}")
    if question.kind == "number" and question.month is not None:
        ours.append(f"{_OURS}date:{question.value}-{question.month}-{len(question.accepted)}")
    return (*question.tags, *ours)


def traits_of(tags: Iterable[str]) -> Traits:
    """Return what the tags of a file say. What is no tag of ours stays, without blanks."""
    found: dict[str, str] = {}
    kept: list[str] = []
    for tag in tags:
        text = re.sub(r"[\s,،]+", "-", tidy(tag).strip(" ,،\n"))[:100]
        name, _, value = text.removeprefix(_OURS).partition(":")
        if text.startswith(_OURS):
            found[name] = value
        elif text and text not in kept and len(kept) < MOST_TAGS:
            kept.append(text)
    date = _date(found.get("date", ""))
    kind, claim, strictness = found.get("kind"), found.get("claim"), found.get("strictness")
    return Traits(
        kind=kind if kind in ("claim", "evidence") else "",
        claim=claim if claim in set(ClaimKind) else "",
        strictness=Strictness(strictness) if strictness in set(Strictness) else None,
        date=date and date[:2],
        own=date[2] if date else None,
        tags=tuple(kept),
    )


def _date(value: str) -> tuple[int, int, int | None] | None:
    found = _DATE.fullmatch(value)
    if found is None:
        return None
    day, month = int(found[1]), int(found[2])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return day, month, int(found[3]) if found[3] else None


def chosen(question: Question, traits: Traits) -> Question:
    """Return a question with one right choice as the kind that its tags say."""
    if not traits.kind:
        return question
    claim = traits.claim if traits.kind == "claim" else ""
    return replace(question, kind=traits.kind, claim=claim)


def date_spellings(day: int, month: int, lang: Lang) -> tuple[str, ...]:
    """Return the usual ways to write a day of the year, the best first."""
    names = MONTHS[lang][month - 1]
    if lang == "en":
        return (f"{day} {names[0]}", f"{names[0]} {day}", f"{day}/{month}")
    written = (str(day), str(day).translate(_EASTERN))
    return (*(f"{each} {name}" for name in names for each in written), f"{day}/{month}")


def dated(question: Question) -> tuple[str, ...]:
    """Return every spelling to accept of a date: the question's own, then the usual ones."""
    assert question.value is not None
    assert question.month is not None
    usual = date_spellings(question.value, question.month, question.lang)
    return tuple(dict.fromkeys((*question.accepted, *usual)))


def flaw(question: Question) -> str:
    """Return the code of what keeps a question from being written: "" where nothing does."""
    kind = question.kind
    if not question.asked:
        return "broken_item"
    if kind in _CHOSEN or kind == "multiple_choice":
        return _flaw_of_choices(question)
    if kind == "true_false" and question.truth is None:
        return "no_key"
    if kind == "number" and question.value is None:
        return "no_key"
    if kind == "gap" and not any(question.accepted):
        return "no_key"
    if (kind == "match" and len(question.pairs) < 2) or (
        kind == "order" and len(question.steps) < 2
    ):
        return "too_few_choices"
    return ""


def _flaw_of_choices(question: Question) -> str:
    right = sum(choice.right for choice in question.choices)
    if not right or (right > 1 and question.kind != "multiple_choice"):
        return "no_key"
    return "too_few_choices" if len(question.choices) < 2 else ""


def title_of(path: str) -> str:
    """Return the last part of a category's path; slashes within a name are doubled."""
    parts = [part.strip().replace("//", "/") for part in _SEPARATOR.split(tidy(path[:2_000]))]
    last = parts[-1]
    return "" if last == "top" or last.startswith("$") else " ".join(last.split())[:200]


def too_long(texts: Sequence[str]) -> bool:
    """Return whether one of the texts is longer than a text may be here."""
    return any(len(text) > LONGEST_TEXT for text in texts)


def texts_of(question: Question) -> tuple[str, ...]:
    """Return every text of a question."""
    return (
        *(question.stem, question.material, question.explanation),
        *question.evidence,
        *question.accepted,
        *question.steps,
        *question.extra,
        *(text for choice in question.choices for text in (choice.text, choice.reason)),
        *(text for pair in question.pairs for text in (pair.left, pair.right)),
    )

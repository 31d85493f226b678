"""Moodle's types of questions to our kinds. `reader` says which types there are.

Notes: `weights_changed` (an answer that was worth a part of the mark is wrong here, or a second
fully right one is left out), `dropped` (reasons, tolerance, units), `number_as_text`,
`wildcard` (a star that stood for anything is left out of an answer). Skipped: `no_key`,
`too_few_choices`, `broken_item`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from quizapp.domain.exchange.question import Choice, Pair, Question, tidy
from quizapp.domain.items.base import BLANK
from quizapp.domain.text.verdict import Strictness
from quizapp.formats.moodle.entry import MOST_ANSWERS, Answer, Asked, Entry, Skipped
from quizapp.formats.moodle.fractions import is_full
from quizapp.formats.moodle.numbers import decimal_of, numeric
from quizapp.formats.moodle.traits import chosen

_BLANKS: Final = re.compile(r"_{3,}|\.{5,}|…{2,}")
_ANYTHING: Final = re.compile(r"(?<!\\)\*")


def multichoice(entry: Entry) -> Sequence[Question]:
    """Read a question with one right choice, or several."""
    answers = list(entry.answers())
    single = (entry.element.findtext("single") or "true").strip().lower() in ("true", "1")
    return [choice_question(entry, answers, single=single)]


def choice_question(asked: Asked, answers: Sequence[Answer], *, single: bool) -> Question:
    """Return a question with one right choice, or with several, from answers with weights.

    An answer without a text was a picture: nothing is left of it to choose.
    """
    if len(answers) < 2:
        raise Skipped("too_few_choices")
    if not all(answer.text for answer in answers):
        raise Skipped("broken_item")
    if single:
        return chosen(replace(asked.base, choices=_one_right(asked, answers)), asked.traits)
    right = [answer for answer in answers if answer.worth > 0]
    if not right:
        raise Skipped("no_key")
    if len({round(answer.worth, 3) for answer in right}) > 1:
        asked.say("weights_changed")
    made = tuple(Choice(each.text, each.worth > 0, each.reason) for each in answers)
    return replace(asked.base, kind="multiple_choice", choices=made)


def _one_right(asked: Asked, answers: Sequence[Answer]) -> tuple[Choice, ...]:
    best = max(answer.worth for answer in answers)
    if best <= 0:
        raise Skipped("no_key")
    made: list[Choice] = []
    for answer in answers:
        if answer.worth == best and any(choice.right for choice in made):
            asked.say("weights_changed")
            continue
        if 0 < answer.worth < best or answer.worth < 0 or best < 99:
            asked.say("weights_changed")
        made.append(Choice(answer.text, answer.worth == best, answer.reason))
    if len(made) < 2:
        raise Skipped("too_few_choices")
    return tuple(made)


def truefalse(entry: Entry) -> Sequence[Question]:
    """Read a statement that is true or false. Old files name the two in their own language."""
    truth: bool | None = None
    reasons: list[str] = []
    for at, answer in enumerate(entry.answers(html=False)):
        word = answer.text.lower()
        says = word == "true" if word in ("true", "false") else at == 0
        if is_full(answer.worth):
            truth = says
        reasons.append(answer.reason)
    if truth is None:
        raise Skipped("no_key")
    return [truth_question(entry, truth, reasons)]


def truth_question(asked: Asked, truth: bool, reasons: Sequence[str]) -> Question:
    """Return a statement with what is said of either answer put into the explanation."""
    base = asked.base
    said = [reason for reason in dict.fromkeys(reasons) if reason]
    if said and base.explanation:
        asked.say("dropped", field="reasons")
    elif said:
        base = replace(base, explanation="\n\n".join(said))
    if not asked.ours:
        base = replace(base, stem="", material=base.stem)
    return replace(base, kind="true_false", truth=truth)


def shortanswer(entry: Entry) -> Sequence[Question]:
    """Read a question that is answered by typing; a date of ours becomes a date again."""
    answers = list(entry.answers(html=False))
    strict = (entry.element.findtext("usecase") or "0").strip() == "1"
    return [typed_question(entry, answers, strict=strict)]


def typed_question(asked: Asked, answers: Sequence[Answer], *, strict: bool) -> Question:
    """Return a question with the answers that get a full mark."""
    accepted: list[str] = []
    for answer in answers:
        text = _without_wildcard(asked, answer)
        if text and is_full(answer.worth):
            accepted.append(text)
        elif text and answer.worth > 0:
            asked.say("weights_changed")
        if answer.reason:
            asked.say("dropped", field="reasons")
    kept = tuple(dict.fromkeys(accepted))
    if not kept:
        raise Skipped("no_key")
    if asked.traits.date:
        day, month = asked.traits.date
        own = kept if asked.traits.own is None else kept[: asked.traits.own]
        return replace(asked.base, kind="number", value=day, month=month, accepted=own)
    manner = asked.traits.strictness or (Strictness.STRICT if strict else Strictness.NORMAL)
    base = asked.base if asked.ours else with_blank(asked.base)
    return replace(base, kind="gap", accepted=kept, strictness=manner)


def _without_wildcard(asked: Asked, answer: Answer) -> str:
    text = _ANYTHING.sub("", answer.text)
    if text != answer.text and is_full(answer.worth):
        asked.say("wildcard")
    return tidy(text.replace(r"\*", "*"))


def with_blank(base: Question) -> Question:
    """Return the question with the one blank of its text, if it has one, as our blank."""
    if base.material or len(_BLANKS.findall(base.stem)) != 1:
        return base
    return replace(base, stem="", material=_BLANKS.sub(BLANK, base.stem))


def numerical(entry: Entry) -> Sequence[Question]:
    """Read a question whose answer is a number."""
    found: Question | None = None
    if entry.element.find("units/unit") is not None:
        entry.say("dropped", field="units")
    parts = entry.element.findall("answer")[:MOST_ANSWERS]
    for part, answer in zip(parts, entry.answers(html=False), strict=False):
        if answer.reason:
            entry.say("dropped", field="reasons")
        if answer.text == "*" or answer.worth <= 0:
            continue
        if found is not None or not is_full(answer.worth):
            entry.say("weights_changed")
            continue
        found = number_question(entry, answer.text, part.findtext("tolerance") or "0")
    if found is None:
        raise Skipped("no_key")
    return [found]


def number_question(asked: Asked, value: str, tolerance: str) -> Question:
    """Return a question for that number, as text where it is no whole one."""
    number, room = decimal_of(value), decimal_of(tolerance or "0")
    if number is None:
        raise Skipped("broken_item")
    return numeric(asked.base, number, abs(room or Decimal(0)), asked.say)


def matching(entry: Entry) -> Sequence[Question]:
    """Read pairs; an answer without a question belongs to nothing."""
    rows = entry.element.findall("subquestion")
    if len(rows) > MOST_ANSWERS:
        raise Skipped("too_many_choices")
    read = [
        (entry.text_of(row), tidy(row.findtext("answer/text") or row.findtext("answer") or ""))
        for row in rows
    ]
    return [match_question(entry, read)]


def match_question(asked: Asked, rows: Sequence[tuple[str, str]]) -> Question:
    """Return pairs from rows; one without a left side belongs to nothing."""
    pairs = tuple(Pair(left, right) for left, right in rows if left and right)
    if any(left and not right for left, right in rows):
        raise Skipped("broken_item")
    if len(pairs) < 2:
        raise Skipped("too_few_choices")
    used = {pair.right for pair in pairs}
    extra = dict.fromkeys(right for left, right in rows if not left and right)
    free = tuple(right for right in extra if right not in used)
    return replace(asked.base, kind="match", pairs=pairs, extra=free)


def ordering(entry: Entry) -> Sequence[Question]:
    """Read steps; they stand in the file in their right order."""
    steps = tuple(answer.text for answer in entry.answers() if answer.text)
    if len(steps) < 2:
        raise Skipped("too_few_choices")
    return [replace(entry.base, kind="order", steps=steps)]

"""What stands between the braces of a GIFT question: of which kind it is, and its answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from quizapp.domain.exchange.question import Question
from quizapp.domain.items.base import BLANK
from quizapp.formats.gift.texts import formatted, line_of, text_of
from quizapp.formats.gift.tokens import restored
from quizapp.formats.moodle.entry import MOST_ANSWERS, Answer, Asked, Skipped
from quizapp.formats.moodle.fractions import is_full, worth
from quizapp.formats.moodle.kinds import (
    choice_question,
    match_question,
    number_question,
    truth_question,
    typed_question,
)
from quizapp.formats.moodle.numbers import decimal_of, numeric

_TRUTH: Final = re.compile(r"(TRUE|T|FALSE|F)\s*(?:#|\Z)")
_WEIGHT: Final = re.compile(r"\s*%(-?[0-9]{1,3}(?:\.[0-9]{0,10})?)%")
_RANGE: Final = re.compile(r"\s*(.+?)\s*\.\.\s*(.+)")


def asked_in(asked: Asked, answers: str, form: str) -> Question:
    """Return the question with its answers, of the kind that their signs say."""
    truth = _TRUTH.match(answers)
    if not answers:
        raise Skipped("unknown_type", type="essay")
    if answers.startswith("#"):
        return _number(asked, answers[1:])
    if "~" in answers:
        return _chosen(asked, answers, form)
    if "=" in answers and "->" in answers:
        return _matched(asked, answers, form)
    if truth:
        said = [text_of(part, form, asked) for part in answers.split("#")[1:]]
        return truth_question(asked, truth[1].startswith("T"), said)
    return _typed(asked, answers)


def _parts(answers: str, signs: str) -> Iterator[tuple[str, str]]:
    """Yield every answer with the sign before it; text before the first one has no sign."""
    cut = re.split(f"([{signs}])", answers)
    if len(cut) > 2 * MOST_ANSWERS:
        raise Skipped("too_many_choices")
    if cut[0].strip():
        yield "", cut[0]
    yield from zip(cut[1::2], cut[2::2], strict=True)


def _weighed(text: str, usual: float) -> tuple[float, str]:
    found = _WEIGHT.match(text)
    return (worth(found[1]), text[found.end() :]) if found else (usual, text)


def _chosen(asked: Asked, answers: str, form: str) -> Question:
    made: list[Answer] = []
    single = "=" in answers
    for sign, part in _parts(answers, "~="):
        if not sign:
            raise Skipped("broken_item")
        value, rest = _weighed(part, 100.0 if sign == "=" else 0.0)
        text, _, reason = rest.partition("#")
        shown = text_of(text, form, asked)
        if not shown:
            raise Skipped("broken_item")
        made.append(Answer(shown, value, text_of(reason, form, asked)))
    return choice_question(asked, made, single=single)


def _matched(asked: Asked, answers: str, form: str) -> Question:
    rows: list[tuple[str, str]] = []
    for sign, part in _parts(answers, "="):
        left, arrow, right = part.partition("->")
        if not (sign and arrow):
            raise Skipped("broken_item")
        rows.append((text_of(left, form, asked), line_of(right)))
    return match_question(asked, rows)


def _typed(asked: Asked, answers: str) -> Question:
    made: list[Answer] = []
    for _, part in _parts(answers, "="):
        value, rest = _weighed(part, 100.0)
        text, _, reason = rest.partition("#")
        made.append(Answer(line_of(formatted(text, "")[1]), value, reason.strip()))
    question = typed_question(asked, made, strict=False)
    if question.kind != "gap" or question.material or BLANK not in question.stem:
        return question
    return replace(question, stem="", material=question.stem)


def _number(asked: Asked, answers: str) -> Question:
    found: Question | None = None
    for sign, part in _parts(answers.partition("~")[0], "="):
        value, rest = _weighed(part, 100.0)
        text, _, reason = rest.partition("#")
        if reason.strip():
            asked.say("dropped", field="reasons")
        if not is_full(value) or found is not None or text.strip() == "*":
            asked.say("weights_changed")
        else:
            found = _exact_or_range(asked, restored(text).strip())
        if not sign and not text.strip():
            raise Skipped("no_key")
    if found is None:
        raise Skipped("no_key")
    return found


def _exact_or_range(asked: Asked, text: str) -> Question:
    between = _RANGE.fullmatch(text)
    if between is None:
        value, _, tolerance = text.partition(":")
        return number_question(asked, value, tolerance.strip() or "0")
    least, most = decimal_of(between[1]), decimal_of(between[2])
    if least is None or most is None or most < least:
        raise Skipped("broken_item")
    middle = (least + most) / 2
    return numeric(asked.base, middle, Decimal(most - middle), asked.say)

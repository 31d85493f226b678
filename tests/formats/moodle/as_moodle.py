"""What Moodle 4.5 makes of a question in its XML, and how it marks an answer to it.

Written anew from how its importer and its question types behave, for the tests to hold our
files to: which elements it reads, what it takes a star for, which parts of a mark it knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

from quizapp.formats.safety.plain import plain

FRACTIONS = (
    *(100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667),
    *(14.28571, 12.5, 11.11111, 10, 5, 0),
)
_TOLERATED = 0.00001


class Refused(Exception):
    """Moodle would refuse the file, or make another question of it."""


def fraction(answer: Element) -> float:
    """What an answer is worth; only parts of a mark that Moodle knows."""
    value = float(answer.get("fraction", ""))
    if not any(abs(abs(value) - known) < _TOLERATED for known in FRACTIONS):
        raise Refused(f"fraction {value}")
    return value / 100


def text(part: Element | None) -> str:
    """What stands in an element's text, as Moodle stores it."""
    found = None if part is None else part.findtext("text")
    if found is None:
        raise Refused("no text")
    return found


def mark_of_choice(question: Element, chosen: Sequence[str]) -> float:
    """The mark for choosing the answers that are shown so."""
    answers = {plain(text(answer)): fraction(answer) for answer in question.findall("answer")}
    if question.findtext("single") == "true":
        if max(answers.values()) != 1:
            raise Refused("no answer with a full mark")
        return answers[chosen[0]]
    return min(1.0, max(0.0, sum(answers[each] for each in chosen)))


def mark_of_truth(question: Element, truth: bool) -> float:
    """The mark for saying that a statement is true, or not."""
    words = {text(answer): fraction(answer) for answer in question.findall("answer")}
    if set(words) != {"true", "false"}:
        raise Refused("answers are not true and false")
    return words["true" if truth else "false"]


def mark_of_typed(question: Element, typed: str) -> float:
    """The mark for typing something: the first answer that fits; a star fits anything."""
    flags = 0 if question.findtext("usecase") == "1" else re.IGNORECASE
    for answer in question.findall("answer"):
        bits = re.split(r"(?<!\\)\*", text(answer))
        pattern = ".*".join(re.escape(bit.replace(r"\*", "*")) for bit in bits)
        if re.fullmatch(pattern, typed, flags | re.DOTALL):
            return fraction(answer)
    return 0.0


def mark_of_number(question: Element, typed: str) -> float:
    """The mark for a number."""
    for answer in question.findall("answer"):
        known = text(answer)
        if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", known, re.ASCII):
            raise Refused(f"answer {known}")
        if abs(float(typed) - float(known)) <= float(answer.findtext("tolerance", "")):
            return fraction(answer)
    return 0.0


def mark_of_pairs(question: Element, pairs: Sequence[tuple[str, str]]) -> float:
    """The share of left sides that are given a right side whose text is theirs."""
    rows = [(plain(text(row)), text(row.find("answer"))) for row in question.findall("subquestion")]
    asked = [row for row in rows if row[0]]
    if len(asked) < 2 or any(not right for _, right in rows):
        raise Refused("too few pairs")
    return sum(row in pairs for row in asked) / len(asked)


def mark_of_order(question: Element, steps: Sequence[str]) -> float:
    """The share of steps that stand before the one that follows them."""
    if question.find("shownumcorrect") is None:
        raise Refused("missing question options")
    right = [plain(text(answer)) for answer in question.findall("answer")]
    following = set(pairwise(right))
    return sum(pair in following for pair in pairwise(steps)) / len(following)

"""Texts with gaps: cloze, gaps to fill from a list, and gaps to drag words into.

Each gap becomes a question of its own, in which the other gaps are filled:

    {1:SA:=Paris} is the capital of {1:MC:=France~Spain}.
      gap      ____ is the capital of France.       accepted: Paris
      choice   Paris is the capital of ____.        France (right), Spain

Note: `split_gaps` where there are several. Their ids are that of the whole, with -1, -2 and
so on. In cloze a backslash stands before } # ~ / " and itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final
from xml.etree.ElementTree import Element

from quizapp.domain.exchange.question import Question, tidy
from quizapp.domain.items.base import BLANK
from quizapp.domain.text.verdict import Strictness
from quizapp.formats.moodle.entry import Answer, Entry, Skipped
from quizapp.formats.moodle.fractions import worth
from quizapp.formats.moodle.kinds import choice_question, number_question, typed_question
from quizapp.formats.safety.plain import plain

MOST_GAPS: Final = 50
_START: Final = re.compile(r"\{(?:[0-9]{0,4}):([A-Z_]{2,20}):")
_INSIDE: Final = re.compile(r"(?:[^\\}]|\\.)*+\}", re.DOTALL)
_PLACE: Final = re.compile(r"\[\[([0-9]{1,3})\]\]")
_WORTH: Final = re.compile(r"%(-?[0-9.]{1,12})%")
_TYPED: Final = frozenset({"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"})
_CASE: Final = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_NUMBER: Final = frozenset({"NUMERICAL", "NM"})
_ONE: Final = ("MULTICHOICE", "MC")
_SEVERAL: Final = ("MULTIRESPONSE", "MR")


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where a gap stands in the text, how it is filled, and from what."""

    start: int
    end: int
    way: str
    answers: tuple[Answer, ...]

    @property
    def right(self) -> str:
        """What stands in the gap once it is filled."""
        best = max(self.answers, key=lambda answer: answer.worth, default=None)
        text = best.text if best and best.worth > 0 else BLANK
        return text.split(":")[0] if self.way in _NUMBER else text


def cloze(entry: Entry) -> Sequence[Question]:
    """Read a text that holds its own questions."""
    text = _whole_text(entry)
    # One more than there may be tells that there are too many; the others cost nothing.
    return _questions(entry, text, list(islice(_cloze_gaps(text), MOST_GAPS + 1)))


def gapselect(entry: Entry) -> Sequence[Question]:
    """Read a text whose gaps are filled from lists."""
    return _from_list(entry, entry.element.findall("selectoption"))


def ddwtos(entry: Entry) -> Sequence[Question]:
    """Read a text into which words are dragged."""
    return _from_list(entry, entry.element.findall("dragbox"))


def _whole_text(entry: Entry) -> str:
    return "\n\n".join(each for each in (entry.base.stem, entry.base.material) if each)


def _cloze_gaps(text: str) -> Iterator[_Gap]:
    at = 0
    while start := _START.search(text, at):
        inside = _INSIDE.match(text, start.end())
        if inside is None:
            return
        if _known(start[1]):
            answers = tuple(_alternatives(inside[0][:-1]))
            yield _Gap(start.start(), inside.end(), start[1], answers)
        at = inside.end()


def _known(way: str) -> bool:
    return way in _TYPED or way in _NUMBER or way.startswith((*_ONE, *_SEVERAL))


def _alternatives(inside: str) -> Iterator[Answer]:
    for part in _split(inside, "~"):
        text, *said = _split(part, "#", most=1)
        value = 0.0
        weight = _WORTH.match(text)
        if text.startswith("="):
            value, text = 100.0, text[1:]
        elif weight:
            value, text = worth(weight[1]), text[weight.end() :]
        reason = plain(_unescaped(said[0])) if said else ""
        yield Answer(tidy(_unescaped(text)), value, tidy(reason))


def _split(text: str, sign: str, *, most: int = 0) -> list[str]:
    return re.split(r"(?<!\\)" + re.escape(sign), text, maxsplit=most)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _from_list(entry: Entry, options: Sequence[Element]) -> Sequence[Question]:
    text = _whole_text(entry)
    words = [(tidy(plain(_of(one))), (one.findtext("group") or "1").strip()) for one in options]
    gaps = []
    for place in _PLACE.finditer(text):
        number = int(place[1])
        if not 1 <= number <= len(words):
            raise Skipped("broken_item")
        group = words[number - 1][1]
        answers = tuple(
            Answer(word, 100.0 if at == number else 0.0, "")
            for at, (word, its) in enumerate(words, start=1)
            if its == group and word and (at == number or word != words[number - 1][0])
        )
        gaps.append(_Gap(place.start(), place.end(), "MC", _distinct(answers)))
        if len(gaps) > MOST_GAPS:
            break
    return _questions(entry, text, gaps)


def _of(option: Element) -> str:
    return (option.findtext("text") or "")[:2_000]


def _distinct(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    return tuple({answer.text: answer for answer in answers}.values())


def _questions(entry: Entry, text: str, gaps: Sequence[_Gap]) -> Sequence[Question]:
    if not gaps:
        raise Skipped("broken_item")
    if len(gaps) > MOST_GAPS:
        raise Skipped("too_many_choices")
    if len(gaps) > 1:
        entry.say("split_gaps", count=str(len(gaps)))
    whole = entry.base
    made: list[Question] = []
    for at, gap in enumerate(gaps):
        suffix = f"-{at + 1}" if whole.id and len(gaps) > 1 else ""
        asked = _with_one_gap(text, gaps, at)
        entry.base = replace(whole, id=whole.id + suffix, stem=asked, material="")
        made.append(_one(entry, gap))
    return made


def _with_one_gap(text: str, gaps: Sequence[_Gap], asked: int) -> str:
    """The text with a blank for the gap that is asked, and every other gap filled."""
    parts: list[str] = []
    past = 0
    for at, gap in enumerate(gaps):
        parts += [text[past : gap.start], BLANK if at == asked else gap.right]
        past = gap.end
    return tidy("".join(parts) + text[past:])


def _one(entry: Entry, gap: _Gap) -> Question:
    if gap.way in _TYPED:
        made = typed_question(entry, gap.answers, strict=gap.way in _CASE)
        if made.strictness is Strictness.STRICT or made.kind == "gap":
            return replace(made, stem="", material=entry.base.stem)
        return made
    if gap.way in _NUMBER:
        return _number(entry, gap)
    return choice_question(entry, gap.answers, single=gap.way.startswith(_ONE))


def _number(entry: Entry, gap: _Gap) -> Question:
    for answer in gap.answers:
        if answer.worth == max(each.worth for each in gap.answers) > 0:
            value, _, tolerance = answer.text.partition(":")
            return number_question(entry, value, tolerance)
    raise Skipped("no_key")

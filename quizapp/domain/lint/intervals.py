"""Rules about options that are numbers or dates, read as intervals on one scale.

    16 October -> dates 346..346 (31 days to a month: only order and overlap matter)
    October    -> dates 311..341
    10–20      -> numbers 10..20

Options of another sort have no interval, and no rule here looks at them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from quizapp.domain.content import Article, Term, TermType
from quizapp.domain.items.base import Item, Option
from quizapp.domain.lint.finding import Hit, Severity, content_rule
from quizapp.domain.lint.reading import ask_of, keys, option_terms
from quizapp.domain.text import parse_number

_DAYS: Final = 31
_RANGE: Final = re.compile(r"(\d+)\s*(?:[-–—]|to|إلى)\s*(\d+)")
_FAR: Final = 10**12
_OPEN: Final = (
    (re.compile(r"(?:more than|over|أكثر من|فوق)\s*(\d+)", re.IGNORECASE), 1),
    (re.compile(r"(?:less than|fewer than|under|أقل من|دون)\s*(\d+)", re.IGNORECASE), -1),
)


@dataclass(frozen=True, slots=True)
class Interval:
    """What an option covers, ends included, on the scale of its sort."""

    scale: str
    low: int
    high: int

    def meets(self, other: Interval) -> bool:
        """Tell whether two intervals have something in common."""
        return self.scale == other.scale and self.low <= other.high and other.low <= self.high


def interval(option: Option, term: Term | None) -> Interval | None:
    """Return what a number or date option covers, or nothing for any other option."""
    if term and term.month and term.type in {TermType.DATE, TermType.MONTH}:
        start = term.month * _DAYS
        if term.type is TermType.MONTH:
            return Interval("date", start + 1, start + _DAYS)
        day = term.value or 0
        return Interval("date", start + day, start + day)
    if term and term.type is not TermType.NUMBER:
        return None
    text = option.text.en or option.text.ar
    if written := _written_interval(text):
        return written
    if term and term.value is not None:
        return Interval("number", term.value, term.value)
    value = parse_number(text)
    return Interval("number", int(value), int(value)) if value is not None else None


def _written_interval(text: str) -> Interval | None:
    """Read `10–20`, `more than 10` and `less than 10`."""
    if found := _RANGE.search(text):
        return Interval("number", int(found[1]), int(found[2]))
    for pattern, way in _OPEN:
        if found := pattern.search(text):
            bound = int(found[1]) + way
            return Interval("number", *((bound, _FAR) if way > 0 else (-_FAR, bound)))
    return None


def _intervals(item: Item, article: Article) -> list[Interval | None]:
    if item.kind not in {"choice", "multiple_choice"}:
        return []
    terms = option_terms(item, article)
    return [interval(o, t) for o, t in zip(item.options, terms, strict=True)]


@content_rule("Q04", Severity.ERROR)
def no_overlap(item: Item, article: Article) -> Iterator[Hit]:
    """Number and date options must not overlap: 10–20 and 15, October and 16 October.

    A key with a tolerance covers its whole neighbourhood, since all of it is right.
    """
    found = _intervals(item, article)
    ask = ask_of(item, article)
    for i in keys(item) if found and ask and ask.tolerance else ():
        if (key := found[i]) and ask:
            found[i] = Interval(key.scale, key.low - ask.tolerance, key.high + ask.tolerance)
    for (i, one), (j, two) in combinations(enumerate(found), 2):
        if one and two and one.meets(two):
            first, second = item.options[i].id, item.options[j].id
            yield Hit({"first": first, "second": second}, part=f"option:{j + 1}")


@content_rule("Q20", Severity.INFO)
def ascending(item: Item, article: Article) -> Iterator[Hit]:
    """Numbers and dates stand in ascending order, so that nobody must search them."""
    found = [i for i in _intervals(item, article) if i]
    if len(found) < len(item.options) or not found:
        return
    if [i.low for i in found] != sorted(i.low for i in found):
        yield Hit({"options": " – ".join(option.id for option in item.options)})

"""A day and a month as people type them, with both Arabic names of a month.

    16 October, October 16th, 16/10, ١٦ أكتوبر, ١٦ تشرين الأول, 16 أكتوبر/تشرين الأول

Two numbers are read day first; month first only where the other reading is no date.
Dates are never approximated, and a number too many (a year nobody asked for) is wrong.
"""

from __future__ import annotations

import re
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.text.normalise import clean, words
from quizapp.domain.text.verdict import MAX_LENGTH, Judgement, Verdict

# Per month: the name shown, then other names (Levant, Maghreb) and abbreviations.
MONTHS: Final[dict[Lang, tuple[tuple[str, ...], ...]]] = {
    "ar": (
        ("يناير", "كانون الثاني", "جانفي"),
        ("فبراير", "شباط", "فيفري"),
        ("مارس", "آذار"),
        ("أبريل", "إبريل", "نيسان", "أفريل"),
        ("مايو", "أيار", "ماي"),
        ("يونيو", "حزيران", "جوان"),
        ("يوليو", "تموز", "جويلية", "يوليوز"),
        ("أغسطس", "آب", "أوت", "غشت"),
        ("سبتمبر", "أيلول", "شتنبر"),
        ("أكتوبر", "تشرين الأول"),
        ("نوفمبر", "تشرين الثاني", "نونبر"),
        ("ديسمبر", "كانون الأول", "دجنبر"),
    ),
    "en": (
        ("January", "Jan"),
        ("February", "Feb"),
        ("March", "Mar"),
        ("April", "Apr"),
        ("May",),
        ("June", "Jun"),
        ("July", "Jul"),
        ("August", "Aug"),
        ("September", "Sep", "Sept"),
        ("October", "Oct"),
        ("November", "Nov"),
        ("December", "Dec"),
    ),
}
_JOINING: Final = frozenset({"of", "the", "on", "من", "شهر", "يوم", "في"})
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th)")
_NAMES: Final[dict[tuple[str, ...], int]] = {
    words(name, lang): number
    for lang, months in MONTHS.items()
    for number, names in enumerate(months, start=1)
    for name in names
}
_LAST_MONTH: Final = 12
_LONGEST_MONTH: Final = 31


def judge_date(typed: str, day: int, month: int, *, lang: Lang) -> Judgement:
    """Judge a typed day and month; names of months are understood in both languages."""
    shown = f"{day} {MONTHS[lang][month - 1][0]}"
    if len(typed) > MAX_LENGTH or _parse(typed) != (day, month):
        return Judgement(Verdict.WRONG, shown)
    return Judgement(Verdict.EXACT if clean(typed) == shown else Verdict.FOLDED, shown)


def parse_date(typed: str) -> tuple[int, int] | None:
    """Return the day and the month that a text names, None where it is anything else."""
    found = _parse(typed) if len(typed) <= MAX_LENGTH else None
    if found is None:
        return None
    day, month = found
    return found if 1 <= month <= _LAST_MONTH and 1 <= day <= _LONGEST_MONTH else None


def parse_month(typed: str) -> int | None:
    """Return the number of the month that a text names, in either language, or None."""
    return _NAMES.get(words(typed, "ar"))


def _parse(typed: str) -> tuple[int, int] | None:
    tokens = [w for w in words(typed, "ar") if w not in _JOINING]
    months, numbers = _sort_out(tokens)
    if numbers is None:
        return None
    if len(months) == 1 and len(numbers) == 1:
        return numbers[0], months.pop()
    if not months and len(numbers) == 2:
        first, second = numbers
        if second > _LAST_MONTH >= first:
            return second, first
        return first, second
    return None


def _sort_out(tokens: list[str]) -> tuple[set[int], list[int] | None]:
    """Split tokens into months named and numbers; None where a token is neither."""
    months: set[int] = set()
    numbers: list[int] = []
    at = 0
    while at < len(tokens):
        ordinal = _ORDINAL.fullmatch(tokens[at])
        # Not `isdigit`: Ethiopic ones are digits too, which no `int` reads.
        if tokens[at].isdecimal() or ordinal:
            numbers.append(int(ordinal[1] if ordinal else tokens[at]))
            at += 1
        elif tuple(tokens[at : at + 2]) in _NAMES:
            months.add(_NAMES[tuple(tokens[at : at + 2])])
            at += 2
        elif (tokens[at],) in _NAMES:
            months.add(_NAMES[(tokens[at],)])
            at += 1
        else:
            return months, None
    return months, numbers

"""Wrong answers for what can be counted: numbers, dates and months.

Such options stand in ascending order, so the place of the key among them must be drawn:
a key that is always in the middle is no question. The seed draws how many of the wrong
options lie below the key; then near ones on each side are taken, in steps of one or two,
so that no option stands apart. Worked example, the key 12, three wrong options wanted
and "two below" drawn:

    9  11  12  14

Where the article's own and shared terms leave a gap, neighbours are made up: a number
written in digits alone, and the day of a date, read the same in every value.
"""

from __future__ import annotations

import random
import re
from calendar import monthrange
from collections.abc import Sequence
from typing import Final

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Grammar, Term, TermType

Place = tuple[int, int]
"""Where a term stands among its like: (month or 0, value or 0)."""

_STEP: Final = 2
_PLAUSIBLE: Final = 5  # a number five times the key or a fifth of it is no temptation
_LEAP_YEAR: Final = 2024
_RUN = re.compile(r"\d+(?!\w)")


def place(term: Term) -> Place | None:
    """Return where a number, date or month stands among its like, None for other terms."""
    if term.type is TermType.NUMBER and term.value is not None:
        return 0, term.value
    if term.type is TermType.DATE and term.value is not None and term.month is not None:
        return term.month, term.value
    if term.type is TermType.MONTH and term.month is not None:
        return term.month, 0
    return None


def in_order(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return numbers, dates or months ascending; KeyError-free for terms with a place."""
    return tuple(sorted(terms, key=lambda term: (place(term) or (0, 0), term.id)))


def around(
    key: Term,
    preferred: Sequence[Term],
    candidates: Sequence[Term],
    count: int,
    rng: random.Random,
    *,
    tolerance: int = 0,
) -> tuple[Term, ...]:
    """Return up to `count` wrong answers near the key, ascending.

    `preferred` are taken first; of `candidates` and made-up neighbours the nearest are,
    so many below the key as the draw says. None lies within `tolerance` of the key, and
    no two at the same place.
    """
    below_wanted = rng.randrange(count + 1)
    chosen = _distinct(key, preferred, tolerance)[:count]
    pool = _distinct(key, [*chosen, *candidates, *neighbours(key)], tolerance)[len(chosen) :]
    own = _at(key)
    low = sorted((t for t in pool if _at(t) < own), key=lambda t: (_gap(key, t), t.id))
    high = sorted((t for t in pool if _at(t) > own), key=lambda t: (_gap(key, t), t.id))
    room = count - len(chosen)
    lows = min(max(0, below_wanted - sum(_at(t) < own for t in chosen)), room, len(low))
    highs = min(room - lows, len(high))
    lows = min(room - highs, len(low))
    drawn = [*_nearest(low, lows, rng), *_nearest(high, highs, rng)]
    return in_order([*chosen, *drawn])


def neighbours(key: Term) -> tuple[Term, ...]:
    """Return made-up terms near a number or date, as the key is written; none for others.

    Only what reads the same in every value is made up: names that are digits alone
    (counted nouns would have to agree), and dates with one bare day in the name.
    """
    if key.value is None or key.type not in (TermType.NUMBER, TermType.DATE):
        return ()
    if any(_day_run(key, lang) is None for lang in LANGS):
        return ()
    return tuple(_moved(key, value) for value in _near_values(key) if value != key.value)


def _near_values(key: Term) -> list[int]:
    value = key.value or 0
    if key.type is TermType.DATE:
        last = monthrange(_LEAP_YEAR, key.month or 1)[1]
        return [day for day in range(value - 6, value + 7) if 1 <= day <= last]
    if value < 50:
        reach = max(4, value // 4)
        return [near for near in range(value - reach, value + reach + 1) if near >= 1]
    unit = int(10 ** (len(str(value)) - 2))
    return sorted({round(value * f / unit) * unit for f in (0.5, 0.7, 0.8, 1.2, 1.5, 2.0)})


def _day_run(term: Term, lang: Lang) -> re.Match[str] | None:
    """The run of digits in a name that is the term's value, where it can be exchanged."""
    runs = list(_RUN.finditer(term.name[lang]))
    if len(runs) != 1 or int(runs[0][0]) != term.value:
        return None
    whole = runs[0][0] == term.name[lang].strip()
    return runs[0] if whole or term.type is TermType.DATE else None


def _moved(key: Term, value: int) -> Term:
    def renamed(lang: Lang) -> str:
        run = _day_run(key, lang)
        if run is None:
            raise ValueError(key.id)
        name = key.name[lang]
        return name[: run.start()] + _digits_like(run[0], value) + name[run.end() :]

    return Term(
        id=f"{key.id}:{value}",
        type=key.type,
        sort=key.sort,
        name=Bilingual.build(renamed),
        gloss=Bilingual(ar="", en=""),
        grammar=Grammar(key.grammar.gender, key.grammar.number, key.grammar.definite),
        value=value,
        month=key.month,
        common=True,
    )


def _digits_like(model: str, value: int) -> str:
    """Write a number in the digit system of the model: 17 after 16, ١٧ after ١٦."""
    zero = ord(model[0]) - int(model[0])
    return "".join(chr(zero + int(digit)) for digit in str(value))


def _distinct(key: Term, terms: Sequence[Term], tolerance: int) -> list[Term]:
    taken: dict[Place, Term] = {}
    for term in terms:
        at = place(term)
        if at is not None and _plausible(key, term) and _gap(key, term) > tolerance:
            taken.setdefault(at, term)
    return list(taken.values())


def _plausible(key: Term, term: Term) -> bool:
    if key.type is not TermType.NUMBER:
        return True
    (_, own), (_, other) = _at(key), _at(term)
    return own <= other * _PLAUSIBLE and other <= max(own, 1) * _PLAUSIBLE


def _gap(key: Term, term: Term) -> int:
    """Steps between two places; a month counts for 31 days where days are told."""
    (month, value), (other_month, other_value) = _at(key), _at(term)
    days = 1 if key.type is TermType.MONTH else 31
    return abs((month - other_month) * days + value - other_value)


def _nearest(ranked: Sequence[Term], count: int, rng: random.Random) -> list[Term]:
    """Take near ones, one or two steps after each other, as far as there are enough."""
    chosen: list[Term] = []
    at = -1
    for taken in range(count):
        room = len(ranked) - (count - taken - 1)
        at = min(at + rng.randint(1, _STEP), room - 1)
        chosen.append(ranked[at])
    return chosen


def _at(term: Term) -> Place:
    return place(term) or (0, 0)

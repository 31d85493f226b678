"""A row of a table made a question, by its kind.

    kind              what of the row it needs
    choice, evidence  options, and which is right; "wrong answers" instead of options will do
    multiple_choice   the same, with several right ones
    claim             the same, or the kind of claim alone
    true_false        true or false as the right answer
    gap               the right answer, more of them besides; or the options are right answers
    number            a whole number as the right answer, with a month a day
    match             options with partners; a partner without an option belongs to nothing
    order             options, in their right order

A row that names no kind becomes what its cells allow. What a row lacks, Skipped says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from quizapp.domain.exchange.question import Choice, Pair
from quizapp.domain.items.base import BLANK
from quizapp.domain.text.dates import parse_month
from quizapp.domain.text.numbers import parse_number
from quizapp.formats.tables.filled import Filled, Skipped
from quizapp.formats.tables.keys import positions
from quizapp.formats.tables.lists import parted
from quizapp.formats.tables.words import claim_of, kind_of, strictness_of, truth_of

Fields = dict[str, Any]
_FEWEST: Final = 2
_LARGEST: Final = 10**15
_LAST_DAY: Final = 31
_UNDERSCORES: Final = re.compile("_{3,}")


def fields_of(row: Filled) -> Fields:
    """Return the kind and what the kind needs. Raises Skipped."""
    kind = _kind(row)
    if kind == "choice" and len(_right(row)) > 1:
        kind = "multiple_choice"
    if not row.own and kind in ("choice", "multiple_choice") and _is_verdict(row):
        kind = "true_false"
    return {"kind": kind, **_MAKERS[kind](row)}


def _kind(row: Filled) -> str:
    said = row.text("kind")
    if said:
        kind = kind_of(said)
        if kind is None:
            raise Skipped("unknown_type", {"type": said[:80]})
        return kind
    if row.all("partner"):
        return "match"
    if row.all("wrong") or row.all("option"):
        return "choice"
    if truth_of(row.text("right")) is not None:
        return "true_false"
    number = parse_number(row.text("right"))
    return "number" if number is not None and number == int(number) else "gap"


def _options(row: Filled) -> dict[int, str]:
    """The options by number; where only wrong ones are listed, the right one before them."""
    options, wrong = row.all("option"), row.all("wrong")
    if options or not wrong:
        return options
    return {1: row.text("right"), **{at + 1: text for at, text in wrong.items()}}


def _right(row: Filled) -> frozenset[int]:
    if not row.all("option") and row.all("wrong"):
        return frozenset({1} if row.text("right") else ())
    return positions(row.text("right"), row.all("option"))


def _is_verdict(row: Filled) -> bool:
    """Tell whether true and false are all there is to choose."""
    truths = [truth_of(text) for text in _options(row).values()]
    return len(truths) == _FEWEST and None not in truths and truths[0] != truths[1]


def _choices(row: Filled) -> tuple[Choice, ...]:
    options, right, reasons = _options(row), _right(row), row.all("reason")
    if len(options) < _FEWEST:
        raise Skipped("too_few_choices")
    if not right:
        raise Skipped("no_key")
    return tuple(
        Choice(text, at in right, reasons.get(at, "")) for at, text in sorted(options.items())
    )


def _asked(row: Filled) -> Fields:
    stem, material = row.asked
    if not stem and not material:
        raise Skipped("broken_item")
    return {"stem": stem, "material": material}


def _stated(row: Filled) -> Fields:
    stem, material = row.asked_or_stated
    if not material:
        raise Skipped("broken_item")
    return {"stem": stem, "material": material}


def _chosen(row: Filled) -> Fields:
    return {**_asked(row), "choices": _choices(row)}


def _truth(row: Filled) -> Fields:
    said = row.text("right")
    options = row.all("option")
    at = next(iter(positions(said, options)), 0) if options else 0
    truth = truth_of(options[at]) if at else truth_of(said)
    if truth is None:
        raise Skipped("no_key")
    return {**_stated(row), "truth": truth}


def _gap(row: Filled) -> Fields:
    right = row.text("right")
    first = (right,) if right else tuple(row.all("option").values())
    accepted = tuple(dict.fromkeys((*first, *parted(row.text("accepted")))))
    if not accepted:
        raise Skipped("no_key")
    stem, material = row.asked
    material = _UNDERSCORES.sub(BLANK, material)
    if not material and _UNDERSCORES.search(stem) and not row.own:
        stem, material = "", _UNDERSCORES.sub(BLANK, stem)
    if material and not stem and BLANK not in material:
        stem, material = material, ""
    if not stem and not material:
        raise Skipped("broken_item")
    return {"stem": stem, "material": material, "accepted": accepted, **_strictly(row)}


def _strictly(row: Filled) -> Fields:
    said = row.text("strictness")
    strictness = strictness_of(said) if said else None
    if said and strictness is None:
        row.said.append(("dropped", {"field": "strictness"}))
    return {"strictness": strictness} if strictness else {}


def _number(row: Filled) -> Fields:
    said = row.text("right")
    number = parse_number(said)
    month = _month(row.text("month"))
    if number is None or number != int(number) or abs(number) >= _LARGEST:
        row.said.append(("number_as_text", {}))
        return {**_gap(row), "kind": "gap"}
    value = int(number)
    if month is not None and not 1 <= value <= _LAST_DAY:
        raise Skipped("broken_item")
    return {
        **_asked(row),
        "value": value,
        "month": month,
        "tolerance": _tolerance(row.text("tolerance")),
        "accepted": parted(row.text("accepted")),
    }


def _month(said: str) -> int | None:
    if not said:
        return None
    number = parse_number(said)
    month = parse_month(said) if number is None else int(number)
    if month is None or not 1 <= month <= 12:
        raise Skipped("broken_item")
    return month


def _tolerance(said: str) -> int:
    number = parse_number(said) if said else Decimal(0)
    if number is None or number != int(number) or not 0 <= number < _LARGEST:
        raise Skipped("broken_item")
    return int(number)


def _match(row: Filled) -> Fields:
    lefts, rights = row.all("option"), row.all("partner")
    if not lefts.keys() <= rights.keys():
        raise Skipped("broken_item")
    if len(lefts) < _FEWEST:
        raise Skipped("too_few_choices")
    pairs = tuple(Pair(left, rights[at]) for at, left in sorted(lefts.items()))
    extra = tuple(right for at, right in sorted(rights.items()) if at not in lefts)
    return {**_asked(row), "pairs": pairs, "extra": extra}


def _order(row: Filled) -> Fields:
    steps = tuple(text for _, text in sorted(row.all("option").items()))
    if len(steps) < _FEWEST:
        raise Skipped("too_few_choices")
    return {**_asked(row), "steps": steps}


def _claim(row: Filled) -> Fields:
    claim = claim_of(row.text("claim")) or ""
    if row.text("claim") and not claim:
        raise Skipped("unknown_type", {"type": row.text("claim")[:80]})
    choices = () if claim and not row.all("option") else _choices(row)
    return {**_stated(row), "choices": choices, "claim": claim}


_MAKERS: Final[Mapping[str, Callable[[Filled], Fields]]] = MappingProxyType(
    {
        "choice": _chosen,
        "multiple_choice": _chosen,
        "true_false": _truth,
        "gap": _gap,
        "number": _number,
        "match": _match,
        "order": _order,
        "evidence": _chosen,
        "claim": _claim,
    }
)

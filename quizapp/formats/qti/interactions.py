"""What is chosen, matched, ordered or typed in an item, as fields of a question.

    interaction           becomes
    choice                choice; multiple_choice where several are right; true_false where the
                          two choices say so
    inline choice         choice, with the blank in the text
    text entry            gap; number where a whole number is asked for
    match                 match, where every left side has one right side
    order                 order

Anything else is skipped: `Skipped` says with which note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from xml.etree.ElementTree import Element

from quizapp.domain.exchange.question import Choice, Pair
from quizapp.domain.text import parse_number
from quizapp.formats.qti import names
from quizapp.formats.qti.answers import LARGEST, Key, tolerance_of
from quizapp.formats.qti.elements import children, name_of, value_of, within
from quizapp.formats.qti.texts import Texts

_YES: Final = frozenset({"true", "yes", "صواب", "صحيح", "صح", "نعم"})
_NO: Final = frozenset({"false", "no", "خطأ", "خاطئ", "غير صحيح", "لا"})
_NUMERIC: Final = ("integer", "float")
MOST: Final = 500
_FEWEST: Final = 2
_CHOOSEABLE: Final = ("simple-choice", "inline-choice", "simple-associable-choice")


class Skipped(Exception):
    """A question that is not taken, and the code of the note that says why."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(slots=True)
class Asked:
    """One interaction of an item, what is right in it, and what is noted on the way (by code,
    with the field that a note names).

    `kind` is known where the file is ours; its texts are then taken as they stand.
    """

    item: Element
    interaction: Element
    key: Key
    texts: Texts
    reasons: Mapping[str, str]
    kind: str = ""
    notes: dict[str, str] = field(default_factory=dict)

    def text(self, element: Element) -> str:
        """Return the text of one choice."""
        return self.texts.of(element, exact=bool(self.kind))


def fields_of(asked: Asked) -> dict[str, Any]:
    """Return the fields of a question, its kind among them. Raises Skipped."""
    name = name_of(asked.interaction)
    if name not in _READ:
        raise Skipped("unknown_type", type=name.removesuffix("-interaction"))
    listed = sum(1 for _ in within(asked.interaction, *_CHOOSEABLE))
    if max(listed, len(asked.key.correct), len(asked.key.worth)) > MOST:
        raise Skipped("too_many_choices")
    return _READ[name](asked)


def _choice(asked: Asked) -> dict[str, Any]:
    made = [
        (value_of(each, "identifier"), each)
        for each in within(asked.interaction, "simple-choice", "inline-choice")
    ]
    if len(made) < _FEWEST:
        raise Skipped("too_few_choices")
    right = _right(asked, {name for name, _ in made})
    choices = tuple(
        Choice(asked.text(each), name in right, _reason(asked, name, each)) for name, each in made
    )
    if asked.kind == "true_false":
        return {"truth": names.TRUE in right}
    truth = _truth(choices, right) if not asked.kind else None
    if truth is not None:
        return {"kind": "true_false", "truth": truth}
    kind = "multiple_choice" if len(right) > 1 else "choice"
    return {"kind": kind, "choices": choices}


def _right(asked: Asked, listed: set[str]) -> set[str]:
    if asked.key.uneven:
        asked.notes["weights_changed"] = ""
    if asked.key.cardinality == "single":
        found = [name for name in asked.key.best if name in listed]
        if len(found) > 1:  # Any one of them is right: no kind of ours says so.
            asked.notes["weights_changed"] = ""
        found = found[:1]
    else:
        found = [name for name in asked.key.several if name in listed]
    if not found:
        raise Skipped("no_key")
    return set(found)


def _reason(asked: Asked, name: str, element: Element) -> str:
    inline = (asked.text(each) for each in within(element, "feedback-inline"))
    return "\n".join(filter(None, (asked.reasons.get(name, ""), *inline)))


def _truth(choices: tuple[Choice, ...], right: set[str]) -> bool | None:
    """Tell which of "true" and "false" is right; None where the choices are others."""
    if len(choices) != _FEWEST or len(right) != 1 or any(one.reason for one in choices):
        return None
    yes = [one for one in choices if one.text.casefold() in _YES]
    no = [one for one in choices if one.text.casefold() in _NO]
    return yes[0].right if yes and no else None


def _match(asked: Asked) -> dict[str, Any]:
    sets = list(children(asked.interaction, "simple-match-set"))
    if len(sets) != 2:
        raise Skipped("broken_item")
    lefts, rights = (
        {
            value_of(each, "identifier"): asked.text(each)
            for each in children(side, "simple-associable-choice")
        }
        for side in sets
    )
    chosen: dict[str, str] = {}
    for pair in asked.key.several:
        left, _, right = pair.partition(" ")
        right = right.strip()
        if left not in lefts or right not in rights or left in chosen:
            raise Skipped("broken_item")
        chosen[left] = right
    if not chosen:
        raise Skipped("no_key")
    if len(chosen) < max(len(lefts), _FEWEST):
        raise Skipped("too_few_choices" if len(lefts) < _FEWEST else "broken_item")
    if asked.key.uneven:
        asked.notes["weights_changed"] = ""
    used = set(chosen.values())
    others = [name for name in rights if name not in used]
    if asked.kind:
        others.sort(key=_numbered)
    return {
        "kind": "match",
        "pairs": tuple(Pair(lefts[left], rights[chosen[left]]) for left in lefts),
        "extra": tuple(rights[name] for name in others),
    }


def _numbered(name: str) -> int:
    """Our right sides are numbered in the order in which they came."""
    digits = name[1:]
    return int(digits) if digits.isdecimal() and len(digits) < 9 else 0


def _order(asked: Asked) -> dict[str, Any]:
    steps = {
        value_of(each, "identifier"): asked.text(each)
        for each in children(asked.interaction, "simple-choice")
    }
    if not asked.key.correct:
        raise Skipped("no_key")
    if sorted(asked.key.correct) != sorted(steps):
        raise Skipped("broken_item")
    if len(steps) < _FEWEST:
        raise Skipped("too_few_choices")
    return {"kind": "order", "steps": tuple(steps[name] for name in asked.key.correct)}


def _typed(asked: Asked) -> dict[str, Any]:
    accepted = asked.key.typed
    if not accepted:
        raise Skipped("no_key")
    if asked.key.uneven:
        asked.notes["weights_changed"] = ""
    if asked.key.base not in _NUMERIC:
        return {"kind": "gap", "accepted": accepted}
    value = parse_number(accepted[0]) or _float(accepted[0])
    if value is None or value != int(value) or abs(value) > LARGEST:
        asked.notes["number_as_text"] = ""
        return {"kind": "gap", "accepted": accepted}
    tolerance = tolerance_of(asked.item, int(value))
    if tolerance is None:
        asked.notes["dropped"] = "tolerance"
    return {"kind": "number", "value": int(value), "tolerance": tolerance or 0}


def _float(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) <= LARGEST else None


_READ: Final[Mapping[str, Callable[[Asked], dict[str, Any]]]] = {
    "choice-interaction": _choice,
    "inline-choice-interaction": _choice,
    "text-entry-interaction": _typed,
    "match-interaction": _match,
    "order-interaction": _order,
}

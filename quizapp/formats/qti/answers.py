"""What an item declares to be right: the correct response, and what other answers are worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from quizapp.formats.qti.elements import child, children, value_of, within

LARGEST: Final = 10**15


@dataclass(frozen=True, slots=True)
class Key:
    """The declaration of a response. `worth` is what each answer mapped is worth."""

    cardinality: str
    base: str
    correct: tuple[str, ...]
    worth: dict[str, float]

    @property
    def best(self) -> tuple[str, ...]:
        """The answers that are right: the declared ones, else those worth the most."""
        if self.correct:
            return self.correct
        most = max(self.worth.values(), default=0.0)
        return tuple(key for key, value in self.worth.items() if value == most > 0)

    @property
    def several(self) -> tuple[str, ...]:
        """The answers that are right together: the declared ones, else those worth anything."""
        return self.correct or tuple(key for key, value in self.worth.items() if value > 0)

    @property
    def typed(self) -> tuple[str, ...]:
        """The texts that count as right: the declared one first, then those worth as much."""
        most = max(self.worth.values(), default=0.0)
        mapped = (key for key, value in self.worth.items() if value == most > 0)
        return tuple(dict.fromkeys((*self.correct, *mapped)))

    @property
    def uneven(self) -> bool:
        """Tell whether some right answers are worth more than others."""
        return len({value for value in self.worth.values() if value > 0}) > 1


def key_of(item: Element, identifier: str) -> Key:
    """Return what an item declares of the response of that name."""
    for declared in children(item, "response-declaration"):
        if value_of(declared, "identifier") == identifier:
            return _read(declared)
    return Key("single", "", (), {})


def _read(declared: Element) -> Key:
    correct = tuple(
        (value.text or "").strip()
        for value in children(child(declared, "correct-response"), "value")
    )
    worth: dict[str, float] = {}
    for entry in children(child(declared, "mapping"), "map-entry"):
        worth.setdefault(entry.get("map-key") or entry.get("mapKey") or "", _worth(entry))
    return Key(
        value_of(declared, "cardinality") or "single",
        value_of(declared, "base-type"),
        tuple(each for each in correct if each),
        worth,
    )


def _worth(entry: Element) -> float:
    return _decimal(value_of(entry, "mapped-value")) or 0.0


def tolerance_of(item: Element, value: int) -> int | None:
    """Return by how much an answer may be off, as the rules of an item say; None where they
    say it in a way that is not known here.

    Known are `equal` with an absolute tolerance and two bounds as far from the value.
    """
    rules = child(item, "response-processing")
    compared = next(within(rules, "equal"), None)
    if compared is not None and value_of(compared, "tolerance-mode") not in ("", "exact"):
        off = [_decimal(each) for each in value_of(compared, "tolerance").split()]
        absolute = value_of(compared, "tolerance-mode") == "absolute"
        return _common(off) if absolute else None
    bounds = [
        _decimal((base.text or "").strip())
        for each in within(rules, "gte", "lte", "gt", "lt")
        for base in children(each, "base-value")
    ]
    if not bounds:
        return 0
    return _common([None if bound is None else abs(bound - value) for bound in bounds])


def _common(off: list[float | None]) -> int | None:
    """The distance that all of them are, in whole numbers; a part of one makes no difference."""
    found = {each if each is None else int(each) for each in off}
    return found.pop() if len(found) == 1 else None


def _decimal(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= LARGEST else None

"""How an item of a QTI 3.0 package is scored: declarations and response processing.

    kind                                     interaction   scored by
    choice, true_false, claim, evidence      choice        match_correct: right or wrong
    multiple_choice                          choice        map_response: as we do, see below
    match                                    match         map_response: the share of right pairs
    order                                    order         match_correct: right or wrong
    gap                                      text entry    map_response: each accepted spelling
    number                                   text entry    map_response: the numbers within the
                                                           tolerance, in both systems of digits,
                                                           and the words; where they are too many
                                                           to list, a number between two bounds

A multiple choice gives (hits - wrong picks) / keys, never below 0: each key is worth 1/n, each
other choice -1/n. The n-th part is rounded up, and the sum has 1 as its upper bound, so that
three thirds are exactly 1. A number is asked for as text because a field for numbers takes
neither words nor Arabic digits.

A template sets the score only. Where choices have reasons, the same rules are written out, and
one more that says which choice was made.
"""

from __future__ import annotations

import math
from typing import Final

from quizapp.domain.exchange.question import Question
from quizapp.formats.qti import names
from quizapp.formats.qti.markup import escaped, node

_MILLIONTHS: Final = 10**6
_MAPPED: Final = ("match", "gap", "number")
_VARIABLE: Final = node("qti-variable", {"identifier": names.RESPONSE})
_CORRECT: Final = node("qti-correct", {"identifier": names.RESPONSE})


def is_numeric(question: Question) -> bool:
    """Tell whether a field for numbers has to be used: the tolerance is too wide to list."""
    return question.kind == "number" and not names.listed_numbers(question)


def spellings(question: Question) -> tuple[str, ...]:
    """Return what may be typed, the one to show first; no two alike."""
    return tuple(dict.fromkeys((*question.accepted, *names.listed_numbers(question))))


def rights_of(question: Question) -> tuple[str, ...]:
    """Return the right sides of a match, each once: first those of its pairs, then the others."""
    return (*dict.fromkeys(pair.right for pair in question.pairs), *question.extra)


def has_reasons(question: Question) -> bool:
    """Tell whether any choice has a reason."""
    return any(choice.reason for choice in question.choices)


def is_explained(question: Question) -> bool:
    """Tell whether there is something to show after every attempt."""
    return bool(question.explanation or question.evidence)


def picks_several(question: Question) -> bool:
    """Tell whether several choices may be chosen."""
    return question.kind == "multiple_choice" or _rights(question) > 1


def cardinality_of(question: Question) -> str:
    """Return how many answers one attempt has, in the words of the standard."""
    if question.kind == "order":
        return "ordered"
    return "multiple" if question.kind == "match" or picks_several(question) else "single"


def _rights(question: Question) -> int:
    return sum(choice.right for choice in question.choices)


def response(question: Question) -> str:
    """Return the declaration of the answer: its type, the right one, what others are worth."""
    base = _base_type(question)
    values = (node("qti-value", None, escaped(value)) for value in _correct(question))
    content = [node("qti-correct-response", None, *values)]
    if worth := _worth(question):
        typed = {"case-sensitive": "false"} if base == "string" else {}
        entries = (
            node("qti-map-entry", {"map-key": key, "mapped-value": value, **typed})
            for key, value in worth
        )
        bounds = {"lower-bound": "0", "upper-bound": "1", "default-value": "0"}
        content.append(node("qti-mapping", bounds, *entries))
    attributes = {
        "identifier": names.RESPONSE,
        "cardinality": cardinality_of(question),
        "base-type": base,
    }
    return node("qti-response-declaration", attributes, *content)


def outcomes(question: Question) -> str:
    """Return the declarations of the score and of what feedback is shown."""
    return "".join(
        (
            _outcome(names.SCORE, "single", "float", "0"),
            _outcome(names.FEEDBACK, "single", "identifier", names.EXPLAINED)
            if is_explained(question)
            else "",
            _outcome(names.REASON, cardinality_of(question), "identifier", names.NONE)
            if has_reasons(question)
            else "",
        )
    )


def processing(question: Question) -> str:
    """Return the rules that make a score of an answer."""
    if is_numeric(question):
        return node("qti-response-processing", None, _within(question))
    mapped = question.kind in _MAPPED or picks_several(question)
    if not has_reasons(question):
        template = names.MAP_RESPONSE if mapped else names.MATCH_CORRECT
        return node("qti-response-processing", {"template": template})
    rules = _mapped() if mapped else _matched()
    return node("qti-response-processing", None, rules, _chosen())


def _outcome(name: str, cardinality: str, base: str, default: str) -> str:
    attributes = {"identifier": name, "cardinality": cardinality, "base-type": base}
    if name == names.SCORE:
        attributes |= {"normal-maximum": "1", "normal-minimum": "0"}
    value = node("qti-default-value", None, node("qti-value", None, default))
    return node("qti-outcome-declaration", attributes, value)


def _base_type(question: Question) -> str:
    match question.kind:
        case "match":
            return "directedPair"
        case "gap" | "number":
            return "float" if is_numeric(question) else "string"
        case _:
            return "identifier"


def _correct(question: Question) -> tuple[str, ...]:
    match question.kind:
        case "true_false":
            return (names.TRUE if question.truth else names.FALSE,)
        case "match":
            return tuple(_keyed(question))
        case "order":
            return tuple(f"S{at}" for at in range(1, len(question.steps) + 1))
        case "gap" | "number":
            listed = spellings(question)
            return (str(question.value) if is_numeric(question) else listed[0],)
        case _:
            return tuple(f"C{at}" for at, one in enumerate(question.choices, 1) if one.right)


def _keyed(question: Question) -> list[str]:
    rights = rights_of(question)
    return [f"L{at} R{rights.index(pair.right) + 1}" for at, pair in enumerate(question.pairs, 1)]


def _worth(question: Question) -> list[tuple[str, str]]:
    """Return what every answer is worth, where a mapping says it."""
    if question.kind == "match":
        share = _share(len(question.pairs))
        return [(pair, share) for pair in _keyed(question)]
    if question.kind in ("gap", "number") and not is_numeric(question):
        return [(spelling, "1") for spelling in spellings(question)]
    if not picks_several(question):
        return []
    share = _share(_rights(question))
    return [
        (f"C{at}", share if choice.right else f"-{share}")
        for at, choice in enumerate(question.choices, 1)
    ]


def _share(parts: int) -> str:
    """The n-th part of 1, rounded up: 0.333334 for three."""
    return f"{math.ceil(_MILLIONTHS / parts) / _MILLIONTHS:.6f}".rstrip("0").rstrip(".")


def _scored(value: str) -> str:
    return node("qti-set-outcome-value", {"identifier": names.SCORE}, value)


def _constant(value: str) -> str:
    return node("qti-base-value", {"base-type": "float"}, value)


def _condition(*branches: tuple[str, str, str]) -> str:
    """Branches are (element, test, score)."""
    return node(
        "qti-response-condition",
        None,
        *(node(name, None, test, _scored(score)) for name, test, score in branches),
    )


def _matched() -> str:
    return _condition(
        ("qti-response-if", node("qti-match", None, _VARIABLE, _CORRECT), _constant("1")),
        ("qti-response-else", "", _constant("0")),
    )


def _chosen() -> str:
    """Say which choices were made; where none was, a player may not look for feedback on NULL."""
    made = node("qti-not", None, node("qti-is-null", None, _VARIABLE))
    told = node("qti-set-outcome-value", {"identifier": names.REASON}, _VARIABLE)
    return node("qti-response-condition", None, node("qti-response-if", None, made, told))


def _mapped() -> str:
    return _condition(
        ("qti-response-if", node("qti-is-null", None, _VARIABLE), _constant("0")),
        (
            "qti-response-else",
            "",
            node("qti-map-response", {"identifier": names.RESPONSE}),
        ),
    )


def _within(question: Question) -> str:
    """Compare with both bounds; not every player knows the tolerance of `qti-equal`."""
    value = question.value or 0
    low = node("qti-gte", None, _VARIABLE, _constant(str(value - question.tolerance)))
    high = node("qti-lte", None, _VARIABLE, _constant(str(value + question.tolerance)))
    return _condition(
        ("qti-response-if", node("qti-is-null", None, _VARIABLE), _constant("0")),
        ("qti-response-else-if", node("qti-and", None, low, high), _constant("1")),
        ("qti-response-else", "", _constant("0")),
    )

"""Bodies are held to the schemas that the document shows: each rule by an example and its limit."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from quizapp.web.api import checking
from quizapp.web.api.schema_parts import PLAIN_IDENT, chosen, maybe, ref, sides, some, typed, whole

KNOWN = {"Name": typed(3)}
TEXTS = sides("Both.", typed(3))
RECORD = {
    "type": "object",
    "required": ["a"],
    "properties": {"a": TEXTS, "b": some(whole(1, 5), 2), "c": ref("Name")},
    "additionalProperties": False,
}


def found(app: Flask, schema: Any, value: Any) -> list[tuple[str, str]]:
    with app.test_request_context("/api/v1/"):
        return [(each.field, each.code) for each in checking.faults(schema, value, KNOWN)]


@pytest.mark.parametrize(
    ("schema", "good", "bad", "code"),
    [
        (typed(3), "abc", "abcd", "too_long"),
        (typed(3), "a\nb", "a\x00b", "characters"),
        (typed(3), "\u0648", "\ud800", "characters"),
        (PLAIN_IDENT, "a-1", "A", "characters"),
        ({"type": "string", "minLength": 1}, "a", "", "too_short"),
        (whole(1, 5), 1, 0, "out_of_range"),
        (whole(1, 5), 5, 6, "out_of_range"),
        (whole(0, 1), 1, True, "type"),
        (whole(0, 1), 1, 1.0, "type"),
        ({"type": "boolean"}, True, 1, "type"),
        (chosen(("x", "y")), "x", "z", "not_allowed"),
        (maybe(chosen(("x", "y"))), None, "z", "not_allowed"),
        (some(whole(1, 5), 2), [1, 2], [1, 2, 3], "too_many"),
        (TEXTS, {}, [], "type"),
    ],
)
def test_a_rule_lets_the_one_in_and_not_the_other(
    app: Flask, schema: Any, good: Any, bad: Any, code: str
) -> None:
    assert found(app, schema, good) == []
    assert found(app, schema, bad) == [("", code)]


def test_every_fault_is_named_with_its_place(app: Flask) -> None:
    value = {"b": [1, 9, "x"], "c": "abcd", "d": 1}
    assert found(app, RECORD, value) == [
        ("a", "required"),
        ("b", "too_many"),
        ("c", "too_long"),
        ("d", "unknown_field"),
    ]
    value = {"a": {"ar": 1, "en": "ok"}, "b": [9, "x"]}
    assert found(app, RECORD, value) == [
        ("a.ar", "type"),
        ("b[0]", "out_of_range"),
        ("b[1]", "type"),
    ]


def test_a_hundred_faults_are_enough(app: Flask) -> None:
    many = {str(number): number for number in range(5_000)}
    assert len(found(app, RECORD, many)) == checking.MOST


def test_every_fault_says_its_side_and_has_words_in_both_languages(app: Flask) -> None:
    for lang in ("ar", "en"):
        with app.test_request_context("/api/v1/", headers={"Accept-Language": lang}):
            (fault,) = checking.faults(RECORD, {"a": {"ar": 1}}, KNOWN)
            assert fault.lang == "ar"
            assert ("القيمة" in fault.detail) is (lang == "ar")

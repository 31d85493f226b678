"""Everything that the readers and writers of Moodle's formats say has words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from quizapp.formats import aiken, gift, moodle
from quizapp.wording.exchange import FIELDS, NOTES

_SAID = {"Skipped", "Note", "say"}


def _calls() -> Iterator[ast.Call]:
    for package in (moodle, gift, aiken):
        for file in Path(str(package.__file__)).parent.glob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield node


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_every_code_that_is_said_has_words() -> None:
    codes = {
        call.args[0].value
        for call in _calls()
        if _name(call) in _SAID and call.args and isinstance(call.args[0], ast.Constant)
    }
    assert len(codes) > 10
    assert codes <= set(NOTES)


def test_every_field_that_is_said_to_be_dropped_has_a_name() -> None:
    fields = {
        word.value.value
        for call in _calls()
        for word in call.keywords
        if word.arg == "field" and isinstance(word.value, ast.Constant)
    }
    assert fields == {"reasons", "tolerance", "units"}
    assert fields | {"feedback", "hints", "lines", "id", "tags", "claim", "evidence"} <= set(FIELDS)

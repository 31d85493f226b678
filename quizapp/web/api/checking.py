"""Whether a value fits a schema: as much of JSON Schema 2020-12 as our schemas use.

What a schema says is what is checked, so that the document cannot promise something else.
Every fault is named with its place; the first hundred are enough for anybody.

    {"statement": {"ar": 5}}    statement.ar  type     statement.en  required
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from flask_babel import LazyString

from quizapp.domain.bilingual import LANGS
from quizapp.web.problems import FieldError
from quizapp.web.speech import lazy_gettext as _l

Schema = Mapping[str, Any]

MOST: Final = 100
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
DETAILS: Final[Mapping[str, LazyString]] = {
    "type": _l("This is of another type than it has to be."),
    "required": _l("This is missing."),
    "unknown_field": _l("There is no such field."),
    "not_allowed": _l("This is none of the values that can stand here."),
    "too_long": _l("This is too long."),
    "too_short": _l("This is too short."),
    "characters": _l("There are characters in this that cannot stand here."),
    "out_of_range": _l("This number cannot be."),
    "too_many": _l("There are too many of these."),
}


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_TYPES: Final[Mapping[str, Callable[[Any], bool]]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": _is_whole,
    "number": lambda value: _is_whole(value) or isinstance(value, float),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


def faults(schema: Schema, value: Any, known: Mapping[str, Schema]) -> tuple[FieldError, ...]:
    """Return what is wrong with a value; `known` are the schemas that others refer to."""
    return tuple(islice(_faults(schema, value, "", known), MOST))


def _fault(path: str, code: str) -> FieldError:
    side = path.rpartition(".")[2]
    return FieldError(path, code, str(DETAILS[code]), side if side in LANGS else None)


def _faults(
    schema: Schema, value: Any, path: str, known: Mapping[str, Schema]
) -> Iterator[FieldError]:
    if "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    types = schema.get("type", ())
    allowed = (types,) if isinstance(types, str) else types
    if allowed and not any(_TYPES[name](value) for name in allowed):
        yield _fault(path, "type")
    elif "enum" in schema and value not in schema["enum"]:
        yield _fault(path, "not_allowed")
    elif isinstance(value, str):
        yield from _of_text(schema, value, path)
    elif _is_whole(value) or isinstance(value, float):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            yield _fault(path, "out_of_range")
    elif isinstance(value, list):
        yield from _of_list(schema, value, path, known)
    elif isinstance(value, dict):
        yield from _of_object(schema, value, path, known)


def _of_text(schema: Schema, value: str, path: str) -> Iterator[FieldError]:
    if len(value) > schema.get("maxLength", len(value)):
        yield _fault(path, "too_long")
    elif len(value) < schema.get("minLength", 0):
        yield _fault(path, "too_short")
    elif _SURROGATE.search(value) or not re.search(schema.get("pattern", ""), value):
        yield _fault(path, "characters")


def _of_list(
    schema: Schema, value: list[Any], path: str, known: Mapping[str, Schema]
) -> Iterator[FieldError]:
    if len(value) > schema.get("maxItems", len(value)):
        yield _fault(path, "too_many")
        return
    for number, each in enumerate(value):
        yield from _faults(schema["items"], each, f"{path}[{number}]", known)


def _of_object(
    schema: Schema, value: dict[str, Any], path: str, known: Mapping[str, Schema]
) -> Iterator[FieldError]:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    before = f"{path}." if path else ""
    for name in schema.get("required", ()):
        if name not in value:
            yield _fault(before + name, "required")
    for name, inner in value.items():
        if name in properties:
            yield from _faults(properties[name], inner, before + name, known)
        elif schema.get("additionalProperties", True) is False:
            yield _fault(before + _SURROGATE.sub("\ufffd", name[:40]), "unknown_field")

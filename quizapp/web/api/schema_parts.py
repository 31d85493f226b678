"""The parts that our schemas are made of: plain types, lists, objects that have no other field.

A text that comes in has a bound and none of the characters that nobody can see; what a schema
says here is all that `checking` looks at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from quizapp.domain.bilingual import LANGS

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
WHOLE: Final[Schema] = {"type": "integer"}
NUMBER: Final[Schema] = {"type": "number"}
TRUTH: Final[Schema] = {"type": "boolean"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
DAY: Final[Schema] = {"type": "string", "format": "date"}
LANG: Final[Schema] = {"type": "string", "enum": list(LANGS)}


def ref(name: str) -> Schema:
    """Return a reference to a schema of ours."""
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(schema: Schema) -> Schema:
    """Return a schema that null fits too."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    names = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, **names, "type": [schema["type"], "null"]}


def many(schema: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


def record(
    description: str, optional: Mapping[str, Schema] | None = None, **fields: Schema
) -> Schema:
    """Return the schema of an object that has these fields, perhaps those, and no others."""
    return {
        "type": "object",
        "description": description,
        "required": list(fields),
        "properties": {**fields, **(optional or {})},
        "additionalProperties": False,
    }


def chosen(names: Iterable[object]) -> Schema:
    """Return the schema of one of a few names."""
    return {"type": "string", "enum": [str(name) for name in names]}


VISIBLE: Final = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]*$"
IDENT: Final = r"^[a-z0-9][a-z0-9-]{0,79}$"
PLAIN_IDENT: Final[Schema] = {"type": "string", "pattern": IDENT}


def typed(most: int) -> Schema:
    """Return the schema of a text that comes in."""
    return {"type": "string", "maxLength": most, "pattern": VISIBLE}


def some(schema: Schema, most: int) -> Schema:
    """Return the schema of a bounded list."""
    return {"type": "array", "items": schema, "maxItems": most}


def whole(least: int, most: int) -> Schema:
    """Return the schema of a whole number in a range."""
    return {"type": "integer", "minimum": least, "maximum": most}


def sides(description: str, schema: Schema) -> Schema:
    """Return the schema of something in both languages, either of which may be left out."""
    return {
        "type": "object",
        "description": description,
        "properties": dict.fromkeys(LANGS, schema),
        "additionalProperties": False,
    }


BOTH: Final = ref("Both")

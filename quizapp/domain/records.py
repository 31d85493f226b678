"""Frozen dataclasses to JSON-able records and back, led by their annotations.

    decode(Item, encode(item)) == item

Only what our records use is supported: dataclasses, tuples of one type, mappings from
text, enums, optional fields, "text or dataclass" and plain scalars. Fields at their
default are left out, so that a new optional field changes no stored record and no
fingerprint.
"""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def encode(value: Any) -> Any:
    """Return the JSON-able record of a dataclass, tuple, enum or scalar."""
    if is_dataclass(value) and not isinstance(value, type):
        record = {}
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.default is MISSING or inner != field.default:
                record[field.name] = encode(inner)
        return record
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [encode(inner) for inner in value]
    if isinstance(value, dict):
        return {name: encode(inner) for name, inner in value.items()}
    return value


def decode(shape: type[T], record: Any) -> T:
    """Return the value of type `shape` that `encode` made the record from.

    Raises KeyError, TypeError or ValueError where the record has another shape.
    """
    result: T = _decode(shape, record)
    return result


@cache
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)


def _decode(shape: Any, record: Any) -> Any:
    origin = get_origin(shape)
    if origin in (Union, types.UnionType):
        if record is None:
            return None
        shapes = [a for a in get_args(shape) if a is not type(None)]
        wanted = [a for a in shapes if is_dataclass(a) is isinstance(record, dict)]
        return _decode((wanted or shapes)[0], record)
    if origin is tuple:
        return tuple(_decode(get_args(shape)[0], inner) for inner in record)
    if origin is dict:
        return {name: _decode(get_args(shape)[1], inner) for name, inner in record.items()}
    if isinstance(shape, type) and is_dataclass(shape):
        hints = _hints(shape)
        return shape(**{name: _decode(hints[name], inner) for name, inner in record.items()})
    if isinstance(shape, type) and issubclass(shape, Enum):
        return shape(record)
    return record

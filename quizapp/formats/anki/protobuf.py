"""As much of protocol buffers as the newest generation of packages asks for.

A message is a row of fields: a number that says which field and how it is written, then the
value. Worked example, the settings of a note type that is a cloze one:

    08 01 1a 02 41 42    field 1 = 1, field 3 = b"AB"
"""

from __future__ import annotations

from typing import Final

_VARINT, _LONG, _BYTES, _SHORT = 0, 1, 2, 5
_LONGEST: Final = 10


def number_of(message: bytes, field: int) -> int:
    """Return a whole number in a message: 0 where it is not set or the message is broken."""
    place = 0
    try:
        while place < len(message):
            tag, place = _varint(message, place)
            kind = tag & 7
            if kind == _VARINT:
                value, place = _varint(message, place)
                if tag >> 3 == field:
                    return value
            elif kind == _BYTES:
                length, place = _varint(message, place)
                place += length
            elif kind in (_LONG, _SHORT):
                place += 8 if kind == _LONG else 4
            else:
                return 0
    except (IndexError, ValueError):
        return 0
    return 0


def _varint(message: bytes, place: int) -> tuple[int, int]:
    found = 0
    for step in range(_LONGEST):
        byte = message[place + step]
        found |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:
            return found, place + step + 1
    raise ValueError(place)

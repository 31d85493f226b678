"""Identities: the name of an item, and the fingerprint of its text.

An item is `article/fact/slot/kind`, in both languages at once, so regenerating
content never loses anybody's history. A version is the hash of the item's whole
text: the same text is the same version, on every machine.
"""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any

WHOLE = "-"  # the slot part of an item that asks about a whole fact, set or statement


def item_id(article: str, fact: str, slot: str, kind: str) -> str:
    """Return the identity of an item; `slot` is `WHOLE` where no single slot is asked."""
    return f"{article}/{fact}/{slot}/{kind}"


def canonical(record: Any) -> str:
    """Return the one JSON text of a record, blind to key order."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint_of(text: str) -> str:
    """Return 32 hex digits that identify a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def fingerprint(record: Any) -> str:
    """Return 32 hex digits that identify a JSON-able record, blind to key order."""
    return fingerprint_of(canonical(record))


def seeded(*parts: object) -> random.Random:
    """Return a generator that depends on nothing but the parts given.

    Python seeds from a string by SHA-512, and keeps `shuffle` and `choice` stable
    across versions, so the same parts give the same draws on every machine.
    """
    return random.Random("\x1f".join(str(part) for part in parts))  # noqa: S311

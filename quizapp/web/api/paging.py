"""Long lists in pages: a limit, and a cursor that names the last thing given.

    GET /api/v1/articles?limit=2      {"data": [a, b], "next": "/api/v1/articles?limit=2&cursor=…"}

A cursor is the key of the last thing, wrapped so that nobody takes it for more than it is.
What is added or taken away between two pages shifts nothing.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from flask import request

from quizapp.web.problems import Problem

T = TypeVar("T")

USUAL: Final = 20
MOST: Final = 100
_BIGGEST: Final = 2**53


def after(query: Mapping[str, Any], *types: type) -> tuple[Any, ...] | None:
    """Return the key in this request's cursor; None without one.

    Raises Problem (404) for a cursor that names no place in a list of such keys.
    """
    cursor = query.get("cursor")
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key = json.loads(urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, RecursionError) as error:
        raise Problem(404, "no_such_place") from error
    if not isinstance(key, list) or [type(part) for part in key] != list(types):
        raise Problem(404, "no_such_place")
    if any(isinstance(part, int) and abs(part) > _BIGGEST for part in key):
        raise Problem(404, "no_such_place")
    return tuple(key)


def cursor_of(key: Sequence[Any]) -> str:
    """Return the cursor of a key."""
    return urlsafe_b64encode(json.dumps(list(key)).encode()).rstrip(b"=").decode("ascii")


def limit(query: Mapping[str, Any]) -> int:
    """Return how many things a page of this request has at most."""
    return int(query.get("limit", USUAL))


def slice_of(
    rows: Sequence[T], key: Callable[[T], tuple[Any, ...]], query: Mapping[str, Any], *types: type
) -> tuple[T, ...]:
    """Return the rows of this page and one more, in the order of their keys."""
    last = after(query, *types)
    ordered = sorted((row for row in rows if last is None or key(row) > last), key=key)
    return tuple(ordered[: limit(query) + 1])


def page(
    found: Sequence[T],
    shape: Callable[[T], dict[str, Any]],
    key: Callable[[T], Sequence[Any]],
    query: Mapping[str, Any],
) -> dict[str, Any]:
    """Return a page of at most `limit` things as JSON; one more in `found` tells of a next page."""
    most = limit(query)
    shown = found[:most]
    more = len(found) > most
    return {
        "data": [shape(each) for each in shown],
        "next": _link(query, cursor_of(key(shown[-1]))) if more else None,
    }


def _link(query: Mapping[str, Any], cursor: str) -> str:
    return f"{request.path}?{urlencode({**query, 'limit': limit(query), 'cursor': cursor})}"

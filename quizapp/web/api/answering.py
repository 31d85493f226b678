"""How JSON goes out: what may be kept by whom, and under which tag.

What is somebody's own is stored nowhere on the way (`no-store`). What is the content's may be
kept by the program that asked, and is asked for again under its tag (304 where nothing is new).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request

from quizapp.web.problems import Problem

MIMETYPE: Final = "application/json"
_WEAK: Final = "W/"


def own(
    value: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an answer that is for this program alone."""
    response = _json(value, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(headers or {})
    return response


def shared(value: Mapping[str, Any]) -> Response:
    """Return an answer that may be kept, under the tag of its bytes."""
    response = _json(value, 200)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Authorization", "Accept"))
    response.add_etag()
    response.make_conditional(request)
    return response


def nothing() -> Response:
    """Return an answer that says no more than that it is done."""
    return Response(status=204, headers={"Cache-Control": "no-store"})


def seen(state: str) -> str:
    """Return the state that this request says was seen; empty for what is to be new.

    `state` is how it stands now. Raises Problem: 428 without a condition, 412 where the
    condition does not hold.
    """
    wanted, absent = (request.headers.get(name) for name in ("If-Match", "If-None-Match"))
    if wanted is None and absent is None:
        raise Problem(428)
    if absent is not None and (absent.strip() != "*" or state):
        raise Problem(412)
    if wanted is None:
        return ""
    tags = [tag.strip() for tag in wanted.split(",")]
    if "*" in tags and state:
        return state
    named = [tag.strip('"') for tag in tags if not tag.startswith(_WEAK)]
    return state if state in named else next(iter(named), "") or "none"


def tag(state: str) -> str:
    """Return the ETag of a state."""
    return f'"{state}"'


def _json(value: Mapping[str, Any], status: int) -> Response:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text + "\n", status, mimetype=MIMETYPE)

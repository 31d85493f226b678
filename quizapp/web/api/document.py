"""The OpenAPI 3.1 document, made of the descriptions that requests are held to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from flask import Response

from quizapp.web.api import answering
from quizapp.web.api.blueprint import PREFIX
from quizapp.web.api.gate import OPERATIONS, Asked, serves
from quizapp.web.api.operations import Operation, Parameter
from quizapp.web.api.schema_parts import ref
from quizapp.web.api.schemas import SCHEMAS
from quizapp.web.problems import MIMETYPE as PROBLEM

Json = dict[str, Any]

VERSION: Final = "1.0.0"
ABOUT: Final = (
    "Articles, questions, flashcards, one's own progress, and facts to be written, over the same "
    "services as the pages. A personal token from the settings goes into the header "
    "`Authorization: Bearer waraqa_…`. Errors are problem+json (RFC 9457), in Arabic or English "
    "as `Accept-Language` asks."
)
REFUSALS: Final[Mapping[int, str]] = {
    304: "Nothing is new since the state of this ETag.",
    400: "The query has something that is not described, or the body is not JSON.",
    401: "No token, or one that is over, was revoked or never was.",
    403: "The token has not this scope, its owner does not teach, or another site asks.",
    404: "There is no such thing, or it belongs to somebody else.",
    406: "JSON is all that there is.",
    412: "It was changed meanwhile, or is not new.",
    413: "The body is larger than two megabytes.",
    415: "The body is not `application/json`.",
    422: "The body does not fit; `errors` says where and why.",
    428: "`If-Match` or `If-None-Match` is missing.",
    429: "Too fast. `Retry-After` says for how many seconds to wait.",
    503: "The database is busy, or can only be read. Nothing was stored; `Retry-After` says when "
    "to try again.",
    507: "There is no room left. Nothing was stored; `Retry-After` says when to try again.",
}
_TEXT: Final[Json] = {"schema": {"type": "string"}, "required": True}
_SECONDS: Final[Json] = {"schema": {"type": "integer"}, "required": True}
_HEADERS: Final[Mapping[int, tuple[tuple[str, Json], ...]]] = {
    304: (("ETag", _TEXT),),
    401: (("WWW-Authenticate", _TEXT),),
    429: (("Retry-After", _SECONDS),),
    503: (("Retry-After", _SECONDS),),
    507: (("Retry-After", _SECONDS),),
}


@serves(
    Operation(
        name="show_document",
        method="GET",
        path="/openapi.json",
        summary="This document.",
        open=True,
        cached=True,
    )
)
def show_document(asked: Asked) -> Response:  # noqa: ARG001
    """Give the document."""
    return answering.shared(document())


@cache
def document() -> Json:
    """Return the OpenAPI document. Call it when all operations are described."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Waraqa", "version": VERSION, "description": ABOUT},
        "servers": [{"url": "/"}],
        "paths": _paths(OPERATIONS.values()),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": dict(SCHEMAS),
        },
        "security": [{"token": []}],
    }


def _paths(operations: Iterable[Operation]) -> Json:
    paths: dict[str, Json] = {}
    for each in operations:
        paths.setdefault(PREFIX + each.path, {})[each.method.lower()] = _operation(each)
    return paths


def _operation(each: Operation) -> Json:
    scope = [f"Scope: `{each.scope}`."] if each.scope else []
    teachers = ["For teachers."] if each.teaching else []
    found: Json = {
        "operationId": each.name,
        "summary": each.summary,
        "description": " ".join(filter(None, [each.description, *scope, *teachers])),
        "parameters": [
            *(_parameter(_part(name), "path") for name in each.parts),
            *(_parameter(parameter, "query") for parameter in each.parameters.values()),
            *(_parameter(parameter, "header") for parameter in each.conditions),
        ],
        "responses": {str(status): _response(each, status) for status in each.statuses},
    }
    if each.open:
        found["security"] = []
    if each.takes:
        content = {"application/json": {"schema": ref(each.takes)}}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _part(name: str) -> Parameter:
    return Parameter(name, {"type": "string", "minLength": 1}, "From a list or a `Location`.")


def _parameter(parameter: Parameter, place: str) -> Json:
    return {
        "name": parameter.name,
        "in": place,
        "required": place == "path",
        "description": parameter.description,
        "schema": dict(parameter.schema),
    }


def _response(each: Operation, status: int) -> Json:
    found: Json = {"description": each.successes.get(status) or REFUSALS[status]}
    headers = dict(_HEADERS.get(status, ()))
    if status in each.successes:
        headers |= _own_headers(each, status)
        if status != 204:
            schema = ref(each.returns) if each.returns else {"type": "object"}
            found["content"] = {"application/json": {"schema": schema}}
    elif status >= 400:
        found["content"] = {PROBLEM: {"schema": ref("Problem")}}
    if headers:
        found["headers"] = headers
    return found


def _own_headers(each: Operation, status: int) -> Json:
    tagged = {"ETag": _TEXT} if each.cached or each.returns == "StoredFact" else {}
    made = {"Location": _TEXT} if each.name == "create_draft" and status == 201 else {}
    return {**tagged, **made}

"""The one way to an operation: who asks, how fast, and whether the question fits its description.

    token → role and scope → pace → what is accepted → query → body → the view

What comes first is answered first, so a program without a token learns nothing else. A token
is only ever taken from the `Authorization` header; cookies are not looked at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final, TypeVar, cast

from flask import Response, current_app, request

from quizapp.extensions import database
from quizapp.services.people import pace, tokens
from quizapp.services.people.tokens import Bearer
from quizapp.services.studio.drafts import Author
from quizapp.web import ambient
from quizapp.web.api import checking
from quizapp.web.api.blueprint import api
from quizapp.web.api.operations import Operation, Parameter
from quizapp.web.api.schemas import SCHEMAS
from quizapp.web.problems import FieldError, Problem

View = TypeVar("View", bound=Callable[..., Response])

OPERATIONS: Final[dict[str, Operation]] = {}
"""Every operation by its endpoint, in the order in which they are described."""
JSON: Final = "application/json"
READS: Final = "api_reads"
_REALM: Final = 'Bearer realm="waraqa"'
_DIGITS: Final = 6


@dataclass(frozen=True)
class Asked:
    """A request that fits its operation. `bearer` is None where no token is needed."""

    bearer: Bearer | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None

    @property
    def who(self) -> Bearer:
        """Whom the token stands for."""
        assert self.bearer is not None, "an open operation asks for nobody"
        return self.bearer

    @property
    def author(self) -> Author:
        """Who writes."""
        return Author(self.who.account_id, admin=self.who.role == "admin")


def serves(operation: Operation) -> Callable[[View], View]:
    """Put a view at the address of an operation, behind the gate."""

    def register(view: View) -> View:
        @wraps(view)
        def answered(**parts: str) -> Response:
            response = view(_let_in(operation), **parts)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        OPERATIONS[f"{api.name}.{operation.name}"] = operation
        api.add_url_rule(operation.rule, operation.name, answered, methods=[operation.method])
        return view

    return register


def _let_in(operation: Operation) -> Asked:
    bearer = None if operation.open else _bearer(operation)
    if bearer is not None:
        _keep_pace(operation, bearer)
    if request.accept_mimetypes and not request.accept_mimetypes.quality(JSON):
        raise Problem(406)
    query = _query(operation)
    return Asked(bearer, query, _body(operation) if operation.takes else None)


def _bearer(operation: Operation) -> Bearer:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Problem(401, headers={"WWW-Authenticate": _REALM})
    found = tokens.bearer_of(database(), secret.strip(), ambient.now())
    if found is None:
        challenge = f'{_REALM}, error="invalid_token"'
        raise Problem(401, "invalid_token", headers={"WWW-Authenticate": challenge})
    if operation.scope and operation.scope not in found.scopes:
        challenge = f'{_REALM}, error="insufficient_scope", scope="{operation.scope}"'
        raise Problem(403, "insufficient_scope", headers={"WWW-Authenticate": challenge})
    if operation.teaching and not found.teaches:
        raise Problem(403, "teachers_only")
    return found


def _keep_pace(operation: Operation, bearer: Bearer) -> None:
    now = ambient.now()
    if operation.writes:
        pace.spend_write(database(), bearer.token_id, now)
    else:
        cast("pace.Reads", current_app.extensions[READS]).spend(bearer.token_id, now)
    if bearer.note_due:
        tokens.note_use(database(), bearer, now)


def _query(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name, values in request.args.lists():
        known = operation.parameters.get(name)
        if known is None or len(values) > 1:
            code = "unknown_field" if known is None else "too_many"
            errors.append(FieldError(f"?{name[:40]}", code, str(checking.DETAILS[code])))
            continue
        found[name] = _value(known, values[0])
        errors += _faults(known, found[name], f"?{name}")
    for known in operation.headers:
        errors += _faults(known, request.headers.get(known.name), known.name)
    if errors:
        raise Problem(400, "query", errors=errors)
    return found


def _faults(known: Parameter, value: Any, place: str) -> list[FieldError]:
    if value is None:
        return []
    found = checking.faults(known.schema, value, SCHEMAS)
    return [FieldError(place, each.code, each.detail) for each in found]


def _value(parameter: Parameter, text: str) -> Any:
    """Return a value of the query in its type; a text where it is none of that type."""
    match parameter.schema["type"]:
        case "integer" if text.isascii() and text.isdecimal() and len(text) <= _DIGITS:
            return int(text)
        case "boolean" if text in ("true", "false"):
            return text == "true"
    return text


def _body(operation: Operation) -> Any:
    if request.mimetype != JSON:
        raise Problem(415)
    try:
        value = json.loads(request.get_data().decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "not_json") from error
    errors = checking.faults(SCHEMAS[operation.takes], value, SCHEMAS)
    if errors:
        raise Problem(422, errors=errors)
    return value


def _no_number(name: str) -> Any:
    raise ValueError(name)


@api.after_request
def hold_to_description(response: Response) -> Response:
    """While testing, let no operation answer with a status that is not described."""
    operation = OPERATIONS.get(request.endpoint or "")
    if operation is not None and current_app.testing and response.status_code < 500:
        plain = request.method in (operation.method, "HEAD")
        assert not plain or response.status_code in operation.statuses, (
            operation.name,
            response.status_code,
        )
    return response

"""Every status that an operation describes can be had, and no other is needed for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from quizapp.domain.errors import StorageBusy, StorageFull
from quizapp.services.people import pace
from quizapp.services.people.pace import Pace, Reads
from quizapp.web.api import routes
from quizapp.web.api.blueprint import PREFIX
from quizapp.web.api.document import document
from quizapp.web.api.gate import OPERATIONS, READS
from quizapp.web.api.operations import Operation
from quizapp.web.api.schemas import SCHEMAS
from tests.web.api.programs import Program, follows, make_token
from tests.web.api.test_writing import ARTICLE, FACT
from tests.web.playing import SLUG
from tests.web.roles import BY_TOKEN

BODIES = {"NewDraft": ARTICLE, "Fact": FACT}
TOO_LARGE = b"x" * (2 * 1024 * 1024 + 1)
NO_BOUND = Pace(10**6, timedelta(seconds=1))


@dataclass
class World:
    teacher: Program
    values: dict[str, str]
    spent: Callable[[type[Exception] | None], None]

    def path(self, operation: Operation) -> str:
        return PREFIX + operation.path.format(**self.values)

    def ask(self, operation: Operation, **changes: Any) -> TestResponse:
        """Ask as it should be asked, but for what is changed."""
        options: dict[str, Any] = {"headers": {}}
        if operation.takes:
            options["json"] = BODIES[operation.takes]
        if operation.guarded:
            options["headers"] = {"If-Match": "*"}
        path = changes.pop("path", self.path(operation))
        if "data" in changes:
            options.pop("json", None)
        return self.teacher.send(operation.method, path, **(options | changes))


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    app.extensions[READS] = Reads(NO_BOUND)
    teacher = Program.of(app, "teacher")
    draft = str(teacher.post("drafts", ARTICLE).headers["Location"])
    values = {
        "slug": SLUG,
        "deck": "terms",
        "draft_id": draft.rsplit("/", 1)[1],
        "fact_id": "host",
    }
    real = pace.spend_write

    def spent(error: type[Exception] | None) -> None:
        """Let nobody write, or everybody again."""

        def refuse(*_: object) -> None:
            raise error(9) if error is pace.TooManyTries else error()  # type: ignore[misc]

        monkeypatch.setattr(pace, "spend_write", refuse if error else real)

    return World(teacher, values, spent)


def successes(world: World, operation: Operation) -> Iterator[TestResponse]:
    at = f"drafts/{world.values['draft_id']}/facts/host"
    there = world.teacher.send("GET", at).status_code == 200
    if operation.name == "put_fact":
        if there:
            world.teacher.delete(at, If_Match="*")
        yield world.ask(operation, headers={"If-None-Match": "*"})
        yield world.ask(operation, json=FACT | {"source": [3]})
        return
    if "fact_id" in operation.parts and not there:
        world.teacher.put(at, FACT, 201, If_None_Match="*")
    yield world.ask(operation)


def without_scope(world: World, operation: Operation) -> TestResponse:
    """With a token of the wrong scope, or of somebody who does not teach."""
    if operation.scope:
        scope = "content:read" if operation.scope != "content:read" else "progress:read"
        token = make_token(world.teacher.app, world.teacher.account, scope)
    else:
        token = Program.of(world.teacher.app, "learner").token
    return world.ask(operation, headers={"Authorization": f"Bearer {token}"})


def not_there(world: World, operation: Operation) -> TestResponse:
    if not operation.parts:
        return world.ask(operation, path=f"{world.path(operation)}?cursor=x")
    values = {**world.values, operation.parts[0]: "none"}
    return world.ask(operation, path=PREFIX + operation.path.format(**values))


def too_fast(world: World, operation: Operation) -> TestResponse:
    if operation.writes:
        world.spent(pace.TooManyTries)
        return world.ask(operation)
    world.teacher.app.extensions[READS] = Reads(Pace(1, timedelta(minutes=1)))
    world.ask(operation)
    return world.ask(operation)


def busy(world: World, operation: Operation) -> TestResponse:
    world.spent(StorageBusy)
    return world.ask(operation)


def full(world: World, operation: Operation) -> TestResponse:
    world.spent(StorageFull)
    return world.ask(operation)


def known_already(world: World, operation: Operation) -> TestResponse:
    tag = world.ask(operation).headers["ETag"]
    return world.ask(operation, headers={"If-None-Match": tag})


def stale(world: World, operation: Operation) -> TestResponse:
    body = {"json": FACT | {"source": [7]}} if operation.takes else {}
    return world.ask(operation, headers={"If-Match": '"other"'}, **body)


RECIPES: dict[int, Callable[[World, Operation], TestResponse]] = {
    304: known_already,
    400: lambda world, each: world.ask(each, path=f"{world.path(each)}?else=1"),
    401: lambda world, each: world.ask(each, headers={"Authorization": ""}),
    403: without_scope,
    404: not_there,
    406: lambda world, each: world.ask(each, headers={"Accept": "text/html"}),
    412: stale,
    413: lambda world, each: world.ask(each, data=TOO_LARGE, content_type="application/json"),
    415: lambda world, each: world.ask(each, data=b"{}", content_type="text/plain"),
    422: lambda world, each: world.ask(each, json={}),
    428: lambda world, each: world.ask(each, headers={}),
    429: too_fast,
    503: busy,
    507: full,
}


def names() -> list[str]:
    assert routes.VIEWS  # They describe their operations when they are imported.
    assert OPERATIONS.keys() == BY_TOKEN.keys()
    return sorted(OPERATIONS)


@pytest.mark.parametrize("name", names())
def test_every_status_that_is_described_can_be_had(world: World, name: str) -> None:
    operation = OPERATIONS[name]
    met: set[int] = set()
    for response in successes(world, operation):
        met.add(response.status_code)
        if operation.returns:
            follows(operation.returns, response.json)
    for status in operation.statuses:
        if status in operation.successes:
            continue
        if "fact_id" in operation.parts:
            world.spent(None)
            world.teacher.send(
                "PUT",
                f"drafts/{world.values['draft_id']}/facts/host",
                json=FACT,
                headers={"If-None-Match": "*"},
            )
        response = RECIPES[status](world, operation)
        assert response.status_code == status, response.text
        met.add(response.status_code)
        world.spent(None)
        world.teacher.app.extensions[READS] = Reads(NO_BOUND)
    assert met == set(operation.statuses)


@pytest.mark.parametrize("name", names())
def test_the_document_says_what_the_description_says(app: Flask, name: str) -> None:
    operation = OPERATIONS[name]
    written = document()["paths"][PREFIX + operation.path][operation.method.lower()]
    assert {int(status) for status in written["responses"]} == set(operation.statuses)
    assert {each["name"] for each in written["parameters"] if each["in"] == "path"} == set(
        operation.parts
    )
    assert operation.summary
    assert ("requestBody" in written) is bool(operation.takes)


def test_every_schema_is_used_and_every_reference_leads_somewhere(app: Flask) -> None:
    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"].rpartition("/")[2]
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    assert set(references(document())) == set(SCHEMAS)


def test_the_document_is_for_anybody(app: Flask) -> None:
    response = app.test_client().get(f"{PREFIX}/openapi.json")
    assert response.status_code == 200
    assert response.json == document()
    assert "Set-Cookie" not in response.headers

"""Whoever signs in does not hold up whoever answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask

from quizapp.web.addresses import address
from quizapp.web.asgi import WsgiBridge
from quizapp.web.lanes import is_costly
from tests.web.test_asgi import ask, scope, whole

COSTLY = {
    "signin.enter",
    "signin.join",
    "signin.use_code",
    "signin.take_second",
    "access.change_password",
    "access.confirm_second_factor",
    "access.change_second_factor",
    "mine.take_in",
    "mine.look_at_anki",
    "mine.bring_from_anki",
    "exchange.bring_in",
}


def test_thirty_who_sign_in_take_no_thread_from_the_others() -> None:
    may_go_on = threading.Event()
    at_once, most = [0], [0]

    def slow_sign_in(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/ar/sign-in":
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
            may_go_on.wait(30)
            at_once[0] -= 1
        start_response("200 OK", [])
        return [b"answered"]

    async def scene() -> bytes:
        bridge = WsgiBridge(slow_sign_in, threads=1)
        waiting = [
            asyncio.create_task(ask(bridge, whole(b""), scope(path="/ar/sign-in")))
            for _ in range(30)
        ]
        await asyncio.sleep(0.05)
        sent = await asyncio.wait_for(ask(bridge, whole(b""), scope(path="/ar/rounds/x/1")), 8)
        may_go_on.set()
        await asyncio.gather(*waiting)
        return bytes(sent[1]["body"])

    assert asyncio.run(scene()) == b"answered"
    assert most == [1]


def test_what_is_costly_is_listed(app: Flask, lang: str) -> None:
    with app.test_request_context(f"/{lang}/"):
        found = set()
        for rule in app.url_map.iter_rules():
            plain = "POST" in (rule.methods or ()) and not rule.arguments - {"lang"}
            if plain and is_costly("POST", address(rule.endpoint)):
                found.add(rule.endpoint)
    assert found == COSTLY


@pytest.mark.parametrize(
    ("method", "path", "costly"),
    [
        ("POST", "/ar/sign-in", True),
        ("GET", "/ar/sign-in", False),
        ("POST", "/ar/sign-in/more", False),
        ("POST", "/ar/rounds/k3J/2", False),
        ("POST", "/en/classes/k3J/roster", True),
        ("GET", "/en/classes/k3J/roster", False),
        ("GET", "/en/classes/k3J/results/h1/tables/grid.xlsx", True),
        ("GET", "/ar/classes/k3J/worksheet.pdf", True),
        ("POST", "/ar/teach/bring-in", True),
        ("GET", "/ar/teach/bring-in", False),
        ("GET", "/ar/classes/k3J/worksheet.docx", True),
        ("GET", "/ar/teach/articles/k3J/worksheet.pdf", True),
        ("GET", "/en/articles/book-fair/worksheet.docx", True),
        ("GET", "/ar/classes/k3J", False),
        ("HEAD", "/ar/classes/k3J/worksheet.pdf", False),
    ],
)
def test_what_queues_for_itself(method: str, path: str, costly: bool) -> None:
    assert is_costly(method, path) is costly

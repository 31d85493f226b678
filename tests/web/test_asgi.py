"""The bridge: a request takes a thread only when its whole body has arrived."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from typing import Any

import pytest

from quizapp.web.asgi import WsgiBridge

Body = list[dict[str, Any]]


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Path", environ["PATH_INFO"])])
    return [environ["REQUEST_METHOD"].encode(), b" ", body]


def scope(headers: Iterable[tuple[bytes, bytes]] = (), path: str = "/ar/") -> dict[str, Any]:
    return {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"a=1",
        "headers": list(headers),
        "scheme": "http",
    }


def whole(*chunks: bytes) -> Body:
    last = len(chunks) - 1
    return [
        {"type": "http.request", "body": chunk, "more_body": index < last}
        for index, chunk in enumerate(chunks)
    ]


async def ask(bridge: WsgiBridge, messages: Body, asked: dict[str, Any]) -> Body:
    waiting = list(messages)
    sent: Body = []

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop(0)
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(dict(message))

    await bridge(asked, receive, send)
    return sent


def test_a_body_in_pieces_reaches_the_app_whole() -> None:
    sent = asyncio.run(ask(WsgiBridge(echo), whole(b"one ", b"two"), scope()))
    assert sent[0]["status"] == 200
    assert sent[1]["body"] == b"POST one two"


def test_arabic_paths_and_repeated_headers_follow_the_wsgi_rules() -> None:
    seen: dict[str, Any] = {}

    def look(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        seen.update(environ)
        return echo(environ, start_response)

    headers = [
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"x_forwarded_for", b"6.6.6.6"),
        (b"content-type", b"text/plain"),
    ]
    asyncio.run(ask(WsgiBridge(look), whole(b""), scope(headers, "/ar/ورقة")))
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/ar/ورقة"
    assert seen["HTTP_COOKIE"] == "a=1; b=2"
    assert "HTTP_X_FORWARDED_FOR" not in seen
    assert seen["CONTENT_TYPE"] == "text/plain"


@pytest.mark.parametrize(
    ("messages", "headers", "status"),
    [
        (whole(b"x" * 11), [], 413),
        (whole(b"x"), [(b"content-length", b"11")], 413),
        (whole(b"x"), [(b"content-length", b"-1")], 413),
        ([{"type": "http.request", "body": b"x", "more_body": True}], [], 408),
        ([{"type": "http.disconnect"}], [], 400),
    ],
)
def test_bodies_too_large_too_slow_or_broken_off_are_refused(
    messages: Body, headers: list[tuple[bytes, bytes]], status: int
) -> None:
    bridge = WsgiBridge(echo, body_limit=10, body_seconds=0.05)
    sent = asyncio.run(ask(bridge, messages, scope(headers)))
    assert sent[0]["status"] == status


def test_two_hundred_half_sent_bodies_take_no_thread() -> None:
    bridge = WsgiBridge(echo, threads=2, body_seconds=5)
    half: Body = [{"type": "http.request", "body": b"x", "more_body": True}]

    async def scene() -> Body:
        slow = [asyncio.create_task(ask(bridge, half, scope())) for _ in range(200)]
        await asyncio.sleep(0.05)
        answered = await asyncio.wait_for(ask(bridge, whole(b"hello"), scope()), 2)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        return answered

    before = threading.active_count()
    assert asyncio.run(scene())[1]["body"] == b"POST hello"
    assert threading.active_count() <= before + 2


def test_the_lifespan_starts_and_stops() -> None:
    messages: Body = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent = asyncio.run(ask(WsgiBridge(echo), messages, {"type": "lifespan"}))
    assert [m["type"] for m in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]

"""The bridge: a request takes a thread only when its whole body has arrived."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quizapp.config import config_for_tests
from quizapp.web.asgi import WsgiBridge
from quizapp.web.bodies import MOST_FIELDS, MOST_READ, Bodies, Bounds
from quizapp.web.security import headers_of

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
    bridge = WsgiBridge(echo, bodies=Bodies(Bounds(10, 0.05)))
    sent = asyncio.run(ask(bridge, messages, scope(headers)))
    assert sent[0]["status"] == status
    page = sent[1]["body"].decode()
    for lang in (
        'lang="ar" dir="rtl"',
        'lang="en" dir="ltr"',
        "لم يتغيّر شيء",
        "Nothing was changed",
    ):
        assert lang in page


def test_a_program_is_refused_as_json() -> None:
    bridge = WsgiBridge(echo, bodies=Bodies(Bounds(10, 0.05)))
    asked = scope([(b"content-length", b"11")], "/api/v1/drafts")
    sent = asyncio.run(ask(bridge, whole(b"x"), asked))
    assert (b"content-type", b"application/problem+json") in sent[0]["headers"]
    told = json.loads(sent[1]["body"])
    assert (sent[0]["status"], told["status"], told["code"]) == (413, 413, "too_large")


def test_what_is_too_large_is_read_to_its_end_before_it_is_refused() -> None:
    """A proxy that is cut off while it sends shows an error of its own instead."""
    bridge = WsgiBridge(echo, bodies=Bodies(Bounds(10, 5), Bounds(40, 5)))
    waiting = whole(*[b"x" * 9] * 8)
    sent: Body = []

    async def receive() -> dict[str, Any]:
        assert not sent
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(bridge(scope(), receive, send))
    assert sent[0]["status"] == 413
    assert waiting == []


def test_what_has_no_end_is_cut_off() -> None:
    bridge = WsgiBridge(echo, bodies=Bodies(Bounds(10, 5), Bounds(40, 5)))
    asked = scope([(b"content-length", str(MOST_READ + 1).encode())])
    assert asyncio.run(ask(bridge, [], asked))[0]["status"] == 413
    endless: Body = [{"type": "http.request", "body": b"x" * (MOST_READ // 4), "more_body": True}]
    assert asyncio.run(ask(bridge, endless * 5, scope()))[0]["status"] == 413


@pytest.mark.parametrize(
    ("kind", "fields", "status"),
    [
        (b"application/x-www-form-urlencoded", MOST_FIELDS, 200),
        (b"application/x-www-form-urlencoded", MOST_FIELDS + 1, 413),
        (b" Application/X-WWW-Form-urlencoded; charset=utf-8", MOST_FIELDS + 1, 413),
        (b"text/plain", MOST_FIELDS + 1, 200),
    ],
)
def test_a_form_has_so_many_fields_and_no_more(kind: bytes, fields: int, status: int) -> None:
    body = whole(b"&".join([b"a=1"] * fields))
    for path in ("/ar/settings", IMPORT):
        sent = asyncio.run(ask(WsgiBridge(echo), body, scope([(b"content-type", kind)], path)))
        assert sent[0]["status"] == status


def test_what_the_bridge_says_itself_carries_the_headers_of_the_app(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaks(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise ZeroDivisionError

    always = headers_of(replace(config_for_tests(Path()), https=True))
    bridge = WsgiBridge(breaks, bodies=Bodies(Bounds(10, 0.05)), headers=always)
    for body, status in ((b"x" * 11, 413), (b"x", 500)):
        for path in ("/ar/", "/api/v1/me"):
            sent = asyncio.run(ask(bridge, whole(body), scope(path=path)))
            told = dict(sent[0]["headers"])
            assert sent[0]["status"] == status
            for name, value in always.items():
                assert told[name.lower().encode()] == value.encode()
            assert told[b"cache-control"] == b"private, no-store"
            assert b"strict-transport-security" in told
            assert b"ZeroDivisionError" not in sent[1]["body"]
    assert "a request was not answered" in caplog.text


def test_two_hundred_half_sent_bodies_take_no_thread() -> None:
    bridge = WsgiBridge(echo, threads=2, bodies=Bodies(Bounds(10, 20)))
    half: Body = [{"type": "http.request", "body": b"x", "more_body": True}]

    async def scene() -> Body:
        slow = [asyncio.create_task(ask(bridge, half, scope())) for _ in range(200)]
        await asyncio.sleep(0.05)
        answered = await asyncio.wait_for(ask(bridge, whole(b"hello"), scope()), 8)
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


IMPORT = "/en/mine/import"


def large(size: int) -> list[tuple[bytes, bytes]]:
    return [(b"content-length", str(size).encode())]


@pytest.mark.parametrize(
    ("path", "size", "declared", "status"),
    [
        (IMPORT, 10, True, 200),
        ("/ar/mine/import", 40, True, 200),
        ("/ar/mine/anki", 40, True, 200),
        ("/ar/mine/anki/bring", 40, True, 413),
        (IMPORT, 41, True, 413),
        (IMPORT, 11, False, 413),
        ("/en/mine/importing", 11, True, 413),
        ("/en/mine", 11, True, 413),
        ("/xx/mine/import", 11, True, 413),
    ],
)
def test_only_bringing_back_ones_data_may_be_large(
    path: str, size: int, declared: bool, status: int
) -> None:
    bridge = WsgiBridge(echo, bodies=Bodies(Bounds(10, 1), Bounds(40, 1)))
    headers = large(size) if declared else []
    sent = asyncio.run(ask(bridge, whole(b"x" * size), scope(headers, path)))
    assert sent[0]["status"] == status


def test_a_body_larger_than_it_said_is_refused() -> None:
    bridge = WsgiBridge(echo, bodies=Bodies(Bounds(10, 1), Bounds(40, 1)))
    sent = asyncio.run(ask(bridge, whole(b"x" * 30, b"x" * 30), scope(large(30), IMPORT)))
    assert sent[0]["status"] == 413


def test_large_bodies_come_one_at_a_time_and_others_go_on() -> None:
    """A second large one waits unread until the first is answered; small ones never wait."""
    bridge = WsgiBridge(echo, threads=2, bodies=Bodies(Bounds(10, 20), Bounds(40, 20)))
    half: Body = [{"type": "http.request", "body": b"x" * 20, "more_body": True}]

    async def scene() -> tuple[Body, Body]:
        slow = asyncio.create_task(ask(bridge, half, scope(large(30), IMPORT)))
        await asyncio.sleep(0.02)
        second = asyncio.create_task(ask(bridge, whole(b"y" * 30), scope(large(30), IMPORT)))
        small = await asyncio.wait_for(ask(bridge, whole(b"hello"), scope()), 8)
        assert not second.done()
        slow.cancel()
        return small, await asyncio.wait_for(second, 8)

    small, second = asyncio.run(scene())
    assert small[1]["body"] == b"POST hello"
    assert second[1]["body"] == b"POST " + b"y" * 30


def test_who_waits_too_long_behind_a_large_one_is_told_to_come_back() -> None:
    answer = threading.Event()

    def slowly(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer.wait(30)
        return echo(environ, start_response)

    bridge = WsgiBridge(slowly, threads=2, bodies=Bodies(Bounds(10, 5), Bounds(40, 0.5)))

    async def scene() -> tuple[Body, Body]:
        first = asyncio.create_task(ask(bridge, whole(b"x" * 30), scope(large(30), IMPORT)))
        await asyncio.sleep(0.02)
        second = await ask(bridge, whole(b"y" * 30), scope(large(30), IMPORT))
        answer.set()
        return await first, second

    first, second = asyncio.run(scene())
    assert (first[0]["status"], second[0]["status"]) == (200, 503)
    assert "another file" in second[1]["body"].decode()

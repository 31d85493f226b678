"""The bridge between the production server (ASGI) and the Flask app (WSGI).

It decides one thing: a request takes a thread only once its whole body is here.
A client that sends its body drop by drop therefore costs a coroutine, not a thread,
and two hundred of them harm nobody. What a body may be is decided in `web.bodies`.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import TYPE_CHECKING

from quizapp.web.bodies import Bodies, BodyRefused, Message, Receive, Scope, problem, refusal
from quizapp.web.lanes import is_costly
from quizapp.web.problems import MIMETYPE as PROBLEM
from quizapp.web.programs import asks_program
from quizapp.web.security import HEADERS, PERSONAL

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

Send = Callable[[Message], Awaitable[None]]
Pairs = list[tuple[bytes, bytes]]
Reply = tuple[int, Pairs, bytes]

_log = logging.getLogger(__name__)


class WsgiBridge:
    """Serves a WSGI app over ASGI: whole body first, then one of a few threads.

    `threads` is small on purpose: SQLite has one writer, and more threads only queue
    for it. What `web.lanes` calls costly has one thread more, and queues for that alone.
    `headers` stand on what the bridge says itself, as the app puts them on its own answers.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        threads: int = 4,
        bodies: Bodies | None = None,
        headers: Mapping[str, str] = HEADERS,
    ) -> None:
        self._app = app
        self._always = encoded({**headers, "Cache-Control": PERSONAL}.items())
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._costly = ThreadPoolExecutor(1, thread_name_prefix="costly")
        self._bodies = bodies or Bodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI connection: the lifespan, or one HTTP request."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            try:
                async with self._bodies.read(scope, receive) as body:
                    environ = wsgi_environ(scope, body)
                    loop = asyncio.get_running_loop()
                    lane = self._costly if _goes_aside(scope) else self._pool
                    reply = await loop.run_in_executor(lane, run_wsgi, self._app, environ)
            except BodyRefused as refused:
                _log.warning("a body was refused: %d", refused.status.value)
                reply = self._refusal(refused.status, str(scope["path"]))
            except Exception:
                _log.exception("a request was not answered")  # Its address may hold a secret.
                reply = self._refusal(HTTPStatus.INTERNAL_SERVER_ERROR, str(scope["path"]))
            await _send_reply(send, reply)

    def _refusal(self, status: HTTPStatus, path: str) -> Reply:
        for_program = asks_program(path)
        page = problem(status) if for_program else refusal(status)
        own = {
            "Content-Type": PROBLEM if for_program else "text/html; charset=utf-8",
            "Content-Length": str(len(page)),
            "Content-Language": "ar, en",
            "Connection": "close",
        }
        return status.value, [*encoded(own.items()), *self._always], page

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self._pool.shutdown(wait=True)
                self._costly.shutdown(wait=True)
                await send({"type": "lifespan.shutdown.complete"})
                return


def encoded(headers: Iterable[tuple[str, str]]) -> Pairs:
    """Return headers as ASGI wants them: names in small letters, bytes."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def _goes_aside(scope: Scope) -> bool:
    return is_costly(str(scope["method"]), str(scope["path"]))


def wsgi_environ(scope: Scope, body: bytes) -> WSGIEnvironment:
    """Return the WSGI environment (PEP 3333) of an ASGI HTTP scope and its whole body."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": str(client[0]),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue  # X_Forwarded_For would read like X-Forwarded-For: nobody honest sends it.
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        if name not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            name = f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        joiner = "; " if name == "HTTP_COOKIE" else ","
        environ[name] = f"{environ[name]}{joiner}{value}" if name in environ else value
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def run_wsgi(app: WSGIApplication, environ: WSGIEnvironment) -> Reply:
    """Call a WSGI app and return status, header list and the whole body."""
    head: list[tuple[int, Pairs]] = []
    written: list[bytes] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        del exc_info
        head[:] = [(int(status.split(" ", 1)[0]), encoded(headers))]
        return written.append

    parts: Iterable[bytes] = app(environ, start_response)
    try:
        written.extend(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    status, headers = head[0]
    return status, headers, b"".join(written)


async def _send_reply(send: Send, reply: Reply) -> None:
    status, headers, body = reply
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

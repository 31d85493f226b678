"""The app served to a program that asks faster than anybody may: without the pace of the API.

A program that looks for holes would otherwise be told to come back later most of the time, and
would have looked at nothing but that answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Thread
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from werkzeug.serving import make_server

from quizapp.services.people import pace
from quizapp.services.people.pace import Pace, Reads
from quizapp.web.api.gate import READS

NO_BOUND: Final = Pace(1_000_000, timedelta(seconds=1))


@dataclass(frozen=True)
class Unpaced:
    """Where it is, and with what statuses it answered."""

    url: str
    statuses: list[int] = field(default_factory=list)


@contextmanager
def unpaced(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Unpaced]:
    """Serve the app over HTTP from a thread of this process until the block ends."""
    monkeypatch.setitem(app.extensions, READS, Reads(NO_BOUND))
    monkeypatch.setattr(pace.spend_write, "__defaults__", (NO_BOUND,))
    statuses: list[int] = []

    def noting(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def started(status: str, *rest: Any) -> Any:
            statuses.append(int(status[:3]))
            return start(status, *rest)

        return app(environ, started)

    server = make_server("127.0.0.1", 0, noting, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Unpaced(f"http://127.0.0.1:{server.server_port}", statuses)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

"""The production server: granian in front, the bridge behind, Flask within.

Granian speaks HTTP in Rust; `web.asgi.WsgiBridge` lets a request take a thread only
when its whole body has arrived. Measured against the alternatives in
`docs/operations.md`: slow clients harm nobody, and a class of fifty is answered
within the target.
"""

from __future__ import annotations

import os

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from quizapp.factory import create_app
from quizapp.web.asgi import WsgiBridge

THREADS_VARIABLE = "WARAQA_THREADS"


def application() -> WsgiBridge:
    """Return the ASGI application that a worker process serves."""
    app = create_app()
    return WsgiBridge(app, threads=int(os.environ.get(THREADS_VARIABLE, "4")))


def serve(*, host: str, port: int, workers: int, threads: int) -> None:
    """Serve until told to stop. SIGTERM lets the requests in flight finish.

    `workers` are processes (each has its own write lock, SQLite's does the rest);
    `threads` is the number of requests that one of them works on at once.
    """
    os.environ[THREADS_VARIABLE] = str(threads)
    Granian(
        "quizapp.server:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        workers=workers,
        backlog=1024,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()

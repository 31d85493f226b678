"""The production server: granian in front, the bridge behind, Flask within.

Granian speaks HTTP in Rust; `web.asgi.WsgiBridge` lets a request take a thread only
when its whole body has arrived. Measured against the alternatives in
`docs/operations.md`: slow clients harm nobody, and a class of fifty is answered
within the target.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import Final

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from quizapp.config import Config, log_mode
from quizapp.factory import create_app
from quizapp.journal import configure_logging, logging_settings
from quizapp.web.asgi import WsgiBridge
from quizapp.web.security import headers_of
from quizapp.web.warming import warm_beside

if sys.platform != "win32":
    import resource

# What a process holds open at once: a browser keeps up to six connections, most of them idle.
# Granian's own bound is 1,024 for all processes together; whoever comes then waits for another
# to leave.
CONNECTIONS: Final = 4_096
# Files that a process needs besides: databases, logs, assets, what Python has open.
OTHER_FILES: Final = 128
THREADS_VARIABLE = "WARAQA_THREADS"
NUMBERS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def application() -> WsgiBridge:
    """Return the ASGI application that a worker process serves."""
    configure_logging(log_mode(os.environ))
    app = create_app()
    warm_beside(app)
    return WsgiBridge(
        app,
        threads=int(os.environ.get(THREADS_VARIABLE, "4")),
        headers=headers_of(app.config["WARAQA"]),
    )


def share_numbers(config: Config) -> None:
    """Give the processes a folder for the numbers that `/metrics` adds up, empty.

    Must be called before the app is made: the library looks once, when it is imported.
    """
    if config.metrics:
        folder = config.data_dir / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        os.environ[NUMBERS_VARIABLE] = str(folder)


def room_for_connections() -> int:
    """Return how many connections each process may hold: CONNECTIONS, or what files leave room for.

    Raises what this process and its children may open as far as that takes, and may be.
    """
    if sys.platform == "win32":
        return CONNECTIONS
    wanted = CONNECTIONS + OTHER_FILES
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return CONNECTIONS
    soft = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, most))
    return max(1, soft - OTHER_FILES)


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
        backpressure=room_for_connections(),
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=logging_settings(log_mode(os.environ)),
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()

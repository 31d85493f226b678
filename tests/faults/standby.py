"""A process that has the program loaded, and starts `quizapp serve` at once when asked.

Starting Python and importing everything takes far longer than what a kill is about, so it is
done once. Each server is a fork that runs the command itself, in a process group of its own,
with its workers forked by granian as ever. Some things are not done anew at each start: reading
the seeds (storing them, and finding them stored, is), looking through the migrations, and making
ready what nobody asked for yet.

Reads one JSON object a line:

    {"start": [...], "environment": {...}, "pragmas": {...}}  starts a server, prints its id
    {"jump": 4711, "days": -400}    makes the clock of a server wrong by so much, prints the id
    {"gone": 4711}                  waits for its end, prints its id

`start` are the arguments of the command; `pragmas` replaces such of SQLite in that server.
"""

from __future__ import annotations

import gc
import json
import mmap
import os
import select
import signal
import struct
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

import time_machine

from quizapp import server
from quizapp.cli import main
from quizapp.config import config_for_tests
from quizapp.db import engine, migrate
from quizapp.domain.generation.bank import build_items
from quizapp.factory import create_app
from quizapp.resources import resource
from quizapp.services import content
from quizapp.services.content_store import Texts

DAY = 86_400
PATIENCE = 20.0
JUMP = signal.SIGUSR2
CLOCKS: dict[int, Clock] = {}
_DAYS = struct.Struct("d")


def remember_seeds() -> None:
    """Read the seeds now, and never again."""
    articles = content._read_all(resource("seeds"))
    texts = {article.slug: Texts.of(article, build_items(article)) for article in articles}

    class Remembered(Texts):
        @classmethod
        def of(cls, article: Any, items: Any) -> Texts:
            return texts[article.slug]

    content._read_all = lambda seeds: articles
    content.build_items = lambda article: ()  # type: ignore[assignment,misc]
    content.Texts = Remembered  # type: ignore[misc]


def import_everything() -> None:
    """Make an app and throw it away: that imports what no command imports by itself."""
    server.warm_beside = lambda app: None  # type: ignore[assignment,return-value]
    migrate._directory = cache(migrate._directory)
    migrate.revisions(resource("migrations"))
    with tempfile.TemporaryDirectory() as folder:
        create_app(config_for_tests(Path(folder)))
    gc.collect()
    gc.freeze()  # What is here already need not be looked through in every server.


class Clock:
    """The clock of one server: made before it is forked, put wrong while it runs."""

    def __init__(self) -> None:
        self._days = mmap.mmap(-1, _DAYS.size)
        self._heard, self._told = os.pipe()
        self._traveller: time_machine.Traveller | None = None

    def install(self) -> None:
        """Have this process, and all that are forked by it, put their clocks at the signal."""
        signal.signal(JUMP, lambda *_: self._put())

    def jump(self, processes: list[int], days: float) -> None:
        """Put the clocks of these processes; return when they all have."""
        self._days[:] = _DAYS.pack(days)
        for process in processes:
            os.kill(process, JUMP)
        left = len(processes)
        while left and select.select([self._heard], [], [], PATIENCE)[0]:
            left -= len(os.read(self._heard, left))
        if left:
            raise TimeoutError(f"{left} of {len(processes)} processes did not put their clocks")

    def _put(self) -> None:
        (days,) = _DAYS.unpack(self._days[:])
        if self._traveller is None:
            self._traveller = time_machine.travel(time.time(), tick=True).start()
        self._traveller.move_to(time_machine.escape_hatch.time.time() + days * DAY)
        os.write(self._told, b".")


def with_children(pid: int) -> list[int]:
    """Return a process and those that it forked."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [pid, *map(int, children.split())]


def start(arguments: list[str], environment: dict[str, str], pragmas: dict[str, str]) -> int:
    """Fork a server; return its process id, which is that of its group, too."""
    clock = Clock()
    pid = os.fork()
    if pid:
        CLOCKS[pid] = clock
        return pid
    os.setsid()
    os.environ.update(environment)
    engine.PRAGMAS.update(pragmas)  # type: ignore[attr-defined]
    clock.install()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    try:
        main(arguments)
    finally:
        os._exit(1)


def done(asked: dict[str, Any]) -> int:
    """Do what a line asks for; return the id of the server that it is about."""
    if "start" in asked:
        return start(asked["start"], asked["environment"], asked["pragmas"])
    if "jump" in asked:
        pid: int = asked["jump"]
        CLOCKS[pid].jump(with_children(pid), asked["days"])
        return pid
    os.waitpid(asked["gone"], 0)
    return int(asked["gone"])


if __name__ == "__main__":
    remember_seeds()
    import_everything()
    for line in sys.stdin:
        print(done(json.loads(line)), flush=True)

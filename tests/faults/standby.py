"""A process that has the program loaded, and starts `quizapp serve` at once when asked.

Starting Python and importing everything takes far longer than what a kill is about, so it is
done once. Each server is a fork that runs the command itself, in a process group of its own,
with its workers forked by granian as ever. Two things are not done anew at each start: reading
the seeds (storing them, and finding them stored, is), and making ready what nobody asked for yet.

Reads one JSON object a line:

    {"arguments": [...], "environment": {...}, "ahead": 0}    starts a server, prints its id
    {"gone": 4711}                                            waits for its end, prints its id

`{"pragmas": {...}}` as the first line replaces pragmas of SQLite in every server started.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine

from quizapp import server
from quizapp.cli import main
from quizapp.config import config_for_tests
from quizapp.db import engine
from quizapp.domain.generation.bank import build_items
from quizapp.factory import create_app
from quizapp.resources import resource
from quizapp.services import content
from quizapp.services.content_store import Texts


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
    with tempfile.TemporaryDirectory() as folder:
        create_app(config_for_tests(Path(folder)))
    gc.collect()
    gc.freeze()  # What is here already need not be looked through in every server.


def start(arguments: list[str], environment: dict[str, str], ahead: float) -> int:
    """Fork a server; return its process id, which is that of its group, too.

    Its clock goes so many days ahead of ours, or behind.
    """
    pid = os.fork()
    if pid:
        return pid
    os.setsid()
    os.environ.update(environment)
    if ahead:
        time_machine.travel(datetime.now(UTC) + timedelta(days=ahead), tick=True).start()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    try:
        main(arguments)
    finally:
        os._exit(1)


def listen() -> None:
    """Do what the lines ask for, until there are no more."""
    for line in sys.stdin:
        asked = json.loads(line)
        if "pragmas" in asked:
            engine.PRAGMAS.update(asked["pragmas"])  # type: ignore[attr-defined]
        elif "gone" in asked:
            os.waitpid(asked["gone"], 0)
            print(asked["gone"], flush=True)
        else:
            print(start(asked["arguments"], asked["environment"], asked["ahead"]), flush=True)


if __name__ == "__main__":
    remember_seeds()
    import_everything()
    listen()

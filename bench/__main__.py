"""`make bench`: print the ratios and targets of the hot paths, measured in one run.

In process, thread CPU is compared request by request, ours and the floor's in turn, so
that a slow moment of the machine hits both. Served figures stand beside them: the same
requests over the wire, at fifty clients, on the production server.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from flask import Flask

from bench.floor import bare_environment, captured, make_floor
from bench.served import served_figures
from bench.site import Target, environ, make_site, targets
from quizapp.web.asgi import run_wsgi

GATES = {"answer": (3.0, 4.0), "question": (3.0, 4.0)}
BLOCK = 20


def cpu_of(app: Flask, environs: Sequence[dict[str, Any]]) -> float:
    """Return the thread CPU seconds that an app takes for one request of these."""
    start = time.thread_time()
    for request in environs:
        status, _, _ = run_wsgi(app, request)
        assert status == 200, status
    return (time.thread_time() - start) / len(environs)


def in_turn(
    ours: Callable[[], float], floor: Callable[[], float], blocks: int
) -> tuple[float, float]:
    """Return the median CPU of both, measured block by block in turn, in microseconds."""
    pairs = [(ours(), floor()) for _ in range(blocks)]
    middle = [statistics.median(side) * 1e6 for side in zip(*pairs, strict=True)]
    return middle[0], middle[1]


def in_process(folder: Path, blocks: int) -> Iterator[str]:
    """Measure both hot paths against the floor and yield a line each."""
    app = make_site(folder)
    questions = list(targets(app, rounds=(blocks * BLOCK) // 15 + 3))
    sample = questions.pop()
    page = captured(app, environ(sample.path, sample.cookie, None))
    fragment = captured(app, environ(sample.path, sample.cookie, sample.form("bench-sample")))
    with app.test_request_context("/ar/"):
        bare = bare_environment(app)
    pages = {
        name: (bare.get_template(template), context)
        for name, (template, context) in (("page", page), ("fragment", fragment))
    }
    floor = make_floor(folder / "floor.db", pages)
    floor_form = b"choice=1"
    waiting = iter(questions)

    def block(of: Callable[[Target, int], dict[str, Any]]) -> list[dict[str, Any]]:
        return [of(next(waiting), n) for n in range(BLOCK)]

    def ours_get() -> float:
        again = questions[:BLOCK]
        return cpu_of(app, [environ(t.path, t.cookie, None) for t in again])

    def ours_post() -> float:
        return cpu_of(app, block(lambda t, n: environ(t.path, t.cookie, t.form(f"k{n}-{t.path}"))))

    def floor_of(body: bytes | None) -> float:
        return cpu_of(floor, [environ(f"/{n}", "", body) for n in range(BLOCK)])

    gc.collect()
    results = {
        "question": in_turn(ours_get, lambda: floor_of(None), blocks),
        "answer": in_turn(ours_post, lambda: floor_of(floor_form), blocks),
    }
    for name, (mine, least) in results.items():
        target, gate = GATES[name]
        ratio = mine / least
        word = "ok" if ratio <= target else "over the target" if ratio <= gate else "OVER THE GATE"
        verb = "question GET" if name == "question" else "answer POST "
        yield (
            f"{verb}  {mine:7.0f} µs   floor {least:6.0f} µs   ratio {ratio:4.2f}   "
            f"target ≤ {target} (gate {gate})   {word}"
        )


def import_time() -> float:
    """Return the seconds that importing the app takes in a new process, at the median of 5."""
    code = (
        "import time; t = time.perf_counter(); from quizapp.factory import create_app;"
        "import quizapp.web.quiz.routes; print(time.perf_counter() - t)"
    )
    runs = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(5)
    ]
    return statistics.median(runs)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="bench", description=__doc__)
    options.add_argument("--seconds", type=float, default=10.0, help="of load on the server")
    options.add_argument("--blocks", type=int, default=30, help="of requests in process")
    options.add_argument("--no-server", action="store_true", help="in process only")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for line in in_process(Path(name), chosen.blocks):
            print(line)
    print(f"import of the app  {import_time():.2f} s   target ≤ 1.0 s")
    if not chosen.no_server:
        for line in served_figures(chosen.seconds):
            print(line)


if __name__ == "__main__":
    main()

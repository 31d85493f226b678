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
from itertools import count, cycle
from pathlib import Path
from typing import Any

from flask import Flask

from bench.floor import bare_environment, captured, make_floor
from bench.served import served_figures
from bench.site import Graded, Target, environ, graded, make_site, targets
from quizapp.web.asgi import run_wsgi

GATES = {"question": (3.0, 4.0), "answer": (3.0, 4.0), "review": (3.5, 5.0)}
VERBS = {
    "question": "question GET",
    "answer": "answer POST ",
    "review": "review POST ",
}
BLOCK = 20


def cpu_of(app: Flask, environs: Sequence[dict[str, Any]], expected: int = 200) -> float:
    """Return the thread CPU seconds that an app takes for one request of these."""
    start = time.thread_time()
    for request in environs:
        status, _, _ = run_wsgi(app, request)
        assert status == expected, status
    return (time.thread_time() - start) / len(environs)


def in_turn(
    ours: Callable[[], float], floor: Callable[[], float], blocks: int
) -> tuple[float, float]:
    """Return the median CPU of both, measured block by block in turn, in microseconds."""
    pairs = [(ours(), floor()) for _ in range(blocks)]
    middle = [statistics.median(side) * 1e6 for side in zip(*pairs, strict=True)]
    return middle[0], middle[1]


def in_process(folder: Path, blocks: int) -> Iterator[str]:
    """Measure the hot paths against the floor and yield a line each."""
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

    reviewing = reviewed(graded(app, sample.cookie), app, floor)
    gc.collect()
    results = {
        "question": in_turn(ours_get, lambda: floor_of(None), blocks),
        "answer": in_turn(ours_post, lambda: floor_of(floor_form), blocks),
        "review": in_turn(*reviewing, blocks),
    }
    for name, (mine, least) in results.items():
        target, gate = GATES[name]
        ratio = mine / least
        word = "ok" if ratio <= target else "over the target" if ratio <= gate else "OVER THE GATE"
        yield (
            f"{VERBS[name]}  {mine:7.0f} µs   floor {least:6.0f} µs   ratio {ratio:4.2f}   "
            f"target ≤ {target} (gate {gate})   {word}"
        )


def reviewed(
    deck: Sequence[Graded], app: Flask, floor: Flask
) -> tuple[Callable[[], float], Callable[[], float]]:
    """Return what measures a block of grades: ours and the floor's, each of cards in turn."""
    waiting = cycle(deck)
    numbers = count()

    def ours() -> float:
        block = [next(waiting) for _ in range(BLOCK)]
        return cpu_of(app, [environ(card.path, card.cookie, card.form()) for card in block], 303)

    def bare() -> float:
        forms = [(next(numbers), next(waiting).form()) for _ in range(BLOCK)]
        return cpu_of(floor, [environ(f"/review/{n}", "", body) for n, body in forms], 303)

    return ours, bare


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

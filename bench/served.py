"""The production server under load: fifty clients answering, and slow bodies doing no harm."""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from bench.floor_server import SAMPLE
from bench.load import Load, run_load, slow_bodies
from bench.site import Target, make_site, raw, targets
from quizapp.extensions import database

CLIENTS = 50
SLOW = 200
PROBE = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
WARMING = 100
STARTS = 5
SETTLED = 3.0  # by then the workers have made ready what they make ready


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(folder: Path, extra: tuple[str, ...] = ()) -> Iterator[tuple[int, int]]:
    """Run `quizapp serve` on a data folder; yield its port and process id."""
    port = free_port()
    with _running(folder, port, ("quizapp.cli", "serve", "--port", str(port), *extra)) as pid:
        yield port, pid


@contextmanager
def _running(
    folder: Path, port: int, module: tuple[str, ...], probe: bytes = PROBE
) -> Iterator[int]:
    command = [sys.executable, "-m", *module]
    env = {**os.environ, "WARAQA_DATA_DIR": str(folder)}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        _wait_for_an_answer(port, probe)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _start(folder: Path) -> float:
    """Start the server and stop it again; return the seconds until it answered."""
    began = time.perf_counter()
    with server(folder, ("--no-keeper",)):
        return time.perf_counter() - began


def _wait_for_an_answer(port: int, probe: bytes) -> None:
    """Return once the server has answered; RuntimeError after a minute."""
    for _ in range(1_200):
        try:
            if set(run_load(port, [[probe]], 10).statuses) == {200}:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError("the server does not answer")


def memory_mb(pid: int) -> list[int]:
    """Return the memory of the children of a process in MB, what they share shared out."""
    found = []
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            if f"\nPPid:\t{pid}\n" in path.read_text():
                rollup = path.with_name("smaps_rollup").read_text()
                found.append(int(rollup.split("\nPss:")[1].split()[0]) // 1024)
        except OSError:
            continue
    return found


def cpu_seconds(pid: int) -> float:
    """Return the processor seconds that the children of a process have used so far."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == str(pid):
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Figure:
    """A line to print, and whether what it says must hold did."""

    line: str
    held: bool = True


def describe(name: str, load: Load) -> Figure:
    """Return one line on a load; every reply of it must be a 200."""
    bad = sum(count for status, count in load.statuses.items() if status != 200)
    return Figure(
        f"{name}: {load.rate:6.0f} requests/s   p50 {load.percentile(0.5):5.1f} ms   "
        f"p95 {load.percentile(0.95):5.1f} ms   p99 {load.percentile(0.99):5.1f} ms   "
        f"{load.requests} answers, {bad} not 200   target: p99 ≤ 100 ms",
        bad == 0,
    )


def served_figures(seconds: float) -> Iterator[Figure]:
    """Measure the answer POST over the wire and yield what was found."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = make_site(folder)
        each = max(20, int(seconds * 30))
        plenty = list(targets(app, rounds=CLIENTS * each // 18 + CLIENTS))
        requests = [raw(t.path, t.cookie, t.form(f"s{n}")) for n, t in enumerate(plenty)]
        before = stored(app)
        yield Figure(f"ready to answer, content looked through: {_start(folder):.2f} s")
        again = statistics.median(_start(folder) for _ in range(STARTS))
        yield Figure(f"ready to answer at any other start: {again:.2f} s   target ≤ 1.5 s")
        with server(folder, ("--no-keeper",)) as (port, pid):
            time.sleep(SETTLED)
            yield Figure(f"memory of a worker, idle: {memory_mb(pid)} MB   target ≤ 110 MB")
            # From many connections, so that every worker has answered before it is measured.
            warm = run_load(port, [requests[n : n + 5] for n in range(0, WARMING, 5)], 20)
            assert set(warm.statuses) == {200}, warm.statuses
            shares = [requests[WARMING + n :: CLIENTS] for n in range(CLIENTS)]
            load = run_load(port, shares, seconds)
            yield describe(f"answer POST, {CLIENTS} clients", load)
            missing = before + warm.requests + load.requests - stored(app)
            yield Figure(f"lost or doubled: {missing}", missing == 0)
            yield Figure(f"memory of a worker after the load: {memory_mb(pid)} MB")
            waits = slow_bodies(port, SLOW, PROBE)
            yield Figure(f"{SLOW} half-sent bodies: others wait at most {max(waits):.1f} ms")
        floor = _floor(folder, plenty, seconds)
        yield describe("the floor's answer POST, the same", floor)
        yield Figure(
            f"share of the floor's requests/s: {load.rate / floor.rate:.2f}   target ≥ 0.5"
        )


def _floor(folder: Path, targets: Sequence[Target], seconds: float) -> Load:
    """Put the same load on the floor, on the same server with as many workers."""
    (folder / SAMPLE).write_text(json.dumps(asdict(targets[0])))
    forms = [(f"/{n}", t.cookie, t.form(f"f{n}")) for n, t in enumerate(targets)]
    requests = [raw(*each) for each in forms]
    port = free_port()
    with _running(folder, port, ("bench.floor_server", str(port)), raw("/bare", "", b"")):
        time.sleep(SETTLED)
        run_load(port, [requests[n : n + 5] for n in range(0, WARMING, 5)], 20)
        return run_load(port, [requests[n::CLIENTS] for n in range(CLIENTS)], seconds)


def stored(app: Flask) -> int:
    """Return how many answers are in the database."""
    with app.app_context():
        found: int = database().execute(text("SELECT count(*) FROM response")).scalar_one()
        return found

"""The production server under load: fifty clients answering, and slow bodies doing no harm."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load import Load, run_load, slow_bodies
from bench.site import make_site, raw, targets

CLIENTS = 50
SLOW = 200


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(folder: Path, extra: tuple[str, ...] = ()) -> Iterator[tuple[int, int]]:
    """Run `quizapp serve` on a data folder; yield its port and process id."""
    port = free_port()
    command = [sys.executable, "-m", "quizapp.cli", "serve", "--port", str(port), *extra]
    env = {**os.environ, "WARAQA_DATA_DIR": str(folder)}
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def memory_mb(pid: int) -> list[int]:
    """Return the resident memory of a process and its children in MB."""
    found = []
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            text = path.read_text()
        except OSError:
            continue
        if f"\nPPid:\t{pid}\n" in text and "VmRSS" in text:
            found.append(int(text.split("VmRSS:")[1].split()[0]) // 1024)
    return found


def describe(name: str, load: Load) -> str:
    """Return one line on a load."""
    bad = sum(count for status, count in load.statuses.items() if status != 200)
    return (
        f"{name}: {load.rate:6.0f} requests/s   p50 {load.percentile(0.5):5.1f} ms   "
        f"p95 {load.percentile(0.95):5.1f} ms   p99 {load.percentile(0.99):5.1f} ms   "
        f"{load.requests} answers, {bad} not 200"
    )


def served_figures(seconds: float) -> Iterator[str]:
    """Measure the answer POST over the wire and yield lines."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = make_site(folder)
        each = max(20, int(seconds * 30))
        plenty = list(targets(app, rounds=CLIENTS * each // 18 + CLIENTS))
        requests = [raw(t.path, t.cookie, t.form(f"s{n}")) for n, t in enumerate(plenty)]
        with server(folder) as (port, pid):
            warm = run_load(port, [requests[:50]], 5)
            assert set(warm.statuses) == {200}, warm.statuses
            shares = [requests[50 + n :: CLIENTS] for n in range(CLIENTS)]
            yield describe(f"answer POST, {CLIENTS} clients", run_load(port, shares, seconds))
            yield f"memory of a worker after the load: {memory_mb(pid)} MB"
            probe = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            waits = slow_bodies(port, SLOW, probe)
            yield f"{SLOW} half-sent bodies: others wait at most {max(waits):.1f} ms"

"""`make bench`: print the ladder of the hot paths and what the server does under load.

In process, thread CPU is compared request by request, ours and the floor's in turn (see
`bench.ladder`). Served figures stand beside them: the same requests over the wire, at fifty
clients, on the production server. A target that is missed is said; a gate that is passed, or
an answer over the wire that failed, ends the run with exit code 1.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.ladder import Ladder
from bench.served import served_figures


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
    """Measure and print; exit with 1 where a gate was passed."""
    options = argparse.ArgumentParser(prog="bench", description=__doc__)
    options.add_argument("--seconds", type=float, default=10.0, help="of load on the server")
    options.add_argument("--blocks", type=int, default=30, help="of requests in process")
    options.add_argument("--no-server", action="store_true", help="in process only")
    chosen = options.parse_args()
    held = True
    with tempfile.TemporaryDirectory() as name:
        for rung in Ladder(Path(name), chosen.blocks).rungs():
            held &= rung.held
            print(rung.line(), flush=True)
    print(f"import of the app  {import_time():.2f} s   target ≤ 1.0 s")
    if not chosen.no_server:
        for figure in served_figures(chosen.seconds):
            held &= figure.held
            print(figure.line, flush=True)
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()

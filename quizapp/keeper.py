"""The keeper: a small process beside the server that wakes up and lets a round be made.

    quizapp serve ──starts──> python -m quizapp.keeper ──every ten minutes──> quizapp keep --once

The keeper itself loads next to nothing, sleeps, and gives way to everybody
(nice). Each round is a process of its own: what it needs of memory is gone when it is done, and
if it dies, that is told and the next round tries again. A round holds a lock on a file in the
data folder, so that there is one at a time however many keepers there are. The keeper ends
with the server, in whatever way the server ends; where the keeper ends first, the server goes
on without it and starts it anew.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from quizapp.config import log_mode
from quizapp.journal import Journal

LOCK: Final = "keeper.lock"
# How soon after the server it wakes up for the first time: not while the server starts.
FIRST: Final = 15.0
EVERY: Final = 600.0
AGAIN: Final = 30.0
PATIENCE: Final = 5.0
_NICE: Final = 10
_TICK: Final = 1.0


@contextmanager
def holding(path: Path) -> Iterator[bool]:
    """Hold a lock file while the block runs; yields False where somebody else holds it.

    The system lets go of it when the process ends, in whatever way.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def rounds(
    arguments: list[str], *, first: float = 0.0, every: float = EVERY, parent: int | None = None
) -> None:
    """Let a round be made again and again, `first` seconds from now and then after `every`.

    Ends when the process is told to, or when its parent is another than `parent`.
    """
    end_on_sigterm()
    wait = first
    while _sleep(wait, parent):
        _round(arguments, parent)
        wait = every


def _round(arguments: list[str], parent: int | None) -> None:
    try:
        process = subprocess.Popen([*_program(), *arguments], stdin=subprocess.DEVNULL)  # noqa: S603
    except OSError as error:
        say(f"a round could not be started: {error}")
        return
    try:
        while process.poll() is None and _is_there(parent):
            time.sleep(_TICK / 10)
        # 1 is a round that has told by itself what went wrong, None one that is ended with us.
        code = process.poll()
    finally:
        _stop(process)
    if code not in (0, 1, None):
        say(f"a round died: {process.returncode}")


def _program() -> list[str]:
    return [sys.executable, "-m", "quizapp.cli", "keep", "--once", "--quiet"]


def _sleep(seconds: float, parent: int | None) -> bool:
    """Sleep; tell whether there is anybody to wake up for."""
    until = time.monotonic() + seconds
    while _is_there(parent) and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, _TICK))
    return _is_there(parent)


def _is_there(parent: int | None) -> bool:
    return parent is None or os.getppid() == parent


def end_on_sigterm() -> None:
    """Let SIGTERM end this process in order, so that it takes its half-written files along."""
    signal.signal(signal.SIGTERM, _end)


def _end(*_: object) -> None:
    raise SystemExit(0)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process: asked first, then by force."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def say(what: str) -> None:
    """Write a warning to the log, in the form that it has here."""
    Journal(log_mode(os.environ), sys.stderr).event("warning", "keeper", text=what)


@contextmanager
def beside(*, first: float = FIRST) -> Iterator[None]:
    """Have a keeper while the block runs. Whatever happens to it, the block goes on."""
    over = threading.Event()
    # Started here and not by the thread: the server makes its workers by forking.
    keeper = _started(first)
    watch = threading.Thread(target=_watch, args=(over, keeper, first), name="keeper", daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join(3 * PATIENCE)


def _started(first: float) -> subprocess.Popen[bytes] | None:
    command = [sys.executable, "-m", "quizapp.keeper", str(first), str(os.getpid())]
    try:
        return subprocess.Popen(  # noqa: S603  # our own program and two numbers
            command, stdin=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        say(f"could not be started: {error}")
        return None


def _watch(over: threading.Event, keeper: subprocess.Popen[bytes] | None, first: float) -> None:
    """Start the keeper anew when it ends before its time; end it when all is over."""
    while keeper is not None:
        try:
            while keeper.poll() is None and not over.wait(_TICK):
                pass
        finally:
            _stop(keeper)
        if over.is_set():
            return
        say(f"ended by itself ({keeper.returncode}); it is started anew")
        keeper = None if over.wait(AGAIN) else _started(first)


def main() -> None:
    """Run beside the server: `python -m quizapp.keeper FIRST PARENT`."""
    os.nice(_NICE)
    rounds([], first=float(sys.argv[1]), parent=int(sys.argv[2]))


if __name__ == "__main__":
    main()

"""A process that has all loaded that an upgrade takes, and forks one when it is told to.

Reads a line of JSON a wish, `{"url": …, "after": seconds or null}`; kills the upgrade after
that time, or lets it finish; answers with `{"killed": …, "seconds": …, "code": …}`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from quizapp.db import migrate
from tests.databases import SCRIPTS


@dataclass(frozen=True)
class Done:
    """How one upgrade ended: killed or not, after how many seconds, with which exit code."""

    killed: bool
    seconds: float
    code: int


class Upgrades:
    """The process, from outside."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.upgrading"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=SCRIPTS.parent,
        )

    def run(self, url: str, after: float | None = None) -> Done:
        """Upgrade a database; kill that after so many seconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"url": url, "after": after}) + "\n")
        self._process.stdin.flush()
        return Done(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """Let the process end."""
        self._process.communicate(timeout=60)


def kill_many(times: int, whole: float, chance: Random, kill: Callable[[float], Done]) -> int:
    """Kill so many upgrades, each at a moment within the time that one takes.

    `whole` is how long one took in seconds. `kill` is given the moment and says how it went; one
    that was done before its moment came counts for nothing, and the next are killed sooner: the
    machine has become quicker. Returns how many those were.
    """
    left: Counter[bool] = Counter()
    while left[True] < times:
        done = kill(chance.uniform(0, whole))
        left[done.killed] += 1
        if not done.killed:
            assert done.code == 0
            whole = min(whole, done.seconds)
        assert left[False] <= times, "the moments lie within the upgrade"
    return left[False]


def upgrade(url: str) -> None:
    """The life of the forked process."""
    try:
        migrate.upgrade(url, SCRIPTS)
    except BaseException:
        os._exit(1)
    os._exit(0)


def watch(pid: int, after: float | None) -> dict[str, object]:
    start = time.monotonic()
    while (found := os.waitpid(pid, os.WNOHANG)) == (0, 0):
        if after is not None and time.monotonic() - start >= after:
            os.kill(pid, signal.SIGKILL)
            found = os.waitpid(pid, 0)
            break
        time.sleep(0.0005)
    code = os.waitstatus_to_exitcode(found[1])
    seconds = time.monotonic() - start
    return {"killed": code == -signal.SIGKILL, "seconds": seconds, "code": code}


def main() -> None:
    for line in sys.stdin:
        wish = json.loads(line)
        pid = os.fork()
        if pid == 0:
            upgrade(wish["url"])
        print(json.dumps(watch(pid, wish["after"])), flush=True)


if __name__ == "__main__":
    main()

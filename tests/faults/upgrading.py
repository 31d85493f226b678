"""A process that has all loaded that an upgrade takes, and forks one when it is told to.

Reads a line of JSON a wish, `{"url": …, "after": seconds or null}`; kills the upgrade after
that time, or lets it finish; answers with `{"killed": …, "seconds": …, "code": …}`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time

from quizapp.db import migrate
from tests.databases import SCRIPTS


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

"""Starting, killing and stopping the server, warm from the process standing by, or cold."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
# What the machine's own configuration says must not reach a server under test.
OURS = ("WARAQA_", "DATABASE_URL", "SECRET_KEY")


class Standby:
    """The process of `standby.py`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.standby"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=bare_environment(),
        )

    def _asked(self, wish: Mapping[str, Any]) -> int:
        told: IO[str] = self._process.stdin  # type: ignore[assignment]
        heard: IO[str] = self._process.stdout  # type: ignore[assignment]
        told.write(json.dumps(wish) + "\n")
        told.flush()
        return int(heard.readline())

    def start(
        self, arguments: list[str], environment: Mapping[str, str], pragmas: Mapping[str, str]
    ) -> int:
        """Start a server, with other pragmas of SQLite than it has; return its process id."""
        wish = {"start": arguments, "environment": dict(environment), "pragmas": dict(pragmas)}
        return self._asked(wish)

    def jump(self, pid: int, days: float) -> None:
        """Make the clock of a running server wrong by so many days."""
        assert self._asked({"jump": pid, "days": days}) == pid

    def gone(self, pid: int) -> None:
        """Wait until a server has ended."""
        assert self._asked({"gone": pid}) == pid

    def close(self) -> None:
        """End the process standing by."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(PATIENCE)


def bare_environment() -> dict[str, str]:
    """The environment without anything that configures the program."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A server of two processes on a data folder, which can be started again and again.

    Without a process standing by it is started cold, by the command, as an operator would.
    `pragmas` are settings of SQLite that are other than ours from the next start on.
    """

    folder: Path
    url: str
    standby: Standby | None = None
    pragmas: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    pid: int = 0
    seconds: float = 0.0
    _cold: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it is ready; `seconds` says how long that took."""
        begun = time.perf_counter()
        self.port = free_port()
        arguments = ["serve", "--port", str(self.port), "--workers", "2"]
        if self.standby is not None:
            arguments.append("--no-keeper")  # It has tests of its own.
        own = {"WARAQA_DATA_DIR": str(self.folder), "WARAQA_DATABASE_URL": self.url}
        if self.standby is not None:
            self.pid = self.standby.start(arguments, own, self.pragmas)
        else:
            self._cold = subprocess.Popen(
                [sys.executable, "-m", "quizapp.cli", *arguments],
                cwd=ROOT,
                env=bare_environment() | own,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
            self.pid = self._cold.pid
        self.wait_until_ready()
        self.seconds = time.perf_counter() - begun

    def jump(self, days: float) -> None:
        """Make the clock wrong by so many days, from now on, in every process of the server."""
        assert self.standby is not None
        self.standby.jump(self.pid, days)

    def wait_until_ready(self) -> None:
        """Wait until somebody answers."""
        until = time.perf_counter() + PATIENCE
        while time.perf_counter() < until and not self.ended:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.01)
            finally:
                connection.close()
        raise AssertionError("the server did not come up")

    @property
    def ended(self) -> bool:
        """Whether the server's first process has come to its end."""
        try:
            stands = Path(f"/proc/{self.pid}/stat").read_text()
        except OSError:
            return True
        return stands.rpartition(")")[2].split()[0] == "Z"

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the whole process group."""
        os.killpg(self.pid, number)

    def kill(self) -> None:
        """Kill every process of the server at once."""
        self.send(signal.SIGKILL)
        self.wait()

    def terminate(self) -> None:
        """Ask the server to stop, as systemd does, and wait until it has."""
        os.kill(self.pid, signal.SIGTERM)
        self.wait()

    def wait(self) -> None:
        """Wait until the server's first process has ended."""
        if self._cold is not None:
            self._cold.wait(PATIENCE)
        elif self.standby is not None:
            self.standby.gone(self.pid)
        self.pid = 0


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Start a server; whatever happens, nothing of it is left running."""
    server.start()
    try:
        yield server
    finally:
        if server.pid:
            server.kill()

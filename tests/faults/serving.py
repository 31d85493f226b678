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
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
# What the machine's own configuration says must not reach a server under test.
OURS = ("WARAQA_", "DATABASE_URL", "SECRET_KEY")


class Standby:
    """The process of `standby.py`."""

    def __init__(self, **pragmas: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.standby"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=bare_environment(),
        )
        if pragmas:
            self._tell({"pragmas": pragmas})

    def _tell(self, wish: Mapping[str, Any]) -> None:
        pipe: IO[str] = self._process.stdin  # type: ignore[assignment]
        pipe.write(json.dumps(wish) + "\n")
        pipe.flush()

    def _heard(self) -> int:
        pipe: IO[str] = self._process.stdout  # type: ignore[assignment]
        return int(pipe.readline())

    def start(self, arguments: list[str], environment: Mapping[str, str], ahead: float) -> int:
        """Start a server whose clock is `ahead` days ahead; return its process id."""
        wish = {"arguments": arguments, "environment": dict(environment), "ahead": ahead}
        self._tell(wish)
        return self._heard()

    def gone(self, pid: int) -> None:
        """Wait until a server has ended."""
        self._tell({"gone": pid})
        assert self._heard() == pid

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
    `ahead` is by how many days its clock goes wrong from the next start on.
    """

    folder: Path
    url: str
    standby: Standby | None = None
    ahead: float = 0
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
            self.pid = self.standby.start(arguments, own, self.ahead)
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

"""The site that the browser tests visit: the real server, and a way behind its pages.

The server is `quizapp serve` in a process of its own, on a free port of this machine,
with the real content and a data folder of its own. Rounds that a test only wants to look
at are made through the services on the same database, which takes milliseconds; the
cookie of their owner is signed with the server's own key.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from quizapp.config import Config
from quizapp.extensions import database, db
from quizapp.factory import create_app
from quizapp.services.people.administration import invite
from quizapp.web.viewers import SIGNED_ON, TOKEN
from tests.compiled import compile_where_needed

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0
OURS = ("WARAQA_", "DATABASE_URL", "SECRET_KEY")
DEVELOPING = {"WARAQA_STYLEGUIDE": "1"}


@dataclass(frozen=True)
class Site:
    """A running server, and the same app inside this process."""

    url: str
    app: Flask

    def cookie(self, token: str, today: int) -> str:
        """Return the session cookie of whoever holds a token."""
        interface = self.app.session_interface
        assert isinstance(interface, SecureCookieSessionInterface)
        serializer = interface.get_signing_serializer(self.app)
        assert serializer is not None
        return str(serializer.dumps({TOKEN: token, SIGNED_ON: today}))

    def invitation(self) -> str:
        """Return a code that makes a teacher, as the server prints it for the first one."""
        with self.app.app_context():
            return invite(database(), role="teacher", now=datetime.now(UTC))

    @property
    def cookie_name(self) -> str:
        return str(self.app.config["SESSION_COOKIE_NAME"])


@contextmanager
def running_site(folder: Path, settings: Mapping[str, str] = DEVELOPING) -> Iterator[Site]:
    """Serve the site until the block ends, configured so.

    Raises RuntimeError where it does not come up.
    """
    compile_where_needed()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environ = {**kept, "WARAQA_DATA_DIR": str(folder), **settings}
    url = f"http://127.0.0.1:{_free_port()}"
    log = folder / "server.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "quizapp.cli",
                "serve",
                "--no-keeper",
                "--port",
                url.rpartition(":")[2],
            ],
            cwd=ROOT,
            env=environ,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, url, log)
        app = create_app(Config.from_environment(environ))
        yield Site(url, app)
        with app.app_context():
            db.engine.dispose()
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urlopen(f"{url}/healthz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the server did not come up:\n{log.read_text(encoding='utf-8')}")

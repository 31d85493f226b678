"""The examples of docs/api.md are run as they stand, and give what stands below them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server

from quizapp.services.people.tokens import SCOPES
from quizapp.web.api.gate import OPERATIONS
from quizapp.web.problems import CODES
from tests.web.api.programs import Program
from tests.web.playing import SLUG

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "api.md"
FENCE = re.compile(r"^```(sh|text|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "=== the next example ==="


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The address of the app, served for as long as the test lasts."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_examples_work(app: Flask, served: str, tmp_path: Path) -> None:
    assert shutil.which("curl"), "the examples are written for curl"
    fences = FENCE.findall(GUIDE.read_text(encoding="utf-8"))
    examples = [text for kind, text in fences if kind == "sh"]
    assert len(examples) >= 8
    script = "set -eu\n" + f"echo '{MARK}'\n".join(examples)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "SITE": served,
            "TOKEN": Program.of(app, "teacher").token,
            "ARTICLE": SLUG,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    printed = iter(done.stdout.split(f"{MARK}\n"))
    shown = ""
    compared = 0
    for kind, text in fences:
        if kind == "sh":
            shown = next(printed)
        elif kind == "text":
            assert shown.splitlines()[-1] == text.strip()
            compared += 1
        else:
            assert json.loads(shown) == json.loads(text)
            compared += 1
    assert compared == 3


def test_the_guide_names_every_address_scope_and_code() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for scope in SCOPES:
        assert f"`{scope}`" in text
    for operation in OPERATIONS.values():
        addresses = (operation.path, operation.path.replace("/drafts/{draft_id}/facts", "…/facts"))
        assert any(f"{operation.method} {each}" in text for each in addresses) or (
            operation.open and operation.path in text
        ), operation.path
    unsaid = {"too_slow", "conflict", "internal"}  # Of the server, or of nothing here yet.
    for code in set(CODES.values()) - unsaid:
        assert f"`{code}`" in text, code

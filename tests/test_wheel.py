"""The wheel carries everything: what is installed from it serves a round, away from the tree."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PLAY = """
import datetime, pathlib, re, sys
import quizapp
from quizapp.config import config_for_tests
from quizapp.db.migrate import upgrade
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.resources import resource
from quizapp.services.content import load_seeds

home = pathlib.Path(sys.argv[1])
assert pathlib.Path(quizapp.__file__).is_relative_to(home), quizapp.__file__
config = config_for_tests(pathlib.Path(sys.argv[2]))
upgrade(config.database_url, resource("migrations"))
app = create_app(config)
with app.app_context():
    load_seeds(database(), resource("seeds"), datetime.datetime.now(datetime.UTC))
client = app.test_client()
arabic = client.get("/ar/").text
assert "سمرقند" in arabic and "الإعدادات" in arabic
for name in re.findall(r'(?:href|src)="(/static/[^"#]+)"', arabic):
    assert client.get(name).status_code == 200, name
"""


@pytest.mark.slow
def test_what_is_installed_from_the_wheel_serves_the_article(tmp_path: Path) -> None:
    built, home, data = tmp_path / "built", tmp_path / "home", tmp_path / "data"
    data.mkdir()
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home)
    done = subprocess.run(
        [sys.executable, "-c", PLAY, str(home), str(data)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

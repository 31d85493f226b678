"""Another process of the site, that tries things: `python -m tests.security.trying < wishes`.

The wishes are one JSON object: the database, the clock, and for each form the address, the
cookie, the fields and how often. It prints the statuses of each. A process of its own shares
nothing with the others but the database.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask

from quizapp.config import config_for_tests
from quizapp.factory import create_app
from quizapp.web import ambient

_TOKEN = re.compile(r'name="csrf_token" value="([^"]*)"')


def tried(app: Flask, wish: dict[str, Any]) -> dict[int, int]:
    """Send a form so many times; return how often each status came."""
    client = app.test_client()
    if wish["cookie"]:
        client.set_cookie("waraqa", wish["cookie"])
    (token, *_) = _TOKEN.findall(client.get(wish["page"]).text)
    found: Counter[int] = Counter()
    for _ in range(wish["times"]):
        sent = client.post(wish["page"], data={"csrf_token": token, **wish["fields"]})
        found[sent.status_code] += 1
    return dict(found)


def site_of(url: str, now: datetime, folder: Path) -> Flask:
    """Return an instance of the site on a database, whose clock stands still."""
    ambient.now = lambda: now  # type: ignore[assignment]
    return create_app(replace(config_for_tests(folder), database_url=url))


def main() -> None:
    """Read the wishes, print what came of them."""
    asked = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        app = site_of(asked["url"], datetime.fromisoformat(asked["now"]), Path(folder))
        json.dump([tried(app, wish) for wish in asked["wishes"]], sys.stdout)


if __name__ == "__main__":
    main()

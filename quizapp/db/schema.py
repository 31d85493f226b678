"""Which schema a database has and which one this program knows, without the tool that changes it.

A worker asks this to say whether it is ready. What migrates (`db.migrate`) takes eight
megabytes in each process, and no worker migrates.
"""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url

_NAMED = re.compile(r'^(revision|down_revision) = "(\w+)"', re.MULTILINE)


def newest(scripts: Path) -> str:
    """Return the revision that no script in the folder of migrations goes on from."""
    named: list[dict[str, str]] = [
        dict(_NAMED.findall(file.read_text(encoding="utf-8")))
        for file in sorted((scripts / "versions").glob("*.py"))
    ]
    before = {script.get("down_revision") for script in named}
    (last,) = [script["revision"] for script in named if script["revision"] not in before]
    return last


def revision_in(connection: Connection) -> str | None:
    """Return the revision of the database behind a connection, None where it has no schema."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar_one_or_none()
    return found


def sqlite_file(url: str) -> Path | None:
    """Return the file behind an SQLite URL, None for another database or one in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))

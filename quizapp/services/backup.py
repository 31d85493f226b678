"""Backups of an SQLite database: taking one, checking one, putting one back.

A backup is a copy that passed inspection; a restore checks first and keeps what it
replaces. With another database the server's own tools do this, and these functions say so.

    waraqa.db  --back_up-->  waraqa-20260301T101500Z.db  --restore-->  waraqa.db
                                                  and waraqa.db.replaced-20260302T080000Z
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from quizapp.db import copies, migrate
from quizapp.db.copies import Inspection
from quizapp.domain.errors import StorageError

STAMP: Final = "%Y%m%dT%H%M%SZ"


def back_up(url: str, folder: Path, now: datetime) -> Inspection:
    """Copy the live database into a folder, under a name that tells the moment (UTC).

    Works while the server writes. Raises StorageError; then no file of that name exists.
    """
    source = _file(url)
    return copies.copy_file(source, folder / f"{source.stem}-{now:{STAMP}}.db")


def verify(path: Path) -> Inspection:
    """Check a backup from end to end. Raises StorageError for one that cannot be trusted."""
    inspection = copies.inspect_file(path)
    if inspection.revision is None:
        raise StorageError("no_schema", path.name)
    return inspection


def restore(url: str, backup: Path, scripts: Path, now: datetime) -> Path | None:
    """Put a backup in the place of the database; bring its schema up to date.

    Returns the file in which the replaced database is kept, None where there was none.
    The server must be stopped. Raises StorageError: for a backup that does not pass
    `verify`, `schema_too_new` for one of a newer program, `in_use` while somebody has
    the database open; the database is then as it was.
    """
    target = _file(url)
    revision = verify(backup).revision
    if revision not in migrate.revisions(scripts):
        raise StorageError("schema_too_new", revision or "")
    kept = None
    if target.exists():
        copies.detach(target)
        kept = copies.set_aside(target, f"{target.name}.replaced-{now:{STAMP}}")
    copies.copy_file(backup, target)
    migrate.upgrade(url, scripts)
    return kept


def _file(url: str) -> Path:
    file = migrate.sqlite_file(url)
    if file is None:
        raise StorageError("not_sqlite")
    return file

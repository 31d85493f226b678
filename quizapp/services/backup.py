"""Backups of an SQLite database: taking one, checking one, putting one back.

A backup is a copy that passed inspection; a restore checks first and keeps what it
replaces. With another database the server's own tools do this, and these functions say so.

    waraqa.db  --back_up-->  waraqa-20260301T101500Z.db  --restore-->  waraqa.db
                                                  and waraqa.db.replaced-20260302T080000Z

A backup made by hand stays until somebody deletes it. Those that the keeper makes by itself
(`waraqa-20260301T101500Z.auto.db`, see `services.backup_keeping`) are thinned.

Beside each backup stands its checksum (`….db.sha256`, as `sha256sum -c` reads it): a database
cannot tell that one letter of a name has changed since, the checksum can.
"""

from __future__ import annotations

import hashlib
import shutil
from datetime import datetime
from pathlib import Path
from typing import Final

from quizapp.db import copies, migrate
from quizapp.db.copies import Inspection
from quizapp.domain.errors import StorageError
from quizapp.services.backup_names import STAMP as STAMP
from quizapp.services.backup_names import automatic as automatic
from quizapp.services.backup_names import last_backup as last_backup
from quizapp.services.backup_names import newest_backup as newest_backup
from quizapp.services.backup_names import stamp_of as stamp_of

# What a backup never takes: the database needs a little space to go on writing.
RESERVE: Final = 64 * 1024 * 1024


def back_up(url: str, folder: Path, now: datetime) -> Inspection:
    """Copy the live database into a folder, under a name that tells the moment (UTC).

    Works while the server writes. Raises StorageError; then no file of that name exists.
    """
    source = file_of(url)
    require_room(source, folder)
    made = copies.copy_file(source, folder / f"{source.stem}-{now:{STAMP}}.db")
    write_checksum(made.path)
    return made


def checksum_file(backup: Path) -> Path:
    """Return the file in which a backup's checksum stands."""
    return backup.with_name(f"{backup.name}.sha256")


def write_checksum(backup: Path) -> None:
    """Write down what a backup that was just made looks like.

    Raises StorageError where there is no place for that; then the backup is gone, too.
    """
    target = checksum_file(backup)
    draft = target.with_name(f".{target.name}.tmp")
    with copies.placed(target):
        try:
            draft.write_text(f"{_digest(backup)}  {backup.name}\n", encoding="utf-8")
            draft.replace(target)
        except OSError:
            for path in (draft, backup):
                path.unlink(missing_ok=True)
            raise


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _vouched(backup: Path) -> bool:
    """Tell whether a checksum says that a backup is as it was made; raise where it says not."""
    try:
        known = checksum_file(backup).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return False  # One of an older version, or brought from elsewhere without it.
    if known and known[0] != _digest(backup):
        raise StorageError("changed_since", backup.name)
    return bool(known)


def require_room(source: Path, folder: Path) -> None:
    """Raise StorageError `disk_full` where one more copy would take the last of the space."""
    if not source.is_file():
        raise StorageError("missing", source.name)
    there = next(place for place in (folder, *folder.absolute().parents) if place.is_dir())
    if shutil.disk_usage(there).free < source.stat().st_size + RESERVE:
        raise StorageError("disk_full", folder.name)


def verify(path: Path, *, hurried: bool = False) -> Inspection:
    """Check a backup from end to end. Raises StorageError for one that cannot be trusted.

    `hurried` leaves out what it passed when it was made, where its checksum says that it is
    the same file still. Somebody waits for a restore.
    """
    vouched = path.is_file() and _vouched(path)
    inspection = copies.inspect_file(path, vouched=vouched and hurried)
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
    target = file_of(url)
    revision = verify(backup, hurried=True).revision
    if revision not in migrate.revisions(scripts):
        raise StorageError("schema_too_new", revision or "")
    kept = None
    if target.exists():
        copies.detach(target)
        kept = copies.set_aside(target, f"{target.name}.replaced-{now:{STAMP}}")
    copies.put_back(backup, target)
    migrate.upgrade(url, scripts)
    return kept


def file_of(url: str) -> Path:
    """Return the file of an SQLite database. Raises StorageError `not_sqlite` for another."""
    file = migrate.sqlite_file(url)
    if file is None:
        raise StorageError("not_sqlite")
    return file

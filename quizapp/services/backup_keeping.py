"""A backup whenever the database changed, and old ones thinned out.

What has not changed is not copied again. That is decided twice, the cheap way first:

- the database's files look as they did when the newest backup was made: same inode, size and
  time of change, to the nanosecond. Every commit changes the write-ahead log, so they tell.
  A sight taken within two seconds of a change is not believed later: another change within
  the same tick of the clock would look the same;
- else a copy is made and compared with the newest backup page by page, but for what only says
  who wrote last. Equal: the copy is dropped.

Nothing old goes before a new copy passed inspection and reached the disk, and nothing but
files under the names that this module itself gives.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from quizapp.db import copies
from quizapp.db.copies import Inspection
from quizapp.domain.thinning import superseded
from quizapp.services.backup import (
    STAMP,
    automatic,
    checksum_file,
    file_of,
    newest_backup,
    require_room,
    write_checksum,
)
from quizapp.services.backup_state import read_state, write_state

SETTLED: Final = 2.0
_SHORT_OF_SPACE: Final = 10
"""A disk with no room for so many more copies is short of space."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What happened: the copy made, or None where the newest still says the same; what went."""

    made: Inspection | None
    newest: Path
    gone: tuple[Path, ...] = ()


def keep_up(url: str, folder: Path, now: datetime) -> Kept:
    """Back the database up into a folder if it changed; thin out what was made so before.

    One at a time for a folder: the caller holds its lock. Raises StorageError; then all
    backups are as they were.
    """
    source = file_of(url)
    require_room(source, folder)
    state, seen = read_state(folder), sight(source, now)
    newest = _known(folder, state.newest) or newest_backup(folder)
    _sweep(folder, source.stem)
    made: Inspection | None = None
    if newest is None or newest.name != state.newest or not seen or seen != state.sight:
        target = folder / f"{source.stem}-{now:{STAMP}}.auto.db"
        if newest is None:
            made = copies.copy_file(source, target)
        else:
            made = copies.copy_if_changed(source, target, newest)
    if made:
        write_checksum(made.path)
    current = made.path if made else newest
    assert current is not None, "without an older one a copy was made"
    state = replace(state, newest=current.name, sight=seen, current_at=now, trouble="")
    with copies.placed(folder):
        write_state(folder, state)
    return Kept(made, current, thin(folder, source, now) if made else ())


def sight(source: Path, now: datetime) -> str:
    """Say how a database's files look; empty where that cannot be relied on later.

    An empty log counts as none: opening the database makes one, closing it takes it away.
    """
    found = []
    for path in (source, source.with_name(f"{source.name}-wal")):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        if status.st_size:
            if now.timestamp() - status.st_mtime < SETTLED:
                return ""
            found.append(f"{path.name} {status.st_ino} {status.st_size} {status.st_mtime_ns}")
    return "; ".join(found)


def thin(folder: Path, source: Path, now: datetime) -> tuple[Path, ...]:
    """Delete the automatic backups of a database that are not needed any more; return them."""
    backups = automatic(folder, source.stem)
    short = shutil.disk_usage(folder).free < _SHORT_OF_SPACE * source.stat().st_size
    gone = tuple(backups[stamp] for stamp in sorted(superseded(backups, now, sparing=short)))
    for path in gone:
        path.unlink(missing_ok=True)
        checksum_file(path).unlink(missing_ok=True)
    return gone


def _known(folder: Path, name: str) -> Path | None:
    """The backup of the round before, whatever moments the others claim to be from."""
    return folder / name if name and (folder / name).is_file() else None


def _sweep(folder: Path, stem: str) -> None:
    """Remove what a keeper that was killed left behind half-written."""
    for path in folder.glob(f".{stem}-*.auto.db.*.tmp*"):
        path.unlink(missing_ok=True)

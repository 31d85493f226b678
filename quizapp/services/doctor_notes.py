"""What the doctor tells beside its checks: how things stand around the database.

None of it makes a database unsound, but all of it is what an administrator asks next.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from quizapp.db import migrate
from quizapp.services.backup import last_backup
from quizapp.services.backup_state import read_state


@dataclass(frozen=True, slots=True)
class Notes:
    """How things stand. Sizes are in bytes, moments in UTC.

    `current_at` is the last moment of which a backup is known to say what the database said;
    `trouble` says why the last try to make one failed. `checked` is the backup that the keeper
    examined last, `faults` what it found. `log_size` is SQLite's write-ahead log.
    """

    in_file: bool
    current_at: datetime | None
    trouble: str
    checked_at: datetime | None
    checked: str
    faults: tuple[str, ...]
    size: int
    log_size: int
    free: int


def notes_on(url: str, folder: Path) -> Notes:
    """Return how things stand with a database and its folder of backups."""
    file, state = migrate.sqlite_file(url), read_state(folder)
    there = next(place for place in (folder, *folder.absolute().parents) if place.is_dir())
    return Notes(
        in_file=file is not None,
        current_at=last_backup(folder),
        trouble=state.trouble,
        checked_at=state.checked_at,
        checked=state.checked,
        faults=state.faults,
        size=_size(file) if file else 0,
        log_size=_size(file.with_name(f"{file.name}-wal")) if file else 0,
        free=shutil.disk_usage(there).free,
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0

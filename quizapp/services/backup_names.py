"""What the names of backups say: when each was made, which is the newest, how late it is.

Apart from what makes and restores backups, because a worker asks it to say whether it is ready.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from quizapp.services.backup_state import read_state

STAMP: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"(?P<stem>.+)-(?P<stamp>\d{8}T\d{6}Z)(?P<auto>\.auto)?\.db")


def stamp_of(path: Path) -> datetime | None:
    """Return the moment that a backup's name tells, None for a file that is no backup of ours."""
    found = _NAME.fullmatch(path.name)
    if not found:
        return None
    try:
        return datetime.strptime(found["stamp"], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def automatic(folder: Path, stem: str) -> dict[datetime, Path]:
    """Return the backups of a database that were made by themselves, by moment."""
    found = {}
    for path in folder.glob("*.auto.db"):
        stamp, name = stamp_of(path), _NAME.fullmatch(path.name)
        if stamp and name and name["stem"] == stem and path.is_file() and not path.is_symlink():
            found[stamp] = path
    return found


def newest_backup(folder: Path) -> Path | None:
    """Return the newest backup in a folder, made by hand or not; None where there is none."""
    stamped = [(stamp_of(path), path.name, path) for path in folder.glob("*.db")]
    known = [(stamp, name, path) for stamp, name, path in stamped if stamp is not None]
    return max(known)[2] if known else None


def last_backup(folder: Path) -> datetime | None:
    """Return the last moment of which a backup is known to say what the database said (UTC).

    That is when the newest was made, or when the keeper last found that nothing had changed
    since. None where there is no backup.
    """
    newest = newest_backup(folder)
    if newest is None:
        return None
    state, made = read_state(folder), stamp_of(newest)
    if made and state.newest == newest.name and state.current_at is not None:
        return max(made, state.current_at)
    return made

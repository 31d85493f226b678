"""The drill: a restore for practice, into a folder that is gone afterwards.

A backup that was never restored is a hope. The drill does what `restore` does, on the disk on
which the real one would happen, examines what came of it, and says how long it took.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import NullPool
from sqlalchemy.orm import Session

from quizapp.db.engine import make_engine
from quizapp.domain.errors import StorageError
from quizapp.services.backup import newest_backup, require_room, restore
from quizapp.services.doctor import DoctorReport, examine


@dataclass(frozen=True, slots=True)
class Drill:
    """What was restored, its size in bytes, and how many seconds that and examining it took."""

    backup: Path
    size: int
    restoring: float
    examining: float
    report: DoctorReport

    @property
    def rate(self) -> float:
        """Megabytes (10^6 bytes) restored in a second."""
        return self.size / 1e6 / max(self.restoring, 1e-9)

    @property
    def seconds_a_gigabyte(self) -> float:
        """How long a restore of 10^9 bytes would take at this rate."""
        return 1000 / max(self.rate, 1e-9)


def drill(
    backups: Path,
    place: Path,
    scripts: Path,
    now: datetime,
    *,
    backup: Path | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Drill:
    """Restore the newest of the backups, or the one given, into a folder made inside `place`.

    Raises StorageError as `restore` does, and `no_backup`. Nothing is left in `place`.
    """
    chosen = backup or newest_backup(backups)
    if chosen is None:
        raise StorageError("no_backup", str(backups))
    require_room(chosen, place)
    with TemporaryDirectory(dir=place, prefix="drill-") as folder:
        url = f"sqlite:///{Path(folder) / 'waraqa.db'}"
        start = clock()
        restore(url, chosen, scripts, now)
        restored = clock()
        engine = make_engine(url, poolclass=NullPool)
        try:
            with Session(engine) as session:
                report = examine(session, scripts)
        finally:
            engine.dispose()
        return Drill(chosen, chosen.stat().st_size, restored - start, clock() - restored, report)

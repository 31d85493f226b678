"""Loading the seeds at the start of the site, but only where that could write anything.

Deriving every item anew takes half a second, and whoever restarts the site waits for it. So a
mark is kept of what the last load went by: the bytes of the seeds, the code that makes content
of them, and the articles as they then stood in the database. If all three are as they were,
loading would write nothing. A restored backup, a new version of the program or an edited seed
gives another mark, and so does an article that a teacher changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from quizapp.db import catalogue
from quizapp.resources import PACKAGE
from quizapp.services.content import LoadReport, load_seeds

# What content follows from, beside the seeds.
_CODE = ("domain", "formats/content", "services")


def load_seeds_once(session: Session, seeds: Path, now: datetime, kept: Path) -> LoadReport:
    """Load a folder of seeds unless the mark in the file `kept` says that nothing changed.

    Returns what `load_seeds` returns, and an empty report where there was nothing to do.
    Raises what `load_seeds` raises; the mark is then as it was.
    """
    before = mark_of(session, seeds)
    if kept.is_file() and kept.read_text("ascii", errors="replace") == before:
        return LoadReport(())
    report = load_seeds(session, seeds, now)
    session.rollback()
    with suppress(OSError):  # Without a mark the next start does all of it again.
        kept.write_text(mark_of(session, seeds), "ascii")
    return report


def mark_of(session: Session, seeds: Path) -> str:
    """Return the digest of the seeds, of the code that reads them, and of what is stored."""
    digest = hashlib.sha256()
    for file in _files(seeds):
        digest.update(f"{file.name}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    for row in catalogue.articles(session.connection()):
        digest.update(f"{row.slug}\0{row.version_id}\0{row.fingerprint!r}\0".encode())
    return digest.hexdigest()


def _files(seeds: Path) -> Iterator[Path]:
    yield from sorted(file for file in seeds.rglob("*") if file.is_file())
    for folder in _CODE:
        yield from sorted((PACKAGE / folder).rglob("*.py"))

"""`quizapp doctor`: is the database whole, and does it still say what it said?

Prints one line for each check and one for each of its first faults; ends with exit code 1
if there is any. Below stands how things are around the database: backups, log, disk. That
alone never makes the exit code 1.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Final

import click

from quizapp.cli.backup import lang_option
from quizapp.config import Config
from quizapp.domain.bilingual import Lang
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.resources import resource
from quizapp.services.doctor import Check, Examined, examine
from quizapp.services.doctor_notes import Notes, notes_on
from quizapp.services.doctor_program import examine_program
from quizapp.wording import N_, translated

SHOWN: Final = 20
# With another schema only the file itself is examined.
FILE_ONLY: Final = 3

CHECKS: Final = {
    Check.INTEGRITY: N_("The database file is whole"),
    Check.FOREIGN_KEYS: N_("Every row points to one that exists"),
    Check.SCHEMA: N_("The schema is the one of this program"),
    Check.GUARDS: N_("The guards of the log are in place"),
    Check.PERMITS: N_("No permit to delete was left behind"),
    Check.TEXTS: N_("Every text is as it was stored"),
    Check.ROUNDS: N_("Every round has all its questions"),
    Check.RESPONSES: N_("Every answer is judged as it was logged"),
    Check.REGRADES: N_("Every regrade follows from its answer and the key adopted"),
    Check.SCORES: N_("Every score is the sum of its answers"),
    Check.MEMORY: N_("Every card stands where its reviews put it"),
    Check.DAYS: N_("Every day is the sum of its reviews"),
    Check.AUDIT: N_("The log of who changed what is unbroken"),
    Check.CATALOGUES: N_("The words of both languages are all there"),
    Check.SEEDS: N_("The shipped articles are stored as they were shipped"),
}
_LINE: Final = N_("%(verdict)s: %(check)s (examined: %(count)s, passed over: %(passed)s)")
_GOOD: Final = N_("good")
_FAULT: Final = N_("FAULT")
_MORE: Final = N_("and more: %(count)s")


_NO_BACKUP: Final = N_("note: there is no backup yet")
_BACKUP: Final = N_("note: a backup says what the database said %(minutes)s minutes ago")
_TROUBLE: Final = N_("note: the last try to make a backup failed: %(detail)s")
_CHECKED: Final = N_("note: backup examined %(hours)s hours ago: %(path)s, faults: %(faults)s")
_SIZES: Final = N_("note: database %(size)s MB, its log %(log)s MB, free on the disk %(free)s MB")
_FREE: Final = N_("note: free on the disk %(free)s MB")


@click.command()
@lang_option
def doctor(lang: Lang) -> None:
    """Examine the database from end to end, without changing it."""
    config = Config.from_environment(os.environ)
    with create_app(config).app_context():
        report = examine(database(), resource("migrations"))
        program: tuple[Examined, ...] = ()
        if len(report.checks) > FILE_ONLY:
            program = examine_program(database(), resource("seeds"), resource("translations"))
    for examined in (*report.checks, *program):
        _show(examined, lang)
    for line in told(notes_on(config.database_url, config.data_dir / "backups"), lang):
        click.echo(line)
    if not report.sound or any(examined.faults for examined in program):
        raise SystemExit(1)


def told(notes: Notes, lang: Lang) -> list[str]:
    """Return how things stand around the database, a line each."""
    now = datetime.now(UTC)
    sizes = {"size": notes.size, "log": notes.log_size, "free": notes.free}
    words = {name: f"{value / 1e6:.0f}" for name, value in sizes.items()}
    if not notes.in_file:
        return [translated(_FREE, words, lang)]
    lines = [translated(_NO_BACKUP, {}, lang)]
    if notes.current_at is not None:
        minutes = int((now - notes.current_at).total_seconds() // 60)
        lines = [translated(_BACKUP, {"minutes": str(minutes)}, lang)]
    if notes.trouble:
        lines.append(translated(_TROUBLE, {"detail": notes.trouble}, lang))
    if notes.checked_at is not None:
        hours = int((now - notes.checked_at).total_seconds() // 3600)
        found = {"hours": str(hours), "path": notes.checked, "faults": str(len(notes.faults))}
        lines.append(translated(_CHECKED, found, lang))
        lines += [f"  {fault}" for fault in notes.faults]
    return [*lines, translated(_SIZES, words, lang)]


def _show(examined: Examined, lang: Lang) -> None:
    params = {
        "verdict": translated(_FAULT if examined.faults else _GOOD, {}, lang),
        "check": translated(CHECKS[examined.check], {}, lang),
        "count": str(examined.count),
        "passed": str(examined.passed_over),
    }
    click.echo(translated(_LINE, params, lang))
    for fault in examined.faults[:SHOWN]:
        click.echo(f"  {fault}")
    if len(examined.faults) > SHOWN:
        more = {"count": str(len(examined.faults) - SHOWN)}
        click.echo(f"  {translated(_MORE, more, lang)}")

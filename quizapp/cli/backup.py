"""`quizapp backup` and `quizapp restore`: copies of the database that can be trusted.

Both end with exit code 1 when the file at hand does not pass its inspection. What `--if-changed`
makes is made as by the keeper: skipped when nothing changed, and thinned; what is made by hand
stays until somebody deletes it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from quizapp.cli.storage import storage_text
from quizapp.config import Config
from quizapp.db.copies import Inspection
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.errors import StorageError
from quizapp.keeper import LOCK, holding
from quizapp.resources import resource
from quizapp.services.backup import back_up, restore, verify
from quizapp.services.backup_drill import Drill, drill
from quizapp.services.backup_keeping import Kept, keep_up
from quizapp.services.forgetting import forget_again
from quizapp.wording import N_, translated

_SOUND: Final = N_("%(path)s: sound. Schema %(revision)s, rows %(rows)s, bytes %(size)s")
_KEPT: Final = N_("The replaced database is kept as %(path)s")
_RESTORED: Final = N_("Restored from %(path)s")
_AGAIN: Final = N_("Accounts that had been deleted since then, now deleted again: %(count)s")
_BACK: Final = N_(
    "There is no log of a replaced database that goes on from this backup: whoever was deleted"
    " since then is back. This deletes them again: %(command)s"
)
_DELETE: Final = "quizapp account delete ID"
UNCHANGED: Final = N_("Nothing has changed since %(path)s; no backup was made.")
BUSY: Final = N_("Another keeper is at work here; it is left to that one.")
_THINNED: Final = N_("Older backups removed: %(count)s")
_DRILLED: Final = N_(
    "Drill with %(path)s: restored in %(seconds)s s (%(rate)s MB/s; a gigabyte would take"
    " %(gigabyte)s s), examined in %(examining)s s, faults: %(faults)s. Nothing was changed."
)

lang_option = click.option(
    "--lang", type=click.Choice(LANGS), default="en", help="The language of the report."
)


@click.command("backup")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the copy; by default `backups` beside the database.",
)
@click.option(
    "--check",
    "checked",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Only check this backup; make none.",
)
@click.option(
    "--if-changed",
    is_flag=True,
    help="Make none where the newest backup still says the same; thin out those made so before.",
)
@lang_option
def backup(folder: Path | None, checked: Path | None, if_changed: bool, lang: Lang) -> None:
    """Copy the database while the server runs, and check the copy."""
    with _explained(lang):
        if checked is not None:
            click.echo(_sound(verify(checked), lang))
            return
        config, now = Config.from_environment(os.environ), datetime.now(UTC)
        target = folder or config.data_dir / "backups"
        if not if_changed:
            click.echo(_sound(back_up(config.database_url, target, now), lang))
            return
        with holding(config.data_dir / LOCK) as ours:
            kept = keep_up(config.database_url, target, now) if ours else None
        _tell(kept, lang)


@click.command("restore")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--drill",
    "drilled",
    is_flag=True,
    help="For practice: restore the newest backup, or FILE, into a folder that is removed again.",
)
@lang_option
def restore_backup(file: Path | None, drilled: bool, lang: Lang) -> None:
    """Put a backup in the place of the database. The server must be stopped."""
    if file is None and not drilled:
        raise click.UsageError("Missing argument 'FILE'.")
    config = Config.from_environment(os.environ)
    with _explained(lang):
        if file is None or drilled:
            _drill(config, file, lang)
            return
        now = datetime.now(UTC)
        kept = restore(config.database_url, file, resource("migrations"), now)
        click.echo(translated(_RESTORED, {"path": str(file)}, lang))
        if kept is not None:
            click.echo(translated(_KEPT, {"path": str(kept)}, lang))
        again = forget_again(config.database_url, kept, now) if kept is not None else None
        if again is None:
            click.echo(translated(_BACK, {"command": _DELETE}, lang))
        elif again:
            click.echo(translated(_AGAIN, {"count": str(again)}, lang))


def _drill(config: Config, file: Path | None, lang: Lang) -> None:
    scripts, now = resource("migrations"), datetime.now(UTC)
    done = drill(config.data_dir / "backups", config.data_dir, scripts, now, backup=file)
    click.echo(translated(_DRILLED, _figures(done), lang))
    if not done.report.sound:
        raise SystemExit(1)


def _figures(done: Drill) -> dict[str, str]:
    return {
        "path": str(done.backup),
        "seconds": f"{done.restoring:.1f}",
        "rate": f"{done.rate:.1f}",
        "gigabyte": f"{done.seconds_a_gigabyte:.0f}",
        "examining": f"{done.examining:.1f}",
        "faults": str(sum(len(examined.faults) for examined in done.report.checks)),
    }


def _tell(kept: Kept | None, lang: Lang) -> None:
    if kept is None:
        click.echo(translated(BUSY, {}, lang))
    elif kept.made is None:
        click.echo(translated(UNCHANGED, {"path": str(kept.newest)}, lang))
    else:
        click.echo(_sound(kept.made, lang))
        if kept.gone:
            click.echo(translated(_THINNED, {"count": str(len(kept.gone))}, lang))


@contextmanager
def _explained(lang: Lang) -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        click.echo(storage_text(error, lang), err=True)
        raise SystemExit(1) from error


def _sound(inspection: Inspection, lang: Lang) -> str:
    params = {
        "path": str(inspection.path),
        "revision": str(inspection.revision),
        "rows": str(sum(inspection.rows.values())),
        "size": str(inspection.size),
    }
    return translated(_SOUND, params, lang)

"""`quizapp backup` and `quizapp restore`: copies of the database that can be trusted.

Both end with exit code 1 when the file at hand does not pass its inspection.
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
from quizapp.resources import resource
from quizapp.services.backup import back_up, restore, verify
from quizapp.wording import N_, translated

_SOUND: Final = N_("%(path)s: sound. Schema %(revision)s, rows %(rows)s, bytes %(size)s")
_KEPT: Final = N_("The replaced database is kept as %(path)s")
_RESTORED: Final = N_("Restored from %(path)s")

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
@lang_option
def backup(folder: Path | None, checked: Path | None, lang: Lang) -> None:
    """Copy the database while the server runs, and check the copy."""
    with _explained(lang):
        if checked is not None:
            inspection = verify(checked)
        else:
            config = Config.from_environment(os.environ)
            target = folder or config.data_dir / "backups"
            inspection = back_up(config.database_url, target, datetime.now(UTC))
        click.echo(_sound(inspection, lang))


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@lang_option
def restore_backup(file: Path, lang: Lang) -> None:
    """Put a backup in the place of the database. The server must be stopped."""
    config = Config.from_environment(os.environ)
    with _explained(lang):
        kept = restore(config.database_url, file, resource("migrations"), datetime.now(UTC))
        click.echo(translated(_RESTORED, {"path": str(file)}, lang))
        if kept is not None:
            click.echo(translated(_KEPT, {"path": str(kept)}, lang))


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

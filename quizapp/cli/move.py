"""`quizapp move`: the whole site from its SQLite file into an empty PostgreSQL database.

Ends with exit code 1 where nothing was moved, and says why.
"""

from __future__ import annotations

import os
from typing import Final

import click

from quizapp.cli.backup import lang_option
from quizapp.cli.storage import storage_text
from quizapp.config import Config
from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import StorageError
from quizapp.resources import resource
from quizapp.services import moving
from quizapp.services.moving import Moved
from quizapp.wording import N_, translated

_TABLE: Final = N_("%(table)s: rows %(rows)s")
_MOVED: Final = N_(
    "Moved, and the same on both sides: tables %(tables)s, rows %(rows)s."
    " Set %(variable)s to the new database before the server starts again."
)
_COULD: Final = N_("Could be moved: tables %(tables)s, rows %(rows)s. Nothing was written.")


@click.command("move")
@click.option(
    "--to",
    "target",
    required=True,
    envvar="WARAQA_MOVE_TO",
    help="postgresql+psycopg://… (or WARAQA_MOVE_TO, which no list of processes shows).",
)
@click.option("--dry-run", is_flag=True, help="Look at every row, and write nothing.")
@lang_option
def move(target: str, dry_run: bool, lang: Lang) -> None:
    """Move the site into an empty PostgreSQL database. The server must be stopped."""
    config = Config.from_environment(os.environ)

    def tell(moved: Moved) -> None:
        if moved.rows:
            click.echo(translated(_TABLE, {"table": moved.table, "rows": str(moved.rows)}, lang))

    try:
        done = moving.move(
            config.database_url, target, resource("migrations"), dry=dry_run, tell=tell
        )
    except StorageError as error:
        click.echo(storage_text(error, lang), err=True)
        raise SystemExit(1) from error
    params = {
        "tables": str(len(done)),
        "rows": str(sum(moved.rows for moved in done)),
        "variable": "WARAQA_DATABASE_URL",
    }
    click.echo(translated(_COULD if dry_run else _MOVED, params, lang))

"""What went wrong with a database, in words; and commands that end with them.

A command that meets a configuration or a database it cannot work with says so in one line of
each language, as it may not know yet which one is wanted, and ends with exit code 1. What it
was doing and where is of no use to whoever runs the site.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Any, Final

import click

from quizapp.config import ConfigError
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.errors import (
    StorageBusy,
    StorageDamaged,
    StorageError,
    StorageFailure,
    StorageFull,
    StorageReadOnly,
)
from quizapp.wording import N_, translated

STORAGE: Final = {
    "missing": N_("There is no such file: %(detail)s"),
    "not_a_database": N_("This file is not a database: %(detail)s"),
    "damaged": N_("The database is damaged: %(detail)s"),
    "changed_since": N_("This backup is not as it was made; its checksum differs: %(detail)s"),
    "foreign_keys": N_("Rows point to others that do not exist: %(detail)s"),
    "rows_missing": N_("The copy lacks rows of the table %(detail)s."),
    "rows_lost": N_("The change of schema would have lost rows: %(detail)s"),
    "triggers_lost": N_("The change of schema would have lost guards: %(detail)s"),
    "no_schema": N_("This database is not one of ours: %(detail)s"),
    "schema_too_new": N_("A newer version of the program made this database (%(detail)s)."),
    "in_use": N_("The database is in use; the server must be stopped first: %(detail)s"),
    "disk_full": N_("The disk is full; nothing half-written was left: %(detail)s"),
    "not_writable": N_("Nothing can be written there: %(detail)s"),
    "disk_failed": N_("The disk did not do what was asked of it: %(detail)s"),
    "no_backup": N_("There is no backup yet in %(detail)s"),
    "not_in_a_file": N_("Only a site in an SQLite file can be moved."),
    "not_postgresql": N_("The address of the new database begins otherwise than %(detail)s"),
    "no_driver": N_("The driver for PostgreSQL is missing: %(detail)s"),
    "unreachable": N_("The new database cannot be used: %(detail)s"),
    "not_empty": N_("The new database is not empty: the table %(detail)s has rows."),
    "schema_older": N_(
        "The schema of this database is older than the program (%(detail)s):"
        " start the server once, stop it, and move then."
    ),
    "cannot_move": N_("PostgreSQL cannot hold this; nothing was moved: %(detail)s"),
    "copy_differs": N_("What arrived differs from what was sent; nothing was moved: %(detail)s"),
    "not_sqlite": N_("Only SQLite databases are backed up here; others have tools of their own."),
}


def storage_text(error: StorageError, lang: Lang) -> str:
    """Return the sentence for what is wrong with a database file."""
    return translated(STORAGE[error.code], {"detail": error.detail}, lang)


FAILURES: Final[Mapping[type[StorageFailure], str]] = {
    StorageBusy: N_("The database is held by another program for too long: %(detail)s"),
    StorageFull: N_("There is no room left on the disk of the database: %(detail)s"),
    StorageReadOnly: N_("The database cannot be opened or written: %(detail)s"),
    StorageDamaged: N_("The database is damaged: %(detail)s"),
}


# A folder that cannot be written says the same as a database in it.
_OF_SYSTEM: Final[Mapping[int, type[StorageFailure]]] = {
    errno.ENOSPC: StorageFull,
    errno.EDQUOT: StorageFull,
    errno.EFBIG: StorageFull,
    errno.EROFS: StorageReadOnly,
    errno.EACCES: StorageReadOnly,
}


def failure_text(error: StorageFailure, lang: Lang) -> str:
    """Return the sentence for what the database refused."""
    detail = str(error) or type(error).__name__
    return translated(FAILURES[type(error)], {"detail": detail}, lang)


class Plainly(click.Group):
    """A group of commands that end with a sentence where the database fails them."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except StorageFailure as error:
            lines = [failure_text(error, lang) for lang in LANGS]
        except StorageError as error:
            lines = [storage_text(error, lang) for lang in LANGS]
        except ConfigError as error:
            lines = [str(error)]
        except OSError as error:
            kind = _OF_SYSTEM.get(error.errno or 0)
            if kind is None:
                raise
            lines = [failure_text(kind(str(error)), lang) for lang in LANGS]
        for line in lines:
            click.echo(line, err=True)
        raise SystemExit(1)

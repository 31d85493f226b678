"""What went wrong with a database file, in words."""

from __future__ import annotations

from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import StorageError
from quizapp.wording import N_, translated

STORAGE: Final = {
    "missing": N_("There is no such file: %(detail)s"),
    "not_a_database": N_("This file is not a database: %(detail)s"),
    "damaged": N_("The database is damaged: %(detail)s"),
    "foreign_keys": N_("Rows point to others that do not exist: %(detail)s"),
    "rows_missing": N_("The copy lacks rows of the table %(detail)s."),
    "rows_lost": N_("The change of schema would have lost rows: %(detail)s"),
    "triggers_lost": N_("The change of schema would have lost guards: %(detail)s"),
    "no_schema": N_("This database is not one of ours: %(detail)s"),
    "schema_too_new": N_("A newer version of the program made this database (%(detail)s)."),
    "in_use": N_("The database is in use; the server must be stopped first: %(detail)s"),
    "not_sqlite": N_("Only SQLite databases are backed up here; others have tools of their own."),
}


def storage_text(error: StorageError, lang: Lang) -> str:
    """Return the sentence for what is wrong with a database file."""
    return translated(STORAGE[error.code], {"detail": error.detail}, lang)

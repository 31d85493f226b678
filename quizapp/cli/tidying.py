"""`quizapp account tidy`: what nobody uses any more goes, or with `--dry-run` is only listed.

The same happens when the server starts and every night; this is for looking ahead, and for
whoever runs no server. The list is for programs too: what, whose, how many accounts (tabs).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import click

from quizapp.cli.account import account
from quizapp.cli.backup import lang_option
from quizapp.domain.bilingual import Lang
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.services.people.retention import outlook
from quizapp.services.people.tidying import tidy
from quizapp.wording import N_, translated

_NOTHING: Final = N_("Nothing that nobody uses is old enough to go.")
_NOT_DONE: Final = N_("Nothing was changed.")


@account.command("tidy")
@click.option("--dry-run", is_flag=True, help="Only list what would be done.")
@lang_option
def tidy_up(dry_run: bool, lang: Lang) -> None:
    """Archive and delete what nobody has used for a year; accounts disabled for 29 days."""
    now = datetime.now(UTC)
    with create_app().app_context():
        due = outlook(database(), now) if dry_run else tidy(database(), now).unused
    for each in due:
        click.echo(f"{each.what}\t{each.named or '-'}\t{each.count}")
    if not due:
        click.echo(translated(_NOTHING, {}, lang), err=True)
    if dry_run:
        click.echo(translated(_NOT_DONE, {}, lang), err=True)

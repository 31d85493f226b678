"""`quizapp account`: who is there, and forgetting somebody for good."""

from __future__ import annotations

from typing import Final

import click

from quizapp.cli.backup import lang_option
from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import AccountNotFound
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.services.accounts import delete_account, list_accounts
from quizapp.wording import N_, translated

_NONE: Final = N_("No account: %(account)s")
_DELETED: Final = N_("Deleted. Rows: %(rows)s")
_NEVER: Final = "-"


@click.group()
def account() -> None:
    """List and delete accounts."""


@account.command("list")
def show_accounts() -> None:
    """Print a line for each account: id, role, made, last seen, rounds (tabs between)."""
    with create_app().app_context():
        for line in list_accounts(database()):
            seen = line.last_seen_at.isoformat(timespec="minutes") if line.last_seen_at else _NEVER
            made = line.created_at.isoformat(timespec="minutes")
            click.echo(f"{line.public_id}\t{line.role}\t{made}\t{seen}\t{line.rounds}")


@account.command("delete")
@click.argument("account_id", metavar="ID")
@click.confirmation_option(prompt="This cannot be undone. Delete the account and all its answers?")
@lang_option
def delete(account_id: str, lang: Lang) -> None:
    """Delete an account with its sessions, rounds and answers."""
    with create_app().app_context():
        try:
            deleted = delete_account(database(), account_id)
        except AccountNotFound as missing:
            click.echo(translated(_NONE, {"account": account_id}, lang), err=True)
            raise SystemExit(1) from missing
    rows = ", ".join(f"{name} {count}" for name, count in deleted.items())
    click.echo(translated(_DELETED, {"rows": rows}, lang))

"""`quizapp account`: who is there, forgetting somebody for good, parameters of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import click

from quizapp.cli.backup import lang_option
from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import AccountNotFound, OptimiserMissing, ReviewsTooFew
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.services.accounts import account_number, delete_account, list_accounts
from quizapp.services.cards import optimiser, personal
from quizapp.wording import N_, translated

_NONE: Final = N_("No account: %(account)s")
_DELETED: Final = N_("Deleted. Rows: %(rows)s")
_TOO_FEW: Final = N_("Reviews of known cards so far: %(reviews)s; needed: %(needed)s.")
_MISSING: Final = N_("The optimiser is not installed: %(command)s")
_LOSS: Final = N_("Log loss over %(reviews)s reviews: %(before)s before, %(after)s after.")
_UNSEEN: Final = N_(
    "Over the newest fifth, from the older reviews: %(before)s before, %(after)s after."
)
_NOT_BETTER: Final = N_("No better on what it had not seen. Nothing was changed.")
_OFFERED: Final = N_("Better. With %(option)s it is taken on and the log replayed.")
_TAKEN_ON: Final = N_("Taken on; the log was replayed.")
_INSTALL: Final = "pip install 'quizapp[optimiser]'"
_NEVER: Final = "-"


@click.group()
def account() -> None:
    """List and delete accounts."""


@account.command("list")
def show_accounts() -> None:
    """Print a line for each account: id, role, made, last seen, rounds, login (tabs between)."""
    with create_app().app_context():
        for line in list_accounts(database()):
            seen = line.last_seen_at.isoformat(timespec="minutes") if line.last_seen_at else _NEVER
            made = line.created_at.isoformat(timespec="minutes")
            known = (line.public_id, line.role, made, seen, line.rounds, line.login or _NEVER)
            click.echo("\t".join(map(str, known)))


@account.command("delete")
@click.argument("account_id", metavar="ID")
@click.confirmation_option(prompt="This cannot be undone. Delete the account and all its answers?")
@lang_option
def delete(account_id: str, lang: Lang) -> None:
    """Delete an account with its sessions, rounds and answers."""
    with create_app().app_context():
        try:
            deleted = delete_account(database(), account_id, now=datetime.now(UTC))
        except AccountNotFound as missing:
            click.echo(translated(_NONE, {"account": account_id}, lang), err=True)
            raise SystemExit(1) from missing
    rows = ", ".join(f"{name} {count}" for name, count in deleted.items())
    click.echo(translated(_DELETED, {"rows": rows}, lang))


@account.command("fit")
@click.argument("account_id", metavar="ID")
@click.option("--accept", is_flag=True, help="Take on what was found, if it is better.")
@click.option("--usual", is_flag=True, help="Go back to the usual parameters instead.")
@lang_option
def fit(account_id: str, accept: bool, usual: bool, lang: Lang) -> None:
    """Fit memory parameters to an account's own reviews; by itself this changes nothing."""

    def say(text: str, **values: object) -> None:
        click.echo(translated(text, {name: str(v) for name, v in values.items()}, lang))

    with create_app().app_context():
        try:
            _fit(account_id, say, accept=accept, usual=usual)
        except (AccountNotFound, ReviewsTooFew, OptimiserMissing) as refusal:
            click.echo(_refused(refusal, account_id, lang), err=True)
            raise SystemExit(1) from refusal


def _fit(account_id: str, say: Callable[..., None], *, accept: bool, usual: bool) -> None:
    session, now = database(), datetime.now(UTC)
    number = account_number(session, account_id)
    if usual:
        personal.take_on(session, account_id=number, parameters=None, now=now)
        say(_TAKEN_ON)
        return
    found = personal.propose(session, account_id=number, now=now, fitter=optimiser.installed())
    _show(found, say)
    if not found.worth_it:
        say(_NOT_BETTER)
    elif not accept:
        say(_OFFERED, option="--accept")
    else:
        personal.take_on(session, account_id=number, parameters=found.parameters, now=now)
        say(_TAKEN_ON)


def _refused(refusal: Exception, account_id: str, lang: Lang) -> str:
    if isinstance(refusal, ReviewsTooFew):
        counts = {"reviews": str(refusal.reviews), "needed": str(refusal.needed)}
        return translated(_TOO_FEW, counts, lang)
    if isinstance(refusal, OptimiserMissing):
        return translated(_MISSING, {"command": _INSTALL}, lang)
    return translated(_NONE, {"account": account_id}, lang)


def _show(found: personal.Proposal, say: Callable[..., None]) -> None:
    say(_LOSS, reviews=found.reviews, before=f"{found.before:.4f}", after=f"{found.after:.4f}")
    say(_UNSEEN, before=f"{found.unseen_before:.4f}", after=f"{found.unseen_after:.4f}")

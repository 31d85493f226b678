"""`quizapp account invite`, `reset`, `second-factor`, `disable`, `role`, `time`, …: who may what.

These need the machine, not a password, so the first teacher comes by one of them; `quizapp
serve` prints such an invitation itself while there is no teacher. A code is printed once and
stored nowhere. In a link it stands behind the #, which browsers do not send and servers do
not log.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, TypeVar

import click

from quizapp.cli.account import account
from quizapp.cli.backup import lang_option
from quizapp.domain.bilingual import Lang
from quizapp.domain.codes import written
from quizapp.domain.errors import AccountNotFound
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.services.accounts import Role
from quizapp.services.people import administration, audit
from quizapp.services.people.administration import LEAST_TIME, MOST_TIME
from quizapp.wording import N_, translated

_NONE: Final = N_("No account: %(account)s")
_CODE: Final = N_("Code: %(code)s, for one use within %(hours)s hours")
_LINK: Final = N_("Link: %(link)s")
_DISABLED: Final = N_(
    "Disabled. All its sessions have ended. Unless it is enabled again, it is deleted in 29 days."
)
_ENABLED: Final = N_("Enabled. It can sign in again.")
_CHANGED: Final = N_("Role changed to %(role)s. All its sessions have ended.")
_FACTOR_OFF: Final = N_("Second factor switched off. All its sessions have ended.")
_NO_FACTOR: Final = N_("There was no second factor. Nothing was changed.")
_TIME: Final = N_("From now on: %(factor)s times the time of others.")
Result = TypeVar("Result")
_HERE: Final = "http://127.0.0.1:8000"
_DAY_HOURS: Final = 24
_RESET_HOURS: Final = 72


def link_of(base: str, code: str, lang: Lang) -> str:
    """Return the link that brings a code along without sending it."""
    return f"{base.rstrip('/')}/{lang}/code#{code}"


@account.command("invite")
@click.option("--role", type=click.Choice(["teacher", "admin"]), default="teacher")
@click.option("--url", default=_HERE, show_default=True, help="Where the site is.")
@lang_option
def invite(role: Role, url: str, lang: Lang) -> None:
    """Print a one-use code that makes its holder a teacher or an administrator."""
    with create_app().app_context():
        code = administration.invite(database(), role=role, now=datetime.now(UTC))
    hours = administration.INVITATION.days * _DAY_HOURS
    _say(_CODE, lang, code=written(code), hours=str(hours))
    _say(_LINK, lang, link=link_of(url, code, lang))


@account.command("reset")
@click.argument("named", metavar="ID_OR_LOGIN")
@click.option("--url", default=_HERE, show_default=True, help="Where the site is.")
@lang_option
def reset(named: str, url: str, lang: Lang) -> None:
    """Print a one-use code for a new password, and end all sessions of the account."""
    code = _done(lambda now: administration.reset(database(), named, now), named, lang)
    _say(_CODE, lang, code=written(code), hours=str(_RESET_HOURS))
    _say(_LINK, lang, link=link_of(url, code, lang))


@account.group("second-factor")
def second_factor() -> None:
    """Help somebody who lost the phone that her codes came from."""


@second_factor.command("off")
@click.argument("named", metavar="ID_OR_LOGIN")
@lang_option
def second_factor_off(named: str, lang: Lang) -> None:
    """Let an account sign in with its password alone, and end all its sessions."""
    had = _done(
        lambda now: administration.switch_off_second_factor(database(), named, now), named, lang
    )
    _say(_FACTOR_OFF if had else _NO_FACTOR, lang)


@account.command("disable")
@click.argument("named", metavar="ID_OR_LOGIN")
@lang_option
def disable(named: str, lang: Lang) -> None:
    """Shut an account out at once; unless it is enabled again it is deleted after 29 days."""
    _done(lambda now: administration.disable(database(), named, now), named, lang)
    _say(_DISABLED, lang)


@account.command("enable")
@click.argument("named", metavar="ID_OR_LOGIN")
@lang_option
def enable(named: str, lang: Lang) -> None:
    """Let a disabled account sign in again."""
    _done(lambda now: administration.enable(database(), named, now), named, lang)
    _say(_ENABLED, lang)


@account.command("role")
@click.argument("named", metavar="ID_OR_LOGIN")
@click.argument("role", type=click.Choice(["learner", "teacher", "admin"]))
@lang_option
def change_role(named: str, role: Role, lang: Lang) -> None:
    """Give an account that can sign in another role."""
    _done(lambda now: administration.change_role(database(), named, role, now), named, lang)
    _say(_CHANGED, lang, role=role)


@account.command("time")
@click.argument("named", metavar="ID_OR_LOGIN")
@click.argument("factor", type=click.FloatRange(LEAST_TIME, MOST_TIME))
@lang_option
def give_time(named: str, factor: float, lang: Lang) -> None:
    """Give a learner so many times the time of others wherever homework has a time limit."""
    _done(lambda now: administration.give_time(database(), named, factor, now), named, lang)
    _say(_TIME, lang, factor=f"{factor:g}")


@account.command("log")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
def show_log(limit: int) -> None:
    """Print the newest entries of the audit log: moment, actor, action, object (tabs between)."""
    with create_app().app_context():
        entries = audit.newest(database().connection(), limit)
    for each in entries:
        moment = each.moment.isoformat(timespec="seconds")
        click.echo(f"{moment}\t{each.actor_id or '-'}\t{each.action}\t{each.object}")


def _done(deed: Callable[[datetime], Result], named: str, lang: Lang) -> Result:
    """Do something to an account, or say that there is none and end."""
    with create_app().app_context():
        try:
            return deed(datetime.now(UTC))
        except AccountNotFound as missing:
            click.echo(translated(_NONE, {"account": named}, lang), err=True)
            raise SystemExit(1) from missing


def _say(text: str, lang: Lang, **values: str) -> None:
    click.echo(translated(text, values, lang))

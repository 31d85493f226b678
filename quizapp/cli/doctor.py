"""`quizapp doctor`: is the database whole, and does it still say what it said?

Prints one line for each check and one for each of its first faults; ends with exit code 1
if there is any.
"""

from __future__ import annotations

from typing import Final

import click

from quizapp.cli.backup import lang_option
from quizapp.domain.bilingual import Lang
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.resources import resource
from quizapp.services.doctor import Check, Examined, examine
from quizapp.wording import N_, translated

SHOWN: Final = 20

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
}
_LINE: Final = N_("%(verdict)s: %(check)s (examined: %(count)s, passed over: %(passed)s)")
_GOOD: Final = N_("good")
_FAULT: Final = N_("FAULT")
_MORE: Final = N_("and more: %(count)s")


@click.command()
@lang_option
def doctor(lang: Lang) -> None:
    """Examine the database from end to end, without changing it."""
    with create_app().app_context():
        report = examine(database(), resource("migrations"))
    for examined in report.checks:
        _show(examined, lang)
    if not report.sound:
        raise SystemExit(1)


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

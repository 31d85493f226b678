"""`quizapp keep`: backups, tidying and the nightly check, without the server.

`quizapp serve` has a keeper of its own. This command is for a machine where systemd or cron
looks after it instead (`--once`), or where several servers share one data folder.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Final

import click

from quizapp.cli.backup import BUSY, UNCHANGED, lang_option
from quizapp.config import Config
from quizapp.domain.bilingual import Lang
from quizapp.keeper import EVERY, LOCK, end_on_sigterm, holding, rounds, say
from quizapp.resources import resource
from quizapp.services.keeping import Round, keep_round
from quizapp.wording import N_, translated

_NOTHING: Final = N_("Nothing was due.")
_BACKED_UP: Final = N_("Backed up: %(path)s; older backups removed: %(gone)s")
_TIDIED: Final = N_("Tidied.")
_CHECKED: Final = N_("Examined: %(path)s, faults: %(faults)s")
_MINUTES: Final = int(EVERY // 60)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@click.option(
    "--every",
    "minutes",
    default=_MINUTES,
    show_default=True,
    type=click.IntRange(1, 24 * 60),
    help="Minutes between two backups.",
)
@click.option("--quiet", is_flag=True, help="Say only what goes wrong.")
@lang_option
def keep(once: bool, minutes: int, quiet: bool, lang: Lang) -> None:
    """Back up what changed, tidy, and check a backup every night."""
    if not once:
        rounds(["--every", str(minutes), "--lang", lang], every=minutes * 60)
        return
    end_on_sigterm()
    config = Config.from_environment(os.environ)
    with holding(config.data_dir / LOCK) as ours:
        if not ours:
            click.echo(translated(BUSY, {}, lang))
            return
        now = datetime.now(UTC)
        done = keep_round(
            config.database_url,
            config.data_dir / "backups",
            resource("migrations"),
            now,
            now.astimezone().hour,
            timedelta(minutes=minutes),
        )
    if not quiet:
        for line in told(done, lang):
            click.echo(line)
    _warn(done)


def told(done: Round, lang: Lang) -> list[str]:
    """Return what a round did, a line each."""
    lines = []
    if done.kept is not None:
        words = {"path": str(done.kept.newest), "gone": str(len(done.kept.gone))}
        lines.append(translated(_BACKED_UP if done.kept.made else UNCHANGED, words, lang))
    if done.tidied:
        lines.append(translated(_TIDIED, {}, lang))
    if done.report is not None:
        faults = sum(len(examined.faults) for examined in done.report.checks)
        words = {"path": done.checked, "faults": str(faults)}
        lines.append(translated(_CHECKED, words, lang))
    return lines or [translated(_NOTHING, {}, lang)]


def _warn(done: Round) -> None:
    """Log what went wrong, and end with 1 if anything did."""
    for job, said in done.failed:
        say(f"{job} failed: {said}")
    faulty = done.report is not None and not done.report.sound
    if done.report is not None and faulty:
        for examined in done.report.checks:
            for fault in examined.faults[:5]:
                say(f"the backup {done.checked} has a fault: {examined.check}: {fault}")
    if done.failed or faulty:
        raise SystemExit(1)

"""`quizapp serve`: bring the database up to date, load the content, serve, say where.

Safe to start again and again: migrations run only where they must, unchanged content
writes nothing, and the address is printed once everything behind it is ready. While there
is no teacher, a link for one use is printed with it, at a terminal; each start makes the link
before it void. Where nothing can be stored, as on a disk that is full or read-only, a site that
was there before starts all the same, and can be read.
A keeper runs beside the server and makes the backups (`quizapp.keeper`).
"""

from __future__ import annotations

import logging
import os
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Final

import click

from quizapp.cli.people import link_of
from quizapp.config import Config
from quizapp.db.migrate import upgrade
from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import StorageBusy, StorageFull, StorageReadOnly
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.journal import Journal, Mode, configure_logging
from quizapp.keeper import FIRST, beside
from quizapp.resources import resource
from quizapp.server import serve as serve_forever
from quizapp.server import share_numbers
from quizapp.services.people.administration import has_teacher, invite
from quizapp.services.people.tidying import tidy
from quizapp.services.seeds_once import load_seeds_once

# The command has no language yet when it is first run, so it says this in both.
FIRST_TEACHER: Final[tuple[tuple[Lang, str], ...]] = (
    ("ar", "المعلّم الأول، مرة واحدة:"),
    ("en", "The first teacher, for one use:"),
)
# Of old guests and shut accounts so many at once: who waits for the site does not wait for this.
AT_START = 20
MOST_WORKERS = 4  # SQLite has one writer; more processes only queue for it

_log = logging.getLogger(__name__)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers",
    default=lambda: min(os.cpu_count() or 1, MOST_WORKERS),
    show_default="one a core, four at most",
    type=click.IntRange(1, 16),
    help="Processes.",
)
@click.option(
    "--threads",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Requests that a process works on at once.",
)
@click.option(
    "--keeper/--no-keeper",
    default=True,
    show_default=True,
    help="Whether to make backups every ten minutes, tidy, and check a backup every night.",
)
@click.option("--keeper-after", default=FIRST, hidden=True, type=click.FloatRange(0))
def serve(
    host: str, port: int, workers: int, threads: int, keeper: bool, keeper_after: float
) -> None:
    """Serve the site with the production server."""
    config = Config.from_environment(os.environ)
    configure_logging(config.log)
    share_numbers(config)
    upgrade(config.database_url, resource("migrations"))
    with create_app(config).app_context():
        alone = not has_teacher(database())
        invitation = _prepare(config, alone=alone)
    shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
    _announce(config.log, f"http://{shown}:{port}", invitation, alone=alone)
    with beside(first=keeper_after) if keeper else nullcontext():
        serve_forever(host=host, port=port, workers=workers, threads=threads)


def _prepare(config: Config, *, alone: bool) -> str | None:
    """Store what belongs into the database at a start; return the link for a first teacher.

    None of it is what learners come for: where nothing can be stored, the site can be read.
    """
    now = datetime.now(UTC)
    try:
        load_seeds_once(database(), resource("seeds"), now, config.data_dir / "seeds.mark")
        tidy(database(), now, most=AT_START)
        # A log is kept and read by others: no code belongs there.
        if alone and config.log == "text":
            return invite(database(), role="teacher", now=now)
    except (StorageBusy, StorageFull, StorageReadOnly) as error:
        database().rollback()
        _log.warning("nothing can be stored, so there is only reading: %s", error)
    return None


def _announce(mode: Mode, base: str, invitation: str | None, *, alone: bool) -> None:
    """Say where the site is, in the way of the log; and how its first teacher comes in."""
    if mode == "json":
        teacher = {"no_teacher": "quizapp account invite --role teacher"} if alone else {}
        Journal(mode).event("info", "serving", at=f"{base}/", **teacher)
        return
    click.echo(f"Waraqa · ورقة  {base}/")
    if invitation is not None:
        for lang, words in FIRST_TEACHER:
            click.echo(f"{words}  {link_of(base, invitation, lang)}")

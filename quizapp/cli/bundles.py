"""Whole articles at the command line: out as one file, and such a file in as a draft.

    quizapp export samarkand-summit --format bundle --to summit.zip
    quizapp import summit.zip --format bundle --owner huda --dry-run

`quizapp/cli/exchange.py` has the commands. A file that is refused ends with exit code 1, with
every reason on a line of its own, and changes nothing.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NoReturn

import click
from sqlalchemy.orm import Session

from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import AccountNotFound, ArticleNotFound, DraftNotFound
from quizapp.domain.exchange.travel import FileRefused
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.formats.content import ContentRejected
from quizapp.services.people.administration import account_named
from quizapp.services.studio import bundles
from quizapp.services.studio.drafts import Author
from quizapp.wording import N_, problem_text, translated
from quizapp.wording.exchange import refused_text

BUNDLE: Final = "bundle"
_ANYBODY: Final = Author(0, admin=True)
_TEACHERS: Final = ("teacher", "admin")
_NO_ARTICLE: Final = N_("No article and no draft: %(name)s")
_NO_OWNER: Final = N_("No teacher: %(name)s (%(owner)s says whose draft it is to be)")
_WRITTEN: Final = N_("Written: %(file)s.")
_SORTS: Final = {
    "new": N_("A new draft is made: %(draft)s"),
    "changed": N_("A new state of the draft is made: %(draft)s. Parts that differ: %(parts)s"),
    "same": N_("The draft is just like this already: %(draft)s"),
}
_NOT_YET: Final = N_("Nothing was changed.")


def export_bundle(name: str, file: Path, lang: Lang) -> None:
    """Write a published article, or a draft by its id, to a file."""
    with create_app().app_context():
        try:
            _, data = _packed(database(), name)
        except (ArticleNotFound, DraftNotFound):
            _fail(translated(_NO_ARTICLE, {"name": name}, lang))
        except ContentRejected as rejected:
            _fail(_reasons(rejected, lang))
    file.write_bytes(data)
    click.echo(translated(_WRITTEN, {"file": str(file)}, lang))


def _packed(session: Session, name: str) -> tuple[str, bytes]:
    try:
        return bundles.bundle_of_article(session, name)
    except ArticleNotFound:
        return bundles.bundle_of_draft(session, _ANYBODY, name)


def import_bundle(file: Path, owner: str, lang: Lang, *, dry_run: bool) -> None:
    """Make the draft of a teacher of a file, or a new state of it."""
    with create_app().app_context():
        session = database()
        author = _author(session, owner, lang)
        try:
            found = bundles.look(session, author, file.read_bytes())
        except FileRefused as refused:
            _fail(refused_text(refused, lang))
        except ContentRejected as rejected:
            _fail(_reasons(rejected, lang))
        ident = found.draft.public_id if found.draft else found.article.slug
        if not dry_run:
            ident = bundles.bring_in(
                session,
                author,
                found.article,
                public_id=secrets.token_urlsafe(12),
                seen=bundles.state_seen(found),
                now=datetime.now(UTC),
            )
        told = {"draft": ident, "parts": str(len(found.differences))}
        click.echo(translated(_SORTS[found.sort], told, lang))
        if dry_run:
            click.echo(translated(_NOT_YET, {}, lang))


def _author(session: Session, owner: str, lang: Lang) -> Author:
    try:
        row = account_named(session.connection(), owner)
    except AccountNotFound:
        row = None
    if row is None or row.role not in _TEACHERS:
        _fail(translated(_NO_OWNER, {"name": owner, "owner": "--owner"}, lang))
    return Author(row.id)


def _reasons(rejected: ContentRejected, lang: Lang) -> str:
    return "\n".join(
        f"{each.file}{f':{each.line}' if each.line else ''}: {each.where}: "
        f"{problem_text(each.code, each.params, lang)}"
        for each in rejected.problems
    )


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(1)

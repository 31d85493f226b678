"""`quizapp export` and `quizapp import`: questions of an article to a file, of a file to a draft.

    quizapp export samarkand-summit --format moodle --lang ar --to questions.xml
    quizapp import questions.xml --into k3J… --dry-run

They say the same as the studio's pages, a line each: what a file cannot carry, what of it is
skipped and why. A file is read by the same process apart, with the same bounds. A refused
file ends with exit code 1 and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NoReturn

import click
from sqlalchemy.orm import Session

from quizapp.cli.bundles import BUNDLE, export_bundle, import_bundle
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.errors import ArticleNotFound, DraftNotFound
from quizapp.domain.exchange.arriving import Arrivals, arrivals_of
from quizapp.domain.exchange.travel import FileRefused, Note, Taken
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.formats.registry import FORMATS
from quizapp.services.exchange.applying import take_in
from quizapp.services.exchange.child import AUTO, Step, read_apart, taken_from
from quizapp.services.exchange.exporting import FormatNotFound, Leaving, from_draft, from_published
from quizapp.services.exchange.jobs import MOST_BYTES
from quizapp.services.studio.drafts import Author, Draft, open_draft
from quizapp.wording import N_, translated
from quizapp.wording.exchange import note_text, refused_text

_ANYBODY: Final = Author(0, admin=True)
_NO_ARTICLE: Final = N_("No article and no draft: %(name)s")
_NO_DRAFT: Final = N_("No draft: %(name)s")
_NO_FORMAT: Final = N_("The format cannot be written here: %(name)s")
_INTO: Final = N_("The draft is missing: %(into)s; or %(dry_run)s, to look only.")
_WRITTEN: Final = N_("Written: %(file)s. Questions of the article in this language: %(count)s")
_FOUND: Final = N_("Format: %(format)s. Questions in the file: %(count)s")
_WOULD: Final = N_(
    "New: %(new)s, changed: %(changed)s, there already: %(same)s, unfinished: %(un)s"
)
_TAKEN: Final = N_("Taken in.")
_NOT_YET: Final = N_("Nothing was changed.")
_LINE: Final = N_("Line %(line)s")


@click.command("export")
@click.argument("name", metavar="ARTICLE")
@click.option(
    "--format",
    "format_",
    type=click.Choice([*(each.name for each in FORMATS.values() if each.writes), BUNDLE]),
    required=True,
    help="The format of the file; a bundle is the whole article, in both languages.",
)
@click.option("--lang", type=click.Choice(LANGS), default="en", help="The language to export.")
@click.option(
    "--to",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write.",
)
def export_questions(name: str, format_: str, lang: Lang, file: Path) -> None:
    """Write the questions of a published article, or of a draft by its id, to a file."""
    if format_ == BUNDLE:
        export_bundle(name, file, lang)
        return
    with create_app().app_context():
        try:
            left = _leaving(database(), name, format_, lang)
        except (ArticleNotFound, DraftNotFound):
            _fail(translated(_NO_ARTICLE, {"name": name}, lang))
        except FormatNotFound:
            _fail(translated(_NO_FORMAT, {"name": format_}, lang))
    file.write_bytes(left.data)
    _say_notes(left.notes, lang)
    told = {"file": str(file), "count": str(left.count)}
    click.echo(translated(_WRITTEN, told, lang))


def _leaving(session: Session, name: str, format_: str, lang: Lang) -> Leaving:
    try:
        return from_published(session, slug=name, name=format_, lang=lang)
    except ArticleNotFound:
        return from_draft(session, author=_ANYBODY, public_id=name, name=format_, lang=lang)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice([AUTO, *(each.name for each in FORMATS.values() if each.reads), BUNDLE]),
    default=AUTO,
    show_default=True,
    help="The format of the file; auto tells it by what stands in it.",
)
@click.option("--into", metavar="DRAFT", default="", help="The id of the draft, as in its address.")
@click.option("--owner", metavar="LOGIN", default="", help="Whose draft a bundle becomes.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--file-lang",
    type=click.Choice(LANGS),
    help="The language of the file where it does not say so; otherwise that of the messages.",
)
@click.option("--lang", type=click.Choice(LANGS), default="en", help="The language of messages.")
def import_questions(
    file: Path,
    format_: str,
    into: str,
    owner: str,
    dry_run: bool,
    file_lang: Lang | None,
    lang: Lang,
) -> None:
    """Take the questions of a file into a draft, all of them or none."""
    if format_ == BUNDLE:
        import_bundle(file, owner, lang, dry_run=dry_run)
        return
    if not into and not dry_run:
        _fail(translated(_INTO, {"into": "--into", "dry_run": "--dry-run"}, lang))
    taken = _read(file, format_, file_lang or lang, lang)
    if not into:
        _say_notes(taken.notes, lang)
        click.echo(translated(_NOT_YET, {}, lang))
        return
    with create_app().app_context():
        try:
            draft = open_draft(database(), _ANYBODY, into)
        except DraftNotFound:
            _fail(translated(_NO_DRAFT, {"name": into}, lang))
        arrivals = arrivals_of(taken.questions, draft.article)
        _say_notes((*taken.notes, *arrivals.notes), lang)
        click.echo(_would(arrivals, lang))
        if not dry_run:
            _apply(draft, arrivals, file.name)
    click.echo(translated(_NOT_YET if dry_run else _TAKEN, {}, lang))


def _read(file: Path, format_: str, spoken: Lang, lang: Lang) -> Taken:
    """Return what stands in the file, read apart; leave with a message where it is refused."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise FileRefused("too_large")
        read = read_apart(file.read_bytes(), format_, spoken, _goes_on)
    except FileRefused as refused:
        _fail(refused_text(refused, lang))
    taken = taken_from(read.text)
    told = {"format": read.format, "count": str(len(taken.questions))}
    click.echo(translated(_FOUND, told, lang))
    return taken


def _goes_on(_: Step) -> bool:
    return True


def _apply(draft: Draft, arrivals: Arrivals, name: str) -> None:
    take_in(
        database(),
        draft=draft,
        arrivals=arrivals,
        note=name,
        author=Author(draft.owner_id, admin=True),
        now=datetime.now(UTC),
    )


def _would(arrivals: Arrivals, lang: Lang) -> str:
    told = {
        "new": str(arrivals.count("new")),
        "changed": str(arrivals.count("changed")),
        "same": str(arrivals.count("same")),
        "un": str(sum(bool(each.faults) for each in arrivals.arrivals)),
    }
    return translated(_WOULD, told, lang)


def _say_notes(notes: Iterable[Note], lang: Lang) -> None:
    for note in notes:
        place = translated(_LINE, {"line": str(note.line)}, lang) if note.line else note.item
        text = note_text(note, lang)
        click.echo(f"{place}: {text}" if place else text)


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(1)

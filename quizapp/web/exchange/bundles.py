"""A whole article as one file, and such a file as a draft: looked at first, then taken in.

Nothing is kept between the two: what was looked at travels in the form that takes it in, and
is read again with the same care.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from quizapp.domain.bilingual import UNWRITTEN, Bilingual
from quizapp.domain.exchange.travel import FileRefused
from quizapp.extensions import database
from quizapp.formats.bundle.writer import BUNDLE_TYPE
from quizapp.formats.content import ContentRejected, Problem
from quizapp.services.studio import bundles
from quizapp.services.studio.bundles import Arrival
from quizapp.services.studio.passages import texts_of
from quizapp.services.studio.saving import EditedElsewhere
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.exchange import words
from quizapp.web.exchange.blueprint import author, download, exchange
from quizapp.web.roles import needs
from quizapp.web.speech import lazy_gettext as _l

MEGABYTES: Final = 8
MOST_BYTES: Final = MEGABYTES * 1024 * 1024
MOST_SHOWN: Final = 100
MAX_KEY: Final = 64
MEANWHILE: Final = _l(
    "The draft was changed meanwhile, so nothing was taken in. What the file would do to it now "
    "stands below."
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One problem of a bundle in words, and where it is."""

    file: str
    where: str
    line: int | None
    text: Markup


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an article that the bundle would add, change or take away."""

    name: str
    sort: str
    text: Bilingual


@exchange.get("/teach/articles/<draft_id>/bundle")
@needs("teacher")
def draft_bundle(draft_id: str) -> ResponseReturnValue:
    """Send a draft as one file; where it cannot be packed, say why."""
    try:
        slug, data = bundles.bundle_of_draft(database(), author(), draft_id)
    except ContentRejected as rejected:
        return _form(faults=_faults(rejected)), 422
    return download(data, BUNDLE_TYPE, f"{slug}.zip")


@exchange.get("/articles/<slug>/bundle")
@needs("teacher")
def article_bundle(slug: str) -> Response:
    """Send a published article as one file."""
    name, data = bundles.bundle_of_article(database(), slug)
    return download(data, BUNDLE_TYPE, f"{name}.zip")


@exchange.get("/teach/bring-in")
@needs("teacher")
def bring() -> str:
    """Ask for the file of an article."""
    return _form()


@exchange.post("/teach/bring-in")
@needs("teacher")
def bring_in() -> ResponseReturnValue:
    """Show what the file of an article would do here, or do it."""
    try:
        data = _posted()
        found = bundles.look(database(), author(), data)
    except FileRefused as refused:
        return _form(problem=str(words.refused(refused.code, refused.params))), 422
    except ContentRejected as rejected:
        return _form(faults=_faults(rejected)), 422
    if request.form.get("do") != "take":
        return _preview(found, data)
    return _taken(found, data)


def _posted() -> bytes:
    """Return the file, or what was looked at before. Raises FileRefused."""
    sent = request.files.get("file")
    if sent and sent.filename:
        with sent.stream as stream:
            data = stream.read(MOST_BYTES + 1)
    else:
        try:
            data = base64.b64decode(request.form.get("bundle", ""), validate=True)
        except (binascii.Error, ValueError) as error:
            raise FileRefused("format") from error
    if len(data) > MOST_BYTES:
        raise FileRefused("too_large")
    if not data:
        raise FileRefused("no_file")
    return data


def _taken(found: Arrival, data: bytes) -> ResponseReturnValue:
    who = author()
    key = request.form.get("key", "")[:MAX_KEY] or ambient.public_id()
    try:
        ident = bundles.bring_in(
            database(),
            who,
            found.article,
            public_id=ambient.public_id_of("bundle", who.account_id, key),
            seen=request.form.get("seen", ""),
            now=ambient.now(),
        )
    except EditedElsewhere:
        return _preview(found, data, problem=str(MEANWHILE)), 409
    return redirect(address("teach.show", draft_id=ident), 303)


def _form(problem: str = "", faults: tuple[Fault, ...] = ()) -> str:
    return render_template(
        "exchange/bring.html",
        problem=problem,
        faults=faults,
        most=MOST_SHOWN,
        megabytes=MEGABYTES,
    )


def _preview(found: Arrival, data: bytes, problem: str = "") -> str:
    return render_template(
        "exchange/brought.html",
        found=found,
        parts=tuple(_parts(found)),
        sentences=sum(len(paragraph.sentences) for paragraph in found.article.passage),
        bundle=base64.b64encode(data).decode("ascii"),
        seen=bundles.state_seen(found),
        problem=problem,
        most=MOST_SHOWN,
    )


def _parts(found: Arrival) -> list[Part]:
    before = texts_of(found.draft.article) if found.draft else {}
    texts = {**before, **texts_of(found.article)}
    return [
        Part(each.part, each.sort, texts.get(each.part, UNWRITTEN)) for each in found.differences
    ]


def _faults(rejected: ContentRejected) -> tuple[Fault, ...]:
    return tuple(map(_fault, rejected.problems))


def _fault(problem: Problem) -> Fault:
    text = words.problem(problem.code, problem.params)
    return Fault(problem.file, problem.where, problem.line, text)

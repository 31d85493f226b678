"""The names and terms of an article: the list, one of them, a new one, taking one out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal, cast

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.bilingual import UNWRITTEN
from quizapp.domain.content import Grammar, Term, TermType
from quizapp.extensions import database
from quizapp.services.studio import drafts, terms
from quizapp.services.studio.parts import state_of, used_terms
from quizapp.services.studio.saving import EditedElsewhere
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.roles import needs
from quizapp.web.teach import posted, words
from quizapp.web.teach.blueprint import author, form_key, name_from, teach

_NEW: Final = Term("", TermType.CONCEPT, UNWRITTEN, UNWRITTEN)


@teach.get("/teach/articles/<draft_id>/terms")
@needs("teacher")
def all_terms(draft_id: str) -> str:
    """List the names and terms of an article."""
    draft = drafts.open_draft(database(), author(), draft_id)
    return render_template(
        "teach/terms.html",
        draft=draft,
        terms=terms.own_terms(draft.article),
        done=request.args.get("done", ""),
    )


@teach.get("/teach/articles/<draft_id>/terms/new")
@needs("teacher")
def new_term(draft_id: str) -> str:
    """Show the form of a new term."""
    return _page(drafts.open_draft(database(), author(), draft_id), _NEW, "")


@teach.post("/teach/articles/<draft_id>/terms/new")
@needs("teacher")
def add_term(draft_id: str) -> ResponseReturnValue:
    """Store a new term."""
    draft = drafts.open_draft(database(), author(), draft_id)
    key = form_key()
    return _posted(draft, _read(replace(_NEW, id=name_from("w", key))), key)


@teach.get("/teach/articles/<draft_id>/terms/<term_id>")
@needs("teacher")
def term(draft_id: str, term_id: str) -> str:
    """Show a term."""
    draft = drafts.open_draft(database(), author(), draft_id)
    found = terms.term_of(draft.article, term_id)
    return _page(draft, found, state_of(draft.article, f"term:{term_id}"))


@teach.post("/teach/articles/<draft_id>/terms/<term_id>")
@needs("teacher")
def save_term(draft_id: str, term_id: str) -> ResponseReturnValue:
    """Store a term."""
    draft = drafts.open_draft(database(), author(), draft_id)
    return _posted(draft, _read(terms.term_of(draft.article, term_id)), "")


@teach.post("/teach/articles/<draft_id>/terms/<term_id>/remove")
@needs("teacher")
def remove_term(draft_id: str, term_id: str) -> ResponseReturnValue:
    """Take a term out that nothing uses."""
    done = "saved"
    try:
        terms.remove_term(
            database(),
            author=author(),
            public_id=draft_id,
            term_id=term_id,
            seen=request.form.get("seen", ""),
            now=ambient.now(),
        )
    except EditedElsewhere:
        done = "late"
    return redirect(address("teach.all_terms", draft_id=draft_id, done=done), 303)


def _read(before: Term) -> Term:
    form = request.form
    kind = TermType(posted.chosen(form, "type", words.TYPES, before.type.value))
    gender = posted.chosen(form, "gender", words.GENDERS, "")
    number = posted.chosen(form, "number", words.NUMBERS, "singular")
    return replace(
        before,
        type=kind,
        sort=before.sort if kind is before.type and before.sort else kind.value,
        name=posted.pair(form, "name", posted.SHORT),
        gloss=posted.pair(form, "gloss", posted.LINE),
        aliases=posted.lines(form, "aliases"),
        grammar=Grammar(
            gender=cast("Literal['m', 'f'] | None", gender or None),
            number=cast("Literal['singular', 'dual', 'plural']", number),
            definite=form.get("definite") == "1",
        ),
        value=posted.whole(form, "value"),
        month=posted.month(form),
    )


def _unread(found: Term) -> dict[str, str]:
    """What was typed where a whole number belongs and is none."""
    return posted.unread(request.form, {"value": found.value, "month": found.month})


def _posted(draft: drafts.Draft, found: Term, key: str) -> ResponseReturnValue:
    seen = request.form.get("seen", "")
    lacking = terms.lacks(found)
    if lacking or _unread(found):
        return _page(draft, found, seen, key=key, lacking=lacking), 422
    try:
        terms.save_term(
            database(),
            author=author(),
            public_id=draft.public_id,
            term=found,
            seen=seen,
            now=ambient.now(),
        )
    except EditedElsewhere as late:
        now_seen = state_of(late.draft.article, late.part)
        return _page(late.draft, found, now_seen, key=key, late=late), 409
    return redirect(address("teach.all_terms", draft_id=draft.public_id, done="saved"), 303)


def _page(
    draft: drafts.Draft,
    found: Term,
    seen: str,
    *,
    key: str = "",
    lacking: Sequence[str] = (),
    late: EditedElsewhere | None = None,
) -> str:
    return render_template(
        "teach/term.html",
        draft=draft,
        term=found,
        seen=seen,
        key=key,
        stored=bool(seen),
        used=found.id in used_terms(draft.article),
        lacking=lacking,
        unread=_unread(found),
        late=late,
    )

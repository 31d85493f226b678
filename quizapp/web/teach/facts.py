"""Writing a fact: the form, what follows from it while typing or on a button, saving.

The same address takes both: `do=look` shows what would follow and stores nothing, and a
script that asks for a fragment gets only what changes on the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.authoring.facts import FactDraft, draft_from
from quizapp.domain.authoring.marks import MarksBroken
from quizapp.domain.bilingual import other
from quizapp.domain.content import Article
from quizapp.domain.errors import DraftNotFound
from quizapp.extensions import database
from quizapp.services.studio import bank, drafts, passages, writing
from quizapp.services.studio.parts import state_of
from quizapp.services.studio.saving import EditedElsewhere
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.locale import page_lang
from quizapp.web.roles import needs
from quizapp.web.teach import posted
from quizapp.web.teach.blueprint import FRAGMENT, author, form_key, name_from, teach
from quizapp.web.teach.fact_form import FactForm, read_fact
from quizapp.web.teach.shown import shown_items


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the page of a fact shows besides the form itself."""

    broken: MarksBroken | None = None
    late: EditedElsewhere | None = None
    empty: bool = False
    key: str = ""


@teach.get("/teach/articles/<draft_id>/facts/new")
@needs("teacher")
def new_fact(draft_id: str) -> str:
    """Show the form of a new fact."""
    draft = drafts.open_draft(database(), author(), draft_id)
    return _page(draft, FactForm(FactDraft(), (), ""), _Sight())


@teach.post("/teach/articles/<draft_id>/facts/new")
@needs("teacher")
def add_fact(draft_id: str) -> ResponseReturnValue:
    """Store a new fact, or show what would follow."""
    draft = drafts.open_draft(database(), author(), draft_id)
    key = form_key()
    form = read_fact(request.form, name_from("f", key), None)
    return _posted(draft, form, key)


@teach.get("/teach/articles/<draft_id>/facts/<fact_id>")
@needs("teacher")
def fact(draft_id: str, fact_id: str) -> str:
    """Show a fact and what follows from it."""
    draft = drafts.open_draft(database(), author(), draft_id)
    form = FactForm(
        _written(draft, fact_id),
        bank.tags_of(database(), draft, f"fact:{fact_id}"),
        state_of(draft.article, f"fact:{fact_id}"),
    )
    return _page(draft, form, _Sight())


@teach.post("/teach/articles/<draft_id>/facts/<fact_id>")
@needs("teacher")
def save_fact(draft_id: str, fact_id: str) -> ResponseReturnValue:
    """Store a fact, or show what would follow."""
    draft = drafts.open_draft(database(), author(), draft_id)
    form = read_fact(request.form, fact_id, _written(draft, fact_id))
    return _posted(draft, form, "")


def _written(draft: drafts.Draft, fact_id: str) -> FactDraft:
    known = draft.article.fact_by_id.get(fact_id)
    if known is None:
        raise DraftNotFound(fact_id)
    return draft_from(known, draft.article)


def _posted(draft: drafts.Draft, form: FactForm, key: str) -> ResponseReturnValue:
    """Show what follows from a posted fact, or store it."""
    if request.form.get("do") == "look" or request.headers.get(FRAGMENT):
        return _page(draft, form, _Sight(key=key))
    if not (form.draft.ar or form.draft.en):
        return _page(draft, form, _Sight(empty=True, key=key)), 422
    try:
        _store(draft, form)
    except MarksBroken as broken:
        return _page(draft, form, _Sight(broken=broken, key=key)), 422
    except EditedElsewhere as late:
        now_seen = state_of(late.draft.article, late.part)
        fresh = FactForm(form.draft, form.tags, now_seen)
        return _page(late.draft, fresh, _Sight(late=late, key=key)), 409
    onward = {"draft_id": draft.public_id, "fact_id": form.draft.id}
    return redirect(address("teach.fact", **onward, done="saved", _anchor="follows"), 303)


def _store(draft: drafts.Draft, form: FactForm) -> None:
    who, public_id = author(), draft.public_id
    writing.save_fact(
        database(),
        author=who,
        public_id=public_id,
        draft=form.draft,
        seen=form.seen,
        now=ambient.now(),
    )
    bank.put_tags(
        database(),
        author=who,
        public_id=public_id,
        part=f"fact:{form.draft.id}",
        words=form.tags,
    )


def _page(draft: drafts.Draft, form: FactForm, sight: _Sight) -> str:
    preview, broken = None, sight.broken
    if (form.draft.ar or form.draft.en) and not broken:
        try:
            preview = writing.preview_fact(draft.article, form.draft)
        except MarksBroken as fault:
            broken = fault
    found = preview.fitness if preview else None
    findings = (*found.refused, *found.warned, *found.noted) if found else ()
    template = "teach/fact_follows.html" if request.headers.get(FRAGMENT) else "teach/fact.html"
    return render_template(
        template,
        draft=draft,
        form=form,
        written=form.draft,
        sentence=preview.draft.sentence if preview else form.draft.sentence,
        elsewhere=_elsewhere(draft, form),
        lost=passages.lost_part(database(), draft, f"fact:{form.draft.id}"),
        slots=preview.draft.slots if preview else form.draft.slots,
        stored=form.draft.id in draft.article.fact_by_id,
        preview=preview,
        items=shown_items(preview.items, findings, page_lang()) if preview else (),
        findings=findings,
        broken=broken,
        speaker=_name_of(form.draft.said_by, preview.article if preview else draft.article),
        sight=sight,
        key=sight.key,
        done=request.args.get("done", ""),
        tags="، ".join(form.tags) if not request.form else posted.text(request.form, "tags"),
    )


def _elsewhere(draft: drafts.Draft, form: FactForm) -> tuple[bank.Entry, ...]:
    """What other articles say alike; not asked for while typing."""
    if request.headers.get(FRAGMENT):
        return ()
    return bank.elsewhere(database(), author(), draft, f"fact:{form.draft.id}")


def _name_of(speaker: str, article: Article) -> str:
    """The name of a speaker, who is known by the id of a term or typed by name."""
    term = article.term_by_id.get(speaker)
    if term is None:
        return speaker
    lang = page_lang()
    return term.name[lang] or term.name[other(lang)]

"""A teacher's articles: the list, a new one, one of them, its name and summary."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.authoring.translation import missing, stale
from quizapp.domain.bilingual import Bilingual
from quizapp.extensions import database
from quizapp.services import content
from quizapp.services.regrades.desk import open_appeals
from quizapp.services.regrades.views import Decider
from quizapp.services.studio import bank, drafts, passages
from quizapp.services.studio.parts import ABOUT, state_of
from quizapp.services.studio.saving import EditedElsewhere
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.roles import needs
from quizapp.web.teach import posted
from quizapp.web.teach.blueprint import author, form_key, name_from, teach

_SIMPLE = ("set:", "unstated:")
_PARTS = ("fact", "written", "set", "unstated")


@teach.get("/teach")
@needs("teacher")
def mine() -> str:
    """Show what a teacher has written."""
    who = author()
    return render_template(
        "teach/mine.html",
        drafts=drafts.my_drafts(database(), who),
        reviews=drafts.for_review(database(), who),
        heads=content.list_articles(database()),
        appeals=open_appeals(database(), decider=Decider(who.account_id, admin=who.admin)),
        done=request.args.get("done", ""),
    )


@teach.get("/teach/new")
@needs("teacher")
def new() -> str:
    """Show the form of a new article."""
    return _new_page(posted.Posted())


@teach.post("/teach/new")
@needs("teacher")
def create() -> ResponseReturnValue:
    """Make a new article of what was typed or pasted."""
    form = request.form
    title = posted.pair(form, "title", posted.SHORT)
    texts, too_long = posted.long_text(form, "text")
    if too_long or not title.langs:
        return _new_page(form, untitled=not title.langs, too_long=too_long), 422
    key = form_key()
    slug = name_from("t", key)
    article = drafts.empty_article(slug, title, posted.pair(form, "summary", posted.LINE))
    draft_id = drafts.create(
        database(),
        author=author(),
        article=replace(article, passage=passages.aligned(texts.ar, texts.en)),
        public_id=ambient.public_id_of("draft", author().account_id, key),
        now=ambient.now(),
    )
    onward = "teach.passage" if texts.ar and texts.en else "teach.show"
    return redirect(address(onward, draft_id=draft_id), 303)


def _new_page(form: posted.Posted, *, untitled: bool = False, too_long: bool = False) -> str:
    return render_template(
        "teach/new.html",
        title=posted.pair(form, "title", posted.SHORT),
        summary=posted.pair(form, "summary", posted.LINE),
        text=posted.long_text(form, "text")[0],
        too_long=posted.TEXT if too_long else 0,
        key=form.get("key", ""),
        untitled=untitled,
    )


@teach.post("/teach/copy")
@needs("teacher")
def copy() -> ResponseReturnValue:
    """Copy a published article."""
    key = form_key()
    draft_id = drafts.copy(
        database(),
        author=author(),
        slug=posted.text(request.form, "slug", posted.SHORT),
        new_slug=name_from("t", f"copy {key}"),
        public_id=ambient.public_id_of("copy", author().account_id, key),
        now=ambient.now(),
    )
    return redirect(address("teach.show", draft_id=draft_id), 303)


@teach.get("/teach/articles/<draft_id>")
@needs("teacher")
def show(draft_id: str) -> str:
    """Show an article with its parts."""
    draft = drafts.open_draft(database(), author(), draft_id)
    article = draft.article
    texts = passages.texts_of(article)
    return render_template(
        "teach/show.html",
        draft=draft,
        article=article,
        parts=texts,
        missing={each.id: each.lang for each in missing(article) if each.place in _PARTS},
        stale={each.id: each.lang for each in stale(article)},
        tags=bank.tags_by_part(database(), draft),
        seen={part: state_of(article, part) for part in texts if part.startswith(_SIMPLE)},
        lost={each.part for each in passages.lost_evidence(database(), draft)},
        done=request.args.get("done", ""),
    )


@teach.get("/teach/articles/<draft_id>/about")
@needs("teacher")
def about(draft_id: str) -> str:
    """Show title and summary."""
    draft = drafts.open_draft(database(), author(), draft_id)
    article = draft.article
    return _about_page(
        draft,
        (article.title, article.summary, article.source_note),
        seen=state_of(article, ABOUT),
    )


@teach.post("/teach/articles/<draft_id>/about")
@needs("teacher")
def save_about(draft_id: str) -> ResponseReturnValue:
    """Store title and summary."""
    form = request.form
    texts = (
        posted.pair(form, "title", posted.SHORT),
        posted.pair(form, "summary", posted.LINE),
        posted.pair(form, "note", posted.LINE),
    )
    draft = drafts.open_draft(database(), author(), draft_id)
    if not (texts[0].ar or texts[0].en):
        return _about_page(draft, texts, seen=form.get("seen", ""), untitled=True), 422
    try:
        passages.save_about(
            database(),
            author=author(),
            public_id=draft_id,
            texts=texts,
            seen=form.get("seen", ""),
            now=ambient.now(),
        )
    except EditedElsewhere as late:
        return _about_page(
            late.draft, texts, seen=state_of(late.draft.article, ABOUT), late=late
        ), 409
    return redirect(address("teach.show", draft_id=draft_id, done="saved"), 303)


def _about_page(
    draft: drafts.Draft,
    texts: tuple[Bilingual, Bilingual, Bilingual],
    *,
    seen: str,
    untitled: bool = False,
    late: EditedElsewhere | None = None,
) -> str:
    return render_template(
        "teach/about.html",
        draft=draft,
        title=texts[0],
        summary=texts[1],
        note=texts[2],
        seen=seen,
        untitled=untitled,
        late=late,
    )

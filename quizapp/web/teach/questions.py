"""Writing a question of any kind by hand: the form, how it will look, saving it.

A question is stored finished or not; what it lacks is said beside the form, and an
unfinished one cannot be published.
"""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.errors import DraftNotFound
from quizapp.domain.items.registry import KINDS
from quizapp.domain.written import WrittenItem
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
from quizapp.web.teach.question_form import LEAST_SHOWN, MOST_OPTIONS, QuestionForm, read_question
from quizapp.web.teach.shown import shown_items, spelling_tables


@teach.get("/teach/articles/<draft_id>/questions")
@needs("teacher")
def kinds(draft_id: str) -> str:
    """Offer the kinds of questions."""
    draft = drafts.open_draft(database(), author(), draft_id)
    return render_template("teach/kinds.html", draft=draft, kinds=tuple(KINDS))


@teach.get("/teach/articles/<draft_id>/questions/new/<kind>")
@needs("teacher")
def new_question(draft_id: str, kind: str) -> str:
    """Show the form of a new question."""
    draft = drafts.open_draft(database(), author(), draft_id)
    return _page(draft, QuestionForm(WrittenItem("", _kind(kind)), (), ""))


@teach.post("/teach/articles/<draft_id>/questions/new/<kind>")
@needs("teacher")
def add_question(draft_id: str, kind: str) -> ResponseReturnValue:
    """Store a new question, or show how it would look."""
    draft = drafts.open_draft(database(), author(), draft_id)
    key = form_key()
    form = read_question(request.form, name_from("q", key), _kind(kind))
    return _posted(draft, form, key)


@teach.get("/teach/articles/<draft_id>/questions/<question_id>")
@needs("teacher")
def question(draft_id: str, question_id: str) -> str:
    """Show a question as it is written and as it looks."""
    draft = drafts.open_draft(database(), author(), draft_id)
    part = f"question:{question_id}"
    tags = bank.tags_of(database(), draft, part)
    return _page(draft, QuestionForm(_known(draft, question_id), tags, _seen(draft, part)))


@teach.post("/teach/articles/<draft_id>/questions/<question_id>")
@needs("teacher")
def save_question(draft_id: str, question_id: str) -> ResponseReturnValue:
    """Store a question, or show how it would look."""
    draft = drafts.open_draft(database(), author(), draft_id)
    known = _known(draft, question_id)
    return _posted(draft, read_question(request.form, question_id, known.kind), "")


def _kind(name: str) -> str:
    return name if name in KINDS else abort(404)


def _seen(draft: drafts.Draft, part: str) -> str:
    return state_of(draft.article, part)


def _known(draft: drafts.Draft, question_id: str) -> WrittenItem:
    for written in draft.article.written:
        if written.id == question_id:
            return written
    raise DraftNotFound(question_id)


def _posted(draft: drafts.Draft, form: QuestionForm, key: str) -> ResponseReturnValue:
    """Show how a posted question would look, or store it."""
    if request.form.get("do") == "look" or request.headers.get(FRAGMENT):
        return _page(draft, form, key=key)
    if form.unread or not _says_anything(form.written):
        return _page(draft, form, key=key, empty=not _says_anything(form.written)), 422
    try:
        _store(draft, form)
    except EditedElsewhere as late:
        fresh = QuestionForm(form.written, form.tags, _seen(late.draft, late.part))
        return _page(late.draft, fresh, late=late, key=key), 409
    onward = {"draft_id": draft.public_id, "question_id": form.written.id}
    return redirect(address("teach.question", **onward, done="saved", _anchor="follows"), 303)


def _store(draft: drafts.Draft, form: QuestionForm) -> None:
    who, public_id = author(), draft.public_id
    writing.save_question(
        database(),
        author=who,
        public_id=public_id,
        written=form.written,
        seen=form.seen,
        now=ambient.now(),
    )
    bank.put_tags(
        database(),
        author=who,
        public_id=public_id,
        part=f"question:{form.written.id}",
        words=form.tags,
    )


def _page(draft: drafts.Draft, form: QuestionForm, **sight: Any) -> str:
    written = form.written
    started = bool(request.form) or bool(form.seen)
    preview = writing.preview_question(draft.article, written) if started else None
    fit = preview.fitness if preview else None
    findings = (*fit.refused, *fit.warned, *fit.noted) if fit else ()
    items = fit.items if fit else ()
    fragment = request.headers.get(FRAGMENT)
    return render_template(
        "teach/question_follows.html" if fragment else "teach/question.html",
        draft=draft,
        form=form,
        written=written,
        lost=passages.lost_part(database(), draft, f"question:{written.id}"),
        stored=bool(form.seen),
        preview=preview,
        items=shown_items(items, findings, page_lang()),
        findings=findings,
        spellings=spelling_tables(items[0]) if items else (),
        places=range(min(MOST_OPTIONS, max(LEAST_SHOWN, _filled(written) + 2))),
        late=sight.get("late"),
        empty=sight.get("empty", False),
        key=sight.get("key", ""),
        done=request.args.get("done", ""),
        tags="، ".join(form.tags) if not request.form else posted.text(request.form, "tags"),
    )


def _says_anything(written: WrittenItem) -> bool:
    texts = (written.stem, written.material)
    return any(text.ar or text.en for text in texts)


def _filled(written: WrittenItem) -> int:
    return max(len(written.options), len(written.rows), len(written.steps))

"""Writing: drafts of articles and their facts, held to the same checks as in the studio.

Whoever writes a fact says which state of it she saw, with its ETag. A fact that lacks something
is refused with everything that it lacks, unless `unfinished=true` asks to keep it as it is, as
the studio would. What cannot be read at all is refused in any case. Nothing here publishes:
that takes a look at every warning, which is what the studio's page is for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from flask import Response, request

from quizapp.domain.authoring.facts import FactDraft, draft_from, faults, used_ids, with_fact
from quizapp.domain.authoring.faults import Fault
from quizapp.domain.authoring.marks import MarksBroken
from quizapp.domain.errors import DraftNotFound
from quizapp.domain.ids import fingerprint_of
from quizapp.extensions import database
from quizapp.services.studio import drafts, passages, writing
from quizapp.services.studio.drafts import Draft
from quizapp.services.studio.parts import state_of
from quizapp.services.studio.proving import proved
from quizapp.services.studio.saving import EditedElsewhere
from quizapp.web import ambient
from quizapp.web.api import answering, bodies, paging, written
from quizapp.web.api.blueprint import PREFIX
from quizapp.web.api.gate import Asked, serves
from quizapp.web.api.operations import IF_MATCH, IF_NEW, Operation, Parameter
from quizapp.web.problems import FieldError, Problem

_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_LONGEST_KEY: Final = 64
_FATAL: Final = frozenset({"no_text", "unclosed", "unopened", "nested", "empty"})
UNFINISHED: Final = Parameter(
    "unfinished", {"type": "boolean"}, "Keep a fact that lacks something, as the studio does."
)
KEY: Final = Parameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": _LONGEST_KEY},
    "The same key makes the same draft, however often it is sent.",
)


@serves(
    Operation(
        name="list_drafts",
        method="GET",
        path="/drafts",
        summary="One's own drafts, the one made last first.",
        returns="DraftHeadPage",
        scope="content:read",
        teaching=True,
        paged=True,
    )
)
def list_drafts(asked: Asked) -> Response:
    """Give a teacher's drafts."""

    def place(draft: Draft) -> tuple[int]:
        return (-draft.id,)

    found = paging.slice_of(drafts.my_drafts(database(), asked.author), place, asked.query, int)
    return answering.own(paging.page(found, written.draft_head, place, asked.query))


@serves(
    Operation(
        name="create_draft",
        method="POST",
        path="/drafts",
        summary="A new draft, with its text set side by side.",
        returns="Draft",
        scope="content:write",
        teaching=True,
        takes="NewDraft",
        headers=(KEY,),
        successes={201: "It is made."},
    )
)
def create_draft(asked: Asked) -> Response:
    """Make a draft."""
    body = asked.body
    title, text = bodies.pair(body["title"]), bodies.pair(body.get("text"))
    if not title.langs:
        raise Problem(422, errors=(written.field_error(Fault("no_text", "title")),))
    key = request.headers.get(KEY.name, "")[:_LONGEST_KEY] or ambient.public_id()
    owner = asked.who.account_id
    slug = f"t-{fingerprint_of(f'{owner} api {key}')[:12]}"
    article = drafts.empty_article(slug, title, bodies.pair(body.get("summary")))
    draft_id = drafts.create(
        database(),
        author=asked.author,
        article=replace(article, passage=passages.aligned(text.ar, text.en)),
        public_id=ambient.public_id_of("api draft", owner, key),
        now=ambient.now(),
    )
    made = drafts.open_draft(database(), asked.author, draft_id)
    return answering.own(
        written.draft(made), 201, {"Location": f"{PREFIX}/drafts/{made.public_id}"}
    )


@serves(
    Operation(
        name="show_draft",
        method="GET",
        path="/drafts/{draft_id}",
        summary="A draft with its text and the ids of its facts.",
        returns="Draft",
        scope="content:read",
        teaching=True,
    )
)
def show_draft(asked: Asked, draft_id: str) -> Response:
    """Give a draft."""
    return answering.own(written.draft(drafts.open_draft(database(), asked.author, draft_id)))


@serves(
    Operation(
        name="list_facts",
        method="GET",
        path="/drafts/{draft_id}/facts",
        summary="The facts of a draft, by id.",
        returns="StoredFactPage",
        scope="content:read",
        teaching=True,
        paged=True,
    )
)
def list_facts(asked: Asked, draft_id: str) -> Response:
    """Give the facts of a draft."""

    def place(fact_id: str) -> tuple[str]:
        return (fact_id,)

    draft = drafts.open_draft(database(), asked.author, draft_id)
    idents = [fact.id for fact in draft.article.facts]
    found = paging.slice_of(idents, place, asked.query, str)
    return answering.own(
        paging.page(found, lambda ident: written.stored_fact(draft, ident), place, asked.query)
    )


@serves(
    Operation(
        name="show_fact",
        method="GET",
        path="/drafts/{draft_id}/facts/{fact_id}",
        summary="A fact as it is written, under its ETag.",
        returns="StoredFact",
        scope="content:read",
        teaching=True,
    )
)
def show_fact(asked: Asked, draft_id: str, fact_id: str) -> Response:
    """Give a fact."""
    draft = drafts.open_draft(database(), asked.author, draft_id)
    return _stored(draft, _known(draft, fact_id))


@serves(
    Operation(
        name="put_fact",
        method="PUT",
        path="/drafts/{draft_id}/facts/{fact_id}",
        summary="Write a fact, new or in place of the one of this id.",
        description="`If-None-Match: *` for a new one, `If-Match` with its ETag for another "
        "state of one that is there. The same change may be sent again: it is stored once.",
        returns="StoredFact",
        scope="content:write",
        teaching=True,
        takes="Fact",
        guarded=True,
        query=(UNFINISHED,),
        headers=(IF_MATCH, IF_NEW),
        successes={200: "It is changed.", 201: "It is made."},
    )
)
def put_fact(asked: Asked, draft_id: str, fact_id: str) -> Response:
    """Store a fact."""
    draft = drafts.open_draft(database(), asked.author, draft_id)
    known = draft.article.fact_by_id.get(fact_id)
    if known is None and not _ID.fullmatch(fact_id):
        raise DraftNotFound(fact_id)
    before = draft_from(known, draft.article) if known else None
    fact = _sound(asked, draft, bodies.fact_of(asked.body, fact_id, before))
    stored = _save(asked, draft, fact)
    return _stored(stored, fact_id, 200 if known else 201)


@serves(
    Operation(
        name="delete_fact",
        method="DELETE",
        path="/drafts/{draft_id}/facts/{fact_id}",
        summary="Take a fact out of a draft. Its history stays.",
        scope="content:write",
        teaching=True,
        guarded=True,
        headers=(IF_MATCH,),
        successes={204: "It is gone."},
    )
)
def delete_fact(asked: Asked, draft_id: str, fact_id: str) -> Response:
    """Take a fact out."""
    draft = drafts.open_draft(database(), asked.author, draft_id)
    part = written.part(_known(draft, fact_id))
    try:
        writing.remove(
            database(),
            author=asked.author,
            public_id=draft_id,
            part=part,
            seen=answering.seen(state_of(draft.article, part)),
            now=ambient.now(),
        )
    except EditedElsewhere as late:
        raise Problem(412) from late
    return answering.nothing()


def _known(draft: Draft, fact_id: str) -> str:
    if fact_id not in draft.article.fact_by_id:
        raise DraftNotFound(fact_id)
    return fact_id


def _stored(draft: Draft, fact_id: str, status: int = 200) -> Response:
    shape: dict[str, Any] = written.stored_fact(draft, fact_id)
    return answering.own(shape, status, {"ETag": shape["etag"]})


def _sound(asked: Asked, draft: Draft, fact: FactDraft) -> FactDraft:
    """Return the fact as it would be stored. Raises Problem with everything that it lacks."""
    article = draft.article
    errors = list(bodies.misplaced(fact, article))
    if fact.id not in article.fact_by_id and fact.id in used_ids(article):
        errors.append(written.field_error(Fault("duplicate_id", "id")))
    if errors:
        raise Problem(422, errors=errors)
    try:
        fact = proved(fact, article)
        found = faults(fact, with_fact(article, fact))
    except MarksBroken:
        found = faults(fact, article)
    kept = asked.query.get("unfinished", False)
    refused: list[FieldError] = [
        written.field_error(each) for each in found if not kept or each.code in _FATAL
    ]
    if refused:
        raise Problem(422, errors=refused)
    return fact


def _save(asked: Asked, draft: Draft, fact: FactDraft) -> Draft:
    part = written.part(fact.id)
    try:
        return writing.save_fact(
            database(),
            author=asked.author,
            public_id=draft.public_id,
            draft=fact,
            seen=answering.seen(state_of(draft.article, part)),
            now=ambient.now(),
        )
    except EditedElsewhere as late:
        raise Problem(412) from late

"""What teachers write as JSON: drafts, facts with their faults. The way back is in `bodies`.

What `fact` gives can be sent as it is: `bodies.fact_of(fact(draft)) == draft`.
"""

from __future__ import annotations

from quizapp.domain.authoring.facts import FactDraft, SlotDraft, draft_from, faults
from quizapp.domain.authoring.faults import Fault
from quizapp.domain.bilingual import Bilingual
from quizapp.domain.content import Grammar
from quizapp.services.studio.drafts import Draft
from quizapp.services.studio.parts import state_of
from quizapp.web.api.answering import tag
from quizapp.web.api.shapes import Json, both, lists, moment, sentence
from quizapp.web.faults import fault as words_of
from quizapp.web.problems import FieldError


def draft_head(draft: Draft) -> Json:
    """Return a draft as a list shows it."""
    return {
        "id": draft.public_id,
        "slug": draft.slug,
        "title": both(draft.article.title),
        "status": draft.status,
        "live": draft.live,
        "changed": draft.changed,
        "facts": len(draft.article.facts),
        "updated_at": moment(draft.updated_at),
    }


def draft(value: Draft) -> Json:
    """Return a draft with its text and the ids of its facts."""
    article = value.article
    return {
        **draft_head(value),
        "summary": both(article.summary),
        "source_note": both(article.source_note),
        "facts": [each.id for each in article.facts],
        "sentences": [sentence(s) for p in article.passage for s in p.sentences],
    }


def stored_fact(value: Draft, fact_id: str) -> Json:
    """Return a fact of a draft with its state and what it lacks."""
    written = draft_from(value.article.fact_by_id[fact_id], value.article)
    lacking = faults(written, value.article)
    return {
        "id": fact_id,
        "etag": tag(state_of(value.article, part(fact_id))),
        "faults": [field_error(each).shape() for each in lacking],
        "fact": fact(written),
    }


def part(fact_id: str) -> str:
    """Return the name of a fact among the parts of a draft."""
    return f"fact:{fact_id}"


def field_error(found: Fault) -> FieldError:
    """Return a fault with its words and the field it is about."""
    place, _, name = found.place.partition(":")
    path = f"answers.{name}" if place == "slot" else place
    return FieldError(path, found.code, str(words_of(found)), found.lang, found.position)


def fact(draft: FactDraft) -> Json:
    """Return a fact as it is written."""
    return {
        "claim": draft.claim.value,
        "statement": {"ar": draft.ar, "en": draft.en},
        "answers": [_slot(each) for each in draft.slots],
        "sentence": draft.sentence,
        "quote": _maybe(draft.quote),
        "said_by": draft.said_by,
        "said": _maybe(draft.said),
        "source": list(draft.source),
        "relation": draft.relation,
    }


def _maybe(text: Bilingual | None) -> Json | None:
    return both(text) if text else None


def _slot(slot: SlotDraft) -> Json:
    return {
        "name": slot.name,
        "ar": slot.ar,
        "en": slot.en,
        "terms": list(slot.terms),
        "asked": slot.asked,
        "question": both(slot.question),
        "type": slot.type.value if slot.type else None,
        "aliases": lists(slot.aliases),
        "value": slot.value,
        "month": slot.month,
        "grammar": _grammar(slot.grammar),
        "strictness": slot.strictness.value,
        "tolerance": slot.tolerance,
        "never": list(slot.never),
        "pool": list(slot.pool),
        "skip": list(slot.skip),
    }


def _grammar(grammar: Grammar | None) -> Json | None:
    if grammar is None:
        return None
    return {
        "gender": grammar.gender,
        "number": grammar.number,
        "definite": grammar.definite,
    }

"""Domain values as JSON, each field written down: nothing gets out because it was added inside.

A question has two shapes. As anybody may see it before answering it, its id is one that only
this account has (an item's own id names its answer), and its options stand in an order that
says nothing. With its key, it is for teachers.
"""

from __future__ import annotations

import hmac
import random
from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

from quizapp.domain.bilingual import Bilingual, BilingualList
from quizapp.domain.cards.build import Card, Side
from quizapp.domain.content import Article, Sentence
from quizapp.domain.items.base import Item, Presented, TypedKey, present
from quizapp.domain.items.registry import kind_of
from quizapp.services.cards import DeckHead
from quizapp.services.cards.pages import HeldCard, LoggedReview
from quizapp.services.cards.views import Side as ShownSide
from quizapp.services.content import ArticleHead
from quizapp.services.people.tokens import Bearer
from quizapp.services.progress import Progress

Json = dict[str, Any]


def both(text: Bilingual) -> Json:
    """Return a text in both languages."""
    return {"ar": text.ar, "en": text.en}


def lists(texts: BilingualList) -> Json:
    """Return texts in each language."""
    return {"ar": list(texts.ar), "en": list(texts.en)}


def moment(value: datetime) -> str:
    """Return a moment as RFC 3339 in UTC, to the millisecond."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(value: date | None) -> str | None:
    """Return a day."""
    return None if value is None else value.isoformat()


def article_head(head: ArticleHead) -> Json:
    """Return an article as a list shows it."""
    return {
        "slug": head.slug,
        "title": both(head.title),
        "summary": both(head.summary),
        "langs": list(head.langs),
        "facts": head.facts,
        "items": head.items,
        "kinds": dict(head.kinds),
    }


def article(head: ArticleHead, whole: Article) -> Json:
    """Return an article with its text."""
    paragraphs = [
        {"id": each.id, "sentences": [sentence(s) for s in each.sentences]}
        for each in whole.passage
    ]
    note = both(whole.source_note)
    return {**article_head(head), "source_note": note, "paragraphs": paragraphs}


def sentence(value: Sentence) -> Json:
    """Return a sentence."""
    return {"id": value.id, "text": both(value.text)}


def hidden_id(item: Item, account: str) -> str:
    """Return the id that a question has for one account alone, whose public id is its key."""
    return urlsafe_b64encode(_mac("item", item.id, account)[:12]).decode("ascii")


def question(item: Item, account: str) -> Json:
    """Return a question as it may be seen before it is answered."""
    rng = random.Random(_mac("order", item.id, account))  # noqa: S311
    order = kind_of(item.kind).arrange(item, rng)
    return {
        "id": hidden_id(item, account),
        "kind": item.kind,
        "langs": list(item.langs),
        "asked": {lang: _presented(present(item, lang, order)) for lang in item.langs},
    }


def _mac(purpose: str, name: str, account: str) -> bytes:
    key = blake2b(account.encode(), digest_size=32).digest()
    return hmac.digest(key, f"{purpose} {name}".encode(), "sha256")


def _presented(shown: Presented) -> Json:
    return {
        "stem": shown.stem,
        "material": shown.material,
        "options": list(shown.options),
        "lefts": list(shown.lefts),
        "several": shown.several,
        "numeric": shown.numeric,
    }


def question_with_key(item: Item) -> Json:
    """Return a question with what is right, for teachers."""
    order = range(len(item.options))
    return {
        "id": item.id,
        "kind": item.kind,
        "langs": list(item.langs),
        "asked": {lang: _presented(present(item, lang, order)) for lang in item.langs},
        "key": {
            "facts": list(item.facts),
            "slot": item.slot,
            "options": [{"id": each.id, "text": both(each.text)} for each in item.options],
            "right": list(item.key),
            "typed": _typed(item.typed) if item.typed else None,
            "claim": item.claim.value if item.claim else None,
            "explanation": both(item.explanation),
            "evidence": list(item.evidence),
        },
    }


def _typed(key: TypedKey) -> Json:
    return {
        "accepted": lists(key.accepted),
        "strictness": key.strictness.value,
        "value": key.value,
        "month": key.month,
        "tolerance": key.tolerance,
    }


def card(value: Card) -> Json:
    """Return a card of an article."""
    return {
        "name": value.id,
        "deck": value.deck.value,
        "front": _side(value.front),
        "back": _side(value.back),
        "statement": both(value.statement) if value.statement else None,
        "evidence": list(value.evidence),
    }


def _side(side: Side) -> Json:
    return {"lang": side.lang, "text": side.text, "note": side.note}


def deck(head: DeckHead) -> Json:
    """Return a deck as its learner stands with it."""
    return {
        "article": head.article,
        "deck": head.deck,
        "title": both(head.title),
        "started": head.started,
        "total": head.total,
        "new": head.new,
        "due": head.due,
        "known": head.known,
    }


def held_card(held: HeldCard) -> Json:
    """Return a card as its learner stands with it."""
    view = held.view
    return {
        "id": view.card_id,
        "front": _shown(view.front),
        "back": _shown(view.back),
        "statement": both(view.statement) if view.statement else None,
        "evidence": [sentence(each) for each in view.evidence],
        "note": view.note,
        "due_on": day(held.due_on),
        "reviews": held.reviews,
        "lapses": held.lapses,
        "suspended": view.suspended,
    }


def _shown(side: ShownSide) -> Json:
    return {"lang": side.lang, "text": side.text, "note": side.hint}


def review(line: LoggedReview) -> Json:
    """Return a line of somebody's log."""
    return {
        "uuid": line.uuid,
        "card": line.card_id,
        "name": line.name,
        "article": line.article,
        "deck": line.deck,
        "moment": moment(line.moment),
        "day": day(line.day),
        "rating": line.rating,
        "source": line.source,
        "certainty": line.certainty,
        "milliseconds": line.milliseconds,
        "typed": line.typed,
        "undone": line.undone,
    }


def me(bearer: Bearer) -> Json:
    """Return whom a token stands for."""
    return {
        "name": bearer.name,
        "role": bearer.role,
        "token": {
            "name": bearer.token_name,
            "scopes": sorted(bearer.scopes),
            "expires_at": moment(bearer.expires_at),
        },
    }


def progress(found: Progress) -> Json:
    """Return what was done and is known."""
    today, streak = found.today, found.streak
    return {
        "today": {
            "day": day(today.day),
            "reviews": today.reviews,
            "introduced": today.introduced,
            "passed": today.passed,
            "seconds": today.seconds,
            "left_due": today.left_due,
            "left_new": today.left_new,
        },
        "streak": {
            "days": streak.days,
            "longest": streak.longest,
            "studied_today": streak.studied_today,
        },
        "reviews": found.reviews,
        "desired_retention": found.desired,
        "retention": [
            {"month": day(each.month), "passed": each.passed, "total": each.total}
            for each in found.retention
        ],
        "forecast": [{"day": day(each.day), "cards": each.count} for each in found.forecast],
        "facts": [
            {
                "article": each.article,
                "lang": each.lang,
                "known": each.known,
                "shaky": each.shaky,
                "unseen": each.unseen,
                "total": each.total,
            }
            for each in found.facts
        ],
    }

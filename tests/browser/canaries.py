"""C4 in a browser: whatever is only for those who answered carries a word that is found anywhere.

`plant` puts a word of its own into the key of every question of the article that the browser
tests play: into the explanation that follows an answer, among the spellings that are taken, and
as what is said about the right choice. On any page, for anybody, only words of questions may be
seen whose solution that account may see (`told_to`, a query of its own, so that the program is
not asked whether it is right).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from flask import Flask
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from quizapp.db import catalogue
from quizapp.db.models.homework import Assignment, AssignmentAttempt
from quizapp.db.models.item import Item as Asked
from quizapp.db.models.item import ItemVersion
from quizapp.db.models.round import Response, Round, RoundEntry
from quizapp.domain.bilingual import LANGS, Bilingual, BilingualList, Lang
from quizapp.domain.items.base import Item
from quizapp.extensions import db
from quizapp.services import texts
from quizapp.services.content_store import Texts, store_article
from tests.browser.rounds import ARTICLE
from tests.browser.visits import Visit
from tests.browser.watch import STORAGE, STORED_NOTHING

# Words of letters alone: no page makes other digits or a number of them.
BEGINNING: Final[Mapping[Lang, str]] = {"ar": "كناري", "en": "canary"}
LETTERS: Final[Mapping[Lang, str]] = {"ar": "ابتجحدرسصطعفقكلم", "en": "abcdefghijklmnop"}
WORD: Final = re.compile("|".join(f"{BEGINNING[each]}[{LETTERS[each]}]{{8}}" for each in LANGS))
ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
# Pages for teachers, on which solutions are what is asked for.
TELLS_KEYS: Final = frozenset(
    {"exchange.article_worksheet", "results.show_learner", "results.show_worksheet"}
)
# Where the options that are not chosen, or chosen rightly, are never spoken of.
CHOSEN: Final = frozenset({"choice", "multiple_choice", "true_false", "claim", "evidence"})


def canary(name: str, lang: Lang) -> str:
    """Return the word of an item, given its name."""
    digits = sha256(name.encode()).hexdigest()[:8]
    return BEGINNING[lang] + "".join(LETTERS[lang][int(digit, 16)] for digit in digits)


def with_canary(item: Item) -> Item:
    """Return the item with its word in all that is for those who answered it."""
    word = Bilingual.build(lambda lang: canary(item.id, lang))
    explained = item.explanation.map(lambda text, lang: f"{text} {word[lang]}." if text else text)
    typed, options = item.typed, item.options
    if typed is not None:
        taken = {s: (*typed.accepted[s], word[s]) if typed.accepted[s] else () for s in LANGS}
        typed = replace(typed, accepted=BilingualList(**taken))
    if item.kind in CHOSEN:
        options = tuple(
            replace(option, reason=word) if place in item.key else option
            for place, option in enumerate(options)
        )
    return replace(item, explanation=explained, typed=typed, options=options)


def plant(app: Flask) -> None:
    """Store the article that is played anew, a word in the key of every question of it."""
    with app.app_context(), Session(db.engine) as session:
        connection = session.connection()
        head = catalogue.article(connection, ARTICLE)
        assert head is not None
        bank = texts.bank_of(connection, head).bank
        session.rollback()
        items = [with_canary(item) for item in bank.items]
        store_article(session, Texts.of(bank.article, items), datetime.now(UTC))


def told_to(app: Flask, account_id: int) -> frozenset[str]:
    """Return the words of all questions whose solutions an account may see by now."""
    answered = and_(Round.mode == "practice", Response.position.is_not(None))
    opened = or_(Assignment.keys_at.is_(None), Assignment.keys_at <= datetime.now(UTC))
    over = and_(Round.finished_at.is_not(None), or_(Round.mode == "practice", opened))
    given = (Response.round_id == Round.id) & (Response.position == RoundEntry.position)
    asked = (
        select(Asked.name)
        .select_from(Round)
        .join(RoundEntry, RoundEntry.round_id == Round.id)
        .join(ItemVersion, ItemVersion.id == RoundEntry.version_id)
        .join(Asked, Asked.id == ItemVersion.item_id)
        .outerjoin(Response, given)
        .outerjoin(AssignmentAttempt, AssignmentAttempt.round_id == Round.id)
        .outerjoin(Assignment, Assignment.id == AssignmentAttempt.assignment_id)
        .where(Round.account_id == account_id, or_(answered, over))
        .distinct()
    )
    with app.app_context(), Session(db.engine) as session:
        names = session.scalars(asked).all()
    return frozenset(canary(name, lang) for name in names for lang in LANGS)


def found_in(told: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the words that are in each of the texts that have any, by the texts' names."""
    plain = {name: ESCAPED.sub(_letter, text) for name, text in told.items()}
    return {name: words for name, text in plain.items() if (words := set(WORD.findall(text)))}


def leaks(told: Mapping[str, str], known: Collection[str]) -> list[str]:
    """Return a sentence for every text in which there is a word that nobody told yet.

    And one if the browser keeps anything at all: no page of ours stores a thing there.
    """
    found = [
        f"a key that is not told yet, in {name}: {', '.join(sorted(words))}"
        for name, words in found_in(told).items()
        if words.difference(known)
    ]
    if told[STORAGE] != STORED_NOTHING:
        found.append(f"the browser keeps {told[STORAGE]}")
    return found


def leaks_of(visit: Visit) -> list[str]:
    """Return what a visitor's page and what came for it tell too early."""
    known = told_to(visit.site.app, visit.learner.account_id) if visit.learner else ()
    return leaks(visit.watch.everything(visit.page), known)


def _letter(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))

"""Withdrawing an accepted spelling: the item's key is again what it would be without it.

What was answered before is not touched by that. Those answers count by an older key then, and
the desk offers to apply the new one, with its preview, as after any change of a key.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import regrades
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.bilingual import Lang
from quizapp.domain.content import Article
from quizapp.domain.errors import AppealRefusal, ItemNotFound
from quizapp.domain.generation.bank import build_items
from quizapp.domain.items.base import Item
from quizapp.services.accepted import accepting
from quizapp.services.people import audit
from quizapp.services.regrades.deciding import locked, store_item
from quizapp.services.regrades.desk import accepted_for, open_item
from quizapp.services.regrades.views import Decider


def withdraw(
    session: Session, *, decider: Decider, name: str, lang: Lang, spelling: str, now: datetime
) -> None:
    """Let a spelling count no longer. It can be accepted again.

    Raises ItemNotFound, also for those who may not apply a key, and AppealRefusal `changed`
    where the spelling is not accepted (any more), or the article was changed meanwhile.
    """
    looked = open_item(session.connection(), decider, name)
    plain = _as_written(looked.article, name)
    with writing(session) as connection:
        opened = locked(connection, decider, name)
        if not opened.may_regrade:
            raise ItemNotFound(name)
        accepted = accepted_for(connection, opened)
        gone = [row for row in accepted if (row.lang, row.spelling) == (lang, spelling)]
        if plain is None or not gone or opened.article != looked.article:
            raise AppealRefusal("changed")
        _note(connection, decider, opened.row, gone[0], now)
        left = [row for row in accepted if row not in gone]
        store_item(connection, opened.head, accepting(plain, opened.article, left), now)


def _as_written(article: Article, name: str) -> Item | None:
    """The item as its article makes it, without what was accepted since."""
    return next((item for item in build_items(article) if item.id == name), None)


def _note(
    connection: Connection, decider: Decider, item: AnyRow, row: AnyRow, now: datetime
) -> None:
    regrades.withdraw_spelling(
        connection,
        {
            "item_id": item.id,
            "lang": row.lang,
            "spelling": row.spelling,
            "answer": row.answer,
            "withdrawn_by": decider.account_id,
            "withdrawn_at": now,
        },
    )
    audit.record(
        connection,
        actor_id=decider.account_id,
        action="spelling.withdraw",
        object=f"item:{item.id}",
        details={"item": item.name},
        now=now,
    )

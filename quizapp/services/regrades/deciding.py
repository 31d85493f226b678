"""Deciding: accepting a spelling, declining appeals, applying a changed key to older answers.

Each is one transaction that reads everything again: two teachers who accept the same
spelling at once accept it once, and the second is told so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import appeals, catalogue, regrades
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.accepting import answer_fingerprint
from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import AppealRefusal, ItemNotFound
from quizapp.domain.items.base import Item
from quizapp.domain.text.normalise import clean
from quizapp.services.content_store import Text
from quizapp.services.people import audit, notices
from quizapp.services.regrades.adopting import Adoption, adopt, settle, tell
from quizapp.services.regrades.desk import (
    Opened,
    folded_alike,
    older_keys,
    open_item,
)
from quizapp.services.regrades.previews import wider
from quizapp.services.regrades.views import Decider, Done
from quizapp.services.texts import bank_fingerprint

LONGEST_REASON: Final = 500


def accept(
    session: Session, *, decider: Decider, name: str, lang: Lang, spelling: str, now: datetime
) -> Done:
    """Accept a spelling for an item: for all answers so far and all to come.

    Raises ItemNotFound (for strangers too) and AppealRefusal.
    """
    text = clean(spelling)
    with writing(session) as connection:
        opened = locked(connection, decider, name)
        try:
            key = wider(connection, opened, lang, text)
        except AppealRefusal as problem:
            if problem.code != "counts":
                raise
            settled = settle(connection, opened.row.id, decider, now)
            tell(connection, (), settled, now)
            if not settled and folded_alike(opened, lang, spelling):
                raise
            return Done(0, 0, len(settled), new=False)
        regrades.add_spelling(
            connection,
            {
                "item_id": opened.row.id,
                "lang": lang,
                "spelling": text,
                "answer": answer_fingerprint(opened.item, opened.article),
                "accepted_by": decider.account_id,
                "accepted_at": now,
            },
        )
        version = store_item(connection, opened.head, key, now)
        adoption = Adoption(opened.row, opened.item, key, version, "spelling", text, decider, now)
        return adopt(connection, adoption)


def decline(
    session: Session,
    *,
    decider: Decider,
    name: str,
    lang: Lang,
    spelling: str,
    reason: str,
    now: datetime,
) -> int:
    """Decline the open appeals of one spelling, with a reason that their learners read.

    Returns how many there were. Raises ItemNotFound, and AppealRefusal `reason` without one.
    """
    said = " ".join(reason.split())[:LONGEST_REASON]
    if not said:
        raise AppealRefusal("reason")
    with writing(session) as connection:
        opened = locked(connection, decider, name)
        declined = [
            row
            for row in folded_alike(opened, lang, spelling)
            if appeals.decide(connection, _decline(row, decider, said, now))
        ]
        if declined:
            _tell_declined(connection, declined, said, now)
            audit.record(
                connection,
                actor_id=decider.account_id,
                action="appeal.decline",
                object=f"item:{opened.row.id}",
                details={"item": name, "appeals": len(declined)},
                now=now,
            )
    return len(declined)


def _tell_declined(
    connection: Connection, declined: Sequence[AnyRow], reason: str, now: datetime
) -> None:
    for row in declined:
        params = {"round_id": row.round, "position": str(row.position)}
        notices.tell(
            connection,
            account_ids=[row.account_id],
            kind="appeal-declined",
            params={**params, "answer": row.typed, "reason": reason},
            now=now,
        )


def apply_key(
    session: Session,
    *,
    decider: Decider,
    name: str,
    fingerprint: str,
    reason: str,
    now: datetime,
) -> Done:
    """Make all answers to an item count by its current key.

    `fingerprint` is that of the key that was looked at. Raises ItemNotFound, and AppealRefusal
    `changed` where the key is another one by now.
    """
    with writing(session) as connection:
        opened = locked(connection, decider, name)
        if not opened.may_regrade:
            raise ItemNotFound(name)
        if opened.row.fingerprint != fingerprint:
            raise AppealRefusal("changed")
        older = older_keys(connection, opened)
        said = " ".join(reason.split())[:LONGEST_REASON]
        adoption = Adoption(
            row=opened.row,
            old=older[0] if older else opened.item,
            key=opened.item,
            version_id=opened.row.version_id,
            cause="key",
            reason=said,
            decider=decider,
            now=now,
        )
        return adopt(connection, adoption)


def store_item(connection: Connection, head: AnyRow, item: Item, now: datetime) -> int:
    """Give one item of a stored article another text; return the number of that text.

    `head` is the article's row of the catalogue. An item out of use stays so.
    """
    text = Text.of(item)
    rows = {row.name: row for row in catalogue.items(connection, head.id)}
    row = rows[item.id]
    new = {"item_id": row.id, "fingerprint": text.fingerprint}
    catalogue.add_item_texts(connection, [{**new, "record": text.record, "created_at": now}])
    if row.retired_at is not None:
        regrades.retext_unused(connection, row.id, text.fingerprint)
    elif row.fingerprint != text.fingerprint:
        catalogue.renew_items(connection, {row.id: text.fingerprint})
        catalogue.flag_entries(connection, [row.id])
        used = {name: r.fingerprint for name, r in rows.items() if r.retired_at is None}
        bank = bank_fingerprint(head.fingerprint, {**used, item.id: text.fingerprint})
        catalogue.put_article(connection, head, {"bank": bank})
    return catalogue.version_ids(connection, [text.fingerprint])[text.fingerprint]


def locked(connection: Connection, decider: Decider, name: str) -> Opened:
    """Return an item as it is once nobody else decides on it."""
    row = regrades.find_item(connection, name)
    if row is not None:
        regrades.lock_item(connection, row.id)
    return open_item(connection, decider, name)


def _decline(row: AnyRow, decider: Decider, said: str, now: datetime) -> dict[str, object]:
    return {
        "of_round": row.round_id,
        "at": row.position,
        "decision": "declined",
        "said": said,
        "by": decider.account_id,
        "moment": now,
    }

"""Bringing along what a guest answered before signing in.

Signing in gives another account than the guest's. What the guest has is exported, the guest is
erased, and the export is taken in, all in one transaction: nothing is there twice, nothing is
lost halfway, and a second time finds no guest any more. Settings, goals and memory parameters
stay those of the account that was signed in to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.db import people
from quizapp.db.engine import writing
from quizapp.services.accounts import viewer_of
from quizapp.services.mine import ImportReport, export_all
from quizapp.services.mine.export import export_wishes
from quizapp.services.mine.take_in import import_within


@dataclass(frozen=True, slots=True)
class History:
    """How much a guest has."""

    rounds: int
    reviews: int


def has_history(session: Session, account_id: int) -> bool:
    """Tell whether a guest has anything worth bringing along."""
    found = _history(session, account_id)
    return bool(found.rounds or found.reviews)


def history_of(session: Session, *, token: str, now: datetime) -> History | None:
    """Return what the guest with a token has; None where there is no such guest any more."""
    guest = viewer_of(session, token, now)
    return _history(session, guest.account_id) if guest and guest.role == "guest" else None


def bring(session: Session, *, token: str, account_id: int, now: datetime) -> ImportReport | None:
    """Make a guest's history an account's; None where there is no such guest any more."""
    with writing(session) as connection:
        guest = viewer_of(session, token, now)
        if guest is None or guest.role != "guest" or guest.account_id == account_id:
            return None
        brought = export_all(session, guest.account_id)
        own = export_wishes(connection, account_id)
        people.erase(connection, guest.account_id)
        return import_within(connection, account_id, {**brought, **own})


def _history(session: Session, account_id: int) -> History:
    rounds, reviews = people.history(session.connection(), account_id)
    return History(rounds, reviews)

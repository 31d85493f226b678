"""How much and how well somebody wants to remember."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.orm import Session

from quizapp.db import decks as tables
from quizapp.db.engine import writing
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.errors import AccountNotFound
from quizapp.domain.memory import LEAST_RETENTION, MOST_RETENTION
from quizapp.services.cards.views import MOST_CARDS_A_DAY, MOST_NEW_A_DAY, Goals


def goals_of(session: Session, account_id: int) -> Goals:
    """Return somebody's goals. Raises AccountNotFound."""
    row = tables.goals(session.connection(), account_id)
    if row is None:
        raise AccountNotFound(str(account_id))
    return Goals(row.retention, row.new_a_day, row.cap_a_day, row.zone)


def change_goals(session: Session, account_id: int, goals: Goals) -> None:
    """Replace somebody's goals; cards keep the days they have.

    `retention` is in 0.70..0.97, `new_a_day` in 0..200, `cap_a_day` in 1..1000, `zone` a
    known IANA name. Raises AccountNotFound, ValueError for what is out of range, UnknownZone.
    """
    check_goals(goals)
    with writing(session, of=account_id) as connection:
        if not tables.set_goals(connection, account_id, asdict(goals)):
            raise AccountNotFound(str(account_id))


def check_goals(goals: Goals) -> None:
    """Raise ValueError or UnknownZone for goals that are out of range."""
    if not LEAST_RETENTION <= goals.retention <= MOST_RETENTION:
        raise ValueError("retention")
    if not 0 <= goals.new_a_day <= MOST_NEW_A_DAY:
        raise ValueError("new_a_day")
    if not 1 <= goals.cap_a_day <= MOST_CARDS_A_DAY:
        raise ValueError("cap_a_day")
    StudyCalendar(goals.zone)

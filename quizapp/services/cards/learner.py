"""Who is learning: their goals, the study day it is for them, what was done on it so far.

Everything that touches cards begins here, with one statement. A card's public id is made
of its number and a keyed hash under the account's own unguessable id, so that it names
the card for this account alone:

    "2f-9Zq3…"    number 87, and the hash that nobody else can compute
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from hashlib import blake2b

from sqlalchemy import Connection

from quizapp.db import cards as tables
from quizapp.db.base import AnyRow
from quizapp.db.types import from_millis, to_millis
from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.plan import Limits
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.errors import AccountNotFound, CardNotFound
from quizapp.domain.memory import MemorySettings
from quizapp.services.cards.records import settings_with
from quizapp.services.cards.views import Goals

_DAY = timedelta(days=1)
_MAC_BYTES = 12


@dataclass(frozen=True)
class DaySoFar:
    """What the study day came to so far."""

    reviews: int = 0
    cards: int = 0
    introduced: int = 0
    again: int = 0
    tested: int = 0
    recalled: int = 0
    millis: int = 0


@dataclass(frozen=True)
class Learner:
    """An account as a learner, at a moment."""

    account_id: int
    public_id: str
    goals: Goals
    first: Lang
    now: datetime
    today: date
    done: DaySoFar
    parameters: tuple[float, ...] | None = None

    @cached_property
    def calendar(self) -> StudyCalendar:
        """The learner's days of study."""
        return StudyCalendar(self.goals.zone)

    @cached_property
    def settings(self) -> MemorySettings:
        """How the learner's cards are scheduled: by parameters of their own, if any."""
        return settings_with(self.parameters, self.goals.retention)

    @property
    def limits(self) -> Limits:
        """How much a day may have."""
        return Limits(self.goals.new_a_day, self.goals.cap_a_day)

    @property
    def room(self) -> int:
        """How many cards not seen today the cap still allows."""
        return max(self.goals.cap_a_day - self.done.cards, 0)

    @property
    def room_for_new(self) -> int:
        """How many new cards today's goals still allow."""
        return min(max(self.goals.new_a_day - self.done.introduced, 0), self.room)

    def public(self, card_id: int, name: str) -> str:
        """Return the public id of a card for this account."""
        return f"{card_id:x}-{self._mac(name)}"

    def _mac(self, name: str) -> str:
        key = blake2b(self.public_id.encode(), digest_size=32).digest()
        digest = blake2b(name.encode(), key=key, digest_size=_MAC_BYTES).digest()
        return urlsafe_b64encode(digest).decode()

    def opens(self, public: str, name: str) -> bool:
        """Tell whether a public id is this account's for the card of a name."""
        return hmac.compare_digest(public.partition("-")[2].encode(), self._mac(name).encode())


def card_number(public: str) -> int:
    """Return the number that a public id claims; CardNotFound for what is none."""
    number = public.partition("-")[0]
    try:
        found = int(number, 16)
    except ValueError:
        raise CardNotFound(public) from None
    if not 0 < found < 2**62:
        raise CardNotFound(public)
    return found


def learner_of(connection: Connection, account_id: int, now: datetime) -> Learner:
    """Return a learner as they stand now. Raises AccountNotFound.

    `now` is cut to the millisecond, as it is stored.
    """
    now = from_millis(to_millis(now))
    around = now.astimezone(UTC).date()
    rows = tables.learner(connection, account_id, (around - _DAY, around + _DAY))
    if not rows:
        raise AccountNotFound(str(account_id))
    learner = learner_in(rows[0], account_id, now)
    done = next((row for row in rows if row.day == learner.today), None)
    if done is None:
        return learner
    return replace(
        learner,
        done=DaySoFar(
            reviews=done.reviews,
            cards=done.cards,
            introduced=done.introduced,
            again=done.again,
            tested=done.tested,
            recalled=done.recalled,
            millis=done.millis,
        ),
    )


def learner_in(row: AnyRow, account_id: int, now: datetime) -> Learner:
    """Return the learner in a row that has their goals, as if nothing was done today yet."""
    now = from_millis(to_millis(now))
    goals = Goals(row.retention, row.new_a_day, row.cap_a_day, row.zone)
    return Learner(
        account_id=account_id,
        public_id=row.public_id,
        goals=goals,
        first=row.content or "ar",
        now=now,
        today=StudyCalendar(goals.zone).day(now),
        done=DaySoFar(),
        parameters=row.memory_parameters,
    )


def learner_or_stranger(connection: Connection, account_id: int, now: datetime) -> Learner:
    """Return a learner, or somebody without goals and history where there is no account."""
    try:
        return learner_of(connection, account_id, now)
    except AccountNotFound:
        now = from_millis(to_millis(now))
        goals = Goals()
        today = StudyCalendar(goals.zone).day(now)
        return Learner(account_id, "", goals, "ar", now, today, DaySoFar())

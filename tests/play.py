"""Playing rounds in tests: asking for one, answering rightly or wrongly, playing it whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from sqlalchemy.orm import Session

from quizapp.db import play
from quizapp.domain.items.base import Fields
from quizapp.services import rounds, texts
from quizapp.services.rounds import AnswerReceipt, Certainty, Mode, RoundRequest, Submission
from tests.answers import right_fields, wrong_fields

SLUG = "book-fair"
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
_KEYS = count(1)


def request(
    *,
    length: int | None = 3,
    mode: Mode = "practice",
    kinds: tuple[str, ...] = (),
    certainty: bool = False,
) -> RoundRequest:
    return RoundRequest(SLUG, "en", length, kinds, mode, certainty)


def submission(
    fields: Fields,
    *,
    key: str | None = None,
    certainty: Certainty | None = None,
    shown_at: datetime | None = None,
) -> Submission:
    return Submission(fields, key or f"key-{next(_KEYS)}", certainty, shown_at, "latn")


@dataclass
class Player:
    """Somebody playing one round."""

    session: Session
    account_id: int
    round_id: str = field(default="")

    def start(self, wanted: RoundRequest | None = None, *, public_id: str = "round-1") -> str:
        self.round_id = rounds.start_round(
            self.session,
            account_id=self.account_id,
            request=wanted or request(),
            public_id=public_id,
            seed="a seed",
            now=NOW,
        )
        return self.round_id

    def form(self, position: int, make: Callable[..., Fields] = right_fields) -> Fields:
        """The form of an answer, found by peeping into the tables."""
        connection = self.session.connection()
        row = play.find_question(connection, self.account_id, self.round_id, position)
        assert row is not None
        item = texts.item_of(connection, row.version_id, row.item_fingerprint)
        return make(item, row.arrangement, row.entry_lang or row.lang)

    def submit(
        self, position: int, sent: Submission | Fields, now: datetime = NOW
    ) -> AnswerReceipt:
        return rounds.answer(
            self.session,
            account_id=self.account_id,
            round_id=self.round_id,
            position=position,
            submission=sent if isinstance(sent, Submission) else submission(sent),
            now=now,
        )

    def right(self, position: int) -> AnswerReceipt:
        return self.submit(position, self.form(position))

    def wrong(self, position: int) -> AnswerReceipt:
        return self.submit(position, self.form(position, wrong_fields))

    def question(self, position: int) -> rounds.QuestionView:
        return rounds.question(
            self.session, account_id=self.account_id, round_id=self.round_id, position=position
        )

    def finish(self, now: datetime = NOW) -> rounds.RoundHead:
        return rounds.finish(
            self.session, account_id=self.account_id, round_id=self.round_id, now=now
        )

    def result(self) -> rounds.RoundResult:
        return rounds.result(self.session, account_id=self.account_id, round_id=self.round_id)

    def play_through(self) -> rounds.RoundHead:
        """Answer everything rightly."""
        position = self.question(1).head.next_position
        while position is not None:
            position = self.right(position).view.head.next_position
        return self.question(1).head

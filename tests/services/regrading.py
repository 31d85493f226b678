"""A small school for appeals: learners who answer, their teacher, another one, an admin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db import play
from quizapp.domain.bilingual import Lang
from quizapp.services import rounds, texts
from quizapp.services.accounts import create_guest
from quizapp.services.regrades import appealing
from quizapp.services.regrades.views import Decider
from quizapp.services.rounds import RoundRequest
from tests.play import NOW, SLUG, Player, submission

HOST = f"{SLUG}/host/salt/gap"
_NUMBERS = count(1)


@dataclass
class School:
    """People by name, each with an account; `now` is the moment of what happens next."""

    session: Session
    now: datetime = NOW
    accounts: dict[str, int] = field(default_factory=dict)

    def account(self, name: str, role: str = "guest") -> int:
        """Return somebody's account, made with that role when first asked for."""
        if name not in self.accounts:
            made = create_guest(
                self.session, token=f"token {name}", public_id=f"account-{name}", now=self.now
            )
            self.accounts[name] = made.account_id
            self.run(
                "UPDATE account SET role = :role, name = :name WHERE id = :id",
                role=role,
                name=name,
                id=made.account_id,
            )
        return self.accounts[name]

    def decider(self, name: str, role: str = "teacher") -> Decider:
        """Return somebody who decides."""
        return Decider(self.account(name, role), admin=role == "admin")

    def classroom(self, teacher: str, *pupils: str) -> None:
        """Put pupils into a class of a teacher."""
        number = next(_NUMBERS)
        self.run(
            "INSERT INTO classroom (id, public_id, name, owner_id, zone, nicknames, leaderboard,"
            " created_at) VALUES (:id, :public, 'class', :owner, 'UTC', 'words', :no, 0)",
            id=number,
            public=f"class-{number}",
            owner=self.account(teacher, "teacher"),
            no=False,
        )
        for place, name in enumerate((teacher, *pupils)):
            self.run(
                "INSERT INTO membership (classroom_id, account_id, part, words, joined_at)"
                " VALUES (:room, :account, :part, :words, 0)",
                room=number,
                account=self.account(name),
                part="pupil" if place else "teacher",
                words=place,
            )

    def owned_by(self, name: str) -> None:
        """Make the article somebody's."""
        owner = self.account(name, "teacher")
        self.run("UPDATE article SET owner_id = :owner", owner=owner)

    def run(self, statement: str, **values: Any) -> None:
        self.session.rollback()
        self.session.execute(text(statement), values)
        self.session.commit()

    def wait(self, seconds: int = 60) -> None:
        self.now += timedelta(seconds=seconds)

    def begin(self, name: str, kinds: tuple[str, ...] = ("gap",), **asked: Any) -> Player:
        """Let somebody begin a round of all gaps in English."""
        player = Player(self.session, self.account(name))
        wanted: dict[str, Any] = {"lang": "en", "length": None, "mode": "practice"} | asked
        player.round_id = rounds.start_round(
            self.session,
            account_id=player.account_id,
            request=RoundRequest(SLUG, kinds=kinds, **wanted),
            public_id=f"round-{next(_NUMBERS)}",
            seed="a seed",
            now=self.now,
        )
        return player

    def position(self, player: Player, item: str = HOST) -> int:
        """Return where an item stands in a round."""
        connection = self.session.connection()
        row = play.find_round(connection, player.account_id, player.round_id)
        assert row is not None
        found = play.entries(connection, row.id)
        asked = texts.items_of(connection, {e.item_fingerprint: e.version_id for e in found})
        return int(next(e.position for e in found if asked[e.item_fingerprint].id == item))

    def type(self, player: Player, typed: str, item: str = HOST) -> rounds.AnswerReceipt:
        """Answer an item by typing."""
        at = self.position(player, item)
        return player.submit(at, submission({"text": [typed]}), self.now)

    def answered(self, name: str, typed: str, **asked: Any) -> Player:
        """Let somebody answer the item in a round of their own; one other answer is right."""
        player = self.begin(name, **asked)
        self.type(player, typed)
        other = next(p for p in range(1, 9) if p != self.position(player))
        player.submit(other, player.form(other), self.now)
        return player

    def appealed(self, name: str, typed: str, **asked: Any) -> Player:
        """Let somebody answer the item so, and say that it was right."""
        player = self.answered(name, typed, **asked)
        self.appeal(player)
        return player

    def appeal(self, player: Player) -> rounds.RoundHead:
        return appealing.appeal(
            self.session,
            account_id=player.account_id,
            round_id=player.round_id,
            position=self.position(player),
            now=self.now,
        )

    def feedback(self, player: Player) -> rounds.Feedback:
        """What stands beside the answer to the item now."""
        found = player.question(self.position(player)).feedback
        assert found is not None
        return found

    def score(self, player: Player) -> float | None:
        return player.question(1).head.score

    def notices(self, name: str) -> list[str]:
        """The kinds of what somebody was told, the first first."""
        rows = self.session.execute(
            text("SELECT kind FROM notice WHERE account_id = :id ORDER BY id"),
            {"id": self.account(name)},
        )
        return list(rows.scalars())

    def audited(self) -> Iterator[tuple[str, int | None]]:
        rows = self.session.execute(text("SELECT action, actor_id FROM audit_entry ORDER BY id"))
        yield from ((row.action, row.actor_id) for row in rows)

    def log(self) -> list[tuple[object, ...]]:
        """Everything in the log of responses, to be compared."""
        rows = self.session.execute(text("SELECT * FROM response ORDER BY round_id, position"))
        return [tuple(row) for row in rows]


def typed_in(lang: Lang) -> str:
    """Return what no key of the article says, but a teacher may accept."""
    return {"ar": "البلقاء", "en": "Balqa"}[lang]

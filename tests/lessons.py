"""A class that has done its homework: who answered what, by a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from quizapp.services import homework, rounds
from quizapp.services.homework import TaskWish, TermsWish
from tests.answers import right_fields, wrong_fields
from tests.classes import School
from tests.play import NOW, SLUG, Player

Plan = Callable[[int, int], bool | None]
"""Whether the n-th learner (from 0) answers at a position (from 1) rightly; None: not at all."""

LATER = NOW + timedelta(hours=1)


@dataclass
class Lesson(School):
    """A class, its teacher, its pupils in the order in which they came, one homework."""

    article: str = SLUG
    amal: int = 0
    name: str = ""
    pupils: list[int] = field(default_factory=list)

    def gather(self, size: int) -> None:
        self.amal = self.teacher("Amal")
        self.name = self.classroom(self.amal)
        for number in range(size):
            self.pupils.append(self.pupil(f"Pupil {number:03}", self.amal, self.name))

    def give(
        self,
        public_id: str = "hw-1",
        *,
        task: TaskWish | None = None,
        terms: TermsWish | None = None,
    ) -> str:
        return homework.assign(
            self.session,
            account_id=self.amal,
            classroom_id=self.name,
            task=task or TaskWish(article=self.article, length=5),
            terms=terms or TermsWish(title="", opens_at=NOW, due_at=None, attempts=None),
            public_id=public_id,
            seed="seed of the homework",
            now=NOW,
        )

    def begin(self, who: int, homework_id: str = "hw-1", *, now: datetime = LATER) -> Player:
        name = f"round-{homework_id}-{who}-{now.timestamp():.0f}"
        found = homework.begin(
            self.session,
            account_id=who,
            homework_id=homework_id,
            lang="en",
            public_id=name,
            seed=name,
            now=now,
        )
        return Player(self.session, who, found)

    def play(
        self,
        number: int,
        plan: Plan,
        homework_id: str = "hw-1",
        *,
        finish: bool = True,
        now: datetime = LATER,
    ) -> Player:
        """Let a learner answer by plan; `finish` hands in what was not answered too."""
        player = self.begin(self.pupils[number], homework_id, now=now)
        for position in range(1, player.question(1).head.total + 1):
            knows = plan(number, position)
            if knows is not None:
                make = right_fields if knows else wrong_fields
                player.submit(position, player.form(position, make), now)
        if finish:
            rounds.finish(
                self.session, account_id=player.account_id, round_id=player.round_id, now=now
            )
        return player

    def all_play(self, plan: Plan, homework_id: str = "hw-1") -> None:
        for number in range(len(self.pupils)):
            self.play(number, plan, homework_id)

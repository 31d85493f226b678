"""C5 and C9: many forms for one place at the same moment, over HTTP, on two processes.

Sixteen connections of one learner send at once: the same answer and others, under one key and
under many, or answers and the end of their round, or answers around the moment after which
homework takes none any more. What each was told equals what is stored.
The same races without HTTP, in every run too: tests/services/test_rounds_races.py,
test_cards_races.py and test_homework_races.py (a deadline that is moved meanwhile).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count, repeat

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.db.play import GRACE
from quizapp.services import homework
from quizapp.services.homework import TaskWish, TermsWish
from tests.classes import School as Classes
from tests.faults.pupils import KINDS, LENGTH, SLUG, Pupil, Reply, digest
from tests.faults.serving import Server
from tests.faults.site import School, engine_of, looking

RACERS = 16
RACES = 20
MANY = 10_000 // RACERS
_STORED = text(
    "SELECT p.position, p.client_key FROM response p JOIN round r ON r.id = p.round_id"
    " WHERE r.public_id = :round_id ORDER BY p.position"
)
_BECOMES_A_PUPIL = text(
    "UPDATE account SET role = 'learner', name = 'Huda', login = 'huda', login_key = 'huda',"
    " password_hash = 'none' WHERE role = 'guest' RETURNING id"
)
_CLOSES = text(
    "UPDATE assignment_attempt SET closes_at = :closes"
    " WHERE round_id = (SELECT id FROM round WHERE public_id = :round_id)"
)
AHEAD = 1.0
STEP = 0.01
Fields = dict[str, "str | list[str]"]


class Race:
    """Connections of one learner, each in a thread that waits for the others."""

    def __init__(self, server: Server) -> None:
        first = Pupil(server.port, "first")
        first.enter(cards=False)
        self.url = server.url
        self.first = first
        self.racers = [first.twin() for _ in range(RACERS)]
        self.pool = ThreadPoolExecutor(RACERS)
        self.numbers = count()

    def start_round(self) -> str:
        """Start a round; return its id."""
        setup = {"lang": "ar", "length": str(LENGTH), "mode": "practice", "kinds": list(KINDS)}
        key = f"race-{next(self.numbers)}"
        reply = self.first.post(f"/articles/{SLUG}/start", {"key": key, **setup})
        return reply.location.split("/")[-1]

    def run(
        self, posts: Sequence[tuple[str, Fields]], at: Iterable[float] = repeat(0)
    ) -> list[Reply]:
        """Send all at once, or each at its moment; return the replies in the same order."""
        barrier = threading.Barrier(len(posts))

        def send(racer: Pupil, post: tuple[str, Fields], moment: float) -> Reply:
            barrier.wait(60)
            time.sleep(max(0.0, moment - time.time()))
            return racer.post(*post)

        return list(self.pool.map(send, self.racers, posts, at))

    def stored(self, round_id: str) -> dict[int, bytes]:
        """Return the digests of the keys under which a round's answers are stored."""
        with looking(self.url) as connection:
            rows = connection.execute(_STORED, {"round_id": round_id})
            return {row[0]: bytes(row[1]) for row in rows}

    def close(self) -> None:
        """Everybody hangs up."""
        self.pool.shutdown()
        for racer in (self.first, *self.racers):
            racer.hang_up()


@pytest.fixture
def race(server: Server) -> Iterator[Race]:
    made = Race(server)
    yield made
    made.close()


def answer(round_id: str, position: int, key: str, choice: int = 1) -> tuple[str, Fields]:
    return f"/rounds/{round_id}/{position}", {"client_key": key, "choice": str(choice)}


def one_place(round_id: str, position: int) -> list[tuple[str, Fields]]:
    """Half under one key, as by an impatient finger; half under keys of their own."""
    keys = [f"{round_id}-{position}-{max(0, n - RACERS // 2)}" for n in range(RACERS)]
    return [answer(round_id, position, key, 1 + n % 2) for n, key in enumerate(keys)]


def submit(race: Race, races: int) -> int:
    """Race for one place after the other; return how many forms were sent."""
    sent = 0
    round_id = ""
    for number in range(races):
        position = number % LENGTH + 1
        if position == 1:
            round_id = race.start_round()
        replies = race.run(one_place(round_id, position))
        sent += len(replies)
        assert {reply.status for reply in replies} == {303}
        stored = race.stored(round_id)
        assert sorted(stored) == list(range(1, position + 1)), "one answer at each place"
    return sent


def told(posts: Sequence[tuple[str, Fields]], replies: Sequence[Reply]) -> set[bytes]:
    """Return the digests of the keys of those answers of which it was told that they are stored."""
    return {
        digest(str(fields["client_key"]))
        for (_, fields), reply in zip(posts, replies, strict=True)
        if fields and reply.status == 303
    }


def finish(race: Race, races: int) -> int:
    """Race answers against the end of their round; return how many forms were sent."""
    sent = 0
    for number in range(races):
        round_id = race.start_round()
        posts = [answer(round_id, n + 1, f"{round_id}-{n + 1}") for n in range(LENGTH - 1)]
        posts.insert(number % LENGTH, (f"/rounds/{round_id}/finish", {}))
        replies = race.run(posts)
        sent += len(replies)
        assert {reply.status for reply in replies} <= {303, 409}
        assert told(posts, replies) == set(race.stored(round_id).values())
        result = race.first.get(f"/rounds/{round_id}/result")
        assert result.status == 200, "the round is over"
    return sent


def set_homework(race: Race, names: Sequence[str]) -> None:
    """Make the learner of a race a pupil who has homework under each of these names."""
    now = datetime.now(UTC)
    with engine_of(race.url) as engine, Session(engine) as session:
        people = Classes(session, now=now)
        teacher = people.teacher("Amal")
        room = people.classroom(teacher)
        with writing(session) as connection:
            pupil = connection.execute(_BECOMES_A_PUPIL).scalar_one()
        people.join(pupil, people.code_of(teacher, room))
        for name in names:
            homework.assign(
                session,
                account_id=teacher,
                classroom_id=room,
                task=TaskWish(article=SLUG, kinds=KINDS, length=RACERS),
                terms=TermsWish("", opens_at=now, due_at=now + timedelta(hours=1)),
                public_id=name,
                seed=name,
                now=now,
            )


def deadline(race: Race, races: int) -> int:
    """Race answers against the end of homework, one after the other; return how many were sent.

    A quarter is sent at once, a quarter when it is over, and the rest around that moment.
    """
    names = [f"homework-{number}" for number in range(races)]
    set_homework(race, names)
    for name in names:
        begun = race.first.post(f"/homework/{name}/begin", {"lang": "ar", "key": name})
        round_id = begun.location.split("/rounds/")[1].split("/")[0]
        posts = [answer(round_id, n + 1, f"{round_id}-{n + 1}") for n in range(RACERS)]
        over = time.time() + AHEAD
        with engine_of(race.url) as engine, engine.begin() as connection:
            closes = int((over - GRACE.total_seconds()) * 1000)
            connection.execute(_CLOSES, {"closes": closes, "round_id": round_id})
        around = [over + (n - RACERS // 4) * STEP for n in range(RACERS // 2)]
        early, late = [0.0] * (RACERS // 4), [over + AHEAD / 4] * (RACERS // 4)
        replies = race.run(posts, [*early, *around, *late])
        stored = race.stored(round_id)
        assert told(posts, replies) == set(stored.values())
        assert {reply.status for reply in replies} == {303, 409}
        assert set(range(1, RACERS // 4 + 1)) <= set(stored), "there was time for these"
        assert max(stored) <= RACERS - RACERS // 4, "and none for those"
    return races * RACERS


def without_drift(race: Race, server: Server, does: Callable[[Race, int], int], races: int) -> int:
    sent = does(race, races)
    assert School(server).faults() == [], "every score is the sum of its answers"
    return sent


def test_sixteen_forms_for_one_place_are_one_answer(race: Race, server: Server) -> None:
    assert without_drift(race, server, submit, RACES) == RACES * RACERS


def test_answers_racing_the_end_of_their_round_are_told_what_is_stored(
    race: Race, server: Server
) -> None:
    assert without_drift(race, server, finish, RACES // 2) == RACES // 2 * LENGTH


def test_answers_racing_the_deadline_of_homework_are_told_what_is_stored(
    race: Race, server: Server
) -> None:
    assert without_drift(race, server, deadline, 1) == RACERS


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_ten_thousand_forms_drift_by_nothing(race: Race, server: Server) -> None:
    print(f"{without_drift(race, server, submit, MANY)} raced forms for one place, no drift")


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_thousand_forms_racing_the_end_drift_by_nothing(race: Race, server: Server) -> None:
    print(f"{without_drift(race, server, finish, 100)} forms racing the end, no drift")


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_thousand_forms_racing_a_deadline_drift_by_nothing(race: Race, server: Server) -> None:
    sent = without_drift(race, server, deadline, 1_000 // RACERS + 1)
    print(f"{sent} forms racing a deadline, no drift")

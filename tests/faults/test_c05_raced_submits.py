"""C5 and C9: many forms for one place at the same moment, over HTTP, on two processes.

Sixteen connections of one learner send at once: the same answer and others, under one key and
under many, or answers and the end of their round. What each was told equals what is stored.
The same races without HTTP, in every run too: tests/services/test_rounds_races.py,
test_cards_races.py and test_homework_races.py (the deadline).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from sqlalchemy import text

from tests.faults.pupils import KINDS, LENGTH, SLUG, Pupil, Reply, digest
from tests.faults.serving import Server
from tests.faults.site import School, looking

RACERS = 16
RACES = 12
MANY = 10_000 // RACERS
_STORED = text(
    "SELECT p.position, p.client_key FROM response p JOIN round r ON r.id = p.round_id"
    " WHERE r.public_id = :round_id ORDER BY p.position"
)
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

    def run(self, posts: Sequence[tuple[str, Fields]]) -> list[Reply]:
        """Send all at once; return the replies in the same order."""
        barrier = threading.Barrier(len(posts))

        def send(racer: Pupil, post: tuple[str, Fields]) -> Reply:
            barrier.wait(60)
            return racer.post(*post)

        return list(self.pool.map(send, self.racers, posts))

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
        told = {
            digest(str(fields["client_key"]))
            for (_, fields), reply in zip(posts, replies, strict=True)
            if fields and reply.status == 303
        }
        assert told == set(race.stored(round_id).values()), "told to be stored, and stored"
        result = race.first.get(f"/rounds/{round_id}/result")
        assert result.status == 200, "the round is over"
    return sent


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


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_ten_thousand_forms_drift_by_nothing(race: Race, server: Server) -> None:
    print(f"{without_drift(race, server, submit, MANY)} raced forms for one place, no drift")


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_thousand_forms_racing_the_end_drift_by_nothing(race: Race, server: Server) -> None:
    print(f"{without_drift(race, server, finish, 100)} forms racing the end, no drift")

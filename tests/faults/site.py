"""A class at work on a site, and the comparison of its journals with what is stored.

After a fault and a restart every pupil first sends again what was not acknowledged; then the
database holds exactly what the journals hold. So one comparison proves both: nothing that was
acknowledged is lost, and nothing was stored twice or for nobody.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, NullPool, text
from sqlalchemy.orm import Session

from quizapp.db.engine import make_engine
from quizapp.resources import resource
from quizapp.services.cards.learner import learner_of
from quizapp.services.doctor import examine
from tests.faults.pupils import Journal, Pupil
from tests.faults.serving import Server

ANSWERING = 5
REVIEWING = 3
CARDS = 40
PATIENCE = 60.0
_ROUNDS = text("SELECT public_id FROM round")
_ANSWERS = text(
    "SELECT r.public_id, p.position, p.client_key FROM response p JOIN round r ON r.id = p.round_id"
)
_REVIEWS = text("SELECT uuid FROM review")


@dataclass
class Compared:
    """What the journals and the database say. `lost` was acknowledged and is not stored."""

    acknowledged: int
    lost: list[object] = field(default_factory=list)
    unknown: list[object] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether neither holds what the other does not."""
        return not self.lost and not self.unknown


class School:
    """The pupils of one server."""

    def __init__(self, server: Server, name: str = "class") -> None:
        self.server = server
        self.pupils = [Pupil(server.port, f"{name}-{n}") for n in range(ANSWERING + REVIEWING)]
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def enter(self) -> None:
        """Everybody becomes a guest; the last few take up every deck."""
        for number, pupil in enumerate(self.pupils):
            pupil.enter(cards=number >= ANSWERING)
        with looking(self.server.url) as connection:
            owners = connection.execute(
                text("SELECT DISTINCT account_id FROM deck_start ORDER BY account_id")
            ).scalars()
            for pupil, owner in zip(self.pupils[ANSWERING:], owners, strict=True):
                pupil.learn(_cards_of(connection, owner))

    def begin(self) -> None:
        """Everybody works, each in a thread."""
        self._stop.clear()
        self._threads = [
            threading.Thread(target=pupil.work, args=(self._stop,)) for pupil in self.pupils
        ]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Wait until nobody waits for a reply any more."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def leave(self) -> None:
        """Everybody hangs up."""
        for pupil in self.pupils:
            pupil.hang_up()

    def send_again(self) -> None:
        """Everybody finds the server of now, and sends what was not acknowledged."""
        for pupil in self.pupils:
            pupil.hang_up(self.server.port)
        with ThreadPoolExecutor(len(self.pupils)) as pool:
            list(pool.map(Pupil.step, self.pupils))

    @property
    def journal(self) -> Journal:
        """All that was acknowledged."""
        whole = Journal()
        for pupil in self.pupils:
            whole.add(pupil.journal)
        return whole

    @property
    def again(self) -> int:
        """How many forms were sent a second time."""
        return sum(pupil.again for pupil in self.pupils)

    def refusals(self) -> list[tuple[int, str]]:
        """What was answered by anything but the page that an answer leads to."""
        return [(r.status, r.text[:2000]) for pupil in self.pupils for r in pupil.refused]

    def compare(self) -> Compared:
        """Hold the journals against the database."""
        journal = self.journal
        with looking(self.server.url) as connection:
            stored: set[object] = set(connection.execute(_ROUNDS).scalars())
            stored |= {(row[0], row[1], bytes(row[2])) for row in connection.execute(_ANSWERS)}
            stored |= {bytes(uuid) for uuid in connection.execute(_REVIEWS).scalars()}
        told: set[object] = set(journal.rounds)
        told |= {(*place, key) for place, key in journal.answers.items()}
        told |= journal.reviews
        return Compared(len(told), list(told - stored), list(stored - told))

    def faults(self) -> list[str]:
        """What the doctor finds: scores that are no sum, cards that are no replay, the file."""
        with engine_of(self.server.url) as engine, Session(engine) as session:
            report = examine(session, resource("migrations"))
        return [f"{each.check}: {fault}" for each in report.checks for fault in each.faults]

    def work_until(self, chance: random.Random, least: int, most: int) -> None:
        """Let the class work until so much more is acknowledged, and a moment longer.

        How fast the machine is makes no difference to how much is at stake.
        """
        self.begin()
        self.wait_for(chance.randint(least, most))
        time.sleep(chance.uniform(0, 0.01))

    def wait_for(self, more: int) -> None:
        """Wait until the class, which is working, was acknowledged so much more."""
        enough = self._done + more
        until = time.monotonic() + PATIENCE
        while self._done < enough and time.monotonic() < until:
            time.sleep(0.001)

    @property
    def _done(self) -> int:
        return sum(pupil.journal.size for pupil in self.pupils)


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    """Yield an engine that keeps no file open afterwards."""
    engine = make_engine(url, poolclass=NullPool)
    yield engine
    engine.dispose()


@contextmanager
def at_work(server: Server) -> Iterator[School]:
    """Yield a class that has come in to a running server, and let it go at the end."""
    made = School(server)
    made.enter()
    yield made
    made.leave()


@contextmanager
def looking(url: str) -> Iterator[Connection]:
    """Yield a connection to look at what is stored."""
    with engine_of(url) as engine, engine.connect() as connection:
        yield connection


def _cards_of(connection: Connection, account_id: int) -> list[str]:
    learner = learner_of(connection, account_id, datetime.now(UTC))
    rows = connection.execute(
        text("SELECT id, name FROM card ORDER BY position, id LIMIT :most"), {"most": CARDS}
    )
    return [learner.public(row.id, row.name) for row in rows]

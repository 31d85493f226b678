"""C39: a server that is asked to stop answers what it has taken on, and takes on nothing more.

And eighty clients that send their forms drop by drop keep nobody else waiting. (That a body on
its way takes no thread: tests/web/test_asgi.py.)
"""

from __future__ import annotations

import os
import random
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy.orm import Session

from bench.load import slow_bodies
from quizapp.db.engine import make_engine, writing
from tests.faults.pupils import Pupil
from tests.faults.serving import Server
from tests.faults.site import School

IN_FLIGHT = 4
SLOW = 80
PROBE = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@contextmanager
def nobody_writes(server: Server) -> Iterator[None]:
    """Hold the database, so that every form waits where it is."""
    engine = make_engine(server.url)
    with Session(engine) as session, writing(session):
        yield
    engine.dispose()


def test_what_is_in_flight_is_answered_and_nothing_new_is_taken(server: Server) -> None:
    pupils = [Pupil(server.port, f"pupil-{n}") for n in range(IN_FLIGHT)]
    for pupil in pupils:
        pupil.enter(cards=False)
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        with nobody_writes(server):
            waiting = [pool.submit(pupil.step) for pupil in pupils]
            time.sleep(0.5)
            os.kill(server.pid, signal.SIGTERM)
            time.sleep(0.5)
            assert not any(each.done() for each in waiting), "they wait for the database"
        for each in waiting:
            each.result()
    for pupil in pupils:
        assert pupil.refused == [], "each was told that its answer is stored"
        pupil.hang_up()
    server.wait()
    with socket.socket() as late:
        assert late.connect_ex(("127.0.0.1", server.port)) != 0, "nobody listens any more"
    school = School(server)
    school.pupils = pupils
    assert school.compare().same


def test_a_class_at_work_loses_nothing_by_a_stop(school: School) -> None:
    school.work_until(random.Random(39), 40, 60)
    asked = time.perf_counter()
    school.server.terminate()
    print(f"stopped under load after {time.perf_counter() - asked:.2f} s")
    school.end()
    school.server.start()
    school.send_again()
    assert school.compare().same
    assert school.refusals() == []


def test_eighty_slow_clients_harm_nobody(school: School) -> None:
    school.begin()
    waits = slow_bodies(school.server.port, SLOW, PROBE)
    school.end()
    assert len(waits) == 10, "everybody else was answered"
    assert school.refusals() == []
    assert len(school.journal.answers) > SLOW / 2, "and the class went on working"
    assert school.compare().same

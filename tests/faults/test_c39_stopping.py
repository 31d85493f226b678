"""C39: a server that is asked to stop answers what it has taken on, and takes on nothing more.

It is done within ten seconds, which is long after what it takes even on a busy machine. And eighty
clients that send their forms drop by drop keep nobody else waiting: answers are as quick as
without them. How long that is depends on what else the machine does, so it is measured with them
and without; only a machine that is slow by itself is forgiven more than 300 ms. (That a body on its
way takes no thread: tests/web/test_asgi.py.)
"""

from __future__ import annotations

import os
import random
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from sqlalchemy.orm import Session

from quizapp.db.engine import make_engine, writing
from tests.faults.pupils import Pupil
from tests.faults.serving import Server
from tests.faults.site import ANSWERING, School

IN_FLIGHT = 4
SLOW = 80
STOPPED_SECONDS = 10.0
ANSWERS = 60
ANSWERED_SECONDS = 0.3
DRAWN_OUT = 3.0
HALF = b"POST /ar/settings HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
HEAD = HALF + (
    b"1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
)


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
            asked = time.perf_counter()
            os.kill(server.pid, signal.SIGTERM)
            time.sleep(0.5)
            assert not any(each.done() for each in waiting), "they wait for the database"
        for each in waiting:
            each.result()
    for pupil in pupils:
        assert pupil.refused == [], "each was told that its answer is stored"
        pupil.hang_up()
    server.wait()
    assert time.perf_counter() - asked < STOPPED_SECONDS
    with socket.socket() as late:
        assert late.connect_ex(("127.0.0.1", server.port)) != 0, "nobody listens any more"
    school = School(server)
    school.pupils = pupils
    assert school.compare().same


def test_a_class_at_work_loses_nothing_by_a_stop(school: School) -> None:
    school.work_until(random.Random(39), 40, 60)
    asked = time.perf_counter()
    school.server.terminate()
    stopped = time.perf_counter() - asked
    print(f"stopped under load after {stopped:.2f} s")
    assert stopped < STOPPED_SECONDS
    school.end()
    school.server.start()
    school.send_again()
    assert school.compare().same
    assert school.refusals() == []


@contextmanager
def slow_clients(port: int) -> Iterator[list[socket.socket]]:
    """Yield connections that have sent half a form each, or not even half of what precedes it."""
    with ExitStack() as stack:
        made = []
        for number in range(SLOW):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.sendall(HEAD if number % 2 else HALF)
            made.append(client)
        yield made


def waits(school: School, slow: Sequence[socket.socket] = ()) -> float:
    """Let pupils answer in turn; return within how many seconds 95 % of the answers came.

    After each of them every slow client sends a byte more.
    """
    spent = []
    for number in range(ANSWERS):
        begun = time.perf_counter()
        school.pupils[number % ANSWERING].step()
        spent.append(time.perf_counter() - begun)
        for client in slow:
            client.send(b"a")
    return sorted(spent)[ANSWERS * 95 // 100]


def test_eighty_slow_clients_harm_nobody(school: School) -> None:
    alone = waits(school)
    with slow_clients(school.server.port) as slow:
        beside = waits(school, slow)
        slow[1].sendall(b"a" * (1000 - ANSWERS))
        assert slow[1].recv(12).startswith(b"HTTP/1.1 "), "whoever comes to an end is answered"
    print(f"95 % answered within {alone * 1000:.0f} ms, {beside * 1000:.0f} ms beside slow ones")
    assert beside < max(ANSWERED_SECONDS, DRAWN_OUT * alone)
    assert school.refusals() == []
    assert school.compare().same

"""A lesson: forty pupils answer, while names are imported and thirty others sign in.

Every pupil has a browser of her own and thinks between half a second and one and a half;
one answer in ten is sent twice, as by an impatient finger. What was acknowledged is then
compared with what is stored: nothing may be lost, nothing doubled. Run by hand or by
`make soak`: `python -m bench.classroom`.
"""

from __future__ import annotations

import asyncio
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import text
from werkzeug.test import Client

from bench.load import exchange
from bench.served import server
from bench.site import make_site, raw, targets
from quizapp.db import people
from quizapp.db.engine import writing
from quizapp.domain.logins import folded
from quizapp.extensions import database
from quizapp.services.accounts import Settings
from quizapp.services.people import passwords

PUPILS: Final = 40
SIGN_INS: Final = 30
NAMES: Final = 60
SECONDS: Final = 20.0
TWICE: Final = 10
PASSWORD: Final = "a quiet reading room"
HOST: Final = {"base_url": "http://127.0.0.1:8000"}
_TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]*)"')


@dataclass
class Lesson:
    """What was measured: milliseconds of each answer, and the replies by status.

    `together` is after how many seconds the last of those who signed in together was in.
    """

    latencies: list[float] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    others: Counter[int] = field(default_factory=Counter)
    acknowledged: int = 0
    stored: int = 0
    together: float = 0.0

    def percentile(self, share: float) -> float:
        """Return the latency that this share of the answers stayed under."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def make_people(app: Flask) -> list[str]:
    """Make whoever signs in, and a teacher, the last of the logins returned."""
    logins = [f"pupil-{number}" for number in range(SIGN_INS)] + ["teacher"]
    with app.app_context(), writing(database()) as connection:
        for login in logins:
            values: dict[str, Any] = {
                **asdict(Settings()),
                "public_id": login,
                "role": "teacher" if login == "teacher" else "learner",
                "name": login,
                "created_at": datetime.now(UTC),
                "login": login,
                "login_key": folded(login),
                "password_hash": passwords.hashed(PASSWORD),
            }
            people.add_account(connection, values)
    return logins


def posted(client: Client, page: str, fields: dict[str, str]) -> Any:
    """Send the form of a page and return the reply."""
    token = _TOKEN.findall(client.get(page, **HOST).text)[0]
    return client.post(page, data={"csrf_token": token, **fields}, **HOST)


def form_of(app: Flask, page: str, fields: dict[str, str], client: Client | None = None) -> bytes:
    """Return the bytes of a form of a page, ready to be sent."""
    client = client or Client(app)
    token = _TOKEN.findall(client.get(page, **HOST).text)[0]
    cookie = client.get_cookie("waraqa", domain="127.0.0.1")
    assert cookie is not None
    body = urlencode({"csrf_token": token, **fields}).encode()
    return raw(page, f"waraqa={cookie.value}", body)


def roster(app: Flask) -> bytes:
    """Return the import of names into a class that a teacher has made."""
    client = Client(app)
    posted(client, "/en/sign-in", {"login": "teacher", "password": PASSWORD})
    made = posted(client, "/en/classes/new", {"name": "5B", "zone": "UTC", "nicknames": "words"})
    assert made.status_code == 303, made.text
    names = "\n".join(f"Pupil {number}" for number in range(NAMES))
    return form_of(
        app, f"{made.location.split('?')[0]}/roster", {"names": names, "do": "enrol"}, client
    )


def answers_of(app: Flask) -> list[bytes]:
    """Return the answers of one pupil, in order; some come twice."""
    found: list[bytes] = []
    for number, target in enumerate(targets(app, rounds=2)):
        request = raw(target.path, target.cookie, target.form(f"lesson-{number}"))
        found += [request] * (2 if number % TWICE == 0 else 1)
    return found


async def pupil(port: int, requests: Sequence[bytes], until: float, lesson: Lesson) -> None:
    """Answer one question after the other, with a pause to think."""
    chance = random.Random(requests[0])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    before = b""
    for request in requests:
        if time.perf_counter() > until:
            break
        again = request == before
        if not again:
            await asyncio.sleep(chance.uniform(0.5, 1.5))
        start = time.perf_counter()
        status = await exchange(reader, writer, request)
        lesson.latencies.append((time.perf_counter() - start) * 1000)
        lesson.answers[status] += 1
        lesson.acknowledged += status == 200 and not again
        before = request
    writer.close()


async def others(port: int, requests: Sequence[bytes], lesson: Lesson) -> None:
    """Import the names and sign everybody in at once, when the lesson is well under way."""

    async def send(request: bytes) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lesson.others[await exchange(reader, writer, request)] += 1
        writer.close()
        lesson.together = time.perf_counter() - begun

    await asyncio.sleep(SECONDS / 4)
    begun = time.perf_counter()
    await asyncio.gather(*(send(request) for request in requests))


async def settled(port: int) -> None:
    """Return once every worker has answered: a lesson does not begin while the server starts."""
    page = b"GET /ar/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    async def look() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await exchange(reader, writer, page) == 200
        writer.close()

    for _ in range(2):
        await asyncio.gather(*(look() for _ in range(PUPILS)))


def hold(folder: Path) -> Lesson:
    """Hold the lesson on the production server with data in `folder`, and return its figures."""
    app, lesson = make_site(folder), Lesson()
    logins = make_people(app)[:-1]
    sign_ins = [
        form_of(app, "/en/sign-in", {"login": login, "password": PASSWORD}) for login in logins
    ]
    disturbing = [roster(app), *sign_ins]
    classroom = [answers_of(app) for _ in range(PUPILS)]

    async def run(port: int) -> None:
        await settled(port)
        until = time.perf_counter() + SECONDS
        await asyncio.gather(
            others(port, disturbing, lesson),
            *(pupil(port, requests, until, lesson) for requests in classroom),
        )

    with server(folder) as (port, _):
        asyncio.run(run(port))
    with app.app_context():
        lesson.stored = database().execute(text("SELECT count(*) FROM response")).scalar_one()
    return lesson


def main() -> None:
    """Hold a lesson and print its figures."""
    with tempfile.TemporaryDirectory() as name:
        lesson = hold(Path(name))
    print(
        f"{PUPILS} pupils: {sum(lesson.answers.values())} answers {dict(lesson.answers)}, "
        f"p50 {lesson.percentile(0.5):.1f} ms, p95 {lesson.percentile(0.95):.1f} ms, "
        f"p99 {lesson.percentile(0.99):.1f} ms"
    )
    print(
        f"meanwhile: {dict(lesson.others)} (names of {NAMES}, {SIGN_INS} signing in, "
        f"all through after {lesson.together:.1f} s)"
    )
    print(f"acknowledged {lesson.acknowledged}, stored {lesson.stored}")


if __name__ == "__main__":
    main()

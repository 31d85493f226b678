"""A lesson of many: what real browsers ask while learners read, answer, review and look.

    python -m bench.lesson                     40 learners, two minutes, at the pace of a class
    python -m bench.lesson --learners 200
    python -m bench.lesson --knee              more and more learners, until it is too many

Each learner opens the site and reads the article, starts a round, answers with feedback (the
script sends the answer and fetches the next question while the feedback is read), looks at the
result, reviews ten cards, looks at the progress, and begins again; every third learner reviews
first and answers last. One answer or grade in twenty is sent twice in a row. A teacher looks
at her class every five seconds. All come within `--arrive` seconds.
Thinking is lognormal, its medians are in `THINK`, times `--pace`; 1 is a class, and a run with
another pace says so. What was acknowledged is compared with what is stored.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import random
import re
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bench.lesson_report import Report
from bench.school import CLASS, School, make_school
from bench.served import cpu_seconds, server
from bench.site import KINDS, SLUG
from bench.visitor import Refused, Reply, Seen, Visitor

THINK: Final = {
    "read": 20.0,
    "question": 8.0,
    "feedback": 3.0,
    "front": 4.0,
    "back": 2.0,
    "page": 5.0,
}
SPREAD: Final = 0.5
CARDS: Final = 10
LENGTH: Final = 10
TWICE: Final = 20
TEACHER_EVERY: Final = 5.0
STEP_SECONDS: Final = 40.0
STEPS: Final = (100, 200, 400, 700, 1_000, 1_400, 2_000, 2_800, 4_000, 5_600)
MOST: Final = 100.0
"""Milliseconds that the 95th percentile of an answer may take: beyond it lies the knee."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many come within how many seconds, how long they stay, how quick they think."""

    learners: int = 40
    seconds: float = 120.0
    arrive: float = 60.0
    pace: float = 1.0


class Learner:
    """One learner at her browser."""

    def __init__(self, number: int, visitor: Visitor, seen: Seen, plan: Plan) -> None:
        self._chance, self._number = random.Random(number), number
        self._visitor, self._seen, self._plan = visitor, seen, plan
        self._until = math.inf

    async def attend(self, begun: float) -> None:
        """Come, learn until the lesson is over, leave; a refusal is noted and tried again."""
        self._until = begun + self._plan.seconds
        await asyncio.sleep(self._chance.uniform(0, self._plan.arrive))
        while not self._over:
            try:
                await self._hour()
            except Refused:
                await self._think("page")
        await self._visitor.close()

    async def _hour(self) -> None:
        # However short the lesson, whoever came has read, and answered or reviewed something.
        await self._read()
        parts = (self._play, self._review, self._look)
        for part in parts[1:] + parts[:1] if self._number % 3 == 0 else parts:
            await part()
            if self._over:
                return

    @property
    def _over(self) -> bool:
        return time.perf_counter() >= self._until

    async def _think(self, what: str) -> None:
        median = THINK[what] * self._plan.pace
        await asyncio.sleep(median * self._chance.lognormvariate(0, SPREAD))

    async def _read(self) -> None:
        await self._visitor.get("home", "/ar/")
        await self._think("page")
        await self._visitor.get("article", f"/ar/articles/{SLUG}")
        await self._think("read")

    async def _play(self) -> None:
        start = f"/ar/articles/{SLUG}/start"
        form = await self._visitor.get("start, its form", start)
        await self._think("page")
        wish = {**form.hidden, "lang": "ar", "length": str(LENGTH), "mode": "practice"}
        page = await self._visitor.post("start a round", start, {**wish, "kinds": list(KINDS)})
        shown = page.path
        while page.status == 200 and 'name="client_key"' in page.text:
            await self._think("question")
            page = await self._answer(shown, page)
            if self._over:
                return
            following = re.search(r'<a [^>]*data-next href="([^"]+)"', page.text)
            if following is None:
                break
            shown = following[1].split("?")[0]
            page, _ = await asyncio.gather(
                self._visitor.get("question, its fragment", shown, script=True),
                self._think("feedback"),
            )
        await self._visitor.get("result", f"{shown.rpartition('/')[0]}/result")
        await self._think("page")

    async def _answer(self, path: str, page: Reply) -> Reply:
        hidden = page.hidden
        fields = {
            **{name: hidden[name] for name in ("csrf_token", "client_key", "shown_at")},
            "choice": str(self._chance.randint(1, 2)),
        }
        place = path.rpartition("/rounds/")[2]
        self._seen.sent.add(place)
        reply = await self._sent("answer", path, fields)
        if reply.status == 200:
            self._seen.answers.add(place)
        return reply

    async def _sent(self, kind: str, path: str, fields: Mapping[str, object]) -> Reply:
        """Send a form once, or twice in a row as an impatient finger does."""
        reply = await self._visitor.post(kind, path, fields, script=True)
        if self._chance.randrange(TWICE) == 0:
            await self._visitor.post(f"{kind}, again", path, fields, script=True)
        return reply

    async def _review(self) -> None:
        decks = await self._visitor.get("cards, decks", "/ar/cards")
        if f"/ar/cards/{SLUG}/article-ar/start" in decks.text:
            token = decks.hidden["csrf_token"]
            address = f"/ar/cards/{SLUG}/article-ar/start"
            await self._visitor.post("start a deck", address, {"csrf_token": token})
        page = await self._visitor.get("card, front", "/ar/review")
        for _ in range(CARDS):
            turn = re.search(r'data-key=" " href="([^"]+)"', page.text)
            if turn is None:
                return
            # The script fetches the back while the front is looked at.
            back, _ = await asyncio.gather(
                self._visitor.get("card, back", turn[1].replace("&amp;", "&"), script=True),
                self._think("front"),
            )
            await self._think("back")
            rate = re.search(r'action="(/ar/review/[^"/]+)" class="question grading"', back.text)
            if rate is None:
                return
            hidden = {name: back.hidden[name] for name in ("csrf_token", "review", "at")}
            grade = {**hidden, "typed": "", "rating": str(self._chance.choice((1, 3, 3, 3, 4)))}
            uuid = hidden["review"].replace("-", "")
            self._seen.sent.add(uuid)
            page = await self._sent("grade", rate[1], grade)
            if page.status == 200:
                self._seen.reviews.add(uuid)
            if self._over:
                return

    async def _look(self) -> None:
        await self._visitor.get("progress", "/ar/progress")
        await self._think("page")


async def teach(visitor: Visitor, begun: float, plan: Plan) -> None:
    """Look at the class and at what it remembers, every five seconds."""
    pages = (("teacher, results", "results"), ("teacher, memory", "memory"))
    while time.perf_counter() < begun + plan.seconds:
        for kind, page in pages:
            with suppress(Refused):
                await visitor.get(kind, f"/en/classes/{CLASS}/{page}")
            await asyncio.sleep(TEACHER_EVERY * min(plan.pace, 1))
    await visitor.close()


def hold(school: School, port: int, pid: int, plan: Plan) -> Report:
    """Hold one lesson on a server and return what it came to."""
    seen = Seen()

    async def scene() -> None:
        begun = time.perf_counter()
        learners = [
            Learner(number, Visitor(port, cookie, seen), seen, plan)
            for number, cookie in enumerate(school.learners[: plan.learners])
        ]
        await asyncio.gather(
            teach(Visitor(port, school.teacher, seen), begun, plan),
            *(learner.attend(begun) for learner in learners),
        )

    wall, own, theirs = time.perf_counter(), time.process_time(), cpu_seconds(pid)
    asyncio.run(scene())
    wall = time.perf_counter() - wall
    stored = school.stored()
    return Report(
        learners=plan.learners,
        pace=plan.pace,
        seen=seen,
        seconds=wall,
        own_cpu=(time.process_time() - own) / wall,
        server_cpu=(cpu_seconds(pid) - theirs) / wall,
        lost=len((seen.answers | seen.reviews) - stored.keys()),
        doubled=stored.total() - len(seen.sent & stored.keys()),
    )


def lesson(plan: Plan) -> Report:
    """Hold one lesson on a new site with a server of its own."""
    with tempfile.TemporaryDirectory() as name:
        school = make_school(Path(name), plan.learners)
        with server(Path(name)) as (port, pid):
            return hold(school, port, pid, plan)


def knee(plan: Plan) -> bool:
    """Raise the number of learners until an answer takes too long; print each step."""
    last = 0
    for learners in STEPS:
        report = lesson(replace(plan, learners=learners, seconds=STEP_SECONDS + plan.arrive))
        slow = report.seen.percentile("answer", 0.95)
        print(report.short(), flush=True)
        if slow > MOST or not report.good:
            print(f"the knee lies between {last} and {learners} learners at pace {plan.pace:g}")
            return report.whole
        last = learners
    print(f"no knee up to {last} learners")
    return True


def main() -> None:
    """Hold a lesson, or look for the knee; exit with 1 where anything was lost or failed."""
    usual = Plan()
    options = argparse.ArgumentParser(prog="bench.lesson", description=__doc__)
    options.add_argument("--learners", type=int, default=usual.learners)
    options.add_argument("--seconds", type=float, default=usual.seconds)
    options.add_argument("--arrive", type=float, help="seconds; 60 times the pace without it")
    options.add_argument("--pace", type=float, default=usual.pace, help="1 is a class")
    options.add_argument("--knee", action="store_true")
    chosen = options.parse_args()
    arrive = 60.0 * chosen.pace if chosen.arrive is None else chosen.arrive
    plan = Plan(chosen.learners, chosen.seconds, arrive, chosen.pace)
    if chosen.knee:
        sys.exit(0 if knee(plan) else 1)
    report = lesson(plan)
    print("\n".join(report.lines()))
    sys.exit(0 if report.good else 1)


if __name__ == "__main__":
    main()

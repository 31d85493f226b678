"""The ladder in process: from bare Flask to our paths, thread CPU of each, in turn in one run.

    bare Flask                    a route that answers "ok"
    + raw sqlite3                 reads, judges, stores durably (WAL, FULL), answers "ok"
    + the template                the same fragment or page: this is the floor, 1.0
    our service alone             session row, judging, storing, as our paths do; no Flask
    our path                      all of it: Flask, session, form token, service, template

A slow moment of the machine hits all rungs alike, so ratios of one run are what is judged.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path
from typing import Any

from flask import Flask

from bench.floor import floor_of
from bench.site import Graded, Target, environ, graded, make_site, targets
from quizapp.extensions import database
from quizapp.services import accounts, rounds
from quizapp.services.rounds import Submission
from quizapp.web.asgi import run_wsgi

BLOCK = 20
Block = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Rung:
    """CPU of one request, in microseconds, and how many times the floor that is.

    A rung of ours has a target and a gate; the others are only shown.
    """

    name: str
    micros: float
    ratio: float
    target: float | None = None
    gate: float | None = None

    @property
    def held(self) -> bool:
        """Whether the gate held; where there is none it did."""
        return self.gate is None or self.ratio <= self.gate

    def line(self) -> str:
        """One line of the report."""
        shown = f"{self.name:34} {self.micros:7.0f} µs   x {self.ratio:4.2f}"
        if self.target is None or self.gate is None:
            return shown
        word = "ok" if self.ratio <= self.target else "over the target" if self.held else "OVER"
        return f"{shown}   target ≤ {self.target} (gate {self.gate})   {word}"


def cpu_of(app: Flask, environs: Sequence[dict[str, Any]], expected: int = 200) -> float:
    """Return the thread CPU seconds that an app takes for one request of these."""
    start = time.thread_time()
    for request in environs:
        status, _, _ = run_wsgi(app, request)
        assert status == expected, status
    return (time.thread_time() - start) / len(environs)


def in_turn(blocks: int, *measured: Block) -> list[float]:
    """Return the CPU of each, measured block by block in turn, in microseconds.

    It is the lower quartile of the blocks: what else the machine does only ever adds.
    """
    rounds_of = [[each() for each in measured] for _ in range(blocks)]
    return [statistics.quantiles(side, n=4)[0] * 1e6 for side in zip(*rounds_of, strict=True)]


class Ladder:
    """Our app and the floor on databases of their own, and what is asked of them."""

    def __init__(self, folder: Path, blocks: int) -> None:
        self.blocks = blocks
        self.app = make_site(folder)
        # Every block answers questions that nobody answered: ours and the service alone.
        plenty = list(targets(self.app, rounds=(2 * blocks * BLOCK) // 15 + 3))
        sample = plenty.pop()
        self.floor = floor_of(self.app, sample, folder / "floor.db")
        self.sample, self.open = sample, plenty
        self._waiting = iter(plenty)

    def rungs(self) -> Iterator[Rung]:
        """Measure and yield the rungs of a question, an answer and a review."""
        gc.collect()
        yield from self._question()
        yield from self._answer()
        yield from self._review()

    def _question(self) -> Iterator[Rung]:
        again = self.open[:BLOCK]

        def ours() -> float:
            return cpu_of(self.app, [environ(t.path, t.cookie, None) for t in again])

        bare, floor, mine = in_turn(self.blocks, self._asked("/bare"), self._asked("/{}"), ours)
        yield Rung("question: bare Flask", bare, bare / floor)
        yield Rung("  + raw sqlite3, template: floor", floor, 1.0)
        yield Rung("  question GET, ours", mine, mine / floor, 3.0, 4.0)

    def _answer(self) -> Iterator[Rung]:
        found = in_turn(
            self.blocks,
            self._asked("/bare", b"choice=1"),
            self._asked("/plain/{}", b"choice=1"),
            self._asked("/{}", b"choice=1"),
            self._service,
            self._posted,
        )
        bare, plain, floor, service, mine = found
        yield Rung("answer: bare Flask", bare, bare / floor)
        yield Rung("  + raw sqlite3, WAL, FULL", plain, plain / floor)
        yield Rung("  + the template: floor", floor, 1.0)
        yield Rung("  our service alone", service, service / floor)
        yield Rung("  answer POST, ours", mine, mine / floor, 3.0, 4.0)

    def _review(self) -> Iterator[Rung]:
        floor, mine = in_turn(
            self.blocks, *reviewed(graded(self.app, self.sample.cookie), self.app, self.floor)
        )
        yield Rung("review: floor, FSRS and raw sqlite3", floor, 1.0)
        yield Rung("  review POST, ours", mine, mine / floor, 3.5, 5.0)

    def _asked(self, path: str, body: bytes | None = None) -> Block:
        return lambda: cpu_of(self.floor, [environ(path.format(n), "", body) for n in range(BLOCK)])

    def _posted(self) -> float:
        block = [next(self._waiting) for _ in range(BLOCK)]
        return cpu_of(
            self.app,
            [environ(t.path, t.cookie, t.form(f"k{n}-{t.path}")) for n, t in enumerate(block)],
        )

    def _service(self) -> float:
        """Answer as the view would, without a request: the session row, then the service."""
        block = [next(self._waiting) for _ in range(BLOCK)]
        with self.app.app_context():
            token = _token_of(self.app, block[0])
            database().rollback()
            start = time.thread_time()
            for target in block:
                _answer_of(target, token)
            return (time.thread_time() - start) / BLOCK


def _token_of(app: Flask, target: Target) -> str:
    """Return the token in the signed cookie of a browser."""
    with app.test_request_context("/ar/", headers={"Cookie": target.cookie}) as context:
        return str(context.session["token"]) if context.session else ""


def _answer_of(target: Target, token: str) -> None:
    now = datetime.now(UTC)
    viewer = accounts.viewer_of(database(), token, now)
    assert viewer is not None
    _, _, _, round_id, position = target.path.split("/")
    rounds.answer(
        database(),
        account_id=viewer.account_id,
        round_id=round_id,
        position=int(position),
        submission=Submission(
            fields={"choice": ["1"]},
            client_key=f"service-{target.path}",
            certainty=None,
            shown_at=now,
            digits="latn",
        ),
        now=now,
    )
    database().rollback()


def reviewed(deck: Sequence[Graded], app: Flask, floor: Flask) -> tuple[Block, Block]:
    """Return what measures a block of grades: the floor's and ours, each of cards in turn."""
    waiting = cycle(deck)
    numbers = count()

    def ours() -> float:
        block = [next(waiting) for _ in range(BLOCK)]
        return cpu_of(app, [environ(card.path, card.cookie, card.form()) for card in block], 303)

    def bare() -> float:
        forms = [(next(numbers), next(waiting).form()) for _ in range(BLOCK)]
        return cpu_of(floor, [environ(f"/review/{n}", "", body) for n, body in forms], 303)

    return bare, ours

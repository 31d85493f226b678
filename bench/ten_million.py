"""Ten million reviews: what the queries of cards, progress and classes cost then.

Run by hand: `python -m bench.ten_million` makes an SQLite file in a temporary folder;
`--url postgresql+psycopg://…` fills an empty database of a server instead. `--keep FOLDER`
keeps the file and takes it up again. Printed is the median, on a warm cache, of the time by
the clock and beside it by the processor: this process's and, where a server of this machine
does the work, its backend's. A bound that the processor passes makes it exit 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from typing import Final
from uuid import uuid4

from sqlalchemy import Engine, Row, func, select
from sqlalchemy.orm import Session

from bench.many import ACCOUNT, CARDS, HEAVY, NOW, TODAY, Site, fill
from quizapp.db import cards as hot
from quizapp.db import decks, homework_cards, reviews
from quizapp.db.card_rows import REVIEW, STATE, TOTAL
from quizapp.db.engine import make_engine
from quizapp.db.migrate import upgrade
from quizapp.resources import resource
from quizapp.services import cards
from quizapp.services.cards import Rated
from quizapp.services.cards.learner import learner_of
from quizapp.services.cards.sitting import asked_of
from quizapp.services.content import load_seeds
from quizapp.services.progress import progress
from quizapp.services.results import class_memory

PEOPLE: Final = 4_000
TIMES: Final = 25
PREPARING: Final = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing to be done again and again; `bound` in milliseconds of the processor.

    What comes `before` each time is not measured.
    """

    name: str
    bound: float
    action: Callable[[], object]
    times: int = TIMES
    before: Callable[[], object] | None = None

    def taken(self, processor: Callable[[], float]) -> tuple[float, float]:
        """Return the medians by the clock and by the processor, in milliseconds."""
        before = self.before or (lambda: None)
        for _ in range(PREPARING):
            before()
            self.action()
        walls, cpus = [], []
        for _ in range(self.times):
            before()
            wall, cpu = time.perf_counter(), processor()
            self.action()
            cpus.append((processor() - cpu) * 1000)
            walls.append((time.perf_counter() - wall) * 1000)
        return median(walls), median(cpus)


def processor_of(session: Session) -> Callable[[], float]:
    """Return what tells the seconds that this process, and its backend here, have worked."""
    if session.get_bind().dialect.name == "sqlite":
        return time.process_time
    backend = session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    spent = Path(f"/proc/{backend}/schedstat")
    return lambda: time.process_time() + int(spent.read_text().split()[0]) / 1e9


def statements(session: Session, account: int) -> Iterator[Measure]:
    """The statements alone, of one learner."""
    connection = session.connection()
    learner = learner_of(connection, account, NOW)
    asked = asked_of(learner, None)
    card = connection.execute(
        select(REVIEW.c.card_id).where(REVIEW.c.account_id == account).limit(1)
    ).scalar_one()
    forecast = (
        select(STATE.c.due_on, func.count())
        .where(
            STATE.c.account_id == account,
            ~STATE.c.suspended,
            STATE.c.due_on.between(TODAY, TODAY + timedelta(days=30)),
        )
        .group_by(STATE.c.due_on)
    )
    month = select(TOTAL).where(
        TOTAL.c.account_id == account, TOTAL.c.day.between(TODAY - timedelta(days=30), TODAY)
    )
    raw = (
        select(REVIEW.c.day, func.count(), func.sum(REVIEW.c.latency))
        .where(REVIEW.c.account_id == account, REVIEW.c.moment >= NOW - timedelta(days=30))
        .group_by(REVIEW.c.day)
    )
    every = select(TOTAL).where(TOTAL.c.account_id == account)

    def rows(statement: object) -> Callable[[], list[Row[tuple[object, ...]]]]:
        return lambda: list(connection.execute(statement))  # type: ignore[call-overload]

    yield Measure("next 32 due cards", 10, lambda: hot.due(connection, asked, 32))
    yield Measure("due count", 10, lambda: decks.overdue(connection, account, TODAY))
    yield Measure("forecast of 30 days", 10, rows(forecast))
    yield Measure("30 days from the totals", 10, rows(month))
    yield Measure("30 days from the raw log", 40, rows(raw))
    yield Measure("all days from the totals", 20, rows(every))
    yield Measure(
        "history of one card", 10, lambda: reviews.lines_of_card(connection, account, card)
    )


def pages(session: Session, account: int) -> Iterator[Measure]:
    """What a request asks of the services, of one learner."""

    last = session.execute(
        select(func.max(REVIEW.c.moment)).where(REVIEW.c.account_id == account)
    ).scalar_one()
    days = count(7, 7)

    shown: list[tuple[str, datetime]] = []

    def look() -> None:
        # Each a week after the one before, when something is due for certain.
        now = max(last, NOW) + timedelta(days=next(days))
        sitting = cards.next_card(session, account_id=account, now=now)
        assert sitting.card is not None
        shown.append((sitting.card.card_id, now))

    def grade() -> None:
        card, now = shown.pop()
        rated = Rated(str(uuid4()), 3, shown_at=now - timedelta(seconds=5))
        assert cards.rate(session, account_id=account, card_id=card, rated=rated, now=now)

    yield Measure(
        "next card, the whole sitting",
        10,
        lambda: cards.next_card(session, account_id=account, now=NOW),
    )
    yield Measure(
        "progress page's figures", 150, lambda: progress(session, account_id=account, now=NOW), 9
    )
    yield Measure("decide on and write a review", 10, grade, before=look)


def of_the_class(session: Session, site: Site) -> Iterator[Measure]:
    """What a teacher asks of a class of thirty."""
    pupils = list(
        session.execute(
            select(ACCOUNT.c.id).where(ACCOUNT.c.id > site.heavy).order_by(ACCOUNT.c.id).limit(30)
        ).scalars()
    )
    connection = session.connection()
    since = NOW - timedelta(days=30)
    totals = (
        select(TOTAL.c.account_id, func.sum(TOTAL.c.reviews), func.sum(TOTAL.c.millis))
        .where(TOTAL.c.account_id.in_(pupils), TOTAL.c.day >= TODAY - timedelta(days=30))
        .group_by(TOTAL.c.account_id)
    )
    yield Measure("class: 30 days from the totals", 20, lambda: connection.execute(totals).all())
    yield Measure(
        "class: cards a day of an article, 30 days",
        250,
        lambda: homework_cards.cards_a_day(connection, pupils, site.article, since, NOW),
        9,
    )
    yield Measure(
        "class: the memory page's figures",
        1_500,
        lambda: class_memory(
            session,
            account_id=site.teacher,
            classroom_id=site.classroom,
            article=site.slug,
            day=None,
            now=NOW,
        ),
        5,
    )


def report(engine: Engine, site: Site) -> bool:
    """Print what everything takes; return whether all stayed within their bounds."""
    good = True
    with Session(engine, expire_on_commit=False) as session:
        for whose, account in (("100,000 reviews", site.heavy), ("a usual learner", site.usual)):
            held = session.execute(
                select(func.count()).select_from(REVIEW).where(REVIEW.c.account_id == account)
            ).scalar_one()
            print(f"-- {whose}: {held} reviews")
            for each in (*statements(session, account), *pages(session, account)):
                good &= _line(each, processor_of(session))
            session.rollback()
        print("-- a class of thirty")
        for each in of_the_class(session, site):
            good &= _line(each, processor_of(session))
    return good


def _line(each: Measure, processor: Callable[[], float]) -> bool:
    wall, cpu = each.taken(processor)
    good = cpu <= each.bound
    word = "ok" if good else "OVER"
    print(f"{each.name:42} {wall:9.2f} ms   cpu {cpu:8.2f} ms   bound {each.bound:g}   {word}")
    return good


def size_of(engine: Engine) -> float:
    """Return the bytes of the database for each review in it."""
    with engine.connect() as connection:
        held = connection.execute(select(func.count()).select_from(REVIEW)).scalar_one()
        if engine.dialect.name == "sqlite":
            pages_of = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            size = pages_of * connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        else:
            name = connection.exec_driver_sql("SELECT current_database()").scalar_one()
            size = connection.execute(select(func.pg_database_size(name))).scalar_one()
    print(f"{held} reviews, {size / 1e6:.0f} MB, {size / held:.0f} bytes a review with all else")
    return float(size / held)


def made(url: str, wanted: int, people: int) -> tuple[Engine, Site]:
    """Return a database of so many reviews: filled now, or found filled."""
    upgrade(url, resource("migrations"))
    engine = make_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        known = Site.found(session.connection())
        if known is None:
            load_seeds(session, resource("seeds"), NOW)
    if known is None:
        begun = time.perf_counter()
        known = fill(engine, wanted, people)
        print(f"filled in {time.perf_counter() - begun:.0f} s")
    return engine, known


def main() -> None:
    """Fill, measure, print."""
    options = argparse.ArgumentParser(prog="bench.ten_million", description=__doc__)
    options.add_argument("--url", help="of an empty PostgreSQL database")
    options.add_argument("--keep", type=Path, help="a folder for the SQLite file")
    options.add_argument("--reviews", type=int, default=10_000_000)
    options.add_argument("--people", type=int, default=PEOPLE)
    chosen = options.parse_args()
    assert chosen.reviews > HEAVY >= CARDS, "one learner has a hundred thousand"
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        url = chosen.url or f"sqlite:///{folder / 'many.db'}"
        engine, site = made(url, chosen.reviews, chosen.people)
        size_of(engine)
        good = report(engine, site)
        engine.dispose()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()

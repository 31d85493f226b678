"""C10: two logs of one learner come together in any order, sent any number of times.

The program takes logs in from a file exported elsewhere and from Anki; every review has a UUID of
its own, the log is a set, and a card's state is a replay of it. In every run 1,000 interleavings
are replayed by the domain and 12 go through the database, parts lost, doubled and sent again;
`make soak` sends 1,000 through the database too.
"""

from __future__ import annotations

import copy
import json
import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.cards.replay import replay_all
from quizapp.domain.cards.state import Rating, Review
from quizapp.domain.content import Article
from quizapp.domain.memory import MemorySettings
from quizapp.services import mine
from quizapp.services.accounts import Viewer, create_guest
from quizapp.services.doctor import examine
from quizapp.services.progress import progress
from tests.cards import Student
from tests.databases import SCRIPTS
from tests.logs import lines_in
from tests.play import NOW

SOAK = int(os.environ.get("WARAQA_SOAK_LOGS", "1000"))
Data = dict[str, Any]


@pytest.fixture
def devices(session: Session, account: Viewer, article: Article) -> list[Student]:
    """One learner's two devices, which saw the same cards on different days and took some back."""
    other = create_guest(session, token="her-phone", public_id="her-phone", now=NOW)
    both = [Student(session, each.account_id) for each in (account, other)]
    for number, device in enumerate(both):
        device.start("article-ar", "terms")
        for day in range(5):
            if (day + number) % 2 and device.look().card is not None:
                device.grade(1)
            device.study(3 if (day + number) % 3 else 4)
            if day == 2 + number:
                device.undo()
            device.wait(days=1 + number, seconds=7)
    both[0].now = both[1].now = max(each.now for each in both) + timedelta(days=1)
    return both


def exported(device: Student) -> Data:
    data = mine.export_all(device.session, device.account_id, device.now)
    return json.loads(json.dumps(data))  # type: ignore[no-any-return]


def parts_of(data: Data, chance: random.Random) -> list[Data]:
    """A log in pieces that a bad line made: some lost on the first try, some sent three times."""
    reviews = list(data["reviews"])
    chance.shuffle(reviews)
    cuts = sorted(chance.sample(range(len(reviews)), 2))
    pieces = [reviews[: cuts[0]], reviews[cuts[0] : cuts[1]], reviews[cuts[1] :], reviews]
    return [copy.copy(data) | {"reviews": p} for p in pieces for _ in range(chance.randint(1, 3))]


def standing(device: Student, account: int) -> tuple[object, ...]:
    rows = device.session.execute(
        text(
            "SELECT card_id, phase, step, stability, difficulty, due_day, due_at, reps, lapses,"
            " first_day, last_day, last_review FROM card_state WHERE account_id = :id"
            " ORDER BY card_id"
        ),
        {"id": account},
    )
    days = device.session.execute(
        text("SELECT * FROM day_total WHERE account_id = :id ORDER BY day"), {"id": account}
    )
    found = progress(device.session, account_id=account, now=device.now)
    return (
        [tuple(row) for row in rows],
        [tuple(row)[1:] for row in days],
        (found.streak, found.reviews),
    )


def met(devices: list[Student], name: str, chance: random.Random) -> tuple[object, ...]:
    """A third device that takes both logs in, in pieces, in an order of its own."""
    home = devices[0]
    account = create_guest(
        home.session, token=f"t-{name}", public_id=f"p-{name}", now=home.now
    ).account_id
    parts = [part for each in devices for part in parts_of(exported(each), chance)]
    chance.shuffle(parts)
    for part in parts:
        mine.import_all(home.session, account, part, home.now)
    return standing(home, account)


def all_meet_alike(devices: list[Student], times: int) -> None:
    chance = random.Random("two devices")
    first = met(devices, "first", chance)
    assert len(first[0]) > 5  # type: ignore[arg-type]
    for number in range(times):
        assert met(devices, str(number), chance) == first, number
    assert examine(devices[0].session, SCRIPTS).sound
    # Each of the two, having got the other's log, stands where the third one does.
    for own, other in (devices, devices[::-1]):
        for _ in range(3):
            mine.import_all(own.session, own.account_id, exported(other), own.now)
        assert standing(own, own.account_id)[1:] == first[1:]


def test_twelve_interleavings_through_the_database_converge(devices: list[Student]) -> None:
    all_meet_alike(devices, 11)


@pytest.mark.soak
def test_a_thousand_interleavings_through_the_database_converge(devices: list[Student]) -> None:
    all_meet_alike(devices, SOAK - 1)


def test_a_thousand_interleavings_replay_alike(devices: list[Student]) -> None:
    lines = [line for each in devices for line in lines_in(each.session, each.account_id)]
    # The two accounts stand for one learner: a card has one name for both.
    known = sorted({line.card for line in lines})[:4]
    log = [line for line in lines if line.card in known]
    assert len(log) > 8
    own = MemorySettings()
    first = replay_all(log, own)
    chance = random.Random("a thousand")
    for _ in range(1000):
        times = [line for line in log for _ in range(chance.randint(1, 3))]
        chance.shuffle(times)
        assert replay_all(times, own) == first


def line_of_day(number: int, rating: Rating) -> Review:
    """A review on a day; two of one day have one id and different ratings."""
    moment = datetime(2026, 3, 1 + number, 9, tzinfo=UTC)
    return Review(str(number), "a/b/c/card-ar", moment, moment.date(), rating, 0.9)


OWN = MemorySettings()
TWINS = [line_of_day(day, rating) for day in range(4) for rating in (Rating.AGAIN, Rating.GOOD)]


@given(st.lists(st.sampled_from(TWINS), min_size=1, max_size=12), st.randoms())
@settings(max_examples=60, deadline=None)
def test_lines_of_one_id_that_differ_still_converge(
    log: list[Review], chance: random.Random
) -> None:
    """A device that altered a line after sending it decides nothing by coming first or last."""
    turned = log[:]
    chance.shuffle(turned)
    assert replay_all(turned, OWN) == replay_all(log, OWN)

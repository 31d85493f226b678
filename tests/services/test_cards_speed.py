"""How long cards take where the log is long. The database is filled by SQL.

What is measured is the time of the processor, which a busy machine does not stretch.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import median
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.cards.replay import replay_all
from quizapp.domain.cards.reviewing import review
from quizapp.domain.cards.state import CardState, Rated, Rating, Review
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.content import Article
from quizapp.services.accounts import Viewer
from quizapp.services.cards.records import REPLAYING
from quizapp.services.progress import progress
from tests.cards import Student

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
CALENDAR = StudyCalendar("UTC")
RATINGS = (Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.GOOD, Rating.EASY)
_TODAY = TODAY.toordinal() - date(1970, 1, 1).toordinal()

pytestmark = pytest.mark.soak

NUMBERS = (
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"
)


def fill(session: Session, account_id: int, cards_held: int, reviews: int) -> None:
    """Hold many cards of a made-up deck, a hundredth of them due, with a long log of reviews."""
    version = session.execute(text("SELECT min(id) FROM card_version")).scalar_one()
    first = session.execute(text("SELECT max(id) FROM card")).scalar_one()
    session.execute(
        text(
            NUMBERS.format(count=cards_held)
            + " INSERT INTO card (id, name, article_id, deck, sibling_group, lang, position,"
            " fingerprint) SELECT :first + n, 'book-fair/host/s' || (n / 2) || '/card-' ||"
            " CASE n % 2 WHEN 0 THEN 'ar' ELSE 'en' END, 1,"
            " CASE n % 2 WHEN 0 THEN 'article-ar' ELSE 'article-en' END,"
            " 'book-fair/host/s' || (n / 2), CASE n % 2 WHEN 0 THEN 'ar' ELSE 'en' END,"
            " 1000 + n, (SELECT fingerprint FROM card_version WHERE id = :version) FROM numbers"
        ),
        {"first": first, "version": version},
    )
    # Every made-up card shows the same text: a version each of its own.
    session.execute(
        text(
            NUMBERS.format(count=cards_held)
            + " INSERT INTO card_version (card_id, fingerprint, record, created_at) SELECT"
            " :first + n, printf('%032d', :first + n), (SELECT record FROM card_version"
            " WHERE id = :version), 0 FROM numbers"
        ),
        {"first": first, "version": version},
    )
    session.execute(
        text("UPDATE card SET fingerprint = printf('%032d', id) WHERE id > :first"),
        {"first": first},
    )
    session.execute(
        text(
            NUMBERS.format(count=cards_held)
            + " INSERT INTO card_state (account_id, card_id, phase, stability, difficulty, step,"
            " due_day, first_day, last_day, last_review, reps, lapses, due_on, suspended, note,"
            " version_id) SELECT :account, :first + n, 'review', 5 + n % 300, 5, 0,"
            " :today - 3 + n % 300, :today - 900, :today - 10 - n % 40, :now, 10, n % 3,"
            " :today - 3 + n % 300, 0, '', :version FROM numbers"
        ),
        {
            "account": account_id,
            "first": first,
            "today": _TODAY,
            "now": _TODAY * 86_400_000 - 10 * 86_400_000,
            "version": version,
        },
    )
    session.execute(
        text(
            NUMBERS.format(count=reviews)
            + " INSERT INTO review (account_id, moment, card_id, uuid, day, rating, retention,"
            " due_day, source, latency, phase, stability, difficulty, version_id)"
            " SELECT :account, (:today - 1000) * 86400000 + n * (86400000 * 990 / :reviews),"
            " :first + 1 + n % :cards, CAST(printf('%016d', n) AS BLOB),"
            " :today - 1000 + n * 990 / :reviews, 1 + n % 4, 0.9, :today, 'card', 5000,"
            " 'review', 10, 5, :version FROM numbers"
        ),
        {
            "account": account_id,
            "first": first,
            "today": _TODAY,
            "reviews": reviews,
            "cards": cards_held,
            "version": version,
        },
    )
    session.execute(
        text(
            "INSERT INTO day_total SELECT account_id, day, count(*), count(*), 0,"
            " sum(rating = 1), count(*), sum(rating > 1), sum(latency) FROM review"
            " WHERE account_id = :account GROUP BY account_id, day"
        ),
        {"account": account_id},
    )
    session.commit()


def milliseconds(action: Callable[[], object], times: int = 15) -> float:
    action()
    taken = []
    for _ in range(times):
        begun = time.process_time()
        action()
        taken.append((time.process_time() - begun) * 1000)
    return median(taken)


@pytest.mark.timeout(300)
def test_a_million_reviews_do_not_slow_the_next_card(
    session: Session, account: Viewer, article: Article, record_property: Callable[..., None]
) -> None:
    fill(session, account.account_id, 20_000, 1_000_000)
    student = Student(session, account.account_id, NOW)
    assert student.look().left_due > 50
    taken = milliseconds(student.look)
    record_property("next due card, ms", taken)
    assert taken < 10
    record_property("grading it, ms", milliseconds(student.grade, times=5))


@pytest.mark.timeout(300)
def test_a_hundred_thousand_reviews_do_not_slow_the_progress_page(
    session: Session, account: Viewer, article: Article
) -> None:
    fill(session, account.account_id, 4_000, 100_000)

    def look() -> object:
        return progress(session, account_id=account.account_id, now=NOW)

    taken = milliseconds(look, times=7)
    assert taken < 150
    assert progress(session, account_id=account.account_id, now=NOW).reviews == 100_000


def a_log(lines: int, *, decided: bool) -> list[Review]:
    """A log of many cards, in no order, as a learner of some years has it.

    Made by reviewing, so that each line names the day decided on. Without these days, as
    after two devices exchanged their logs, each day has to be worked out anew.
    """
    rng = random.Random(4)
    log: list[Review] = []
    for card in range(lines // 20):
        state = CardState(f"book-fair/host/s{card}/card-ar")
        moment = NOW - timedelta(days=900)
        for number in range(20):
            rated = Rated(str(UUID(int=20 * card + number)), rng.choice(RATINGS), moment)
            state, line = review(state, rated, REPLAYING, CALENDAR)
            log.append(line if decided else replace(line, due_day=None))
            wait = state.due_at or CALENDAR.starts(state.due_day or moment.date())
            moment = max(wait, moment) + timedelta(hours=rng.uniform(0, 30))
    rng.shuffle(log)
    return log


@pytest.mark.parametrize("decided", [True, False], ids=["as logged", "without the days"])
def test_a_hundred_thousand_reviews_replay_in_ten_seconds(
    decided: bool, record_property: Callable[..., None]
) -> None:
    log = a_log(100_000, decided=decided)
    begun = time.process_time()
    states = replay_all(log, REPLAYING)
    taken = time.process_time() - begun
    record_property("replaying, s", taken)
    assert sum(state.reps for state in states.values()) == len(log) == 100_000
    assert taken < 5, "half of what is allowed"

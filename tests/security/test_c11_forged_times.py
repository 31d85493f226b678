"""C11: a time that a client names gains nothing: no streak, no interval, no lead, no fault.

Reviews and answers made here take the server's clock; what a form says of when it was shown
counts for how long it took and no more. A file that is brought along is its owner's word: what
it places in time to come or before there was such a program is passed over, and a day of study
must fit its moment (`services/mine/claimed.py`).
"""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.types import to_millis
from quizapp.domain.cards.state import Rating
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.content import Article
from quizapp.domain.errors import ImportRejected
from quizapp.domain.exchange.cards import ForeignReview
from quizapp.services import mine
from quizapp.services.accounts import Viewer, create_guest
from quizapp.services.doctor import examine
from quizapp.services.mine import anki_in, shape
from quizapp.services.mine.claimed import AHEAD, FIRST, fitting, happened
from quizapp.services.progress import progress
from tests.cards import Student
from tests.databases import SCRIPTS
from tests.web.browsing import Browser
from tests.web.playing import KINDS, Player, answer_form, responses, start
from tests.web.reviewing import grading, reviews, take_up, turn

NEW = count(1)
FORGED = {
    "1970": datetime(1970, 1, 1, tzinfo=UTC),
    "before Anki": FIRST - timedelta(milliseconds=1),
    "six minutes ahead": None,
    "a day ahead": None,
    "ten years ahead": None,
    "the year 9999": datetime(9999, 12, 30, tzinfo=UTC),
}
AHEAD_BY = {
    "six minutes ahead": timedelta(minutes=6),
    "a day ahead": timedelta(days=1),
    "ten years ahead": timedelta(days=3653),
}


@pytest.fixture
def student(session: Session, account: Viewer, article: Article) -> Student:
    student = Student(session, account.account_id)
    student.start("article-ar")
    student.study()
    return student


def exported(student: Student) -> dict[str, Any]:
    data = mine.export_all(student.session, student.account_id, student.now)
    return json.loads(json.dumps(data))  # type: ignore[no-any-return]


def newcomer(student: Student) -> int:
    name = f"n-{next(NEW)}"
    return create_guest(student.session, token=name, public_id=name, now=student.now).account_id


def standing(student: Student, account: int) -> tuple[object, ...]:
    """What somebody could gain: cards, days, streak."""
    cards = student.session.execute(
        text(
            "SELECT card_id, due_on, due_day, stability, reps FROM card_state"
            " WHERE account_id = :id ORDER BY card_id"
        ),
        {"id": account},
    )
    found = progress(student.session, account_id=account, now=student.now)
    return [tuple(row) for row in cards], found.streak, found.reviews


def brought(student: Student, data: dict[str, Any]) -> tuple[tuple[object, ...], int]:
    account = newcomer(student)
    report = mine.import_all(student.session, account, data, student.now)
    return standing(student, account), report.passed_over


@pytest.mark.parametrize("when", FORGED)
def test_what_cannot_have_happened_is_passed_over(student: Student, when: str) -> None:
    honest = exported(student)
    moment = FORGED[when] or student.now + AHEAD_BY[when]
    forged = copy.deepcopy(honest)
    for number, row in enumerate(honest["reviews"]):
        planted = {"uuid": f"00000000-0000-4000-8000-{number:012x}", "rating": 4}
        days = {"moment": to_millis(moment), "day": moment.date().isoformat(), "due_day": None}
        forged["reviews"].append(row | planted | days)
    (fair, none), (gained, passed) = brought(student, honest), brought(student, forged)
    assert none == 0
    assert gained == fair
    assert passed == len(honest["reviews"])
    assert examine(student.session, SCRIPTS).sound


def test_one_afternoon_is_no_month_of_days(student: Student) -> None:
    data = exported(student)
    for number, row in enumerate(data["reviews"]):
        row["day"] = (student.now.date() - timedelta(days=number)).isoformat()
    account = newcomer(student)
    mine.import_all(student.session, account, data, student.now)
    found = progress(student.session, account_id=account, now=student.now)
    assert found.streak.days <= 2
    assert found.streak.longest <= 2


def test_a_forged_interval_stability_or_difficulty_moves_no_card(student: Student) -> None:
    data = exported(student)
    fair, _ = brought(student, data)
    for row in data["reviews"]:
        row |= {"due_day": "9000-01-01", "stability": 1e9, "difficulty": 0, "phase": "review"}
    for row in data["cards"]:
        assert row["due_on"] is not None
    gained, _ = brought(student, data)
    assert gained[1:] == fair[1:]
    days = {row[0]: (row[2], row[3]) for row in fair[0]}  # type: ignore[attr-defined]
    for card, _, due, stability, _ in gained[0]:  # type: ignore[attr-defined]
        assert stability == days[card][1]
        assert abs(due - days[card][0]) <= 3, "the lot draws another day of the same window"


def test_the_same_review_under_other_moments_counts_once(student: Student) -> None:
    data = exported(student)
    fair, _ = brought(student, data)
    later = [
        row | {"moment": row["moment"] + 1000 * second, "rating": 4}
        for row in data["reviews"]
        for second in (1, 60)
    ]
    gained, _ = brought(student, data | {"reviews": [*data["reviews"], *later]})
    assert gained[1] == fair[1]
    assert gained[2] == fair[2], "a review is known by its UUID"


@pytest.mark.parametrize("second", [59, 60])
def test_a_leap_second_is_a_moment_or_none(student: Student, second: int) -> None:
    data = exported(student)
    row = data["reviews"][0]
    row["moment"] = to_millis(datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)) + 1000 * (second - 59)
    row["day"] = "2016-12-31"
    assert brought(student, data)[1] == 0
    for none in (f"2016-12-31T23:59:{second}Z", shape.LATEST, shape.LATEST + 1, -1, 1.5, None):
        row["moment"] = none
        with pytest.raises(ImportRejected):
            brought(student, data)


def test_reviews_of_anki_are_held_to_the_same_clock(student: Student) -> None:
    card = exported(student)["reviews"][0]["name"]
    for when, at in FORGED.items():
        moment = at or student.now + AHEAD_BY[when]
        found = {card: (ForeignReview(max(to_millis(moment), 1), Rating.EASY, 36_500),)}
        before = standing(student, student.account_id)
        report = anki_in.bring(
            student.session, account_id=student.account_id, found=found, now=student.now
        )
        assert report.reviews == 0, when
        assert standing(student, student.account_id) == before


MOMENTS = st.integers(0, 1_000_000_000).map(lambda s: FIRST + timedelta(days=1, seconds=s))
ZONES = st.sampled_from(
    ("Pacific/Apia", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu", "UTC", "Asia/Amman")
)


@given(MOMENTS, ZONES, st.dates())
def test_a_day_that_is_true_stays_and_any_other_comes_near(
    moment: datetime, zone: str, claim: date
) -> None:
    true = StudyCalendar(zone).day(moment)
    assert fitting(true, moment) == true
    assert abs((fitting(claim, moment) - moment.date()).days) <= 1
    assert happened(moment, moment - AHEAD)
    assert not happened(moment, moment - AHEAD - timedelta(milliseconds=1))


CLAIMS = (
    "1970-01-01T00:00:00+00:00",
    "2016-12-31T23:59:60+00:00",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00",
    "-1",
    "1e309",
    "\u0661\u0669\u0667\u0660-01-01",
)


def test_no_claimed_moment_breaks_an_answer_or_a_grade(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=list(KINDS), length="10", lang=visitor.lang)
    player = Player(app, page)
    turned = turn(visitor, take_up(visitor))
    for number, claim in enumerate(CLAIMS, 1):
        form = answer_form(visitor.open(f"{page.path.rsplit('/', 1)[0]}/{number}"))
        body = {**form.filled(player.right(number)), "shown_at": claim}
        assert visitor.client.post(form.action, data=body).status_code == 303, claim
        grades = grading(turned)
        sent = {**grades.filled({}), "rating": "4", "at": claim}
        assert visitor.client.post(grades.action, data=sent).status_code == 303, claim
    assert len(responses(app)) == len(CLAIMS)
    assert reviews(app) == 1, "one form is one review, whatever it claims"

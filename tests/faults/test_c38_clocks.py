"""C38: clocks that change, zones that change, days that turn at four in the morning.

The rules by themselves, with their own properties: tests/domain/cards/test_study_day.py and
test_streak.py. Here: 24 zones of all kinds through every change of clocks of some years, every
move from one of them to another, and a live server whose clock jumps.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.cards.streak import streak_of
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.content import Article
from quizapp.services.accounts import Viewer
from quizapp.services.doctor_cards import examine_memory
from tests.cards import Student
from tests.faults.site import School, looking
from tests.play import NOW

ZONES = (
    "UTC",
    "Africa/Cairo",
    "Africa/Casablanca",  # winter time during Ramadan
    "America/Caracas",
    "America/Havana",  # changes its clocks at midnight
    "America/New_York",
    "America/Nuuk",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",  # two hours
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Riyadh",
    "Asia/Samarkand",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Australia/Lord_Howe",  # half an hour
    "Europe/London",
    "Pacific/Apia",  # had no 30 December 2011
    "Pacific/Chatham",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
)
YEARS = (2011, 2022, 2026)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def around_changes(zone: str) -> Iterator[datetime]:
    """Yield the hours around every change of a zone's clocks, and around four in the morning."""
    place = ZoneInfo(zone)
    for year in YEARS:
        moment = datetime(year, 1, 1, tzinfo=UTC)
        while moment.year == year:
            if moment.astimezone(place).utcoffset() != (moment + DAY).astimezone(place).utcoffset():
                yield from (moment + n * HOUR / 2 for n in range(-8, 64))
            moment += DAY


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_has_one_day_and_days_follow_each_other(zone: str) -> None:
    assert len(set(ZONES)) == 24
    calendar = StudyCalendar(zone)
    moments = [*around_changes(zone)] or [
        datetime(2026, 1, 1, tzinfo=UTC) + n * HOUR for n in range(99)
    ]
    for moment in moments:
        day, before = calendar.day(moment), calendar.day(moment - HOUR)
        assert calendar.starts(day) <= moment < calendar.starts(day + DAY)
        skipped = [before + n * DAY for n in range(1, (day - before).days)]
        assert day >= before
        assert not any(calendar.exists(each) for each in skipped), "no day is jumped over"


@pytest.mark.parametrize("zone", ZONES)
def test_who_studies_every_day_of_a_year_has_that_many_days(zone: str) -> None:
    """Just after four and late at night, through summer time and back: by two hours, even."""
    calendar = StudyCalendar(zone)
    for begins in (timedelta(minutes=1), DAY - timedelta(minutes=121)):
        first = date(2011, 6, 1)
        days = [day for n in range(365) if calendar.exists(day := first + n * DAY)]
        studied = [calendar.day(calendar.starts(day) + begins) for day in days]
        found = streak_of(studied, studied[-1], calendar)
        assert (found.days, found.frozen) == (len(days), ())


def moved(home: str, away: str, moment: datetime) -> tuple[date, date]:
    """Return the day that it was at home, and the one that it is away, at one moment."""
    return StudyCalendar(home).day(moment), StudyCalendar(away).day(moment)


@pytest.mark.parametrize("home", ZONES)
def test_moving_neither_loses_nor_doubles_nor_turns_a_streak_negative(home: str) -> None:
    """Five days at home, and a move at any hour of the fifth.

    Where it is tomorrow already, there is all of that day left to go on. Where it is still
    yesterday, today counts again as soon as it is reached, and once.
    """
    for away, hour in itertools.product(ZONES, range(0, 24, 3)):
        moment = datetime(2026, 7, 10, hour, tzinfo=UTC)
        there, here = moved(home, away, moment)
        calendar = StudyCalendar(away)
        studied = [there - n * DAY for n in range(5)]
        offsets = [moment.astimezone(ZoneInfo(zone)).utcoffset() for zone in (home, away)]
        far = abs(offsets[0] - offsets[1]) > DAY  # type: ignore[operator]
        at_once = streak_of(studied, here, calendar)
        assert far or 4 <= at_once.days <= 5
        assert at_once.days >= 0
        on_the_day = streak_of([*studied, max(here, there)], max(here, there), calendar)
        assert far or on_the_day.days == (6 if here > there else 5)
        assert streak_of([*studied, *studied], there, calendar).days == 5


def test_a_server_whose_clock_jumps_goes_on_answering(school: School) -> None:
    """Two days ahead, right again, a year and more behind, right again, while a class works.

    Nobody is sent away by a cookie that was signed ahead of time.
    """
    chance = random.Random(38)
    for days in (2, 0, -400, 0):
        school.work_until(chance, 20, 40)
        jumped = datetime.now(UTC)
        school.server.jump(days)
        school.wait_for(40)
        school.end()
        assert answered(school, since=jumped + days * DAY), "the clock did jump"
        for pupil in school.pupils:
            assert pupil.get("/progress").status == 200
        assert school.refusals() == [], days
    compared = school.compare()
    assert compared.same, compared
    assert [fault for fault in school.faults() if not fault.startswith("audit")] == []


def answered(school: School, since: datetime) -> int:
    """Return how many answers were stored in the hour after a moment, by the server's clock."""
    begins = int(since.timestamp() * 1000)
    hour = {"begins": begins, "ends": begins + 3_600_000}
    with looking(school.server.url) as connection:
        found = text("SELECT count(*) FROM response WHERE answered_at BETWEEN :begins AND :ends")
        return int(connection.execute(found, hour).scalar_one())


def test_a_review_after_the_clock_was_set_back_is_logged(
    session: Session, account: Viewer, article: Article
) -> None:
    student = Student(session, account.account_id, now=NOW + 2 * DAY)
    student.start()
    card = student.card()
    student.grade(3, card)
    student.now = NOW
    student.grade(3, card)
    connection = session.connection()
    assert connection.execute(text("SELECT count(*) FROM review")).scalar_one() == 2
    _, wrong_states, _, wrong_days = examine_memory(connection)
    assert (wrong_states, wrong_days) == ([], [])

"""C8: a deadline is the server's: its clock, its grace, the extra time that a teacher gave.

What closes when, by every policy and with extra time, is in `tests/services/test_homework.py`; a
deadline moved inside an answer in `test_homework_races.py`. Here: over HTTP at the edges of the
grace, under every claim of a client, after a restart, and what was answered stays answered: each
answer is stored by itself as it is given, so nothing else needs to be saved by and by.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from quizapp.factory import create_app
from tests.security.rows import changed, rows_of
from tests.web.browsing import Browser, Page
from tests.web.playing import Player, answer_form, position_of, responses, round_of
from tests.web.schooling import Classroom, make_class
from tests.web.test_homework import begin, times

NINE = datetime(2027, 3, 1, 9, tzinfo=UTC)
MINUTES = 20
CLOSES = NINE + timedelta(minutes=MINUTES)
DAY = timedelta(days=1)


class Now:
    """Stands in for the clock of tests/web/test_homework.py."""

    moment = NINE


def sit_down(app: Flask, minutes: int | None = MINUTES) -> tuple[Classroom, Browser, Page]:
    """A pupil who begins homework with a limit at nine."""
    room = make_class(app, "en")
    due = times(Now(), timedelta(), timedelta(hours=8))  # type: ignore[arg-type]
    limit = {} if minutes is None else {"minutes": minutes}
    given = room.give(kinds=["choice"], length=5, attempts=1, **limit, **due)
    huda = room.pupil()
    return room, huda, begin(huda, huda.open(given.path))


def answer(app: Flask, browser: Browser, page: Page, place: int, **claims: str) -> TestResponse:
    fields = dict(Player(app, page).right(place))
    base = page.path.rsplit("/", 1)[0]
    token = answer_form(page).sent["csrf_token"]
    body = {**fields, "csrf_token": token, "client_key": f"k{place}", **claims}
    return browser.client.post(f"{base}/{place}", data=body)


@pytest.mark.parametrize(("after", "status"), [(0.0, 303), (4.9, 303), (5.1, 409)])
def test_the_grace_is_five_seconds_of_the_servers_clock(
    app: Flask, after: float, status: int
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        _, huda, page = sit_down(app)
        clock.move_to(CLOSES + timedelta(seconds=after))
        assert answer(app, huda, page, 1).status_code == status
        assert len(responses(app)) == (status == 303)


def test_no_claim_of_a_client_moves_it(app: Flask) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        _, huda, page = sit_down(app)
        for place, off in enumerate((-DAY, DAY, timedelta(days=-3653)), 1):
            claim = {"shown_at": (NINE + off).isoformat(), "at": (NINE + off).isoformat()}
            dated = {"Date": (NINE + off).strftime("%a, %d %b %Y %H:%M:%S GMT")}
            huda.client.get(page.path, headers=dated)
            assert answer(app, huda, page, place, **claim).status_code == 303, off
        clock.move_to(CLOSES + timedelta(seconds=6))
        before = responses(app)
        for off in (-DAY, DAY, -timedelta(hours=1)):
            claim = {
                "shown_at": (NINE + off).isoformat(),
                "answered_at": NINE.isoformat(),
                "started_at": (CLOSES + DAY).isoformat(),
                "closes_at": (CLOSES + DAY).isoformat(),
                "minutes": "600",
            }
            assert answer(app, huda, page, 4, **claim).status_code == 409, off
        assert responses(app) == before
        assert len(before) == 3, "what was answered in time is kept"


def test_reloading_going_back_and_a_restart_gain_no_time(app: Flask) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        _, huda, page = sit_down(app)
        assert answer(app, huda, page, 1).status_code == 303
        clock.move_to(CLOSES - timedelta(seconds=1))
        second = huda.open(page.path.rsplit("/", 1)[0])
        assert position_of(second) == 2
        huda.open(page.path)
        again = create_app(app.config["WARAQA"])
        restarted = Browser(again.test_client(), "en")
        cookie = huda.client.get_cookie("waraqa")
        assert cookie is not None
        restarted.client.set_cookie("waraqa", cookie.value)
        assert position_of(restarted.open(page.path.rsplit("/", 1)[0])) == 2
        clock.move_to(CLOSES + timedelta(seconds=6))
        assert answer(app, restarted, second, 2).status_code == 409
        result = restarted.open(f"/en/rounds/{round_of(page)}/result")
        assert result.status == 200
        assert len(responses(app)) == 1


def test_beginning_again_gains_no_time(app: Flask) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        room, huda, page = sit_down(app)
        path = huda.open("/en/homework").link_to("/homework/")
        token = answer_form(page).sent["csrf_token"]
        clock.move_to(CLOSES - timedelta(minutes=1))
        once_more = huda.client.post(f"{path}/begin", data={"csrf_token": token, "lang": "en"})
        assert once_more.headers["Location"].endswith(round_of(page)), "it goes on with that one"
        clock.move_to(CLOSES + timedelta(seconds=1))
        before = rows_of(app)
        over = huda.client.post(f"{path}/begin", data={"csrf_token": token, "lang": "en"})
        assert over.status_code == 409
        assert changed(before, rows_of(app)) == set()
        assert room.members()


def test_extra_time_is_the_teachers_to_give(app: Flask) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        room, huda, page = sit_down(app)
        member = room.members()["Huda"]
        token = answer_form(page).sent["csrf_token"]
        planted = {"csrf_token": token, "allowance": "3", "factor": "3", "nickname": ""}
        assert huda.client.post(member, data=planted).status_code == 404
        clock.move_to(CLOSES + timedelta(seconds=6))
        assert answer(app, huda, page, 1).status_code == 409

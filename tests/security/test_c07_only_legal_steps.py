"""C7: an attempt at homework, step by step over HTTP, by whatever order of requests.

    not begun --begin--> open --answer …--> open --last answer or finish--> handed in --due--> shown

Any other step is a 404, a 409, or a way back to where the attempt stands, and does nothing. The
machines of rounds and cards without HTTP are `tests/services/test_rounds_machine.py` and
`test_cards_machine.py`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from werkzeug.test import TestResponse

from quizapp.web import ambient
from tests.security.rows import changed, rows_of
from tests.web.browsing import Browser
from tests.web.people import enter_as
from tests.web.playing import Player
from tests.web.schooling import Classroom, make_class
from tests.web.test_homework import Clock, times

LENGTH = 5
LIMIT = timedelta(hours=2)
GRACE = timedelta(seconds=5)


class Attempts(RuleBasedStateMachine):
    """A pupil with one attempt at a test that closes, and every request she can make up."""

    app: Flask
    clock: Clock
    room: Classroom
    code: str
    number = 0

    @initialize()
    def set_homework(self) -> None:
        type(self).number += 1
        self.clock.moment = datetime(2027, 1, 1, 9, tzinfo=UTC) + timedelta(hours=6 * self.number)
        due = times(self.clock, timedelta(), LIMIT)
        self.path = self.room.give(kinds=["choice"], length=LENGTH, mode="test", **due).path
        self.closes = (self.clock.moment + LIMIT).replace(second=0, microsecond=0)
        self.huda = Browser(self.app.test_client(), "en")
        enter_as(self.app, self.huda, "learner", login=f"huda{self.number}")
        joining = self.huda.open("/en/join").form("/join")
        self.huda.submit(joining, {"code": [self.code]})
        self.token = self.huda.open("/en/settings").form("/settings").sent["csrf_token"][0]
        self.round = ""
        self.answered: set[int] = set()
        self.handed_in = False

    @property
    def over(self) -> bool:
        return self.clock.moment > self.closes + GRACE

    def post(self, path: str, **fields: object) -> TestResponse:
        return self.huda.client.post(path, data={"csrf_token": self.token, **fields})

    def nothing_done(self, path: str, allowed: set[int], **fields: object) -> None:
        before = rows_of(self.app)
        response = self.post(path, **fields)
        assert response.status_code in allowed, (path, response.status_code)
        assert changed(before, rows_of(self.app)) == set(), path

    @rule()
    def begin(self) -> None:
        may = self.clock.moment < self.closes
        if (self.round and (self.handed_in or not may)) or (not self.round and not may):
            self.nothing_done(f"{self.path}/begin", {409}, lang="en")
            return
        if self.round:
            self.nothing_done(f"{self.path}/begin", {303}, lang="en")
            return
        response = self.post(f"{self.path}/begin", lang="en")
        assert response.status_code == 303
        self.round = response.headers["Location"]

    @rule(place=st.integers(1, LENGTH), right=st.booleans())
    def answer(self, place: int, right: bool) -> None:
        if not self.round:
            self.nothing_done(f"/en/rounds/aB3-nothing/{place}", {404}, choice="1")
            return
        name = self.round.rsplit("/", 1)[1]
        player = Player.__new__(Player)
        player.app, player.round_id = self.app, name
        fields = player.right(place) if right else player.wrong(place)
        path = f"{self.round}/{place}"
        if place in self.answered:
            self.nothing_done(path, {303}, **fields)
        elif self.handed_in:
            self.nothing_done(path, {409}, **fields)
        elif self.over:
            assert self.post(path, **fields).status_code == 409
            self.handed_in = True  # With what was answered in time, as of then.
        else:
            assert self.post(path, **fields).status_code == 303
            self.answered.add(place)
            self.handed_in = len(self.answered) == LENGTH

    @rule(place=st.sampled_from((0, LENGTH + 1, 2**31, 2**70)))
    def answer_what_is_not_there(self, place: int) -> None:
        self.nothing_done(f"{self.round or '/en/rounds/none'}/{place}", {404, 409}, choice="1")

    @precondition(lambda self: self.round and not self.handed_in)
    @rule()
    def answer_nothing(self) -> None:
        place = next(n for n in range(1, LENGTH + 1) if n not in self.answered)
        self.nothing_done(f"{self.round}/{place}", {422})

    @rule()
    def finish(self) -> None:
        if not self.round or self.handed_in:
            self.nothing_done(f"{self.round or '/en/rounds/none'}/finish", {303, 404})
            return
        assert self.post(f"{self.round}/finish").status_code == 303
        self.handed_in = True

    @rule()
    def repeat_before_the_solutions(self) -> None:
        if self.clock.moment < self.closes or not self.handed_in:
            self.nothing_done(f"{self.round or '/en/rounds/none'}/repeat", {303, 404})

    @rule()
    def appeal_before_the_solutions(self) -> None:
        if self.clock.moment < self.closes or not self.handed_in:
            path = f"{self.round or '/en/rounds/none'}/1/appeal"
            self.nothing_done(path, {303, 404, 409})

    @rule(minutes=st.sampled_from((1, 50, 119)))
    def time_passes(self, minutes: int) -> None:
        self.clock.forward(minutes=minutes)

    @precondition(lambda self: bool(self.round))
    @invariant()
    def it_is_where_it_is(self) -> None:
        result = self.huda.client.get(f"{self.round}/result")
        if not self.handed_in:
            assert result.status_code == 302, "back to the question"
            return
        assert result.status_code == 200
        shown = 'class="review"' in result.text
        assert shown == (self.clock.moment >= self.closes)


def test_an_attempt_allows_only_legal_steps(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    Attempts.clock = Clock()
    monkeypatch.setattr(ambient, "now", Attempts.clock)
    Attempts.clock.moment = datetime(2027, 1, 1, 9, tzinfo=UTC)
    Attempts.app, Attempts.room = app, make_class(app, "en")
    Attempts.code = Attempts.room.code()
    run_state_machine_as_test(
        Attempts,
        settings=settings(
            max_examples=7,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_nothing_is_set_to_a_class_that_was_archived_meanwhile(app: Flask) -> None:
    room = make_class(app, "en")
    form = room.teacher.open(f"{room.path}/homework/new").form("/homework/new")
    archive = room.teacher.open(f"{room.path}/settings").form("/archive")
    room.teacher.submit(archive, button=next(iter(archive.buttons)))
    before = rows_of(app)
    response = room.teacher.post(form, {"kinds": ["choice"], "length": ["5"]})
    assert response.status_code == 409
    assert "archived" in response.text
    assert changed(before, rows_of(app)) == set()

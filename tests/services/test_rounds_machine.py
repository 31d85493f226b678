"""A round as a state machine: whatever is done in whatever order, the books balance."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
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
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.db.engine import make_engine
from quizapp.domain.errors import (
    AnswerRejected,
    NothingToAsk,
    RoundClosed,
    RoundNotFound,
    RoundOpen,
)
from quizapp.services import rounds
from quizapp.services.accounts import create_guest
from quizapp.services.content_store import Texts, store_article
from quizapp.services.rounds import QuestionView
from tests.answers import SKIPPED, right_fields, wrong_fields
from tests.databases import Template, drop
from tests.play import NOW, Player, request, submission

MAKERS = {"right": right_fields, "wrong": wrong_fields, "skipped": lambda *_: SKIPPED}


class RoundMachine(RuleBasedStateMachine):
    """One learner with two tabs, a stranger, and a clock that goes on."""

    template: Template
    texts: Texts

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.url = self.template.copied(Path(self.folder.name))
        self.engine: Engine = make_engine(self.url)
        self.session = Session(self.engine, expire_on_commit=False)
        self.now = NOW
        self.replies: dict[int, QuestionView] = {}
        self.keys: dict[str, int] = {}
        self.scores: dict[int, float] = {}
        self.finished = False
        self.started = 0

    def teardown(self) -> None:
        self.session.close()
        self.engine.dispose()
        drop(self.url)
        self.folder.cleanup()

    @initialize(mode=st.sampled_from(["practice", "test"]), length=st.integers(1, 5))
    def start(self, mode: rounds.Mode, length: int) -> None:
        store_article(self.session, self.texts, NOW)
        guest = create_guest(self.session, token="t", public_id="p", now=NOW)
        other = create_guest(self.session, token="s", public_id="s", now=NOW)
        self.player = Player(self.session, guest.account_id)
        self.stranger = Player(self.session, other.account_id, "round-0")
        self.wanted = request(mode=mode, length=length)
        self.begin()

    def begin(self) -> None:
        self.player.start(self.wanted, public_id=f"round-{self.started}")
        self.opened()

    def opened(self) -> None:
        self.started += 1
        self.total = self.player.question(1).head.total
        self.replies, self.keys, self.scores, self.finished = {}, {}, {}, False

    def position(self, share: float) -> int:
        return min(int(share * self.total), self.total - 1) + 1

    @rule(share=st.floats(0, 1), how=st.sampled_from(sorted(MAKERS)))
    def answer(self, share: float, how: str) -> None:
        position = self.position(share)
        key = f"key-{len(self.keys)}-{position}"
        form = self.player.form(position, MAKERS[how])
        try:
            receipt = self.player.submit(position, submission(form, key=key), self.now)
        except RoundClosed:
            assert self.finished
            assert position not in self.scores
            return
        assert receipt.stored == (position not in self.scores)
        if receipt.stored:
            assert not self.finished
            self.keys[key] = position
            self.scores[position] = 1.0 if how == "right" else 0.0
            if how == "wrong" and receipt.view.feedback is not None:
                self.scores[position] = receipt.view.feedback.grade.score
            elif how == "wrong":
                self.scores[position] = -1.0  # known when the test is over
            self.finished = len(self.scores) == self.total
        assert receipt.finished == self.finished

    @precondition(lambda self: self.keys)
    @rule(data=st.data(), how=st.sampled_from(sorted(MAKERS)))
    def send_again(self, data: st.DataObject, how: str) -> None:
        key = data.draw(st.sampled_from(sorted(self.keys)))
        position = self.keys[key]
        form = self.player.form(position, MAKERS[how])
        before = self.player.question(position)
        receipt = self.player.submit(position, submission(form, key=key), self.now)
        assert not receipt.stored
        assert receipt.view == before

    @rule(share=st.floats(0, 1))
    def send_nothing(self, share: float) -> None:
        position = self.position(share)
        if position in self.scores:
            assert not self.player.submit(position, {}).stored
        else:
            with pytest.raises((AnswerRejected, RoundClosed)):
                self.player.submit(position, {})

    @rule()
    def finish(self) -> None:
        self.player.finish(self.now)
        self.finished = True

    @rule()
    def repeat(self) -> None:
        try:
            again = rounds.start_repeat(
                self.session,
                account_id=self.player.account_id,
                round_id=self.player.round_id,
                public_id=f"round-{self.started}",
                seed=self.started,
                now=self.now,
            )
        except RoundOpen:
            assert not self.finished
        except NothingToAsk:
            assert self.finished
            assert self.player.result().head.score == self.total
        else:
            assert self.finished
            missed = self.total - self.player.result().right
            self.player.round_id = again
            self.opened()
            assert self.total == missed

    @precondition(lambda self: self.finished)
    @rule()
    def start_afresh(self) -> None:
        self.begin()

    @rule(hours=st.integers(-2, 48))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def a_stranger_tries(self) -> None:
        self.stranger.round_id = self.player.round_id
        for attempt in (
            lambda: self.stranger.question(1),
            lambda: self.stranger.submit(1, SKIPPED),
            self.stranger.finish,
        ):
            with pytest.raises(RoundNotFound):
                attempt()

    @invariant()
    def the_books_balance(self) -> None:
        views = [self.player.question(n) for n in range(1, self.total + 1)]
        head = views[0].head
        assert all(view.head == head for view in views)
        assert [v.position for v in views if v.answered] == sorted(self.scores)
        assert head.answered == len(self.scores)
        assert (head.finished_at is not None) == self.finished
        unanswered = [v.position for v in views if not v.answered]
        assert head.next_position == (None if self.finished else unanswered[0])
        open_test = self.wanted.mode == "test" and not self.finished
        assert [v.feedback is None for v in views] == [open_test or not v.answered for v in views]
        if open_test:
            assert head.score is None
        else:
            known = [v.feedback.grade.score for v in views if v.feedback is not None]
            assert head.score == pytest.approx(sum(known))
            assert all(
                score in (-1.0, view.feedback.grade.score)
                for view in views
                if view.feedback is not None
                for score in (self.scores[view.position],)
            )


def test_a_round_allows_only_legal_steps(template: Template, mini_texts: Texts) -> None:
    RoundMachine.template = template
    RoundMachine.texts = mini_texts
    run_state_machine_as_test(
        RoundMachine,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

"""Any sequence of edits, appeals and regrades: scores equal a grading from scratch.

The test keeps a book of its own: which version each answer was given to, and which versions
were adopted when. What the tables say is compared with a replay of that book.
"""

from __future__ import annotations

import json
import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.db import play
from quizapp.domain.content import Article
from quizapp.domain.errors import AppealNotFound, AppealRefusal, ItemNotFound
from quizapp.domain.items.base import Answer, Item
from quizapp.domain.regrading import replayed
from quizapp.services import content, mine, rounds, texts
from quizapp.services.accounts import create_guest, delete_account
from quizapp.services.doctor import Check, examine
from quizapp.services.regrades import deciding, previews, withdrawing
from quizapp.services.regrades.views import Done
from quizapp.services.rounds import play as playing
from tests.databases import SCRIPTS, statements
from tests.play import SLUG, Player, submission
from tests.services.regrading import HOST, School
from tests.services.test_costs import sent
from tests.services.test_regrades import CHOICE, chose, edit, regrade

TYPED = ("Salt", "salt", "Balqa", "balqa", "Irbid", "Irbed", "Amman", "As-Salt", "Zarqa")
KEYS = (("salt",), ("salt", "As-Salt"), ("irbid",), ("salt",), ("salt", "Balqa"), ("zarqa",))


@pytest.fixture
def school(session: Session, article: Article) -> School:
    made = School(session)
    made.classroom("nadia", "huda", "salma")
    return made


@dataclass
class Given:
    """An answer as the book has it."""

    player: Player
    position: int
    seen: Item
    answer: Answer
    began: datetime


@dataclass
class Book:
    """What happened to the items, kept by the test."""

    school: School
    dice: random.Random
    given: list[Given] = field(default_factory=list)
    adopted: list[tuple[datetime, Item]] = field(default_factory=list)
    open: list[tuple[Player, datetime]] = field(default_factory=list)
    started: int = 0

    def step(self) -> None:
        self.school.wait()
        wishes = (self.answer, self.answer, self.begin, self.late, self.edit, self.appeal)
        decisions = (self.accept, self.decline, self.regrade, self.withdraw)
        self.dice.choice((*wishes, *decisions))()

    def begin(self) -> None:
        name = self.dice.choice(("huda", "salma", "layla"))
        kinds = self.dice.choice((("gap",), ("choice",)))
        mode = self.dice.choice(("practice", "test"))
        self.open.append((self.school.begin(name, kinds, mode=mode), self.school.now))

    def answer(self) -> None:
        self.begin()
        self._answer(*self.open.pop())

    def late(self) -> None:
        if self.open:
            self._answer(*self.open.pop(0))

    def _answer(self, player: Player, began: datetime) -> None:
        connection = self.school.session.connection()
        row = play.find_round(connection, player.account_id, player.round_id)
        assert row is not None
        for entry in play.entries(connection, row.id):
            item = texts.item_of(connection, entry.version_id, entry.item_fingerprint)
            if item.id not in (HOST, CHOICE):
                continue
            if item.typed is not None:
                form = {"text": [self.dice.choice(TYPED)]}
                answer = Answer(text=form["text"][0])
            else:
                place = self.dice.randrange(len(entry.arrangement))
                form = {"choice": [str(place + 1)]}
                answer = Answer(chosen=(entry.arrangement[place],))
            player.submit(entry.position, submission(form), self.school.now)
            self.given.append(Given(player, entry.position, item, answer, began))

    def edit(self) -> None:
        edit(self.school, *self.dice.choice(KEYS))

    def appeal(self) -> None:
        if self.given:
            try:
                self.school.appeal(self.dice.choice(self.given).player)
            except (AppealNotFound, StopIteration):
                return

    def accept(self) -> None:
        self._decide(
            lambda who: deciding.accept(
                self.school.session,
                decider=who,
                name=HOST,
                lang="en",
                spelling=self.dice.choice(TYPED),
                now=self.school.now,
            )
        )

    def withdraw(self) -> None:
        """Let what was accepted count no longer; nothing is adopted by that."""
        admin = self.school.decider("amal", "admin")
        with suppress(AppealRefusal):
            withdrawing.withdraw(
                self.school.session,
                decider=admin,
                name=HOST,
                lang="en",
                spelling=self.dice.choice(TYPED),
                now=self.school.now,
            )

    def regrade(self) -> None:
        name = self.dice.choice((HOST, CHOICE))
        admin = self.school.decider("amal", "admin")

        def apply(_: object) -> Done:
            found = previews.preview_key(self.school.session, decider=admin, name=name)
            return deciding.apply_key(
                self.school.session,
                decider=admin,
                name=name,
                fingerprint=found.fingerprint,
                reason="",
                now=self.school.now,
            )

        self._decide(apply, name)

    def _decide(self, act: Any, name: str = HOST) -> None:
        who = self.dice.choice((("nadia", "teacher"), ("amal", "admin")))
        try:
            done = act(self.school.decider(*who))
        except (AppealRefusal, ItemNotFound):
            return
        if done.new:
            item = content.bank_of(self.school.session, SLUG).by_id[name]
            self.adopted.append((self.school.now, item))

    def decline(self) -> None:
        try:
            deciding.decline(
                self.school.session,
                decider=self.school.decider("nadia"),
                name=HOST,
                lang="en",
                spelling=self.dice.choice(TYPED),
                reason="No",
                now=self.school.now,
            )
        except ItemNotFound:
            return

    def check(self) -> None:
        connection = self.school.session.connection()
        for each in self.given:
            versions = [
                item
                for moment, item in self.adopted
                if item.id == each.seen.id and moment >= each.began
            ]
            expected = replayed(each.seen, "en", each.answer, versions).grade
            row = play.find_question(
                connection, each.player.account_id, each.player.round_id, each.position
            )
            assert row is not None
            assert (row.outcome, row.score) == (expected.outcome, expected.score), each.seen.id


@pytest.mark.parametrize("seed", range(20))
def test_scores_equal_a_grading_from_scratch(school: School, seed: int) -> None:
    book = Book(school, random.Random(seed))
    logged: list[tuple[object, ...]] = []
    for _ in range(30):
        book.step()
        now = school.log()
        assert [row for row in now if row in logged] == logged, "the log only grows"
        logged = now
        book.check()
    assert book.given
    assert book.adopted
    book.school.session.rollback()
    report = examine(school.session, SCRIPTS)
    assert report.sound, [check for check in report.checks if check.faults]


def test_an_answer_stored_while_its_question_changes_is_regraded_all_the_same(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.appealed("huda", "Balqa")
    player = school.begin("salma")
    at = school.position(player)
    storing = playing._store
    other = Session(school.session.get_bind(), expire_on_commit=False)
    calls: list[int] = []

    def accepted_meanwhile(*arguments: Any) -> Any:
        if not calls:
            calls.append(1)
            school.wait()
            deciding.accept(
                other,
                decider=school_decider,
                name=HOST,
                lang="en",
                spelling="Balqa",
                now=school.now,
            )
        return storing(*arguments)

    school_decider = school.decider("nadia")
    monkeypatch.setattr(playing, "_store", accepted_meanwhile)
    receipt = player.submit(at, submission({"text": ["balqa"]}), school.now)
    other.close()
    assert receipt.stored
    assert receipt.view.feedback is not None
    assert receipt.view.feedback.grade.score == 1.0
    assert receipt.view.head.score == 1.0


def test_two_teachers_who_accept_at_once_accept_once(school: School, engine: Engine) -> None:
    school.classroom("rania", "huda", "salma")
    players = [school.appealed(name, "Balqa") for name in ("huda", "salma", "huda")]
    school.wait()
    barrier = Barrier(4)
    done: list[Done] = []

    def decide(who: str) -> None:
        with Session(engine, expire_on_commit=False) as session:
            decider = deciders[who]
            barrier.wait()
            done.append(
                deciding.accept(
                    session,
                    decider=decider,
                    name=HOST,
                    lang="en",
                    spelling="Balqa",
                    now=school.now,
                )
            )

    deciders = {name: school.decider(name) for name in ("nadia", "rania")}
    school.session.rollback()
    threads = [Thread(target=decide, args=(who,)) for who in ("nadia", "rania") * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.new for each in done) == [False, False, False, True]
    assert sum(each.answers for each in done) == 3
    assert all(school.feedback(player).grade.score == 1.0 for player in players)
    assert school.notices("huda") == ["appeal-accepted"]
    assert len(list(school.audited())) == 1
    assert examine(school.session, SCRIPTS).sound


def test_accepting_and_declining_at_once_decides_each_appeal_once(
    school: School, engine: Engine
) -> None:
    player = school.appealed("huda", "Balqa")
    barrier = Barrier(2)
    decider = school.decider("nadia")
    asked: dict[str, Any] = {
        "decider": decider,
        "name": HOST,
        "lang": "en",
        "spelling": "Balqa",
        "now": school.now,
    }
    school.session.rollback()

    def run(act: Any, **more: Any) -> None:
        with Session(engine, expire_on_commit=False) as session:
            barrier.wait()
            act(session, **asked, **more)

    threads = [
        Thread(target=run, args=(deciding.accept,)),
        Thread(target=run, args=(deciding.decline,), kwargs={"reason": "No"}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = school.feedback(player)
    assert found.appeal is not None
    assert found.appeal.state in ("accepted", "declined")
    assert found.grade.score == 1.0


def exported(school: School, name: str) -> dict[str, Any]:
    data = mine.export_all(school.session, school.account(name))
    return json.loads(json.dumps(data))  # type: ignore[no-any-return]


def test_what_was_exported_counts_the_same_when_it_comes_back(school: School) -> None:
    school.appealed("huda", "Balqa")
    chose(school, "huda", "irbid")
    waiting = school.appealed("huda", "Amman")
    school.wait()
    deciding.accept(
        school.session,
        decider=school.decider("nadia"),
        name=HOST,
        lang="en",
        spelling="Balqa",
        now=school.now,
    )
    edit(school)
    regrade(school)
    account = school.account("huda")
    before = [head.score for head in rounds.history(school.session, account_id=account)]
    data = exported(school, "huda")
    counts = [e["counts"] for r in data["rounds"] for e in r["entries"] if "counts" in e]
    assert counts == [{"outcome": "right", "score": 1.0}] * 2
    school.run("DELETE FROM membership")
    delete_account(school.session, "account-huda", now=school.now)
    again = create_guest(school.session, token="new", public_id="new", now=school.now)
    mine.import_all(school.session, again.account_id, data, school.now)
    heads = rounds.history(school.session, account_id=again.account_id)
    assert [head.score for head in heads] == before
    waiting.account_id = again.account_id
    found = school.feedback(waiting).appeal
    assert found is not None
    assert found.state == "open"
    assert examine(school.session, SCRIPTS).sound


def test_a_file_cannot_say_what_its_answers_count_for(school: School) -> None:
    school.answered("huda", "Balqa")
    data = exported(school, "huda")
    for chosen in data["rounds"]:
        chosen["public_id"] = "forged"
        for entry in chosen["entries"]:
            entry["counts"] = {"outcome": "right", "score": 1.0}
    account = school.account("salma")
    mine.import_all(school.session, account, data, school.now)
    heads = rounds.history(school.session, account_id=account)
    assert [head.score for head in heads] == [1.0]


def test_a_regraded_round_costs_no_more_queries_than_before(school: School, engine: Engine) -> None:
    create_guest(school.session, token="token-of-huda", public_id="h", now=school.now)
    me = school.session.execute(text("SELECT id FROM account WHERE public_id = 'h'")).scalar_one()
    school.accounts["me"] = me
    player = school.appealed("me", "Balqa")
    player.finish(school.now)
    at = school.position(player)
    school.session.rollback()
    look = [
        sent(engine, lambda p: p.question(at), player.round_id),
        sent(engine, lambda p: p.result(), player.round_id),
    ]
    school.wait()
    deciding.accept(
        school.session,
        decider=school.decider("amal", "admin"),
        name=HOST,
        lang="en",
        spelling="Balqa",
        now=school.now,
    )
    player.question(at)
    school.session.rollback()
    after = [
        sent(engine, lambda p: p.question(at), player.round_id),
        sent(engine, lambda p: p.result(), player.round_id),
    ]
    assert after == look


def test_a_step_that_does_not_follow_is_found(school: School, database_file: Path) -> None:
    chose(school, "salma", "irbid")
    edit(school)
    regrade(school)
    for wrong in ("score = 0.5", "was_score = 1", "step = 3"):
        school.run("DROP TRIGGER regraded_response_fixed")
        school.run(f"UPDATE regraded_response SET {wrong}")
        report = {check.check: check.faults for check in examine(school.session, SCRIPTS).checks}
        assert report[Check.REGRADES], wrong
        school.run("UPDATE regraded_response SET score = 1, was_score = 0, step = 1")
        school.run(
            "CREATE TRIGGER regraded_response_fixed BEFORE UPDATE ON regraded_response"
            " BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
    assert examine(school.session, SCRIPTS).sound


def test_a_regrade_costs_the_same_however_many_answered(school: School, engine: Engine) -> None:
    costs = []
    for many in (1, 30):
        item = content.bank_of(school.session, SLUG).by_id[CHOICE]
        right, other = item.key[0], next(n for n in range(4) if n not in item.key)
        for _ in range(many):
            chose(school, "huda", item.options[right].id)
        edit(school, item.options[other].id)
        admin = school.decider("amal", "admin")
        fingerprint = previews.preview_key(school.session, decider=admin, name=CHOICE).fingerprint
        school.session.rollback()
        with statements(engine) as found:
            done = deciding.apply_key(
                school.session,
                decider=admin,
                name=CHOICE,
                fingerprint=fingerprint,
                reason="",
                now=school.now,
            )
        costs.append(len(found))
    assert done.answers >= 30
    assert costs[0] == costs[1]

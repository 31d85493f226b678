"""Regrades: an answer key was changed, and older answers come to count by it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.db import play
from quizapp.domain.content import Article
from quizapp.domain.errors import AppealRefusal, ItemNotFound
from quizapp.domain.generation.bank import build_items
from quizapp.domain.items.base import Outcome
from quizapp.domain.statement import parse_statement
from quizapp.services import content, mine, rounds, texts
from quizapp.services.accounts import delete_account
from quizapp.services.content_store import Texts, store_article
from quizapp.services.doctor import examine
from quizapp.services.progress import progress
from quizapp.services.reading import read
from quizapp.services.regrades import deciding, desk, previews
from quizapp.services.regrades.views import Done
from tests.databases import SCRIPTS
from tests.play import SLUG, Player
from tests.samples import mini_article
from tests.services.regrading import HOST, School

CHOICE = f"{SLUG}/host/salt/choice"


def with_first_answer(article: Article, term: str, *aliases: str) -> Article:
    """The article whose first fact asks for another town, which may have other spellings."""
    names = {each.id: each.name for each in article.terms}
    host = replace(
        article.facts[0],
        ar=parse_statement("استضافت مدينة {salt} معرض الكتاب الأول.", lambda _: names[term].ar),
        en=parse_statement("The town of {salt} hosted the first fair.", lambda _: names[term].en),
        asks=(replace(article.facts[0].asks[0], terms=(term,)), *article.facts[0].asks[1:]),
    )
    terms = tuple(
        replace(each, aliases=replace(each.aliases, en=aliases)) if each.id == term else each
        for each in article.terms
    )
    return replace(article, facts=(host, *article.facts[1:]), terms=terms)


def answered_by(term: str, *aliases: str) -> Texts:
    """The texts of the small article with another first answer."""
    changed = with_first_answer(mini_article(), term, *aliases)
    return Texts.of(changed, build_items(changed))


@pytest.fixture
def school(session: Session, article: Article) -> School:
    made = School(session)
    made.classroom("nadia", "huda", "salma")
    return made


def edit(school: School, term: str = "irbid", *aliases: str) -> None:
    school.wait()
    store_article(school.session, answered_by(term, *aliases), school.now)
    school.wait()


def regrade(school: School, name: str = CHOICE, reason: str = "The key was wrong") -> Done:
    school.wait()
    decider = school.decider("amal", "admin")
    preview = previews.preview_key(school.session, decider=decider, name=name)
    done = deciding.apply_key(
        school.session,
        decider=decider,
        name=name,
        fingerprint=preview.fingerprint,
        reason=reason,
        now=school.now,
    )
    assert (done.answers, done.learners) == (preview.answers, preview.learners)
    return done


def chose(school: School, name: str, option: str, **asked: Any) -> Player:
    """Let somebody choose a town, and answer one more question."""
    player = school.begin(name, ("choice",), **asked)
    at = school.position(player, CHOICE)
    row = play.find_question(school.session.connection(), player.account_id, player.round_id, at)
    assert row is not None
    item = texts.item_of(school.session.connection(), row.version_id, row.item_fingerprint)
    ids = [item.options[index].id for index in row.arrangement]
    player.submit(at, {"choice": [str(ids.index(option) + 1)]}, school.now)
    other = next(p for p in range(1, 9) if p != at)
    player.submit(other, player.form(other), school.now)
    return player


def test_a_changed_key_is_offered_and_changes_nothing_by_itself(school: School) -> None:
    right, wrong = chose(school, "huda", "salt"), chose(school, "salma", "irbid")
    admin = school.decider("amal", "admin")
    assert desk.desk(school.session, decider=admin).regrades == ()
    edit(school)
    waiting = {line.name: line.count for line in desk.desk(school.session, decider=admin).regrades}
    assert waiting[CHOICE] == 2
    assert (school.score(right), school.score(wrong)) == (2.0, 1.0)
    assert desk.desk(school.session, decider=school.decider("nadia")).regrades == ()


def test_applying_it_moves_scores_tells_learners_and_leaves_the_log(school: School) -> None:
    right, wrong = chose(school, "huda", "salt"), chose(school, "salma", "irbid")
    log = school.log()
    edit(school)
    assert regrade(school) == Done(answers=2, learners=2, appeals=0)
    assert school.log() == log
    assert (school.score(right), school.score(wrong)) == (1.0, 2.0)
    assert school.notices("huda") == ["regraded-down"]
    assert school.notices("salma") == ["regraded-up"]
    assert list(school.audited()) == [("regrade.key", school.account("amal"))]
    admin = school.decider("amal", "admin")
    names = [line.name for line in desk.desk(school.session, decider=admin).regrades]
    assert CHOICE not in names
    assert regrade(school) == Done(0, 0, 0)
    assert len(school.notices("salma")) == 1
    assert examine(school.session, SCRIPTS).sound


def test_the_feedback_shows_the_key_that_counts(school: School) -> None:
    player = chose(school, "salma", "irbid")
    edit(school)
    regrade(school)
    found = player.question(school.position(player, CHOICE)).feedback
    assert found is not None
    assert found.was is Outcome.WRONG
    assert [found.item.options[index].id for index in found.item.key] == ["irbid"]
    assert found.grade.marks == (True,)


def test_every_reader_sees_the_score_in_force(school: School) -> None:
    player = chose(school, "salma", "irbid", certainty=True)
    account_id = player.account_id
    school.run("UPDATE account SET zone = 'UTC'")
    player.finish(school.now)
    session = school.session

    def readers() -> dict[str, Any]:
        result = player.result()
        shown = progress(session, account_id=account_id, now=school.now)
        known = read(session, account_id=account_id, slug=SLUG).knowledge
        csv = mine.export_csv(session, account_id)
        assert known is not None
        return {
            "result": (result.head.score, result.right),
            "history": [h.score for h in rounds.history(session, account_id=account_id)],
            "progress": [point.score for point in shown.rounds],
            "known": known.known,
            "csv": csv.count(",right,1.0"),
        }

    before = readers()
    assert before == {"result": (1.0, 1), "history": [1.0], "progress": [1.0], "known": 1, "csv": 1}
    edit(school)
    regrade(school)
    assert readers() == {
        "result": (2.0, 2),
        "history": [2.0],
        "progress": [2.0],
        "known": 2,
        "csv": 2,
    }
    rounds.start_repeat(
        session,
        account_id=account_id,
        round_id=player.round_id,
        public_id="repeat",
        seed=1,
        now=school.now,
    )
    asked = play.find_round(session.connection(), account_id, "repeat")
    assert asked is not None
    entries = play.entries(session.connection(), asked.id)
    found = texts.items_of(
        session.connection(), {e.item_fingerprint: e.version_id for e in entries}
    )
    assert CHOICE not in {item.id for item in found.values()}


def test_certainty_is_counted_by_what_is_in_force(school: School) -> None:
    player = school.begin("huda", certainty=True)
    at = school.position(player)
    sent_form = {"text": ["Balqa"]}
    player.submit(at, rounds.Submission(sent_form, "k", "sure", None, "latn"), school.now)

    def sure() -> list[tuple[int, int]]:
        shown = progress(school.session, account_id=player.account_id, now=school.now)
        return [(row.count, row.right) for row in shown.calibration]

    assert sure() == [(1, 0)]
    edit(school, "salt", "Balqa")
    regrade(school, HOST)
    assert sure() == [(1, 1)]


def test_only_the_owner_or_an_admin_applies_a_key(school: School) -> None:
    chose(school, "huda", "salt")
    school.appealed("huda", "Balqa")
    edit(school)
    nadia = school.decider("nadia")
    with pytest.raises(ItemNotFound):
        previews.preview_key(school.session, decider=nadia, name=CHOICE)
    with pytest.raises(ItemNotFound):
        previews.preview_key(school.session, decider=nadia, name=HOST)
    with pytest.raises(ItemNotFound):
        deciding.apply_key(
            school.session,
            decider=nadia,
            name=HOST,
            fingerprint="",
            reason="",
            now=school.now,
        )
    with pytest.raises(ItemNotFound):
        previews.preview_key(school.session, decider=school.decider("amal", "admin"), name="no")
    school.owned_by("nadia")
    preview = previews.preview_key(school.session, decider=nadia, name=CHOICE)
    assert [line.name for line in preview.affected] == ["huda"]


def test_accepting_does_not_slip_in_a_key_that_another_must_apply(school: School) -> None:
    player = school.appealed("huda", "Balqa")
    edit(school, "irbid")
    with pytest.raises(AppealRefusal, match="waiting"):
        deciding.accept(
            school.session,
            decider=school.decider("nadia"),
            name=HOST,
            lang="en",
            spelling="Balqa",
            now=school.now,
        )
    assert school.feedback(player).was is None


def test_a_key_that_changed_since_it_was_looked_at_is_not_applied(school: School) -> None:
    chose(school, "huda", "salt")
    edit(school)
    admin = school.decider("amal", "admin")
    preview = previews.preview_key(school.session, decider=admin, name=CHOICE)
    edit(school, "zarqa")
    with pytest.raises(AppealRefusal, match="changed"):
        deciding.apply_key(
            school.session,
            decider=admin,
            name=CHOICE,
            fingerprint=preview.fingerprint,
            reason="",
            now=school.now,
        )
    assert not list(school.audited())


def test_a_spelling_is_not_for_another_answer(school: School) -> None:
    school.appealed("huda", "Balqa")
    school.wait()
    deciding.accept(
        school.session,
        decider=school.decider("nadia"),
        name=HOST,
        lang="en",
        spelling="Balqa",
        now=school.now,
    )
    edit(school, "irbid")
    item = content.bank_of(school.session, SLUG).by_id[HOST]
    assert item.typed is not None
    assert "Balqa" not in item.typed.accepted.en
    edit(school, "salt")
    item = content.bank_of(school.session, SLUG).by_id[HOST]
    assert item.typed is not None
    assert "Balqa" in item.typed.accepted.en


def test_an_alias_in_the_content_settles_appeals_when_it_is_applied(school: School) -> None:
    player = school.appealed("huda", "Balqa")
    edit(school, "salt", "Balqa")
    assert regrade(school, HOST) == Done(answers=1, learners=1, appeals=1)
    found = school.feedback(player).appeal
    assert found is not None
    assert found.state == "accepted"


def test_erasing_an_account_erases_its_appeals_and_regrades(school: School) -> None:
    school.appealed("huda", "Balqa")
    kept = school.appealed("salma", "Balqa")
    school.wait()
    deciding.accept(
        school.session,
        decider=school.decider("nadia"),
        name=HOST,
        lang="en",
        spelling="Balqa",
        now=school.now,
    )
    delete_account(school.session, "account-huda", now=school.now)
    for name in ("appeal", "regraded_response"):
        assert school.session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() == 1
    assert school.score(kept) == 2.0
    school.run("DELETE FROM membership")
    school.run("UPDATE classroom SET owner_id = NULL")
    delete_account(school.session, "account-nadia", now=school.now)
    assert school.score(kept) == 2.0
    assert examine(school.session, SCRIPTS).sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE regrade SET reason = 'x'",
        "DELETE FROM regrade",
        "UPDATE regraded_response SET score = 0",
        "DELETE FROM regraded_response",
        "UPDATE accepted_spelling SET spelling = 'x'",
        "DELETE FROM accepted_spelling",
        "UPDATE appeal SET state = 'open'",
        "DELETE FROM appeal",
    ],
)
def test_what_was_decided_stays(school: School, statement: str) -> None:
    school.appealed("huda", "Balqa")
    deciding.accept(
        school.session,
        decider=school.decider("nadia"),
        name=HOST,
        lang="en",
        spelling="Balqa",
        now=school.now,
    )
    with pytest.raises(IntegrityError, match="append-only"):
        school.run(statement)
    school.session.rollback()


def test_a_key_taken_back_after_it_was_applied_is_offered_again(school: School) -> None:
    right = chose(school, "huda", "salt")
    edit(school)
    regrade(school)
    assert school.score(right) == 1.0
    edit(school, "salt")
    again = chose(school, "salma", "salt")
    admin = school.decider("amal", "admin")
    waiting = {line.name: line.count for line in desk.desk(school.session, decider=admin).regrades}
    assert waiting[CHOICE] == 1
    assert regrade(school).answers == 1
    assert (school.score(right), school.score(again)) == (2.0, 2.0)
    edit(school)
    regrade(school)
    edit(school, "salt")
    waiting = {line.name: line.count for line in desk.desk(school.session, decider=admin).regrades}
    assert waiting[CHOICE] == 2, "also what was given to the text that is current again"


def test_an_appeal_to_a_question_out_of_use_can_still_be_accepted(
    school: School, mini_texts: Texts
) -> None:
    player = school.appealed("huda", "Balqa")
    again = school.appealed("salma", "Belqa town")
    store_article(school.session, mini_texts.emptied(), school.now)
    for spelling in ("Balqa", "Belqa town"):
        school.wait()
        done = deciding.accept(
            school.session,
            decider=school.decider("nadia"),
            name=HOST,
            lang="en",
            spelling=spelling,
            now=school.now,
        )
        assert (done.answers, done.appeals) == (1, 1), spelling
    assert school.feedback(player).grade.outcome is Outcome.RIGHT
    assert school.feedback(again).grade.outcome is Outcome.RIGHT
    assert content.bank_of(school.session, SLUG).items == ()
    store_article(school.session, mini_texts, school.now)
    item = content.bank_of(school.session, SLUG).by_id[HOST]
    assert item.typed is not None
    assert set(item.typed.accepted.en) == {"Salt", "Balqa", "Belqa town"}
    assert examine(school.session, SCRIPTS).sound

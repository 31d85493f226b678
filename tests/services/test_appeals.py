"""Saying "I was right", and what a teacher makes of it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.domain.errors import (
    AppealNotFound,
    AppealRefusal,
    ItemNotFound,
    PositionNotFound,
    RoundNotFound,
)
from quizapp.domain.items.base import Outcome
from quizapp.services import rounds
from quizapp.services.content_store import Texts, store_article
from quizapp.services.doctor import examine
from quizapp.services.regrades import appealing, deciding, desk, previews, withdrawing
from quizapp.services.regrades.views import Decider, Done, ItemDesk
from tests.databases import SCRIPTS
from tests.play import SLUG
from tests.services.regrading import HOST, School


@pytest.fixture
def school(session: Session, article: Article) -> School:
    """Nadia teaches Huda and Salma; Rania teaches nobody of them; Layla is in no class."""
    made = School(session)
    made.classroom("nadia", "huda", "salma")
    made.classroom("rania", "somebody else")
    return made


def accept(
    school: School, who: str = "nadia", spelling: str = "Balqa", role: str = "teacher"
) -> Done:
    school.wait()
    return deciding.accept(
        school.session,
        decider=school.decider(who, role),
        name=HOST,
        lang="en",
        spelling=spelling,
        now=school.now,
    )


def test_a_typed_answer_judged_wrong_can_be_appealed_once(school: School) -> None:
    player = school.answered("huda", "Balqa")
    before = school.feedback(player)
    assert before.appealable
    school.appeal(player)
    after = school.feedback(player)
    assert after.appeal is not None
    assert (after.appeal.state, after.appealable) == ("open", False)
    school.wait()
    school.appeal(player)
    count = school.session.execute(text("SELECT count(*) FROM appeal")).scalar_one()
    assert count == 1


def test_what_was_right_chosen_skipped_or_not_answered_cannot(school: School) -> None:
    right = school.answered("huda", "Salt")
    with pytest.raises(AppealNotFound):
        school.appeal(right)
    chosen = school.begin("huda", ("choice",))
    chosen.wrong(1)
    for position, error in ((1, AppealNotFound), (2, AppealNotFound), (99, PositionNotFound)):
        with pytest.raises(error):
            appealing.appeal(
                school.session,
                account_id=chosen.account_id,
                round_id=chosen.round_id,
                position=position,
                now=school.now,
            )
    skipped = school.begin("huda")
    skipped.submit(school.position(skipped), {"skip": ["1"]})
    with pytest.raises(AppealNotFound):
        school.appeal(skipped)


def test_a_strangers_answer_is_not_there(school: School) -> None:
    player = school.answered("huda", "Balqa")
    player.account_id = school.account("salma")
    with pytest.raises(RoundNotFound):
        appealing.appeal(
            school.session,
            account_id=player.account_id,
            round_id=player.round_id,
            position=1,
            now=school.now,
        )


def test_in_a_test_only_after_its_end(school: School) -> None:
    player = school.answered("huda", "Balqa", mode="test")
    with pytest.raises(AppealNotFound):
        school.appeal(player)
    player.finish(school.now)
    school.appeal(player)
    states = {row.feedback.appeal.state for row in player.result().rows if row.feedback and row.feedback.appeal}  # fmt: skip  # noqa: E501
    assert states == {"open"}


def test_accepting_counts_for_everyone_who_wrote_so_and_they_are_told(school: School) -> None:
    appealed = school.appealed("huda", "Balqa")
    same = school.answered("salma", "balqa")
    other = school.answered("layla", "Balqaa")
    wrong = school.answered("somebody else", "Amman")
    before, log = school.score(appealed), school.log()
    done = accept(school)
    assert done == Done(answers=3, learners=3, appeals=1)
    assert school.log() == log, "the log is never edited"
    for player in (appealed, same, other):
        assert school.feedback(player).was is Outcome.WRONG
        assert school.feedback(player).grade.score == 1.0
    assert school.feedback(wrong).grade.outcome is Outcome.WRONG
    assert school.feedback(wrong).was is None
    found = school.feedback(appealed)
    assert found.appeal is not None
    assert found.appeal.state == "accepted"
    assert school.feedback(other).grade.outcome is Outcome.CLOSE
    assert before is not None
    assert school.score(appealed) == before + 1
    assert school.notices("huda") == ["appeal-accepted"]
    assert school.notices("salma") == school.notices("layla") == ["regraded-up"]
    assert school.notices("somebody else") == []
    assert list(school.audited()) == [("regrade.spelling", school.account("nadia"))]
    assert examine(school.session, SCRIPTS).sound


def test_what_was_accepted_counts_from_then_on_and_survives_another_load(
    school: School, mini_texts: Texts
) -> None:
    school.appealed("huda", "Balqa")
    accept(school)
    school.wait()
    assert store_article(school.session, mini_texts, school.now).rows_written == 0
    receipt = school.type(school.begin("layla"), "balqa")
    assert receipt.view.feedback is not None
    assert receipt.view.feedback.grade.outcome is Outcome.RIGHT
    assert receipt.view.feedback.was is None


def test_an_open_round_honours_it_too(school: School) -> None:
    school.appealed("huda", "Balqa")
    later = school.begin("salma")
    finished = school.begin("layla", mode="test")
    accept(school)
    receipt = school.type(later, "balqa")
    assert receipt.view.feedback is not None
    assert receipt.view.feedback.grade.outcome is Outcome.RIGHT
    assert receipt.view.head.score == 1.0
    assert school.feedback(later).grade.outcome is Outcome.RIGHT
    school.type(finished, "Balqa")
    assert finished.finish(school.now).score == 1.0
    assert examine(school.session, SCRIPTS).sound


def test_a_learner_in_the_middle_of_a_test_is_told_nothing(school: School) -> None:
    school.appealed("huda", "Balqa")
    player = school.answered("salma", "Balqa", mode="test")
    assert accept(school).answers == 2
    assert school.notices("salma") == []
    assert player.finish(school.now).score == 2.0


def test_accepting_again_does_nothing_and_says_so(school: School) -> None:
    school.appealed("huda", "Balqa")
    accept(school)
    rows = school.session.execute(text("SELECT count(*) FROM regraded_response")).scalar_one()
    school.run("UPDATE article SET owner_id = NULL")
    assert accept(school) == Done(0, 0, 0, new=False)
    assert school.notices("huda") == ["appeal-accepted"]
    assert rows == 1


@pytest.mark.parametrize(
    ("spelling", "code", "rival"),
    [
        ("Irbid", "rival", "Irbid"),
        ("Irbed", "rival", "Irbid"),
        ("  ", "empty", ""),
        ("x" * 201, "too_long", ""),
    ],
)
def test_another_answer_is_never_accepted(
    school: School, spelling: str, code: str, rival: str
) -> None:
    school.appealed("huda", "Balqa")
    school.appealed("salma", "Irbid")
    before = school.log()
    with pytest.raises(AppealRefusal) as caught:
        accept(school, spelling=spelling)
    assert (caught.value.code, caught.value.rival) == (code, rival)
    assert school.log() == before
    assert not list(school.audited())


def test_declining_takes_a_reason_that_the_learner_reads(school: School) -> None:
    player = school.appealed("huda", "Balqa")
    same = school.appealed("salma", "balqa")
    other = school.appealed("huda", "Amman")
    asked = {"decider": school.decider("nadia"), "name": HOST, "lang": "en", "spelling": "Balqa"}
    with pytest.raises(AppealRefusal, match="reason"):
        deciding.decline(school.session, **asked, reason=" \n ", now=school.now)  # type: ignore[arg-type]
    count = deciding.decline(
        school.session,
        **asked,  # type: ignore[arg-type]
        reason="A region, \n not the town",
        now=school.now,
    )
    assert count == 2
    for each in (player, same):
        found = school.feedback(each).appeal
        assert found is not None
        assert (found.state, found.reason) == ("declined", "A region, not the town")
    left = school.feedback(other).appeal
    assert left is not None
    assert left.state == "open"
    assert school.notices("huda") == school.notices("salma") == ["appeal-declined"]
    assert [action for action, _ in school.audited()] == ["appeal.decline"]
    again = deciding.decline(school.session, **asked, reason="No", now=school.now)  # type: ignore[arg-type]
    assert again == 0


def test_what_was_declined_is_regraded_when_it_is_accepted_after_all(school: School) -> None:
    player = school.appealed("huda", "Balqa")
    deciding.decline(
        school.session,
        decider=school.decider("nadia"),
        name=HOST,
        lang="en",
        spelling="Balqa",
        reason="No",
        now=school.now,
    )
    school.appealed("salma", "Balqa")
    assert accept(school).answers == 2
    assert school.feedback(player).grade.outcome is Outcome.RIGHT
    assert school.notices("huda") == ["appeal-declined", "regraded-up"]


def seen_by(school: School, decider: Decider) -> list[tuple[str, int]]:
    return [(line.name, line.count) for line in desk.desk(school.session, decider=decider).appeals]


def test_who_decides_on_an_article_that_belongs_to_nobody(school: School) -> None:
    school.appealed("huda", "Balqa")
    school.appealed("layla", "Balqa")
    admin, nadia, rania = (
        school.decider("amal", "admin"),
        school.decider("nadia"),
        school.decider("rania"),
    )
    assert seen_by(school, nadia) == [(HOST, 1)], "her own pupil's"
    assert seen_by(school, admin) == [(HOST, 2)]
    assert seen_by(school, rania) == []
    assert desk.open_appeals(school.session, decider=admin) == 2
    with pytest.raises(ItemNotFound):
        desk.item_desk(school.session, decider=rania, name=HOST)
    with pytest.raises(ItemNotFound):
        accept(school, "rania")
    with pytest.raises(ItemNotFound):
        deciding.decline(
            school.session,
            decider=rania,
            name=HOST,
            lang="en",
            spelling="Balqa",
            reason="No",
            now=school.now,
        )
    school.run("UPDATE membership SET left_at = 1 WHERE part = 'pupil'")
    with pytest.raises(ItemNotFound):
        desk.item_desk(school.session, decider=nadia, name=HOST)


def test_who_decides_on_an_article_of_somebodys(school: School) -> None:
    school.owned_by("rania")
    school.appealed("huda", "Balqa")
    assert seen_by(school, school.decider("rania")) == [(HOST, 1)]
    assert seen_by(school, school.decider("nadia")) == []
    with pytest.raises(ItemNotFound):
        accept(school, "nadia")
    assert accept(school, "rania").answers == 1


def test_the_desk_groups_appeals_and_names_ones_own_pupils_alone(school: School) -> None:
    school.appealed("huda", "Balqa")
    school.appealed("salma", "balqa")
    school.appealed("layla", "BALQA")
    school.appealed("salma", "Irbed")
    found = desk.item_desk(school.session, decider=school.decider("amal", "admin"), name=HOST)
    assert [(group.text, group.count) for group in found.groups] == [("BALQA", 3), ("Irbed", 1)]
    assert found.groups[0].names == ()
    own = desk.item_desk(school.session, decider=school.decider("nadia"), name=HOST)
    assert [(g.text, g.count, g.names) for g in own.groups] == [
        ("Balqa", 2, ("huda", "salma")),
        ("Irbed", 1, ("salma",)),
    ]
    assert own.groups[0].refusal is None
    assert own.groups[0].said.nearest == "Salt"
    assert own.groups[1].refusal is not None
    assert own.groups[1].said.rival == "Irbid"
    assert not own.regrade


def test_the_preview_says_what_accepting_does(school: School) -> None:
    school.appealed("huda", "Balqa")
    school.answered("layla", "balqa")
    preview = previews.preview_spelling(
        school.session, decider=school.decider("nadia"), name=HOST, lang="en", spelling="Balqa"
    )
    assert (preview.answers, preview.learners) == (2, 2)
    lines = [
        (line.name, line.given, line.before, line.after, line.round_before, line.round_after)
        for line in preview.affected
    ]
    assert lines == [
        ("huda", ("Balqa",), Outcome.WRONG, Outcome.RIGHT, 1.0, 2.0),
        ("", ("balqa",), Outcome.WRONG, Outcome.RIGHT, 1.0, 2.0),
    ]
    accept(school)
    heads = rounds.history(school.session, account_id=school.account("huda"))
    assert [head.score for head in heads] == [2.0]
    assert heads[0].article == SLUG


def test_one_acceptance_does_not_stand_in_the_way_of_the_next(school: School) -> None:
    school.appealed("huda", "Balqa")
    school.appealed("salma", "As Salt town")
    school.answered("layla", "Amman")
    accept(school)
    admin = school.decider("amal", "admin")
    assert desk.desk(school.session, decider=admin).regrades == ()
    found = desk.item_desk(school.session, decider=school.decider("nadia"), name=HOST)
    assert not found.waiting
    assert [past.reason for past in found.past] == ["Balqa"]
    assert accept(school, spelling="As Salt town").answers == 1


def test_a_group_is_declined_by_any_of_its_spellings(school: School) -> None:
    for name, typed in (("huda", "Balqa"), ("salma", "balqa"), ("huda", "Balqa")):
        school.appealed(name, typed)
    count = deciding.decline(
        school.session,
        decider=school.decider("nadia"),
        name=HOST,
        lang="en",
        spelling="balqa",
        reason="No",
        now=school.now,
    )
    assert count == 3


def test_a_withdrawn_spelling_counts_for_nobody_to_come_and_for_others_once_applied(
    school: School, mini_texts: Texts
) -> None:
    huda = school.appealed("huda", "Balqa")
    admin = school.decider("amal", "admin")
    accept(school)
    assert [each.text for each in desk_of(school, admin).accepted] == ["Balqa"]
    school.wait()
    withdraw(school, admin)
    assert desk_of(school, admin).accepted == ()
    assert store_article(school.session, mini_texts, school.now).rows_written == 0
    receipt = school.type(school.begin("layla"), "balqa")
    assert receipt.view.feedback is not None
    assert receipt.view.feedback.grade.outcome is Outcome.WRONG
    assert school.feedback(huda).grade.outcome is Outcome.RIGHT
    preview = previews.preview_key(school.session, decider=admin, name=HOST)
    assert (preview.learners, preview.answers) == (1, 1)
    school.wait()
    deciding.apply_key(
        school.session,
        decider=admin,
        name=HOST,
        fingerprint=preview.fingerprint,
        reason="too far",
        now=school.now,
    )
    assert school.feedback(huda).grade.outcome is Outcome.WRONG
    assert school.notices("huda")[-1] == "regraded-down"
    assert examine(school.session, SCRIPTS).sound
    assert ("spelling.withdraw", school.account("amal")) in list(school.audited())


def test_what_was_withdrawn_can_be_accepted_again(school: School) -> None:
    huda = school.appealed("huda", "Balqa")
    admin = school.decider("amal", "admin")
    accept(school)
    withdraw(school, admin)
    assert accept(school, "amal", role="admin").new
    assert [each.text for each in desk_of(school, admin).accepted] == ["Balqa"]
    assert school.feedback(huda).grade.outcome is Outcome.RIGHT
    assert examine(school.session, SCRIPTS).sound


def test_only_who_may_change_the_key_withdraws_and_only_what_is_accepted(school: School) -> None:
    school.appealed("huda", "Balqa")
    accept(school)
    nadia, admin = school.decider("nadia"), school.decider("amal", "admin")
    assert desk_of(school, nadia).accepted == ()
    for who in (nadia, school.decider("rania")):
        with pytest.raises(ItemNotFound):
            withdraw(school, who)
    with pytest.raises(AppealRefusal, match="changed"):
        withdraw(school, admin, "Salt")
    withdraw(school, admin)
    with pytest.raises(AppealRefusal, match="changed"):
        withdraw(school, admin)


def desk_of(school: School, who: Decider) -> ItemDesk:
    return desk.item_desk(school.session, decider=who, name=HOST)


def withdraw(school: School, who: Decider, spelling: str = "Balqa") -> None:
    school.wait()
    withdrawing.withdraw(
        school.session, decider=who, name=HOST, lang="en", spelling=spelling, now=school.now
    )

"""Results: for the teacher of that class alone, of the right attempts, with the right numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.content import Article
from quizapp.domain.errors import (
    ClassroomNotFound,
    HomeworkNotFound,
    MemberNotFound,
    NothingToAsk,
    RoundNotFound,
)
from quizapp.domain.generation.bank import build_items
from quizapp.domain.items.base import Outcome
from quizapp.domain.statistics.fairness import Label, Verdict
from quizapp.services import classes, results
from quizapp.services.homework import TaskWish, TermsWish
from quizapp.services.regrades import deciding
from quizapp.services.regrades.views import Decider
from quizapp.services.results import Mark, PaperWish
from quizapp.services.results.languages import causes
from tests.lessons import LATER, Lesson
from tests.play import NOW, SLUG
from tests.services.regrading import HOST

DAY = timedelta(days=1)
PAPER = PaperWish("en", None, SLUG, 5, (), "seed of a sheet")


def by_rank(number: int, position: int) -> bool:
    """The first learner knows one question, the next two, and so on."""
    return position <= number + 1


@pytest.fixture
def lesson(session: Session, article: Article) -> Lesson:
    made = Lesson(session)
    made.gather(3)
    made.give()
    return made


def asked(lesson: Lesson, **more: Any) -> dict[str, Any]:
    return {"account_id": lesson.amal, "classroom_id": lesson.name, "now": LATER, **more}


def pupil_id(lesson: Lesson, number: int) -> str:
    return f"account-of-pupil{number:03}"


def test_the_overview_says_who_did_what(lesson: Lesson) -> None:
    lesson.play(0, by_rank)
    lesson.play(1, lambda _, position: True if position < 3 else None, finish=False)
    found = results.overview(lesson.session, **asked(lesson))
    assert found.classroom.pupils == 3
    assert [row.pupil.name for row in found.rows] == ["Pupil 000", "Pupil 001", "Pupil 002"]
    first, second, third = (row.standings[0] for row in found.rows)
    assert first.attempt is not None
    assert (first.attempt.score, first.attempt.total, first.done) == (1.0, 5, True)
    assert second.attempt is not None
    assert (second.attempt.answered, second.done) == (2, False)
    assert (third.attempt, third.done) == (None, False)
    assert [row.done for row in found.rows] == [1, 0, 0]


def test_a_goal_of_cards_stands_beside_the_rounds(lesson: Lesson) -> None:
    task = TaskWish(article=SLUG, goal="cards", length=None, cards=5, cards_by="due")
    lesson.give("hw-2", task=task)
    found = results.overview(lesson.session, **asked(lesson))
    cards = [
        row.standings[[h.public_id for h in found.homework].index("hw-2")] for row in found.rows
    ]
    assert all(standing.cards is not None and standing.cards.total == 0 for standing in cards)
    assert not any(standing.done for standing in cards)


def test_who_left_is_in_no_result(lesson: Lesson) -> None:
    lesson.play(0, by_rank)
    classes.remove(
        lesson.session,
        account_id=lesson.amal,
        classroom_id=lesson.name,
        member_id=pupil_id(lesson, 0),
        now=LATER,
    )
    assert len(results.overview(lesson.session, **asked(lesson)).rows) == 2
    found = results.grid(lesson.session, **asked(lesson, homework_id="hw-1"))
    assert len(found.rows) == 2
    assert found.items == ()


def test_the_grid_shows_the_attempt_that_counts(lesson: Lesson) -> None:
    lesson.play(0, lambda *_: True)
    lesson.play(0, lambda *_: False, now=LATER + DAY)
    lesson.play(1, lambda _, position: (True, False, None)[position % 3])
    found = results.grid(lesson.session, **asked(lesson, homework_id="hw-1"))
    assert len(found.items) == 5
    best, mixed, absent = found.rows
    assert {square.mark for square in best.squares} == {Mark.RIGHT}, "the best counts"
    assert {square.mark for square in mixed.squares} >= {Mark.RIGHT, Mark.OPEN}
    assert absent.attempt is None
    assert {square.mark for square in absent.squares} == {Mark.NOT_ASKED}
    for at, rate in enumerate(found.rates):
        wanted = (best.squares[at].score + mixed.squares[at].score) / 2
        assert rate == pytest.approx(wanted)


def test_where_draws_are_personal_everybody_has_squares_of_her_own(lesson: Lesson) -> None:
    lesson.give("hw-2", task=TaskWish(article=SLUG, length=4, draw="personal"))
    lesson.all_play(by_rank, "hw-2")
    found = results.grid(lesson.session, **asked(lesson, homework_id="hw-2"))
    for row in found.rows:
        assert sum(square.mark is not Mark.NOT_ASKED for square in row.squares) == 4
    assert len(found.items) > 4


def test_one_learners_answers_come_with_the_texts_that_she_saw(lesson: Lesson) -> None:
    lesson.play(0, by_rank)
    lesson.play(0, lambda *_: True, now=LATER + DAY)
    wanted = asked(lesson, homework_id="hw-1", member_id=pupil_id(lesson, 0), number=1)
    found = results.answers(lesson.session, **wanted)
    assert [attempt.number for attempt in found.attempts] == [1, 2]
    assert found.attempt is not None
    assert found.attempt.number == 1
    outcomes = [q.feedback.grade.outcome for q in found.questions if q.feedback is not None]
    assert len(outcomes) == 5
    assert outcomes[0] is Outcome.RIGHT
    assert Outcome.RIGHT not in outcomes[1:]
    best = results.answers(lesson.session, **{**wanted, "number": None})
    assert best.attempt is not None
    assert best.attempt.number == 2


def test_a_test_under_way_is_shown_to_its_teacher(lesson: Lesson) -> None:
    lesson.give("hw-2", task=TaskWish(article=SLUG, length=4, mode="test"))
    lesson.play(0, lambda _, position: True if position < 3 else None, "hw-2", finish=False)
    found = results.answers(
        lesson.session,
        **asked(lesson, homework_id="hw-2", member_id=pupil_id(lesson, 0), number=None),
    )
    assert [question.answered for question in found.questions] == [True, True, False, False]
    assert all(question.feedback is not None for question in found.questions)


def test_who_has_not_begun_has_no_answers(lesson: Lesson) -> None:
    wanted = asked(lesson, homework_id="hw-1", member_id=pupil_id(lesson, 2), number=None)
    found = results.answers(lesson.session, **wanted)
    assert (found.attempt, found.questions) == (None, ())
    with pytest.raises(RoundNotFound):
        results.answers(lesson.session, **{**wanted, "number": 1})


@pytest.mark.slow
def test_item_analysis_takes_first_attempts_and_shows_what_enough_answers_allow(
    session: Session, article: Article
) -> None:
    lesson = Lesson(session)
    lesson.gather(31)
    kinds = ("choice", "true_false", "gap")
    lesson.give(task=TaskWish(article=SLUG, length=5, kinds=kinds))
    for number in range(30):
        lesson.play(number, lambda who, position: (who * 7 + position * 5) % 30 < who)
    lesson.play(30, lambda *_: None, finish=False)
    lesson.play(0, lambda *_: True, now=LATER + DAY)
    found = results.item_analysis(session, **asked(lesson, homework_id="hw-1"))
    assert (found.learners, found.open) == (30, 1)
    grid = results.grid(session, **asked(lesson, homework_id="hw-1"))
    for at, row in enumerate(found.rows):
        assert row.item.id == grid.items[at].id
        first = [r.squares[at].score for r in grid.rows[1:30]] + [0.0]  # The first learner: nothing
        assert row.analysis.facility.value == pytest.approx(sum(first) / 30)
        assert row.analysis.facility.interval is not None
        assert row.analysis.discrimination.value is not None
        assert bool(row.options) == (row.item.kind != "gap")
        if row.options:
            assert sum(each.count for _, each in row.options) == 30
            assert row.analysis.corrected is not None
    assert found.test.consistency.value is not None
    assert found == results.item_analysis(session, **asked(lesson, homework_id="hw-1"))


def test_with_few_answers_the_numbers_are_hidden(lesson: Lesson) -> None:
    lesson.all_play(by_rank)
    found = results.item_analysis(lesson.session, **asked(lesson, homework_id="hw-1"))
    assert found.learners == 3
    for row in found.rows:
        assert row.analysis.facility.hidden
        assert row.analysis.facility.value is None
        assert row.analysis.discrimination.hidden
        assert all(each.share.value is None for _, each in row.options)
    assert found.test.consistency.hidden


def test_languages_are_compared_over_all_classes_of_the_teacher(
    session: Session, article: Article
) -> None:
    lesson = Lesson(session)
    lesson.gather(4)
    lesson.give("hw-1", task=TaskWish(article=SLUG, length=4, language="fairness"))
    lesson.all_play(by_rank)
    first = lesson.name
    lesson.name = lesson.classroom(lesson.amal, "class-two")
    lesson.pupils = [lesson.pupil(f"Other {n}", lesson.amal, lesson.name) for n in range(2)]
    lesson.give("hw-2", task=TaskWish(article=SLUG, length=4, language="fairness"))
    lesson.all_play(by_rank, "hw-2")
    lesson.name = first
    found = results.language_fairness(session, **asked(lesson, homework_id="hw-1"))
    assert (found.classes, found.learners) == (2, 6)
    assert {row.verdict.label for row in found.rows} == {Label.TOO_FEW}
    assert {row.verdict.answers for row in found.rows} == {6}
    assert {row.verdict.arabic for row in found.rows} == {3}, "each question, half and half"
    assert all(row.causes == () for row in found.rows)


def test_a_sheet_is_the_same_each_time_and_that_of_homework_is_the_homework(
    lesson: Lesson,
) -> None:
    wanted = asked(lesson, wish=PAPER)
    sheet = results.paper(lesson.session, **wanted)
    assert sheet == results.paper(lesson.session, **wanted)
    assert len(sheet.questions) == 5
    player = lesson.play(0, by_rank)
    homework = PaperWish("en", "hw-1", "", None, (), "another seed")
    printed = results.paper(lesson.session, **asked(lesson, wish=homework))
    played = [player.question(position).presented.stem for position in range(1, 6)]
    assert [question.item.stem.en for question in printed.questions] == played


Read = Callable[[Lesson, dict[str, Any]], object]
HOMEWORK: dict[str, Any] = {"homework_id": "hw-1"}
EVERY_DOOR: dict[str, tuple[Callable[..., object], dict[str, Any]]] = {
    "overview": (results.overview, {}),
    "grid": (results.grid, HOMEWORK),
    "answers": (
        results.answers,
        {**HOMEWORK, "member_id": "account-of-pupil000", "number": None},
    ),
    "analysis": (results.item_analysis, HOMEWORK),
    "languages": (results.language_fairness, HOMEWORK),
    "memory": (results.class_memory, {"article": None, "day": None}),
    "warm-up": (
        results.set_warm_up,
        {"article": SLUG, "day": None, "title": "", "public_id": "hw-9"},
    ),
    "paper": (results.paper, {"wish": PAPER}),
}


@pytest.mark.parametrize("door", EVERY_DOOR)
def test_for_who_does_not_teach_the_class_there_are_no_results(door: str, lesson: Lesson) -> None:
    read, more = EVERY_DOOR[door]
    stranger = lesson.teacher("Salwa")
    for who in (stranger, lesson.pupils[0]):
        with pytest.raises(ClassroomNotFound):
            read(lesson.session, **{**asked(lesson, **more), "account_id": who})


@pytest.mark.parametrize("door", ["grid", "answers", "analysis", "languages"])
def test_homework_of_another_class_is_not_found_through_this_one(door: str, lesson: Lesson) -> None:
    read, more = EVERY_DOOR[door]
    lesson.name = lesson.classroom(lesson.amal, "class-two")
    with pytest.raises(HomeworkNotFound):
        read(lesson.session, **asked(lesson, **more))


def test_a_learner_of_another_class_is_not_found_through_this_one(lesson: Lesson) -> None:
    other = lesson.classroom(lesson.amal, "class-two")
    lesson.pupil("Zaynab", lesson.amal, other)
    with pytest.raises(MemberNotFound):
        results.answers(
            lesson.session,
            **asked(lesson, homework_id="hw-1", member_id="account-of-zaynab", number=None),
        )


def test_a_class_that_learnt_nothing_has_nothing_to_warm_up(lesson: Lesson) -> None:
    found = results.class_memory(lesson.session, **asked(lesson, article=None, day=None))
    assert (found.learners, found.rows, found.warm_up) == (0, (), ())
    assert found.article is not None
    assert found.day == found.today + 14 * DAY
    with pytest.raises(NothingToAsk):
        results.set_warm_up(
            lesson.session,
            **asked(lesson, article=SLUG, day=None, title="", public_id="hw-9"),
        )


def test_terms_do_not_hide_first_attempts(lesson: Lesson) -> None:
    """An attempt that nobody finished counts once its time is over."""
    terms = TermsWish(title="", opens_at=NOW, due_at=NOW + DAY, attempts=1)
    lesson.give("hw-2", terms=terms)
    lesson.play(0, lambda _, position: position < 3 or None, "hw-2", finish=False)
    before = results.item_analysis(lesson.session, **asked(lesson, homework_id="hw-2"))
    assert (before.learners, before.open) == (0, 1)
    later = asked(lesson, homework_id="hw-2", now=NOW + 2 * DAY)
    after = results.item_analysis(lesson.session, **later)
    assert (after.learners, after.open) == (1, 0)


def test_beside_what_stands_out_is_what_only_one_language_has(article: Article) -> None:
    item = next(item for item in build_items(article) if item.kind == "choice")
    negative = replace(item, stem=Bilingual(item.stem.ar, "Which city did not host the fair?"))
    marked = Verdict(Label.C, 200, 100)
    found = causes(negative, article, marked)
    assert "Q07" in {finding.rule for finding in found}
    assert all(finding.lang != "ar" for finding in found if finding.rule == "Q07")
    both = replace(item, stem=Bilingual("أي مدينة لم تستضف المعرض؟", negative.stem.en))
    assert "Q07" not in {finding.rule for finding in causes(both, article, marked)}
    assert causes(negative, article, Verdict(Label.A, 200, 100)) == ()


def test_an_accepted_appeal_shows_in_every_result_at_once(lesson: Lesson) -> None:
    lesson.give("hw-2", task=TaskWish(article=SLUG, items=(HOST,), length=None))
    player = lesson.begin(lesson.pupils[0], "hw-2")
    player.submit(1, {"text": ["Balqa"]}, LATER)
    wanted = asked(lesson, homework_id="hw-2")
    assert results.grid(lesson.session, **wanted).rows[0].squares[0].mark is Mark.WRONG
    later = LATER + DAY
    deciding.accept(
        lesson.session,
        decider=Decider(lesson.amal, admin=True),
        name=HOST,
        lang="en",
        spelling="Balqa",
        now=later,
    )
    assert results.grid(lesson.session, **wanted).rows[0].squares[0].mark is Mark.RIGHT
    (row,) = results.item_analysis(lesson.session, **wanted).rows
    assert row.analysis.facility.count == 1
    found = results.answers(lesson.session, **wanted, member_id=pupil_id(lesson, 0), number=None)
    assert found.attempt is not None
    assert found.attempt.score == 1
    (question,) = found.questions
    assert question.feedback is not None
    assert question.feedback.was is Outcome.WRONG
    assert question.feedback.grade.outcome is Outcome.RIGHT

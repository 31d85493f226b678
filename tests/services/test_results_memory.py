"""The memory of a class and its warm-up: from cards that pupils really reviewed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from quizapp.domain.bilingual import LANGS
from quizapp.domain.cards.siblings import group_of
from quizapp.domain.content import Article
from quizapp.domain.errors import ArticleNotFound
from quizapp.domain.generation.bank import Bank
from quizapp.services import content, homework, results
from quizapp.services.results import ClassMemory
from quizapp.services.results.memory import WARM_UP, warm_up
from tests.cards import Student
from tests.domain.items.wide import wide_article
from tests.lessons import Lesson
from tests.play import NOW, SLUG

DAY = timedelta(days=1)
SOON = NOW + 3 * DAY


@pytest.fixture
def lesson(session: Session, article: Article) -> Lesson:
    """Two pupils who learnt the whole deck three days ago, and one who did not."""
    made = Lesson(session)
    made.gather(3)
    for pupil in made.pupils[:2]:
        student = Student(session, pupil)
        student.start()
        student.study()
    return made


def memory(lesson: Lesson, days: int = 30, article: str | None = SLUG) -> ClassMemory:
    return results.class_memory(
        lesson.session,
        account_id=lesson.amal,
        classroom_id=lesson.name,
        article=article,
        day=(SOON + days * DAY).date(),
        now=SOON,
    )


def test_facts_that_somebody_learnt_are_listed_most_lost_first(lesson: Lesson) -> None:
    found = memory(lesson)
    assert found.learners == 2
    assert found.rows
    lost = [row.outlook.lost for row in found.rows]
    assert lost == sorted(lost, reverse=True)
    for row in found.rows:
        assert 0 < row.outlook.learners <= 2
        assert 0 < row.outlook.then < row.outlook.now <= 1
        assert row.text.ar
        assert row.text.en
    assert sum(lost) > sum(row.outlook.lost for row in memory(lesson, days=2).rows)


def test_the_warm_up_has_one_question_a_fact(lesson: Lesson) -> None:
    found = memory(lesson)
    facts = [fact for row in found.warm_up for fact in row.item.facts]
    assert len(facts) == len(set(facts))
    assert set(facts) <= {row.fact for row in found.rows}
    assert len(found.warm_up) == min(WARM_UP, len(found.rows))
    saved = [row.saved for row in found.warm_up]
    assert saved == sorted(saved, reverse=True)


def test_where_enough_would_save_none_gives_another_away() -> None:
    bank = Bank.of(wide_article())
    chosen = warm_up(bank, {group_of(item.id): 1.0 for item in bank.items})
    assert len(chosen) == WARM_UP
    places = [bank.place[row.item.id] for row in chosen]
    for lang in LANGS:
        relation = bank.reveals(lang)
        assert not any(relation.gives[a] >> b & 1 for a in places for b in places)


def test_where_too_few_are_apart_the_next_best_fill_up() -> None:
    bank = Bank.of(wide_article())
    relation = bank.reveals("en")
    first, second = next(
        (a, b)
        for a in bank.items
        for b in bank.items
        if a.facts and b.facts and not set(a.facts) & set(b.facts)
        if relation.gives[bank.place[a.id]] >> bank.place[b.id] & 1
    )
    only = Bank(bank.article, (first, second))
    saved = {group_of(first.id): 2.0, group_of(second.id): 1.0}
    assert [row.item.id for row in warm_up(only, saved)] == [first.id, second.id]


def test_the_best_saving_question_is_in_the_warm_up(lesson: Lesson) -> None:
    """Greedy takes the one that saves most first, so nothing can save more than it."""
    found = memory(lesson)
    bank = content.bank_of(lesson.session, SLUG)
    assert found.warm_up[0].item.kind in ("gap", "number"), "recalling beats recognising"
    assert found.warm_up[0].item.id in bank.by_id


def test_one_step_sets_the_warm_up_to_the_class(lesson: Lesson) -> None:
    wanted = {row.item.id for row in memory(lesson, days=14).warm_up}
    for _ in range(2):
        made = results.set_warm_up(
            lesson.session,
            account_id=lesson.amal,
            classroom_id=lesson.name,
            article=SLUG,
            day=None,
            title="Warm-up",
            public_id="hw-warm",
            now=SOON,
        )
        assert made == "hw-warm"
    (task,) = homework.due_for(lesson.session, account_id=lesson.pupils[2], now=SOON)
    assert set(task.homework.items) == wanted
    assert task.state == "open"
    player = lesson.begin(lesson.pupils[2], "hw-warm", now=SOON)
    assert player.question(1).head.total == len(wanted)


def test_the_day_is_moved_within_reach(lesson: Lesson) -> None:
    assert memory(lesson, days=-5).day == (SOON + DAY).date()
    assert memory(lesson, days=4000).day == (SOON + 365 * DAY).date()


def test_without_an_article_the_one_that_was_learnt_is_taken(lesson: Lesson) -> None:
    found = memory(lesson, article=None)
    assert found.article is not None
    assert found.article.slug == SLUG
    assert [slug for slug, _ in found.articles] == [SLUG]
    with pytest.raises(ArticleNotFound):
        memory(lesson, article="nowhere")

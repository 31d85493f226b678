"""Quiz and cards as one memory, changed content, coming back after a break."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.domain.generation.bank import build_items
from quizapp.services import cards, rounds
from quizapp.services.accounts import Viewer, delete_account
from quizapp.services.cards import Goals
from quizapp.services.content_store import Texts, store_article
from quizapp.services.doctor import examine
from tests.answers import SKIPPED, wrong_fields
from tests.cards import Student
from tests.databases import SCRIPTS, statements
from tests.play import NOW, SLUG, Player, request
from tests.samples import b, mini_article


@pytest.fixture
def student(session: Session, account: Viewer, article: Article) -> Student:
    return Student(session, account.account_id)


def held(session: Session) -> dict[str, int | None]:
    """The day on which each card held is shown, counted from that of NOW."""
    rows = session.execute(
        text("SELECT name, due_on FROM card_state JOIN card ON card.id = card_id")
    )
    today = NOW.date().toordinal() - 719163
    return {row.name: None if row.due_on is None else row.due_on - today for row in rows}


def test_a_wrong_answer_adds_the_card_of_its_slot(player: Player) -> None:
    player.start(request(kinds=("choice",), length=1))
    view = player.wrong(1).view
    assert view.feedback is not None
    group = view.feedback.item.id.rpartition("/")[0]
    assert held(player.session) == {f"{group}/card-en": 0}
    student = Student(player.session, player.account_id)
    assert student.card().lang == "en"


def test_a_question_passed_over_counts_as_not_known(player: Player) -> None:
    player.start(request(kinds=("choice",), length=1))
    player.submit(1, SKIPPED)
    assert list(held(player.session).values()) == [0]


def test_a_right_answer_touches_no_card(player: Player) -> None:
    player.start(request(length=None))
    player.play_through()
    assert held(player.session) == {}


def test_a_wrong_answer_pulls_a_card_that_was_due_later(player: Player) -> None:
    student = Student(player.session, player.account_id)
    student.start("article-en")
    while (card := student.look().card) is not None:
        student.grade(4, card)
    assert set(held(player.session).values()) - {0}
    student.wait(days=1)
    player.start(request(kinds=("choice",), length=1))
    view = player.submit(1, player.form(1, wrong_fields), student.now).view
    assert view.feedback is not None
    pulled = f"{view.feedback.item.id.rpartition('/')[0]}/card-en"
    assert held(player.session)[pulled] == 1
    assert student.card().front.text
    assert examine(player.session, SCRIPTS).sound, "the memory itself is untouched"


def test_a_card_seen_today_comes_back_tomorrow(player: Player) -> None:
    student = Student(player.session, player.account_id)
    student.start("article-en")
    while (card := student.look().card) is not None:
        student.grade(4, card)
    player.start(request(kinds=("choice",), length=1))
    player.wrong(1)
    assert min(day for day in held(player.session).values() if day is not None) == 1


def test_an_open_test_gives_nothing_away(player: Player) -> None:
    player.start(request(mode="test", kinds=("choice",), length=3))
    player.wrong(1)
    player.right(2)
    assert held(player.session) == {}
    player.finish()
    assert list(held(player.session).values()) == [0]


def test_a_wrong_answer_may_cost_more_a_right_one_may_not(engine: Engine, player: Player) -> None:
    player.start(request(kinds=("choice",), length=3))
    right, wrong = player.form(1), player.form(2, wrong_fields)
    player.session.rollback()
    with statements(engine) as found:
        player.submit(1, right)
    assert len(found) <= 4
    with statements(engine) as found:
        player.submit(2, wrong)
    assert len(found) <= 7


def test_a_round_asks_more_of_what_is_fading(player: Player) -> None:
    student = Student(player.session, player.account_id)
    student.start("article-en")
    student.study()
    later = student.now + timedelta(days=60)
    now, then = (
        cards.weights_for_round(
            player.session, account_id=player.account_id, article=SLUG, now=moment
        )
        for moment in (student.now, later)
    )
    assert now.keys() == then.keys()
    assert len(now) > 4
    assert all(1 <= now[item] < then[item] <= 3 for item in now)
    wanted = replace(request(), forgetting=True)
    player.start(wanted)
    assert player.question(1).head.total == 3


def test_changed_content_marks_its_card_and_keeps_its_memory(student: Student) -> None:
    student.start("article-en")
    student.study()
    before = student.session.execute(text("SELECT * FROM card_state ORDER BY card_id")).all()
    store_changed(student.session)
    after = student.session.execute(text("SELECT * FROM card_state ORDER BY card_id")).all()
    assert before == after
    student.wait(days=30)
    marked = []
    while (card := student.look().card) is not None and not card.introduction:
        if card.updated is not None:
            marked.append(card.updated)
        student.grade(4, card)
    ((old, new),) = marked
    assert "Which town hosted the fair?" in old
    assert "Where was the fair?" in new
    student.wait(days=100)
    assert all(c.updated is None for c in due_cards(student))


def due_cards(student: Student) -> list[cards.CardView]:
    found = []
    while (card := student.look().card) is not None:
        found.append(card)
        student.grade(4, card)
    assert found
    return found


def store_changed(session: Session) -> None:
    article = mini_article()
    host = next(fact for fact in article.facts if fact.id == "host")
    asks = (replace(host.asks[0], question=b("أين أقيم المعرض؟", "Where was the fair?")),)
    facts = tuple(replace(f, asks=asks) if f.id == "host" else f for f in article.facts)
    changed = replace(article, facts=facts)
    load = store_article(session, Texts.of(changed, build_items(changed)), NOW)
    assert (load.cards.changed, load.cards.added, load.cards.retired) == (2, 0, 0)


def test_a_card_whose_fact_went_away_rests_until_it_comes_back(student: Student) -> None:
    student.start("article-en")
    student.study()
    article = mini_article()
    smaller = replace(article, facts=article.facts[1:], sets=())
    load = store_article(student.session, Texts.of(smaller, build_items(smaller)), NOW)
    assert load.cards.retired > 0
    student.wait(days=60)
    assert student.look().left_due == 3
    load = store_article(student.session, Texts.of(article, build_items(article)), NOW)
    assert load.cards.restored > 0
    assert student.look().left_due == 4


def overdue(student: Student, count: int) -> None:
    """Make every card of the deck overdue, and many more by repeating the article."""
    for number in range(count):
        article = replace(mini_article(), slug=f"fair-{number}")
        store_article(student.session, Texts.of(article, build_items(article)), NOW)
        student.start("article-en", article=article.slug)
    cards.change_goals(student.session, student.account_id, Goals(new_a_day=200, cap_a_day=500))
    student.study(4, most=500)
    cards.change_goals(student.session, student.account_id, Goals(new_a_day=0, cap_a_day=20))
    student.wait(days=200)


def test_a_way_back_spreads_what_is_overdue(student: Student) -> None:
    overdue(student, 20)
    plan = cards.plan_after_break(student.session, account_id=student.account_id, now=student.now)
    assert plan is not None
    assert plan.overdue == 80
    assert 0 < plan.now <= 20
    assert plan.minutes <= 5
    assert plan.now + sum(cards for _, cards in plan.days) == plan.overdue
    assert max(cards for _, cards in plan.days) <= 20
    before = examine(student.session, SCRIPTS).sound
    accepted = cards.accept_plan(student.session, account_id=student.account_id, now=student.now)
    assert accepted == plan
    assert before == examine(student.session, SCRIPTS).sound is True
    assert student.look().left_due == plan.now
    for look in (cards.plan_after_break, cards.accept_plan):
        assert look(student.session, account_id=student.account_id, now=student.now) is None


def test_without_a_backlog_there_is_no_plan(student: Student) -> None:
    student.start("article-en")
    student.study()
    student.wait(days=30)
    assert (
        cards.plan_after_break(student.session, account_id=student.account_id, now=student.now)
        is None
    )


def test_deleting_an_account_takes_its_memory_and_nobody_elses(
    student: Student, stranger: Viewer
) -> None:
    other = Student(student.session, stranger.account_id)
    other.start("article-en")
    other.study()
    kept = {name: rows(student.session, name) for name in TABLES}
    student.start()
    student.study()
    student.undo()
    delete_account(student.session, "account-of-huda", now=NOW)
    assert {name: rows(student.session, name) for name in TABLES} == kept
    assert kept["review"] == 8


TABLES = ("review", "review_undone", "card_state", "deck_start", "day_total")


def rows(session: Session, table: str) -> int:
    return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def entries(session: Session, round_id: str) -> list[tuple[object, ...]]:
    """What a round asks, in its order: the item and how its options are arranged."""
    found = session.execute(
        text(
            "SELECT entry.position, item.name, entry.arrangement FROM round_entry entry"
            " JOIN round ON round.id = entry.round_id"
            " JOIN item_version version ON version.id = entry.version_id"
            " JOIN item ON item.id = version.item_id"
            " WHERE round.public_id = :id ORDER BY entry.position"
        ),
        {"id": round_id},
    )
    return [tuple(row) for row in found]


def test_without_that_wish_cards_do_not_change_what_a_round_asks(player: Player) -> None:
    before = [entries(player.session, begin(player, seed, False)) for seed in range(5)]
    fade_one_slot(player)
    after = [entries(player.session, begin(player, seed, False, "after")) for seed in range(5)]
    assert before == after
    assert len({str(each) for each in before}) == 5, "the seed alone decides"
    assert len(before[0]) == 3


def test_with_that_wish_a_fading_slot_is_asked_for_more_often(player: Player) -> None:
    group = fade_one_slot(player)
    asked = {
        wish: sum(
            str(name).startswith(f"{group}/")
            for seed in range(40)
            for _, name, _ in entries(player.session, begin(player, seed, wish, f"wish-{wish}"))
        )
        for wish in (False, True)
    }
    assert asked[True] > 1.2 * asked[False] > 0


def begin(player: Player, seed: int, forgetting: bool, name: str = "before") -> str:
    return rounds.start_round(
        player.session,
        account_id=player.account_id,
        request=replace(request(), forgetting=forgetting),
        public_id=f"{name}-{seed}",
        seed=f"seed {seed}",
        now=NOW + timedelta(days=300),
    )


def fade_one_slot(player: Player) -> str:
    """Review one card, long ago; return its siblings' group."""
    student = Student(player.session, player.account_id)
    student.start("article-en")
    card = student.card()
    student.grade(4, card)
    number = int(card.card_id.partition("-")[0], 16)
    found = player.session.execute(
        text("SELECT sibling_group FROM card WHERE id = :id"), {"id": number}
    )
    return str(found.scalar_one())

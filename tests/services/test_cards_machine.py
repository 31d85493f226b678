"""Cards as a state machine: whatever is done in whatever order, the books balance.

After every step the memory is the replay of the log, the totals of days are its sum, and
what is shown next is what the domain's plan of the day says.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.db import decks
from quizapp.db.card_texts import CARD
from quizapp.db.engine import make_engine, writing
from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.holding import Held
from quizapp.domain.cards.plan import plan_day
from quizapp.domain.cards.state import CardState
from quizapp.domain.generation.bank import build_items
from quizapp.services import cards
from quizapp.services.accounts import create_guest
from quizapp.services.cards import CardView, Goals
from quizapp.services.cards.effects import cards_pulled
from quizapp.services.cards.learner import Learner, learner_of
from quizapp.services.cards.records import held_of
from quizapp.services.content_store import Texts, store_article
from quizapp.services.doctor_cards import examine_memory
from tests.cards import Student, new_uuid
from tests.databases import SERVER, Template, drop
from tests.play import NOW
from tests.samples import mini_article

ARTICLES = 3
GOALS = (Goals(), Goals(new_a_day=2, cap_a_day=4), Goals(retention=0.8, zone="Asia/Amman"))


class CardMachine(RuleBasedStateMachine):
    """One learner, who grades, undoes and puts away, a quiz that pulls, a clock that goes on."""

    template: Template
    articles: tuple[Texts, ...]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.url = self.template.copied(Path(self.folder.name))
        self.engine: Engine = make_engine(self.url)
        self.session = Session(self.engine, expire_on_commit=False)
        self.graded: list[tuple[str, str]] = []
        self.taken_back: list[str] = []
        self.handled: dict[str, CardView] = {}
        self.logged = 0
        self.undone = 0

    def teardown(self) -> None:
        self.session.close()
        self.engine.dispose()
        drop(self.url)
        self.folder.cleanup()

    @initialize(started=st.sets(st.sampled_from(cards.DECKS), min_size=1), known=st.booleans())
    def begin(self, started: set[cards.Deck], known: bool) -> None:
        guest = create_guest(self.session, token="t", public_id="p", now=NOW)
        self.student = Student(self.session, guest.account_id)
        for texts in self.articles:
            store_article(self.session, texts, NOW)
            self.student.start(*sorted(started), article=texts.article.slug)
        if known:
            self.logged += self.student.study(4)
            self.student.wait(days=30)

    @property
    def learner(self) -> Learner:
        return learner_of(self.session.connection(), self.student.account_id, self.student.now)

    def turn_day(self, before: object) -> None:
        if self.learner.today != before:
            self.graded.clear()
            self.taken_back.clear()

    def name_of(self, card: CardView) -> str:
        number = int(card.card_id.partition("-")[0], 16)
        found = self.session.execute(CARD.select().where(CARD.c.id == number)).one()
        return str(found.name)

    @rule(rating=st.sampled_from((1, 2, 3, 3, 4)), seconds=st.integers(0, 900))
    def grade(self, rating: cards.Rating, seconds: int) -> None:
        card = self.student.look().card
        if card is None:
            return
        uuid, name = new_uuid(), self.name_of(card)
        self.student.grade(rating, card, uuid)
        self.student.grade(rating, card, uuid)
        self.logged += 1
        self.graded.append((name, uuid))
        self.taken_back = [other for other in self.taken_back if other != name]
        today = self.learner.today
        # A front is looked at for five seconds, and one from before the last grade is refused.
        self.student.wait(seconds=6 + seconds)
        self.turn_day(today)

    @rule(seconds=st.integers(1, 60))
    def undo(self, seconds: int) -> None:
        sitting = self.student.undo()
        if self.graded:
            name, _ = self.graded.pop()
            self.taken_back.insert(0, name)
            self.undone += 1
        assert sitting.can_undo == bool(self.graded)
        today = self.learner.today
        self.student.wait(seconds=seconds)
        self.turn_day(today)

    @rule(flag=st.sampled_from(("suspend", "bury")))
    def put_away(self, flag: cards.Flag) -> None:
        card = self.student.look().card
        if card is not None:
            self.student.flag(card, flag)
            self.handled[card.card_id] = card

    @precondition(lambda self: self.handled)
    @rule(data=st.data(), flag=st.sampled_from(("unsuspend", "unbury")))
    def take_up_again(self, data: st.DataObject, flag: cards.Flag) -> None:
        card_id = data.draw(st.sampled_from(sorted(self.handled)))
        self.student.flag(self.handled[card_id], flag)

    @rule(note=st.text(max_size=20))
    def write_a_note(self, note: str) -> None:
        card = self.student.look().card
        if card is not None:
            cards.edit_note(
                self.session,
                account_id=self.student.account_id,
                card_id=card.card_id,
                note=note,
                now=self.student.now,
            )
            assert self.student.card().note == note.replace("\x00", "\ufffd").strip()

    @rule(
        article=st.integers(0, ARTICLES - 1),
        number=st.integers(0, 50),
        lang=st.sampled_from(("ar", "en")),
    )
    def miss_in_a_quiz(self, article: int, number: int, lang: Lang) -> None:
        texts = self.articles[article]
        item = sorted(texts.items)[number % len(texts.items)]
        account, now = self.student.account_id, self.student.now
        pulled = cards_pulled(self.session.connection(), account, [item], lang, now)
        with writing(self.session) as connection:
            decks.pull(connection, pulled)

    @rule(goals=st.sampled_from(GOALS))
    def change_goals(self, goals: Goals) -> None:
        today = self.learner.today
        cards.change_goals(self.session, self.student.account_id, goals)
        self.turn_day(today)

    @rule(days=st.integers(1, 40), hours=st.integers(0, 5))
    def time_passes(self, days: int, hours: int) -> None:
        self.student.wait(days=days, hours=hours)
        self.graded.clear()
        self.taken_back.clear()

    @invariant()
    def the_books_balance(self) -> None:
        self.session.rollback()
        _, wrong_states, _, wrong_days = examine_memory(self.session.connection())
        assert (wrong_states, wrong_days) == ([], [])
        logged, undone = self.session.execute(
            text("SELECT (SELECT count(*) FROM review), (SELECT count(*) FROM review_undone)")
        ).one()
        assert (logged, undone) == (self.logged, self.undone)

    @invariant()
    def the_plan_of_the_day_is_what_is_shown(self) -> None:
        learner, sitting = self.learner, self.student.look()
        held = list(self.held(learner))
        plan = plan_day(
            held,
            learner.today,
            learner.limits,
            learner.settings,
            learner.first,
            self.undone_last(held, learner),
        )
        name = None if sitting.card is None else self.name_of(sitting.card)
        expected = plan.next(learner.now)
        assert name == (None if expected is None else expected.id)
        assert (sitting.left_due, sitting.left_new) == (
            len(plan.steps) + len(plan.due),
            len(plan.new),
        )
        assert sitting.done_today == learner.done.reviews
        assert plan.done == learner.done.cards

    def undone_last(self, held: list[Held], learner: Learner) -> str | None:
        """The card undone last that may be seen today, and was not reviewed since."""
        seen = {card.group: card.id for card in held if card.state.last_day == learner.today}
        by_name = {card.id: card for card in held}
        for name in self.taken_back:
            card = by_name[name]
            if not card.is_hidden(learner.today) and seen.get(card.group, name) == name:
                return name
        return None

    def held(self, learner: Learner) -> Iterator[Held]:
        """Every card in the learner's hands: with a state, or in a deck that was taken up."""
        connection = self.session.connection()
        started = decks.starts(connection, learner.account_id)
        states = {row.name: row for row in decks.states(connection, learner.account_id)}
        rows = connection.execute(CARD.select()).all()
        order = sorted(rows, key=lambda row: (row.position, row.lang != learner.first, row.id))
        for place, row in enumerate(order):
            if row.name in states:
                one = held_of(states[row.name], row.lang, place)
                called = one.due_day is not None and one.due_day <= learner.today
                if not one.is_new or called or (row.article_id, row.deck) in started:
                    yield one
            elif (row.article_id, row.deck) in started:
                yield Held(CardState(row.name), row.lang, place)


def test_cards_allow_only_legal_steps(template: Template) -> None:
    CardMachine.template = template
    made = [replace(mini_article(), slug=f"fair-{number}") for number in range(ARTICLES)]
    CardMachine.articles = tuple(Texts.of(article, build_items(article)) for article in made)
    run_state_machine_as_test(
        CardMachine,
        settings=settings(
            # On a server every step is a round trip, and the rules are the same.
            max_examples=15 if SERVER else 40,
            stateful_step_count=30,
            deadline=None,
            # Without shrinking: that takes minutes, and thirty steps are read in less.
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )

"""Parameters of one's own: proposed with figures, taken on by replaying, given back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.cards.fitting import LEAST_REVIEWS, History, by_card, forecasts, history_of
from quizapp.domain.cards.plan import Limits
from quizapp.domain.cards.replay import replay
from quizapp.domain.cards.simulation import follow
from quizapp.domain.content import Article
from quizapp.domain.errors import AccountNotFound, OptimiserMissing, ReviewsTooFew
from quizapp.domain.memory import MemorySettings
from quizapp.services import mine
from quizapp.services.accounts import Viewer, create_guest, delete_account
from quizapp.services.cards import optimiser
from quizapp.services.cards.personal import Proposal, memory_of, propose, take_on
from quizapp.services.doctor import examine
from tests.cards import Student
from tests.databases import SCRIPTS
from tests.domain.cards.decks import MONDAY, both_languages
from tests.logs import lines_in

USUAL = MemorySettings().parameters
# Memories that last twice as long after the first review, and a hundred times shorter.
LONGER = (*(2 * number for number in USUAL[:4]), *USUAL[4:])
SHORTER = (0.002, 0.0129, 0.0231, 0.083, *USUAL[4:])


class Fitter:
    """An optimiser that finds what it is told to, and remembers what it was shown."""

    def __init__(self, *found: Sequence[float]) -> None:
        self.found = list(found)
        self.shown: list[Sequence[History]] = []

    def __call__(self, histories: Sequence[History]) -> Sequence[float]:
        self.shown.append(histories)
        return self.found[len(self.shown) - 1]


@pytest.fixture
def studied(
    session: Session, account: Viewer, article: Article, monkeypatch: pytest.MonkeyPatch
) -> Student:
    """Somebody who recalls everything for a month; a dozen reviews are enough here."""
    monkeypatch.setattr("quizapp.services.cards.personal.LEAST_REVIEWS", 12)
    student = Student(session, account.account_id)
    student.start()
    for _ in range(40):
        student.study(3)
        student.wait(days=1)
        student.now = student.now.replace(hour=9, minute=30)
    return student


def proposal(student: Student, fitter: Fitter | None) -> Proposal:
    return propose(student.session, account_id=student.account_id, now=student.now, fitter=fitter)


def take(student: Student, parameters: tuple[float, ...] | None) -> None:
    take_on(student.session, account_id=student.account_id, parameters=parameters, now=student.now)


def states(session: Session) -> dict[str, Any]:
    found = session.execute(
        text("SELECT name, stability, due_on, reps FROM card_state JOIN card ON id = card_id")
    )
    return {row.name: tuple(row)[1:] for row in found}


def test_a_proposal_tells_how_well_the_log_was_foretold(studied: Student) -> None:
    fitter = Fitter(LONGER, LONGER)
    found = proposal(studied, fitter)
    logs = list(by_card(lines_in(studied.session)).values())
    usual, longer = (forecasts(logs, MemorySettings(parameters=each)) for each in (USUAL, LONGER))
    assert (found.reviews, found.before, found.after) == (
        usual.count, pytest.approx(usual.log_loss), pytest.approx(longer.log_loss),
    )  # fmt: skip
    assert found.parameters == LONGER
    assert found.worth_it, "who forgets nothing is foretold better by longer memories"
    whole, older = fitter.shown
    assert sorted(whole) == sorted(map(history_of, logs))
    newest = sum(map(len, whole)) - sum(map(len, older))
    assert newest == pytest.approx(found.reviews / 5, abs=4)


def test_what_is_no_better_is_not_worth_it(studied: Student) -> None:
    assert not proposal(studied, Fitter(SHORTER, SHORTER)).worth_it
    guessed = proposal(studied, Fitter(LONGER, SHORTER))
    assert guessed.after < guessed.before
    assert not guessed.worth_it, "it foretells only what it has seen"


def test_a_proposal_writes_nothing(studied: Student) -> None:
    before = states(studied.session)
    proposal(studied, Fitter(LONGER, LONGER))
    assert states(studied.session) == before
    assert memory(studied).parameters is None


def memory(student: Student) -> Any:
    return memory_of(student.session, account_id=student.account_id, now=student.now)


def test_parameters_taken_on_replay_the_whole_log(studied: Student) -> None:
    before = states(studied.session)
    take(studied, LONGER)
    after = states(studied.session)
    assert memory(studied).parameters == LONGER
    lines, settings = lines_in(studied.session), MemorySettings(parameters=LONGER)
    for name, (stability, due_on, reps) in after.items():
        state = replay(name, lines, settings)
        assert stability == pytest.approx(state.stability, rel=1e-12)
        assert date.fromordinal(due_on + date(1970, 1, 1).toordinal()) == state.due_day
        assert (state.reps, reps) == (before[name][2], before[name][2])
    assert all(after[name][0] != before[name][0] for name in after), "others than before"
    assert examine(studied.session, SCRIPTS).sound


def test_studying_goes_on_with_them_and_can_be_undone(studied: Student) -> None:
    take(studied, LONGER)
    studied.wait(days=60)
    before = states(studied.session)
    studied.grade(3)
    assert examine(studied.session, SCRIPTS).sound
    studied.undo()
    assert examine(studied.session, SCRIPTS).sound
    assert {name: each[0] for name, each in states(studied.session).items()} == {
        name: each[0] for name, each in before.items()
    }


def test_going_back_to_the_usual_ones_brings_the_same_states(studied: Student) -> None:
    before = states(studied.session)
    take(studied, LONGER)
    take(studied, LONGER)
    take(studied, None)
    assert states(studied.session) == before
    assert memory(studied).parameters is None


def test_a_card_put_on_another_day_stays_there(studied: Student) -> None:
    name, day = next(iter(states(studied.session))), 30_000
    studied.session.execute(
        text("UPDATE card_state SET due_on = :day WHERE card_id ="
             " (SELECT id FROM card WHERE name = :name)"),
        {"day": day, "name": name},
    )  # fmt: skip
    studied.session.commit()
    take(studied, LONGER)
    assert states(studied.session)[name][1] == day


@pytest.mark.parametrize("parameters", [(), USUAL[:20], (*USUAL[:20], 9.0), (-1.0, *USUAL[1:])])
def test_what_no_memory_can_have_is_refused(
    studied: Student, parameters: tuple[float, ...]
) -> None:
    before = states(studied.session)
    with pytest.raises(ValueError):  # noqa: PT011
        take(studied, parameters)
    assert states(studied.session) == before


def test_under_four_hundred_reviews_nothing_is_fitted(
    studied: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LEAST_REVIEWS == 400
    tested = memory(studied).reviews
    for needed, refused in ((tested + 1, True), (tested, False)):
        monkeypatch.setattr("quizapp.services.cards.personal.LEAST_REVIEWS", needed)
        fitter = Fitter(LONGER, LONGER)
        if refused:
            with pytest.raises(ReviewsTooFew) as few:
                proposal(studied, fitter)
            assert (few.value.reviews, few.value.needed) == (tested, tested + 1)
            assert not fitter.shown
        else:
            proposal(studied, fitter)


def test_without_the_extra_it_says_so(studied: Student) -> None:
    with pytest.raises(OptimiserMissing):
        proposal(studied, None)


def test_a_stranger_has_no_memory(session: Session, article: Article) -> None:
    student = Student(session, 99)
    for act in (
        lambda: memory(student),
        lambda: proposal(student, None),
        lambda: take(student, None),
    ):
        with pytest.raises(AccountNotFound):
            act()


def test_parameters_go_along_with_an_export(studied: Student) -> None:
    take(studied, LONGER)
    session, before = studied.session, states(studied.session)
    data = mine.export_all(session, studied.account_id)
    assert data["parameters"] == list(LONGER)
    delete_account(session, "account-of-huda", now=studied.now)
    again = create_guest(session, token="again", public_id="again", now=studied.now)
    mine.import_all(session, again.account_id, data, studied.now)
    assert states(session) == before
    assert memory(Student(session, again.account_id)).parameters == LONGER
    assert examine(session, SCRIPTS).sound


def test_bringing_other_parameters_moves_cards_that_were_there(studied: Student) -> None:
    session, usual = studied.session, states(studied.session)
    data = mine.export_all(session, studied.account_id)
    mine.import_all(session, studied.account_id, {**data, "parameters": list(LONGER)}, studied.now)
    assert memory(studied).parameters == LONGER
    assert states(session) != usual
    assert examine(session, SCRIPTS).sound
    del data["parameters"]  # as an export of an earlier release
    mine.import_all(session, studied.account_id, data, studied.now)
    assert states(session) == usual


def test_the_real_optimiser_finds_a_learner_who_is_not_like_most() -> None:
    """A learner simulated with other parameters: half a year of 300 facts."""
    pytest.importorskip("fsrs_rs_python", reason="the extra `optimiser` is not installed")
    others = list(USUAL)
    for at, number in ((0, 0.424), (2, 5.766), (3, 16.591), (8, 2.153), (20, 0.3)):
        others[at] = number
    theirs = MemorySettings(parameters=tuple(others))
    found = follow(both_languages(300), MONDAY, 180, Limits(6, 60), theirs, seed=5)
    logs = list(by_card(found.reviews).values())
    fit = optimiser.installed()
    assert fit is not None
    fitted = MemorySettings(parameters=tuple(fit([history_of(log) for log in logs])))
    usual, own = forecasts(logs, MemorySettings()), forecasts(logs, fitted)
    assert usual.count == own.count > 2_000
    assert own.log_loss < usual.log_loss - 0.005

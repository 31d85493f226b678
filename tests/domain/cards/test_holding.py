"""Suspending, burying and moving stand beside memory and end by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from quizapp.domain.cards.holding import (
    Held,
    buried,
    load_of,
    moved,
    neighbours_of,
    suspended,
)
from quizapp.domain.cards.reviewing import review
from quizapp.domain.cards.state import Rated, Rating
from quizapp.domain.cards.study_day import ONE_DAY
from tests.domain.cards.decks import EVENING, MONDAY, PLAIN, UTC_DAYS, known_card, new_card

TUESDAY = MONDAY + ONE_DAY
FRIDAY = MONDAY + 4 * ONE_DAY


@pytest.mark.parametrize(
    ("card", "due"),
    [
        (known_card("a", due=MONDAY), True),
        (known_card("a", due=TUESDAY), False),
        (known_card("a", due=MONDAY - ONE_DAY), True),
        (new_card("a"), False),
        (suspended(known_card("a")), False),
        (suspended(suspended(known_card("a")), False), True),
        (buried(known_card("a"), MONDAY), False),
        (buried(known_card("a"), MONDAY - ONE_DAY), True),
        (buried(buried(known_card("a"), MONDAY), None), True),
        (moved(known_card("a", due=FRIDAY), MONDAY, EVENING), True),
        (moved(known_card("a", due=MONDAY), FRIDAY, EVENING), False),
    ],
)
def test_what_is_due_on_monday(card: Held, due: bool) -> None:
    assert card.is_due(MONDAY) is due


def test_nothing_decided_about_a_card_touches_its_memory() -> None:
    card = known_card("a")
    for change in (
        suspended(card),
        buried(card, MONDAY),
        moved(card, FRIDAY, EVENING),
    ):
        assert change.state == card.state


def test_a_review_ends_a_move() -> None:
    card = moved(known_card("a", due=FRIDAY), MONDAY, EVENING)
    later = EVENING + timedelta(hours=1)
    state, _ = review(card.state, Rated("r", Rating.GOOD, later), PLAIN, UTC_DAYS)
    after = replace(card, state=state)
    assert after.due_day == state.due_day
    assert moved(after, FRIDAY, later + timedelta(hours=1)).due_day == FRIDAY


def test_the_load_counts_overdue_cards_tomorrow_and_leaves_out_what_is_not_studied() -> None:
    cards = [
        known_card("a", due=MONDAY),
        known_card("b", due=TUESDAY),
        known_card("c", due=FRIDAY),
        suspended(known_card("d", due=FRIDAY)),
        moved(new_card("e"), FRIDAY, EVENING),
        new_card("f"),
    ]
    assert load_of(cards, MONDAY) == {TUESDAY: 2, FRIDAY: 1}


def test_neighbours_are_the_siblings_and_nobody_else() -> None:
    card = known_card("a", "ar")
    sibling = known_card("a", "en", due=FRIDAY)
    stranger = known_card("b", "en", due=TUESDAY)
    near = neighbours_of(card, [card, sibling, stranger], {FRIDAY: 1}, MONDAY)
    assert (near.siblings, near.load) == ({FRIDAY}, {FRIDAY: 1})
    overdue = neighbours_of(card, [replace(sibling, state=card.state), sibling], {}, FRIDAY)
    assert overdue.siblings == {FRIDAY + ONE_DAY}

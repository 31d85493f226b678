"""What a day of study holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.holding import Held, buried, moved, suspended
from quizapp.domain.cards.plan import CONSIDERED, DayPlan, Limits, plan_day
from quizapp.domain.cards.reviewing import review
from quizapp.domain.cards.state import Rated, Rating
from quizapp.domain.cards.study_day import ONE_DAY
from quizapp.domain.memory import MemorySettings
from tests.domain.cards.decks import (
    EVENING,
    MONDAY,
    UNTIMED,
    UTC_DAYS,
    both_languages,
    known_card,
    new_card,
)

SETTINGS = MemorySettings()
MANY = Limits(new=10, cards=100)


def plan(*cards: Held, limits: Limits = MANY, first: Lang = "ar") -> DayPlan:
    return plan_day(cards, MONDAY, limits, SETTINGS, first)


def names(cards: tuple[Held, ...]) -> list[str]:
    return [card.id.removeprefix("fair/").replace("/x/card-", " ") for card in cards]


def answered(card: Held, rating: Rating, seconds: int = 0) -> Held:
    """The card after a review this evening."""
    moment = EVENING + timedelta(seconds=seconds)
    state, _ = review(card.state, Rated(card.id, rating, moment), SETTINGS, UTC_DAYS)
    return replace(card, state=state)


def test_an_empty_day_has_nothing_to_show() -> None:
    empty = plan()
    assert empty == DayPlan()
    assert empty.next(EVENING) is None


def test_what_is_most_likely_forgotten_comes_first() -> None:
    cards = [
        known_card("fresh", stability=40.0),
        known_card("fading", stability=4.0),
        known_card("later", due=MONDAY + ONE_DAY),
        known_card("middle", stability=10.0),
    ]
    assert names(plan(*cards).due) == ["fading ar", "middle ar", "fresh ar"]


def test_hidden_cards_are_not_shown() -> None:
    cards = [suspended(known_card("a")), buried(known_card("b"), MONDAY), suspended(new_card("c"))]
    assert plan(*cards) == DayPlan()


def test_of_two_siblings_due_the_other_waits() -> None:
    weaker = known_card("a", "en", stability=5.0)
    found = plan(known_card("a", "ar"), weaker)
    assert (names(found.due), found.waiting) == (["a en"], 1)


def test_a_sibling_of_a_card_seen_today_waits_until_tomorrow() -> None:
    seen, sibling = answered(known_card("a", "ar"), Rating.GOOD), known_card("a", "en")
    today = plan(seen, sibling)
    assert (today.due, today.new, today.waiting, today.done) == ((), (), 1, 1)
    tomorrow = plan_day((seen, sibling), MONDAY + ONE_DAY, MANY, SETTINGS, "ar")
    assert names(tomorrow.due) == ["a en"]


def test_a_suspended_card_seen_today_still_keeps_its_sibling_away() -> None:
    seen = suspended(answered(known_card("a", "ar"), Rating.GOOD))
    assert plan(seen, known_card("a", "en")).due == ()


@pytest.mark.parametrize(
    ("cards", "first", "new"),
    [
        # Of two unseen siblings the learner's own language comes first.
        ([new_card("a", "ar"), new_card("a", "en")], "ar", ["a ar"]),
        ([new_card("a", "ar"), new_card("a", "en")], "en", ["a en"]),
        # Alone, or with its sibling suspended, the other language may come.
        ([new_card("a", "en")], "ar", ["a en"]),
        ([suspended(new_card("a", "ar")), new_card("a", "en")], "ar", ["a en"]),
        # The second language waits until the first is firm, and then not on the same day.
        (
            [known_card("a", "ar", due=MONDAY + ONE_DAY, stability=6.9), new_card("a", "en")],
            "ar",
            [],
        ),
        (
            [known_card("a", "ar", due=MONDAY + ONE_DAY, stability=7.0), new_card("a", "en")],
            "ar",
            ["a en"],
        ),
        ([known_card("a", "ar", stability=7.0), new_card("a", "en")], "ar", []),
    ],
)
def test_the_second_language_comes_when_the_first_is_firm(
    cards: list[Held], first: Lang, new: list[str]
) -> None:
    assert names(plan(*cards, first=first).new) == new


def test_new_cards_come_in_the_order_of_the_content_and_what_a_quiz_asked_for_before_them() -> None:
    cards = [new_card(name, place=place) for place, name in enumerate("cab")]
    pulled = moved(new_card("z", place=99), MONDAY, EVENING)
    assert names(plan(*cards, pulled).new) == ["z ar", "c ar", "a ar", "b ar"]


def test_new_cards_seen_today_count_against_the_limit() -> None:
    seen = answered(new_card("a"), Rating.EASY)
    rest = [new_card(name) for name in "bcd"]
    assert names(plan(seen, *rest, limits=Limits(new=2)).new) == ["b ar"]
    assert plan(seen, *rest, limits=Limits(new=0)).new == ()


def test_the_cap_holds_reviews_and_new_cards_and_those_already_seen() -> None:
    seen = answered(known_card("a"), Rating.GOOD)
    due = [known_card(name) for name in "bc"]
    fresh = [new_card(name) for name in "de"]
    found = plan(seen, *due, *fresh, limits=Limits(new=10, cards=4))
    assert (len(found.due), len(found.new), found.beyond, found.done) == (2, 1, 0, 1)
    full = plan(seen, *due, *fresh, limits=Limits(new=10, cards=2))
    assert (len(full.due), len(full.new), full.beyond) == (1, 0, 1)


def test_beyond_the_cap_stay_the_cards_that_gain_most() -> None:
    fading = known_card("fading", stability=10.0, away=120)
    weak = known_card("weak", stability=0.2, away=10)
    safe = known_card("safe", stability=300.0, away=30)
    assert names(plan(fading, weak, safe, limits=Limits(cards=1)).due) == ["fading ar"]
    # Those that stay are shown in the usual order again.
    assert names(plan(safe, fading, weak, limits=Limits(cards=2)).due) == ["weak ar", "fading ar"]


def test_steps_come_when_their_time_has_come_or_nothing_else_is_left() -> None:
    forgotten = answered(known_card("a"), Rating.AGAIN)
    waiting = known_card("b")
    found = plan(forgotten, waiting)
    assert names(found.steps) == ["a ar"]
    assert found.next(EVENING + timedelta(minutes=5)) == waiting
    assert found.next(EVENING + timedelta(minutes=10)) == forgotten
    assert plan(forgotten).next(EVENING) == forgotten


def test_a_card_in_its_steps_needs_no_room_under_the_cap() -> None:
    forgotten = answered(known_card("a"), Rating.AGAIN)
    found = plan(forgotten, known_card("b"), limits=Limits(cards=1))
    assert (names(found.steps), found.due, found.beyond) == (["a ar"], (), 1)


def test_a_step_left_over_from_yesterday_is_due() -> None:
    left = answered(known_card("a"), Rating.AGAIN)
    found = plan_day([left], MONDAY + ONE_DAY, MANY, SETTINGS, "ar")
    assert (names(found.due), found.steps) == (["a ar"], ())


def test_a_card_that_a_quiz_pulls_after_its_review_comes_again_today() -> None:
    seen = answered(known_card("a"), Rating.GOOD)
    pulled = moved(seen, MONDAY, EVENING + timedelta(minutes=1))
    assert plan(pulled).next(EVENING) == pulled


def test_a_card_whose_review_was_taken_back_comes_before_all_others() -> None:
    forgotten, likely, safe = (
        answered(known_card("a"), Rating.AGAIN),
        known_card("b", stability=4.0),
        known_card("c", stability=40.0),
    )
    fresh = [new_card(name, place=place) for place, name in enumerate("def")]
    cards = (forgotten, likely, safe, *fresh)

    def after_undoing(name: str, limits: Limits = MANY) -> Held | None:
        again = f"fair/{name}/x/card-ar"
        later = EVENING + timedelta(minutes=20)
        return plan_day(cards, MONDAY, limits, SETTINGS, "ar", again).next(later)

    assert after_undoing("c") == safe
    assert after_undoing("f", Limits(new=1)) == fresh[-1]
    for none_left in ("f", "unknown"):
        assert after_undoing(none_left, Limits(new=0)) == forgotten


def test_of_two_unseen_siblings_the_one_a_quiz_asked_for_comes_first() -> None:
    asked = moved(new_card("a", "en"), MONDAY, EVENING)
    assert names(plan(new_card("a", "ar"), asked).new) == ["a en"]


def test_of_two_siblings_that_were_asked_for_the_one_taken_back_stays() -> None:
    asked = [moved(new_card("a", lang), MONDAY, EVENING) for lang in ("ar", "en")]
    assert names(plan(*asked).new) == ["a ar"]
    undone = plan_day(asked, MONDAY, MANY, SETTINGS, "ar", asked[1].id)
    assert undone.next(EVENING) == asked[1]


def test_of_a_long_backlog_those_due_longest_are_compared() -> None:
    late = [
        known_card(f"s{n}", due=MONDAY - 9 * ONE_DAY, stability=90.0) for n in range(CONSIDERED)
    ]
    weak = known_card("weak", due=MONDAY, stability=0.5)
    found = plan(*late, weak, limits=Limits(cards=5)).due
    assert len(found) == 5
    assert weak not in found
    assert weak in plan(*late[1:], weak, limits=Limits(cards=5)).due


@pytest.mark.parametrize("wrong", [{"new": -1}, {"cards": -1}])
def test_limits_below_nothing_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="-1"):
        Limits(**wrong)


@UNTIMED
@given(
    st.lists(
        st.tuples(
            st.integers(0, 5), st.sampled_from(["ar", "en"]), st.integers(-3, 2), st.booleans()
        ),
        unique_by=lambda entry: entry[:2],
    ),
    st.integers(0, 6),
    st.integers(0, 6),
)
def test_no_plan_breaks_the_limits_or_lets_siblings_meet(
    entries: list[tuple[int, Lang, int, bool]], new: int, cap: int
) -> None:
    cards = [
        new_card(f"f{slot}", lang)
        if unseen
        else known_card(f"f{slot}", lang, due=MONDAY + d * ONE_DAY)
        for slot, lang, d, unseen in entries
    ]
    found = plan(*cards, limits=Limits(new, cap))
    shown = [*found.due, *found.new]
    assert len(shown) <= cap
    assert len(found.new) <= new
    assert len({card.group for card in shown}) == len(shown)


def test_a_large_deck_is_planned() -> None:
    found = plan(*both_languages(500))
    assert len(found.new) == 10
    assert {card.lang for card in found.new} == {"ar"}

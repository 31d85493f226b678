"""Reviewing cards without scripts: decks, front and back, grades, undo, leaving, strangers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

import pytest
from flask import Flask

from quizapp.domain.bilingual import LANGS, Lang, direction
from quizapp.services.cards import DECKS
from tests.domain.items.wide import wide_article
from tests.web.browsing import Browser, Page
from tests.web.checks import parsed_fragment
from tests.web.playing import SLUG
from tests.web.reviewing import (
    answer_of,
    button_of,
    front_of,
    grade,
    grading,
    reviews,
    take_up,
    turn,
    words,
)

LOOKED_THROUGH = 60


def sitting(browser: Browser, page: Page, ratings: Iterator[int]) -> Page:
    """Review until nothing is left or the grades run out."""
    for rating in ratings:
        if not page.with_class("flashcard"):
            break
        page = grade(browser, turn(browser, page), rating)
    return page


def test_the_decks_of_every_article_are_offered(visitor: Browser) -> None:
    page = visitor.open(f"/{visitor.lang}/cards")
    article = wide_article()
    assert article.title[cast("Lang", visitor.lang)] in page.text
    for deck in DECKS:
        assert page.form(f"/{SLUG}/{deck}/start").method == "post"
    assert len(page.with_class("deck")) == len(DECKS)


def test_a_deck_is_taken_up_with_one_click_and_once(visitor: Browser) -> None:
    page = take_up(visitor, "article-en")
    assert page.with_class("flashcard")
    decks = visitor.open(f"/{visitor.lang}/cards")
    assert len(decks.with_class("deck")) == len(DECKS)
    actions = [form.action for form in decks.forms()]
    assert not [action for action in actions if action.endswith("/article-en/start")]


@pytest.mark.parametrize("deck", DECKS)
def test_every_deck_shows_front_and_back_in_their_own_languages(
    visitor: Browser, deck: str
) -> None:
    page = take_up(visitor, deck)
    (stem,) = [e for e in page.tree.iter() if e.get("id") == "stem"]
    lang = stem.get("lang")
    assert lang in LANGS
    assert stem.get("dir") == direction(lang)
    (answer,) = turn(visitor, page).with_class("answer")
    expected = {"article-ar": "ar", "article-en": "en", "terms": "en" if lang == "ar" else "ar"}
    assert answer.get("lang") == expected[deck]
    assert answer.get("dir") == direction(cast("Lang", answer.get("lang")))


@pytest.mark.parametrize("deck", DECKS)
def test_the_back_is_not_on_the_front(visitor: Browser, deck: str) -> None:
    page = take_up(visitor, deck)
    looked_for = 0
    while page.with_class("flashcard"):
        back = turn(visitor, page)
        assert front_of(back) == front_of(page)
        assert not page.with_class("evidence")
        answer = answer_of(back)
        if not answer.isdecimal():  # A number stands in the page's own drawings and ids too.
            assert answer not in page.response.text.replace(front_of(page), "")
            looked_for += 1
        page = grade(visitor, back, 4)
    assert looked_for >= 2


def test_a_sitting_goes_to_its_end_and_says_when_to_come_back(app: Flask, visitor: Browser) -> None:
    page = sitting(visitor, take_up(visitor), iter([4] * LOOKED_THROUGH))
    assert not page.with_class("flashcard")
    assert words("done", visitor.lang) in page.text
    assert reviews(app) > 0
    (counts,) = page.with_class("counts")
    assert str(reviews(app)) in ["".join(e.itertext()) for e in counts.iter("dd")]
    assert page.link({"ar": "إلى التقدّم", "en": "To the progress"}[visitor.lang])


def test_each_grade_says_when_the_card_returns(visitor: Browser) -> None:
    back = turn(visitor, take_up(visitor))
    after = ["".join(e.itertext()) for e in back.with_class("after")]
    assert len(after) == 4
    unit = {"ar": "دقيقة", "en": "minute"}[visitor.lang]
    assert unit in after[0]
    assert all(text.strip() for text in after)


def test_the_answer_is_shown_only_for_the_card_that_is_next(visitor: Browser) -> None:
    page = take_up(visitor)
    back = turn(visitor, page)
    stale = back.response.request.path + "?" + back.response.request.query_string.decode()
    grade(visitor, back, 4)
    assert not visitor.open(stale).with_class("answer"), "the card of an old address is over"


def test_the_same_grade_sent_twice_is_one_review(app: Flask, visitor: Browser) -> None:
    form = grading(turn(visitor, take_up(visitor)))
    first = visitor.submit(form, button=button_of(form, 3))
    again = visitor.submit(form, button=button_of(form, 3))
    assert reviews(app) == 1
    assert front_of(first) == front_of(again)


def test_undo_shows_the_card_again_any_number_of_times(visitor: Browser) -> None:
    page = take_up(visitor)
    seen = []
    for _ in range(3):
        seen.append(front_of(page))
        page = grade(visitor, turn(visitor, page), 3)
    for front in reversed(seen):
        page = visitor.submit(page.form("/review/undo"))
        assert front_of(page) == front
    with pytest.raises(AssertionError, match="no form"):
        page.form("/review/undo")


def test_after_an_undo_the_very_card_comes_next(visitor: Browser) -> None:
    """Whatever its grade was, and though other cards would come before it."""
    page = take_up(visitor)
    for rating in (1, 4, 2, 3):
        front = front_of(page)
        page = grade(visitor, turn(visitor, page), rating)
        assert front_of(page) != front
        page = visitor.submit(page.form("/review/undo"))
        assert front_of(page) == front
        page = grade(visitor, turn(visitor, page), 4)


def test_undo_brings_back_the_last_card_of_a_sitting(visitor: Browser) -> None:
    page = sitting(visitor, take_up(visitor), iter([4] * LOOKED_THROUGH))
    assert visitor.submit(page.form("/review/undo")).with_class("flashcard")


def test_stopping_loses_nothing(visitor: Browser) -> None:
    page = grade(visitor, turn(visitor, take_up(visitor)), 3)
    next_front = front_of(page)
    visitor.open(page.link({"ar": "التوقّف هنا", "en": "Stop for now"}[visitor.lang]))
    resumed = visitor.open(f"/{visitor.lang}/review")
    assert front_of(resumed) == next_front


@pytest.mark.parametrize("flag", ["bury", "suspend"])
def test_a_card_can_be_put_away(visitor: Browser, flag: str) -> None:
    page = take_up(visitor)
    first = front_of(page)
    after = visitor.submit(turn(visitor, page).form(f"/{flag}"))
    assert front_of(after) != first
    rest: list[str] = []
    while after.with_class("flashcard") and len(rest) < LOOKED_THROUGH:
        rest.append(front_of(after))
        after = grade(visitor, turn(visitor, after), 4)
    assert first not in rest


def test_a_note_is_kept_and_shown_with_the_answer_only(visitor: Browser) -> None:
    page = take_up(visitor)
    note = {"ar": "ملاحظة <script> للتذكّر", "en": "a note <script> of mine"}[visitor.lang]
    back = visitor.submit(turn(visitor, page).form("/note"), {"note": [note]})
    (shown,) = back.with_class("own-note")
    assert "".join(shown.itertext()) == note
    assert shown.get("dir") == "auto"
    front = visitor.open(page.response.request.path)
    assert front_of(front) == front_of(back)
    assert note not in front.text


def test_a_typed_recall_is_judged_and_suggests_a_grade(visitor: Browser) -> None:
    deck = f"article-{visitor.lang}"
    page = take_up(visitor, deck)
    for _ in range(10):
        if any(e.get("href") for e in page.tree.iter("a") if "typing=1" in str(e.get("href"))):
            break
        page = grade(visitor, turn(visitor, page), 4)
    right = answer_of(turn(visitor, page))
    typing = visitor.open(page.link(words("typing", visitor.lang)))
    (form,) = [f for f in typing.forms() if f.method == "get"]
    for typed, suggested in ((right, {"3", "4"}), ("xyz 12 qrs", {"1", "2"})):
        back = visitor.submit(form, {"typed": [typed]})
        assert back.with_class("recalled")
        (button,) = back.with_class("suggested")
        assert button.get("value") in suggested
        assert grading(back).sent["typed"] == [typed]
    assert "typing=1" in grading(back).action, "typing goes on with the next card"
    assert not visitor.submit(form, {"typed": [""]}).with_class("recalled")


def test_numbers_stand_in_the_digits_of_the_viewer(visitor: Browser) -> None:
    settings = visitor.open(f"/{visitor.lang}/settings").form("/settings")
    visitor.submit(settings, {"digits": ["arab"]})
    page = turn(visitor, take_up(visitor))
    shown = " ".join("".join(e.itertext()) for e in page.with_class("grades"))
    arabic = any(digit in shown for digit in "٠١٢٣٤٥٦٧٨٩")
    assert arabic is (visitor.lang == "ar")
    assert any(digit in shown for digit in "0123456789") is (visitor.lang == "en")


def test_a_script_gets_the_stage_alone(visitor: Browser) -> None:
    page = take_up(visitor)
    headers = {"X-Fragment": "1"}
    response = visitor.client.get(page.path, headers=headers)
    tree = parsed_fragment(response.text)
    assert "X-Fragment" in response.headers["Vary"]
    assert [e.get("class") for e in tree.findall("section")] == ["stage reviewing"]
    form = grading(turn(visitor, page))
    body = {**form.filled({}), "rating": "3"}
    moved = visitor.client.post(form.action, data=body, headers=headers)
    assert moved.status_code == 303
    assert "<html" not in visitor.client.get(moved.headers["Location"], headers=headers).text


def test_what_does_not_exist_is_a_404_or_a_400(app: Flask, visitor: Browser) -> None:
    back = turn(visitor, take_up(visitor))
    form = grading(back)
    token = form.sent["csrf_token"][0]
    card = form.action.split("?")[0]
    for path, fields, status in (
        (card, {}, 400),
        (card, {"rating": "5"}, 400),
        (card, {"rating": "0"}, 400),
        (f"{card}/explode", {}, 404),
        (f"/{visitor.lang}/review/none", {"rating": "3"}, 404),
        (f"/{visitor.lang}/cards/none/terms/start", {}, 404),
        (f"/{visitor.lang}/cards/{SLUG}/none/start", {}, 404),
    ):
        answer = visitor.client.post(path, data={"csrf_token": token, **fields})
        assert answer.status_code == status, path
    assert reviews(app) == 0


def test_a_card_belongs_to_one_account(app: Flask, visitor: Browser, stranger: Browser) -> None:
    form = grading(turn(visitor, take_up(visitor)))
    other = grading(turn(stranger, take_up(stranger)))
    card = form.action.split("?")[0]
    assert card != other.action.split("?")[0], "the same card has another name for each"
    token = other.sent["csrf_token"][0]
    for path in (card, f"{card}/bury", f"{card}/suspend", f"{card}/note"):
        body = {"csrf_token": token, "rating": "3", "note": "mine"}
        assert stranger.client.post(path, data=body).status_code == 404, path
    assert reviews(app) == 0


def test_nobody_reviews_nothing(visitor: Browser) -> None:
    page = visitor.open(f"/{visitor.lang}/review")
    assert page.path == f"/{visitor.lang}/cards"
    assert visitor.open(f"/{visitor.lang}/review/plan").path == f"/{visitor.lang}/cards"


def test_a_front_tells_scripts_nothing_more(visitor: Browser) -> None:
    page = take_up(visitor, f"article-{visitor.lang}")
    answer = answer_of(turn(visitor, page))
    spoken = [e.get("data-text") for e in page.tree.iter() if e.get("data-text")]
    assert spoken == [front_of(page)]
    assert json.dumps(answer) not in page.response.text

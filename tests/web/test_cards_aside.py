"""The page of cards set aside and of those often forgotten, without scripts."""

from __future__ import annotations

from flask import Flask

from quizapp.extensions import database
from tests.web.browsing import Browser, Page
from tests.web.reviewing import answer_of, front_of, grade, reviews, take_up, turn

HEADINGS = {"ar": "البطاقات المستبعدة", "en": "Cards set aside"}
NONE = {"ar": "لا توجد بطاقة مستبعدة.", "en": "No card is set aside."}
OFTEN = {"ar": "بطاقات تُنسى كثيرًا", "en": "Cards that are often forgotten"}
LINK = {
    "ar": "البطاقات المستبعدة، وما يُنسى منها كثيرًا",
    "en": "Cards set aside, and those often forgotten",
}


def aside(browser: Browser) -> Page:
    """Follow the link of the page of decks."""
    return browser.open(browser.open(f"/{browser.lang}/cards").link(LINK[browser.lang]))


def fronts(page: Page) -> list[str]:
    return [" ".join("".join(h.itertext()).split()) for h in page.tree.iter("h3")]


def forget_often(app: Flask) -> None:
    with app.app_context():
        database().connection().exec_driver_sql("UPDATE card_state SET lapses = 6 WHERE reps = 1")
        database().commit()


def test_without_decks_there_is_no_such_page(visitor: Browser) -> None:
    assert visitor.open(f"/{visitor.lang}/review/aside").path == f"/{visitor.lang}/cards"
    decks = visitor.open(f"/{visitor.lang}/cards")
    assert LINK[visitor.lang] not in decks.text


def test_it_says_that_nothing_is_set_aside(visitor: Browser) -> None:
    take_up(visitor)
    page = aside(visitor)
    assert HEADINGS[visitor.lang] in page.text
    assert NONE[visitor.lang] in page.text
    assert OFTEN[visitor.lang] not in page.text


def test_a_card_set_aside_is_taken_up_again(visitor: Browser) -> None:
    first = take_up(visitor)
    back = turn(visitor, first)
    answer = answer_of(back)
    after = visitor.submit(back.form("/suspend"))
    assert front_of(after) != front_of(first)
    page = aside(visitor)
    assert fronts(page) == [front_of(first)]
    (details,) = page.tree.iter("details")
    assert answer in "".join(details.itertext())
    emptied = visitor.submit(page.form("/unsuspend"))
    assert emptied.path == f"/{visitor.lang}/review/aside"
    assert fronts(emptied) == []
    assert front_of(visitor.open(f"/{visitor.lang}/review")) == front_of(first)


def test_a_card_often_forgotten_can_be_set_aside(app: Flask, visitor: Browser) -> None:
    first = take_up(visitor)
    second = grade(visitor, turn(visitor, first), 4)
    forget_often(app)
    page = aside(visitor)
    assert OFTEN[visitor.lang] in page.text
    assert fronts(page) == [front_of(first)]
    moved = visitor.submit(page.form("/suspend"))
    assert OFTEN[visitor.lang] not in moved.text
    assert fronts(moved) == [front_of(first)]
    assert front_of(visitor.open(f"/{visitor.lang}/review")) == front_of(second)
    assert reviews(app) == 1, "memory is not touched"


def test_a_note_is_shown_with_the_answer(visitor: Browser) -> None:
    back = turn(visitor, take_up(visitor))
    back = visitor.submit(back.form("/note"), {"note": ["<b>like Huda</b>"]})
    visitor.submit(back.form("/suspend"))
    (note,) = aside(visitor).with_class("own-note")
    assert "".join(note.itertext()) == "<b>like Huda</b>"


def test_cards_of_others_are_neither_shown_nor_moved(visitor: Browser, stranger: Browser) -> None:
    visitor.submit(turn(visitor, take_up(visitor)).form("/suspend"))
    form = aside(visitor).form("/unsuspend")
    take_up(stranger)
    theirs = aside(stranger)
    assert fronts(theirs) == []
    token = next(iter(stranger.open(f"/{stranger.lang}/cards").forms())).sent["csrf_token"][0]
    sent = stranger.client.post(form.action, data={"csrf_token": token})
    assert sent.status_code == 404
    assert len(fronts(aside(visitor))) == 1


def test_a_flag_that_does_not_exist_is_a_404(visitor: Browser) -> None:
    back = turn(visitor, take_up(visitor))
    visitor.submit(back.form("/suspend"))
    form = aside(visitor).form("/unsuspend")
    wrong = form.action.replace("/unsuspend", "/explode")
    sent = visitor.client.post(wrong, data={"csrf_token": form.sent["csrf_token"]})
    assert sent.status_code == 404

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask import Flask

from quizapp.domain.items.registry import KINDS
from quizapp.services.accounts import Viewer
from tests.web.browsing import Browser
from tests.web.checks import parsed_fragment
from tests.web.people import enter_as
from tests.web.teaching import (
    FACT,
    first_sentence,
    look,
    make_article,
    pressed,
    publish,
    write_fact,
)

CANARY = "Kanarienvogel"


@pytest.fixture
def teacher(app: Flask, visitor: Browser) -> Viewer:
    """The visitor is a teacher."""
    return enter_as(app, visitor, "teacher", name="Huda")


@pytest.fixture
def address(visitor: Browser, teacher: Viewer) -> str:
    """An article of hers without facts."""
    return make_article(visitor)


def test_looking_shows_questions_and_cards_and_stores_nothing(
    visitor: Browser, address: str
) -> None:
    form = visitor.open(f"{address}/facts/new").form("/facts/new")
    page = visitor.submit(form, {**FACT, "proof": [first_sentence(form)]}, button=look(form))
    assert page.with_class("shown")
    assert page.form("/facts/new").sent["slot-0-en"] == ["Irbid"]
    assert page.form("/facts/new").sent["sentence-en"][0].strip() == FACT["sentence-en"][0]
    assert not visitor.open(address).all(".//ol[@class='written-parts']//a")


def test_a_fact_is_written_and_what_follows_is_shown_with_the_key(
    visitor: Browser, address: str
) -> None:
    page = write_fact(visitor, address)
    assert page.with_class("done")
    assert page.form("/" + page.path.split("/")[-1]).sent["slot-0-question-en"][0].strip()
    assert "Which city hosted the flower fair?" in page.text
    assert page.with_class("right")


def test_marks_that_cannot_be_read_are_said_and_kept(visitor: Browser, address: str) -> None:
    form = visitor.open(f"{address}/facts/new").form("/facts/new")
    typed = {"sentence-en": ["The city of {{Irbid hosted."], "sentence-ar": ["مدينة {{إربد"]}
    page = visitor.submit(form, typed, status=422)
    assert page.form("/facts/new").sent["sentence-en"][0].strip() == typed["sentence-en"][0]
    assert page.with_class("problem")


def test_an_empty_fact_is_not_stored(visitor: Browser, address: str) -> None:
    form = visitor.open(f"{address}/facts/new").form("/facts/new")
    page = visitor.submit(form, {"tags": ["kept"]}, status=422)
    assert page.form("/facts/new").sent["tags"] == ["kept"]


def test_two_windows_on_one_fact_the_second_keeps_her_words(visitor: Browser, address: str) -> None:
    path = write_fact(visitor, address).path
    first, second = visitor.open(path), visitor.open(path)
    end = "/" + path.split("/")[-1]
    visitor.submit(first.form(end), {"sentence-en": ["{{Irbid}} hosted the fair."]})
    mine = ["{{Irbid}} held the fair."]
    late = visitor.submit(second.form(end), {"sentence-en": mine}, status=409)
    assert late.form(end).sent["sentence-en"][0].strip() == mine[0]
    assert "{{Irbid}} hosted the fair." in visitor.open(path).form(end).sent["sentence-en"][0]
    visitor.submit(late.form(end))
    assert "held the fair" in visitor.open(path).form(end).sent["sentence-en"][0]


def test_a_script_gets_only_what_changes_on_the_page(visitor: Browser, address: str) -> None:
    form = visitor.open(f"{address}/facts/new").form("/facts/new")
    reply = visitor.client.post(
        form.action,
        data={**{n: v[0] for n, v in form.sent.items()}, **{n: v[0] for n, v in FACT.items()}},
        headers={"X-Fragment": "1", "Sec-Fetch-Site": "same-origin"},
    )
    assert reply.status_code == 200
    tree = parsed_fragment(reply.text)
    ids = {element.get("id") for element in tree.iter()}
    assert {"beside", "slots", "follows"} <= ids
    assert "<html" not in reply.text
    assert "X-Fragment" in reply.headers["Vary"]


def test_a_fact_in_one_language_is_flagged(visitor: Browser, address: str) -> None:
    form = visitor.open(f"{address}/facts/new").form("/facts/new")
    typed = {"sentence-ar": FACT["sentence-ar"], "proof": [first_sentence(form)]}
    page = visitor.submit(form, typed)
    assert page.with_class("note")
    assert visitor.open(address).with_class("pill")


def test_a_fact_is_taken_out(visitor: Browser, address: str) -> None:
    page = write_fact(visitor, address)
    visitor.submit(page.form("/remove"))
    assert not visitor.open(address).all(".//ol[@class='written-parts']//a")


def test_the_answer_is_in_no_page_of_a_learner_before_publishing(
    app: Flask, visitor: Browser, stranger: Browser, address: str
) -> None:
    typed = {"sentence-en": [f"The city of {{{{{CANARY}}}}} hosted the flower fair."]}
    write_fact(visitor, address, typed)
    enter_as(app, stranger, "learner", name="Rania")
    lang = stranger.lang
    for path in ("", "/cards", "/progress", "/history", "/articles/wide"):
        reply = stranger.client.get(f"/{lang}{path}", follow_redirects=True)
        assert CANARY not in reply.text, path
    for path in (address, f"{address}/review", f"{address}/history", f"/{lang}/teach/bank"):
        reply = stranger.client.get(path)
        assert reply.status_code == 404
        assert CANARY not in reply.text


def test_a_published_article_is_on_the_learners_home_page(
    app: Flask, visitor: Browser, stranger: Browser, address: str
) -> None:
    write_fact(visitor, address)
    page = publish(visitor, address)
    assert page.with_class("done")
    home = stranger.open(f"/{stranger.lang}/")
    assert ("معرض الزهور" if stranger.lang == "ar" else "The flower fair") in home.text
    slugs = [a.get("href") or "" for a in page.all(".//a") if "/articles/t-" in str(a.get("href"))]
    article = stranger.open(slugs[0])
    assert article.all(".//form")


def test_retiring_takes_it_from_the_learners(
    visitor: Browser, stranger: Browser, address: str
) -> None:
    write_fact(visitor, address)
    form = publish(visitor, address).form("/review")
    page = visitor.submit(form, button=pressed(form, "retire"))
    assert page.with_class("done")
    home = stranger.open(f"/{stranger.lang}/")
    assert "t-" not in "".join(str(a.get("href")) for a in home.all(".//a"))


def test_an_article_without_questions_is_not_put_up_for_review(
    visitor: Browser, address: str
) -> None:
    form = visitor.open(f"{address}/review").form("/review")
    page = visitor.submit(form, button=pressed(form, "submit"), status=422)
    assert page.with_class("problem")


def test_a_deed_that_is_none_is_refused(visitor: Browser, address: str) -> None:
    form = visitor.open(f"{address}/review").form("/review")
    form.offered["do"] = None
    visitor.submit(form, {"do": ["delete"]}, status=400)


def test_the_history_shows_what_changed_and_restores(visitor: Browser, address: str) -> None:
    fact = write_fact(visitor, address)
    end = "/" + fact.path.split("/")[-1]
    visitor.submit(fact.form(end), {"sentence-en": ["{{Irbid}} held the flower fair."]})
    page = visitor.open(f"{address}/history")
    assert len(page.all(".//main//ol/li")) == 3
    state = visitor.open(f"{address}/history/3")
    assert state.all(".//ins")
    assert state.all(".//del")
    before = visitor.open(f"{address}/history/2")
    visitor.submit(before.form("/history/2"))
    assert "hosted" in visitor.open(fact.path).form(end).sent["sentence-en"][0]
    visitor.open(f"{address}/history/99", 404)


def test_the_bank_finds_a_fact_by_other_digits_and_without_marks(
    visitor: Browser, address: str
) -> None:
    write_fact(visitor, address, {"tags": ["زهور، spring"]})
    for words, found in (("اربد", True), ("IRBID", True), ("spring", True), ("عمّان", False)):
        page = visitor.open(f"/{visitor.lang}/teach/bank?{urlencode({'words': words})}")
        links = [a for a in page.all(".//ol//a") if "/facts/" in str(a.get("href"))]
        assert bool(links) is found, words


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_form_of_every_kind_opens_and_keeps_what_is_typed(
    visitor: Browser, address: str, kind: str
) -> None:
    page = visitor.open(f"{address}/questions/new/{kind}")
    form = page.form(kind)
    typed = {name: ["Was it so?"] for name in ("stem-en", "material-en") if name in form.offered}
    page = visitor.submit(form, typed)
    assert page.with_class("done")
    again = page.form("/" + page.path.split("/")[-1])
    assert all(again.sent[name][0].strip() == "Was it so?" for name in typed)
    assert page.with_class("messages")
    assert page.path in [a.get("href") for a in visitor.open(address).all(".//a")]


def test_there_is_no_form_for_a_kind_that_does_not_exist(visitor: Browser, address: str) -> None:
    visitor.open(f"{address}/questions/new/riddle", 404)


def test_a_choice_with_reasons_is_published(visitor: Browser, address: str) -> None:
    form = visitor.open(f"{address}/questions/new/choice").form("choice")
    typed = {
        "stem-ar": ["أي مدينة استضافت معرض الزهور؟"],
        "stem-en": ["Which city hosted the flower fair?"],
        "proof": [first_sentence(form)],
        "option-0-right": ["1"],
    }
    for n, (ar, en) in enumerate((("إربد", "Irbid"), ("جرش", "Jerash"), ("مادبا", "Madaba"))):
        typed[f"option-{n}-ar"], typed[f"option-{n}-en"] = [ar], [en]
    typed["option-1-reason-en"] = ["Jerash has a festival of music."]
    typed["option-1-reason-ar"] = ["في جرش مهرجان للموسيقى."]
    page = visitor.submit(form, typed)
    assert "Jerash has a festival of music." in page.text
    assert publish(visitor, address).with_class("done")


def test_a_typed_question_shows_what_would_be_accepted(visitor: Browser, address: str) -> None:
    form = visitor.open(f"{address}/questions/new/gap").form("gap")
    typed = {
        "material-ar": ["استضافت مدينة {{إربد}} معرض الزهور."],
        "material-en": ["The city of {{Irbid}} hosted the flower fair."],
        "proof": [first_sentence(form)],
    }
    page = visitor.submit(form, typed, button=look(form))
    assert len(page.with_class("spellings")) == 2


def test_a_warning_ticked_without_a_reason_stops_publishing(visitor: Browser, address: str) -> None:
    long = "The city of {{Irbid}} hosted the flower fair, as everybody in the whole country "
    more = "who is fond of flowers and of fairs had been told many weeks before it began."
    write_fact(visitor, address, {"sentence-en": [long + more]})
    form = visitor.open(f"{address}/review").form("/review")
    form = visitor.submit(form, button=pressed(form, "submit")).form("/review")
    ticks = {name: ["1"] for name in form.offered if name.startswith("accept-")}
    assert ticks
    page = visitor.submit(form, ticks, button=pressed(form, "publish"), status=422)
    form = page.form("/review")
    assert all(form.sent[name] == ["1"] for name in ticks)
    reasons = {name: ["كُتبت هكذا عمدًا"] for name in form.offered if name.startswith("reason-")}
    page = visitor.submit(form, reasons, button=pressed(form, "publish"))
    assert page.with_class("done")
    assert "كُتبت هكذا عمدًا" in page.text

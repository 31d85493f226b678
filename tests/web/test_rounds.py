"""A whole round, by forms alone, in every kind and both interface languages."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from quizapp.domain.bilingual import other
from tests.web.browsing import Browser, Page
from tests.web.playing import (
    KINDS,
    SLUG,
    Player,
    onward,
    play_on,
    position_of,
    responses,
    round_of,
    start,
    words,
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_practice_round_of_one_kind_is_played_to_its_end(
    app: Flask, visitor: Browser, kind: str
) -> None:
    page = start(visitor, kinds=[kind], length="5", lang=visitor.lang)
    player = Player(app, page)
    total = 0
    while "/result" not in page.path:
        position = position_of(page)
        total += 1
        right = position % 2 == 1
        fields = player.right(position) if right else player.wrong(position)
        feedback = play_on(visitor, page, fields)
        assert feedback.path == page.path, "the feedback stands where the question stood"
        verdict = "".join(feedback.all(".//h2[@id='verdict']")[0].itertext())
        assert (words("correct", visitor.lang) in verdict) == right
        item, _, lang = player.asked(position)
        assert item.explanation[lang].split("\n")[0] in feedback.text
        assert [mark.text for mark in feedback.all(".//mark")] or not item.evidence
        page = onward(visitor, feedback)
    assert [row[0] for row in responses(app)] == list(range(1, total + 1))
    assert len(page.with_class("review")[0]) == total


@pytest.mark.parametrize("kind", KINDS)
def test_a_test_of_one_kind_answered_rightly_gives_the_full_score(
    app: Flask, visitor: Browser, kind: str
) -> None:
    page = start(visitor, kinds=[kind], length="5", lang=visitor.lang, mode="test")
    player = Player(app, page)
    while "/result" not in page.path:
        page = play_on(visitor, page, player.right(position_of(page)), "store")
    logged = responses(app)
    assert {(outcome, score) for _, outcome, score in logged} == {("right", 1.0)}
    assert "100%" in page.text
    assert all(words("correct", visitor.lang) in "".join(c.itertext()) for c in _cards(page))


def _cards(page: Page) -> list[Element]:
    return page.with_class("card")


def test_a_test_shows_no_feedback_before_its_end(app: Flask, visitor: Browser) -> None:
    first = start(visitor, kinds=["choice"], length="5", mode="test", lang=visitor.lang)
    player = Player(app, first)
    second = play_on(visitor, first, player.wrong(1), "store")
    assert position_of(second) == 2
    back = visitor.open(first.path)
    assert not back.with_class("feedback")
    assert not list(back.tree.iter("mark"))
    assert words("next", visitor.lang) in back.text
    result = visitor.open(f"/{visitor.lang}/rounds/{round_of(first)}/result")
    assert position_of(result) == 2, "an unfinished round has no result yet"


def test_finishing_early_counts_what_was_answered(app: Flask, visitor: Browser) -> None:
    first = start(visitor, kinds=["choice", "true_false"], length="5", lang=visitor.lang)
    player = Player(app, first)
    play_on(visitor, first, player.right(1))
    result = visitor.submit(visitor.open(first.path).form("/finish"))
    assert result.path.endswith("/result")
    assert len(result.with_class("open")) == 4
    assert "20%" in result.text
    unanswered = visitor.open(f"/{visitor.lang}/rounds/{round_of(first)}/3")
    assert unanswered.link(words("result", visitor.lang)).endswith("/result")
    again = visitor.open(first.path.rsplit("/", 1)[0])
    assert again.path.endswith("/result"), "a finished round leads to its result"


def test_what_was_missed_can_be_repeated(app: Flask, visitor: Browser) -> None:
    first = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    player = Player(app, first)
    missed = {player.asked(n)[0].id for n in (2, 3)}
    page = first
    while "/result" not in page.path:
        n = position_of(page)
        page = play_on(visitor, page, player.wrong(n) if n in (2, 3) else player.right(n))
        page = onward(visitor, page)
    repeated = visitor.submit(page.form("/repeat"))
    again = Player(app, repeated)
    assert again.round_id != player.round_id
    assert {again.asked(n)[0].id for n in (1, 2)} == missed


def test_a_flawless_round_has_nothing_to_repeat(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["match"], length="5", lang=visitor.lang)
    player = Player(app, page)
    page = play_on(visitor, page, player.right(1))
    page = visitor.open(page.link(words("result", visitor.lang)))
    assert not [form for form in page.forms() if form.action.endswith("/repeat")]


def test_a_round_in_the_other_language_keeps_its_own_direction(
    app: Flask, visitor: Browser
) -> None:
    content = other(visitor.lang)  # type: ignore[arg-type]
    page = start(visitor, kinds=["choice"], length="5", lang=content)
    stem = page.all(".//h1[@id='stem']")[0]
    assert stem.get("lang") == content
    assert page.tree.get("lang") == visitor.lang
    options = [span for span in page.all(".//label/span") if span.get("lang")]
    assert {span.get("lang") for span in options} == {content}
    feedback = play_on(visitor, page, Player(app, page).wrong(1))
    details = feedback.all(".//section[@id='feedback']/details//p")
    assert {p.get("lang") for p in details if p.get("lang")} == {visitor.lang}


def test_history_lists_rounds_and_home_goes_on(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    play_on(visitor, page, Player(app, page).right(1))
    words_on = {"ar": "متابعة", "en": "Continue"}[visitor.lang]
    for path in ("", "history"):
        listed = visitor.open(f"/{visitor.lang}/{path}")
        assert listed.link(words_on).endswith(round_of(page))
        resumed = visitor.open(listed.link(words_on))
        assert position_of(resumed) == 2, "exactly where it stopped"
    visitor.submit(page.form("/finish"))
    assert not [a for a in visitor.open(f"/{visitor.lang}/").tree.iter("a") if a.text == words_on]
    listed = visitor.open(f"/{visitor.lang}/history")
    assert any((a.get("href") or "").endswith("/result") for a in listed.tree.iter("a"))


@pytest.mark.parametrize("lang_of_round", ["ar", "en"])
def test_one_tap_starts_a_round_from_the_article(
    app: Flask, visitor: Browser, lang_of_round: str
) -> None:
    page = visitor.open(f"/{visitor.lang}/articles/{SLUG}")
    form = next(f for f in page.forms() if f.sent["lang"] == [lang_of_round])
    question = visitor.submit(form)
    assert question.all(".//h1")[0].get("lang") == lang_of_round


def test_certainty_is_asked_and_comes_back_in_the_result(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang, certainty="1")
    player = Player(app, page)
    for n, (fields, certainty) in enumerate(
        ((player.right(1), "sure"), (player.wrong(2), "sure"), (player.wrong(3), "guess")), 1
    ):
        page = visitor.open(f"/{visitor.lang}/rounds/{player.round_id}/{n}")
        page = play_on(visitor, page, {**fields, "certainty": [certainty]})
    result = visitor.submit(page.form("/finish"))
    (table,) = result.with_class("calibration")
    rows = [" ".join("".join(r.itertext()).split()) for r in table.findall("./tbody/tr")]
    assert len(rows) == 2
    assert "50%" in rows[0]
    assert "0%" in rows[1]


def test_a_skipped_question_is_answered_with_nothing(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["gap"], length="5", lang=visitor.lang)
    feedback = play_on(visitor, page, {}, "skip")
    item, _, lang = Player(app, page).asked(1)
    assert item.typed is not None
    assert item.typed.accepted[lang][0] in feedback.text
    assert responses(app) == [(1, "skipped", 0.0)]


def test_a_round_of_no_kind_at_all_is_refused_with_what_was_chosen_kept(
    visitor: Browser,
) -> None:
    page = visitor.open(f"/{visitor.lang}/articles/{SLUG}/start")
    form = page.form("/start")
    form.sent.pop("kinds")
    refused = visitor.submit(form, {"length": ["20"], "mode": ["test"]}, status=422)
    kept = refused.form("/start")
    assert (kept.sent["length"], kept.sent["mode"]) == (["20"], ["test"])
    assert refused.with_class("problem")

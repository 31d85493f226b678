"""Nothing is lost and nothing counts twice: refresh, back, two tabs, double clicks, errors."""

from __future__ import annotations

import html
from collections.abc import Mapping

import pytest
from flask import Flask

from quizapp.domain.items.base import Fields
from tests.web.browsing import Browser, Page
from tests.web.checks import check_fragment, parsed_fragment
from tests.web.playing import (
    KINDS,
    Player,
    answer_form,
    play_on,
    position_of,
    responses,
    start,
    words,
)

NOTE = {"ar": "سبقت الإجابة عن هذا السؤال", "en": "This question was already answered"}


def begin(app: Flask, visitor: Browser, **values: object) -> tuple[Page, Player]:
    page = start(visitor, **{"kinds": ["choice"], "length": "5", "lang": visitor.lang, **values})
    return page, Player(app, page)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_answer_is_asked_for_again(app: Flask, visitor: Browser, kind: str) -> None:
    page, _ = begin(app, visitor, kinds=[kind])
    again = visitor.submit(answer_form(page), {}, status=422)
    assert again.path == page.path
    assert again.with_class("problem")[0].get("role") == "alert"
    assert responses(app) == []


def test_an_incomplete_answer_is_kept_in_the_form(app: Flask, visitor: Browser) -> None:
    page, player = begin(app, visitor, kinds=["match"], certainty="1")
    first = {"pair-1": player.right(1)["pair-1"], "certainty": ["fairly"]}
    again = visitor.submit(answer_form(page), first, status=422)
    form = answer_form(again)
    assert form.sent["pair-1"] == first["pair-1"]
    assert form.sent["pair-2"] == [""]
    assert form.sent["certainty"] == ["fairly"]
    assert form.sent["client_key"] == answer_form(page).sent["client_key"]
    rest = {name: values for name, values in player.right(1).items() if name != "pair-1"}
    assert visitor.submit(form, rest).with_class("feedback")


def test_a_typed_answer_that_is_too_long_is_kept(app: Flask, visitor: Browser) -> None:
    page, _ = begin(app, visitor, kinds=["gap"])
    long = "ب" * 201
    again = visitor.submit(answer_form(page), {"text": [long]}, status=422)
    assert answer_form(again).sent["text"] == [long]


def test_a_double_click_scores_once_and_shows_one_feedback(app: Flask, visitor: Browser) -> None:
    page, player = begin(app, visitor)
    form, fields = answer_form(page), player.right(1)
    one, two = visitor.post(form, fields), visitor.post(form, fields)
    assert one.status_code == two.status_code == 303
    assert one.headers["Location"] == two.headers["Location"], "no note: the same was meant"
    assert responses(app) == [(1, "right", 1.0)]


def test_two_tabs_give_the_first_answer_and_say_so(app: Flask, visitor: Browser) -> None:
    page, player = begin(app, visitor)
    other_tab = visitor.open(page.path)
    play_on(visitor, page, player.wrong(1))
    late = play_on(visitor, other_tab, player.right(1))
    assert NOTE[visitor.lang] in late.text
    assert words("wrong", visitor.lang) in late.text
    assert responses(app) == [(1, "wrong", 0.0)]


def test_two_tabs_in_a_test_move_on_with_a_note(app: Flask, visitor: Browser) -> None:
    page, player = begin(app, visitor, mode="test")
    other_tab = visitor.open(page.path)
    play_on(visitor, page, player.wrong(1), "store")
    late = play_on(visitor, other_tab, player.right(1), "store")
    assert position_of(late) == 2
    assert NOTE[visitor.lang] in late.text


def test_going_back_and_refreshing_change_nothing(app: Flask, visitor: Browser) -> None:
    page, player = begin(app, visitor)
    play_on(visitor, page, player.right(1))
    second = visitor.open(f"{page.path.rsplit('/', 1)[0]}")
    assert position_of(second) == 2
    back = visitor.open(page.path)
    assert back.with_class("feedback"), "the answered question shows its feedback"
    assert visitor.open(second.path).text == second.text
    assert len(responses(app)) == 1


def test_an_answer_to_a_finished_round_is_refused_with_a_way_on(
    app: Flask, visitor: Browser
) -> None:
    page, player = begin(app, visitor)
    visitor.submit(page.form("/finish"))
    refused = visitor.submit(answer_form(page), player.right(1), status=409)
    link = next(a for a in refused.tree.iter("a") if (a.get("href") or "").endswith("/result"))
    assert visitor.open(str(link.get("href"))).path.endswith("/result")
    assert responses(app) == []


def test_finishing_twice_is_finishing(app: Flask, visitor: Browser) -> None:
    page, _ = begin(app, visitor)
    form = page.form("/finish")
    assert visitor.submit(form).path == visitor.submit(form).path


def test_starting_twice_from_one_form_makes_one_round(app: Flask, visitor: Browser) -> None:
    begin(app, visitor)
    page = visitor.open(f"/{visitor.lang}/articles/wide-fair/start")
    one, two = visitor.post(page.form("/start")), visitor.post(page.form("/start"))
    assert one.headers["Location"] == two.headers["Location"]


@pytest.mark.parametrize("place", [0, 6, 99, 2**40])
def test_a_question_that_is_not_there_is_a_404(app: Flask, visitor: Browser, place: int) -> None:
    page, _ = begin(app, visitor)
    visitor.open(f"{page.path.rsplit('/', 1)[0]}/{place}", status=404)


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_a_script_gets_a_fragment_instead_of_a_redirect(
    app: Flask, visitor: Browser, mode: str
) -> None:
    page, player = begin(app, visitor, mode=mode)
    form = answer_form(page)
    response = visitor.client.post(
        form.action, data=form.filled(player.right(1)), headers={"X-Fragment": "1"}
    )
    assert "X-Fragment" in response.headers["Vary"]
    if mode == "test":
        assert (response.status_code, response.text) == (204, "")
        assert response.headers["X-Leads-To"] == page.path.replace("/1", "/2")
        onward = response.headers["X-Leads-To"]
        response = visitor.client.get(onward, headers={"X-Fragment": "1"})
    assert response.status_code == 200
    assert response.text.startswith("<section")
    assert ('id="feedback"' in response.text) == (mode == "practice")
    check_fragment(parsed_fragment(response.text), visitor.lang)


HOSTILE: list[Mapping[str, list[str]]] = [
    {"choice": ["99"]},
    {"choice": ["0"]},
    {"choice": ["x"]},
    {"choice": ["1", "2"]},
    {"choice": ["²"]},
    {"choice": ["1\x00"]},
    {"text": ["x"]},
    {"choice": [""], "score": ["1"], "account_id": ["1"]},
]


@pytest.mark.parametrize("fields", HOSTILE, ids=str)
def test_a_made_up_form_is_a_422_and_stores_nothing(
    app: Flask, visitor: Browser, fields: Fields
) -> None:
    page, _ = begin(app, visitor)
    token = answer_form(page).sent["csrf_token"]
    response = visitor.client.post(page.path, data={**fields, "csrf_token": token})
    assert response.status_code == 422
    assert responses(app) == []


@pytest.mark.parametrize("shown_at", ["", "yesterday", "2999-01-01T00:00:00+00:00", "2026-01-01"])
def test_a_claimed_moment_that_cannot_be_is_dropped(
    app: Flask, visitor: Browser, shown_at: str
) -> None:
    page, player = begin(app, visitor)
    form = answer_form(page)
    body = {**form.filled(player.right(1)), "shown_at": shown_at, "certainty": "cosmic"}
    assert visitor.client.post(form.action, data=body).status_code == 303
    assert len(responses(app)) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["practice", "test"])
def test_no_page_tells_the_key_before_the_answer(
    app: Flask, visitor: Browser, kind: str, mode: str
) -> None:
    page, player = begin(app, visitor, kinds=[kind], mode=mode)
    item, _, lang = player.asked(1)
    shown = html.unescape(page.response.text).replace('aria-hidden="true"', "")
    question = " ".join(
        [item.stem[lang], *([item.material[lang]] if item.material else [])]
        + [option.text[lang] for option in item.options]
    )
    secrets = [item.id, item.explanation[lang], *(f'="{o.id}"' for o in item.options)]
    secrets += [o.gloss[lang] for o in item.options if o.gloss]
    secrets += [s for s in (item.typed.accepted[lang] if item.typed else ()) if not s.isdigit()]
    assert item.stem[lang] in shown
    assert not [s for s in secrets if s in shown and s not in question]


def test_xss_in_a_typed_answer_stays_text(app: Flask, visitor: Browser) -> None:
    page, _ = begin(app, visitor, kinds=["gap"])
    payload = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    feedback = play_on(visitor, page, {"text": [payload]})
    assert {script.get("src", "")[-9:] for script in feedback.tree.iter("script")} == {"js/app.js"}
    assert payload in feedback.text

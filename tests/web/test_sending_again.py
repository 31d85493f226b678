"""A form whose token is not good any more: nothing typed is lost, one button sends it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from quizapp.domain.errors import StorageBusy
from quizapp.factory import create_app
from quizapp.services import rounds
from tests.web.browsing import Browser, Form
from tests.web.playing import Player, answer_form, responses, start, words


def lose_token(form: Form) -> None:
    form.sent["csrf_token"] = ["long-gone"]


def drop_token(form: Form) -> None:
    del form.sent["csrf_token"]


@pytest.mark.parametrize("spoil", [lose_token, drop_token])
def test_an_answer_with_a_stale_token_is_sent_again_by_one_button(
    app: Flask, visitor: Browser, spoil: Callable[[Form], None]
) -> None:
    page = start(visitor, kinds=["gap"], length="5", lang=visitor.lang)
    player = Player(app, page)
    form = answer_form(page)
    spoil(form)
    typed = 'قال: «نعم» & <b>"x"</b>'
    refused = visitor.submit(form, {"text": [typed]}, status=400)
    assert responses(app) == []
    again = refused.form()
    assert again.sent["text"] == [typed]
    assert again.sent["client_key"] == answer_form(page).sent["client_key"]
    feedback = visitor.submit(again, button=words("again", visitor.lang))
    assert feedback.path == page.path
    assert feedback.with_class("feedback")
    assert typed in feedback.text
    assert len(responses(app)) == 1
    assert player.asked(1)


def test_every_value_of_a_repeated_field_is_kept(app: Flask, visitor: Browser) -> None:
    page = visitor.open(f"/{visitor.lang}/articles/wide-fair/start")
    form = page.form("/start")
    lose_token(form)
    again = visitor.submit(form, {"mode": ["test"]}, status=400).form()
    assert again.sent["kinds"] == form.sent["kinds"]
    question = visitor.submit(again)
    assert "/rounds/" in question.path


def test_a_token_of_a_rotated_key_still_loses_nothing(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    player, form = Player(app, page), answer_form(page)
    old = app.config["WARAQA"]
    rotated = create_app(
        replace(old, secret_key="another key, " + old.secret_key, old_secret_keys=(old.secret_key,))
    )
    cookie = visitor.client.get_cookie("waraqa")
    assert cookie is not None
    later = Browser(rotated.test_client(), visitor.lang)
    later.client.set_cookie("waraqa", cookie.value)
    refused = later.submit(form, player.right(1), status=400)
    feedback = later.submit(refused.form())
    assert feedback.with_class("feedback")
    assert responses(app) == [(1, "right", 1.0)]


def test_a_browser_without_cookies_is_told_so(app: Flask, visitor: Browser) -> None:
    page = visitor.open(f"/{visitor.lang}/articles/wide-fair/start")
    visitor.client.delete_cookie("waraqa")
    refused = visitor.submit(page.form("/start"), status=400)
    told = {"ar": "ملف تعريف الارتباط", "en": "sent no cookie"}[visitor.lang]
    assert told in refused.text


def test_a_busy_database_offers_to_send_the_answer_again(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    player, form = Player(app, page), answer_form(page)
    with monkeypatch.context() as busy:
        busy.setattr(rounds, "answer", _raise(StorageBusy))
        refused = visitor.submit(form, player.right(1), status=503)
    assert refused.response.headers["Retry-After"].isdigit()
    assert visitor.submit(refused.form()).with_class("feedback")
    assert responses(app) == [(1, "right", 1.0)]


def test_a_fault_of_ours_keeps_the_answer_and_shows_no_trace(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)
    player, form = Player(app, page), answer_form(page)
    with monkeypatch.context() as faulty:
        faulty.setattr(rounds, "answer", _raise(ZeroDivisionError))
        refused = visitor.submit(form, player.right(1), status=500)
    assert "Traceback" not in refused.response.text
    assert "ZeroDivisionError" not in refused.response.text
    assert visitor.submit(refused.form()).with_class("feedback")


def _raise(error: type[Exception]) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


def test_a_body_too_large_is_a_page_too(app: Flask, visitor: Browser) -> None:
    response = visitor.client.post(
        f"/{visitor.lang}/settings", data={"content": "x" * (2 * 1024 * 1024 + 1)}
    )
    assert response.status_code == 413
    assert f'lang="{visitor.lang}"' in response.text
    assert "<form" not in response.text

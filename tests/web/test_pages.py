"""The pages that are not a round: home, article, about, settings, errors, health."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, abort

from quizapp.config import config_for_tests
from quizapp.domain.errors import StorageBusy
from quizapp.domain.generation.bank import build_items
from quizapp.domain.items.base import Outcome
from quizapp.domain.items.registry import KINDS
from quizapp.extensions import db
from quizapp.factory import create_app
from quizapp.web import labels
from quizapp.web.errors import TEXTS
from tests.databases import Template, drop
from tests.domain.items.wide import wide_article
from tests.postgresql import keep
from tests.web.browsing import Browser
from tests.web.checks import parsed
from tests.web.playing import SLUG, round_of, start


def test_home_lists_the_articles_and_leads_into_a_round(visitor: Browser) -> None:
    page = visitor.open(f"/{visitor.lang}/")
    article = wide_article()
    assert article.title[visitor.lang] in page.text  # type: ignore[index]
    assert str(len(build_items(article))) in page.text
    setup = page.link({"ar": "إعداد جولة", "en": "Set up a round"}[visitor.lang])
    assert visitor.open(setup).form("/start").sent["lang"] == [visitor.lang]
    question = visitor.submit(page.form("/start"))
    assert question.all(".//form[@class='question']"), "one tap starts a round"


def test_setting_up_offers_every_kind_that_the_article_has(visitor: Browser) -> None:
    form = visitor.open(f"/{visitor.lang}/articles/{SLUG}/start").form("/start")
    assert form.offered["kinds"] == set(KINDS)
    assert form.sent["kinds"] == list(KINDS)
    assert form.sent["lang"] == [visitor.lang]
    assert (form.sent["length"], form.sent["mode"]) == (["10"], ["practice"])
    assert form.offered["length"] == {"5", "10", "20", "all"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_registered_kind_has_its_template_and_its_words(app: Flask, kind: str) -> None:
    template = app.jinja_env.get_template(f"quiz/kinds/{kind}.html")
    assert {"ask", "reviewed"} <= set(template.module.__dict__)
    with app.test_request_context("/en/"):
        assert str(labels.KINDS[kind])
        assert str(labels.HOW_TO[kind])


def test_every_verdict_has_its_words() -> None:
    assert set(labels.VERDICTS) == set(Outcome)


def test_looking_around_makes_no_account_and_settings_make_one(
    app: Flask, visitor: Browser
) -> None:
    for path in ("", "about", "history", "settings", f"articles/{SLUG}"):
        visitor.open(f"/{visitor.lang}/{path}")
    assert "token" not in _session(visitor)
    visitor.submit(visitor.open(f"/{visitor.lang}/settings").form(), {"theme": ["dark"]})
    assert "token" in _session(visitor)


def _session(visitor: Browser) -> dict[str, object]:
    with visitor.client.session_transaction() as session:
        return dict(session)


def test_settings_are_kept_and_shown(visitor: Browser) -> None:
    chosen = {
        "interface": [visitor.lang],
        "content": ["en"],
        "digits": ["arab"],
        "months": ["levant"],
        "theme": ["dark"],
        "certainty": ["1"],
    }
    saved = visitor.submit(visitor.open(f"/{visitor.lang}/settings").form(), chosen)
    assert saved.with_class("done")
    form = visitor.open(f"/{visitor.lang}/settings").form()
    assert {name: form.sent[name] for name in chosen} == chosen
    assert saved.tree.get("data-theme") == "dark"
    setup = visitor.open(f"/{visitor.lang}/articles/{SLUG}/start").form("/start")
    assert setup.sent["lang"] == ["en"]
    assert setup.sent["certainty"] == ["1"]


def test_single_keys_can_be_switched_off_and_on_again_on_this_device(
    visitor: Browser, stranger: Browser
) -> None:
    for keys_off, shown in ((["1"], "off"), ([], None)):
        form = visitor.open(f"/{visitor.lang}/settings").form()
        visitor.submit(form, {"keys_off": keys_off})
        assert visitor.open(f"/{visitor.lang}/").tree.get("data-keys") == shown
        assert visitor.open(f"/{visitor.lang}/settings").form().sent.get("keys_off", []) == keys_off
    assert stranger.open(f"/{stranger.lang}/").tree.get("data-keys") is None


def test_changing_the_language_of_the_pages_changes_it_at_once(visitor: Browser) -> None:
    other = {"ar": "en", "en": "ar"}[visitor.lang]
    form = visitor.open(f"/{visitor.lang}/settings").form()
    assert visitor.submit(form, {"interface": [other]}).path == f"/{other}/settings"


def test_a_setting_that_does_not_exist_is_refused(visitor: Browser) -> None:
    form = visitor.open(f"/{visitor.lang}/settings").form()
    form.sent["theme"] = ["neon"]
    refused = visitor.submit(form, status=422)
    assert refused.with_class("problem")


@pytest.fixture(scope="module")
def breaking(stored: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with an address for every error."""
    folder = tmp_path_factory.mktemp("breaking")
    url = stored.copied(folder)
    site = create_app(replace(config_for_tests(folder), database_url=url))
    with site.app_context():
        keep(db.engine)
    site.config["PROPAGATE_EXCEPTIONS"] = False
    site.add_url_rule("/<any(ar, en):lang>/broken/<int:code>", "broken", lambda code: abort(code))
    yield site
    with site.app_context():
        db.engine.dispose()
    drop(url)


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_error_has_a_page_in_both_languages(breaking: Flask, lang: str, code: int) -> None:
    page = Browser(breaking.test_client(), lang).open(f"/{lang}/broken/{code}", status=code)
    with breaking.test_request_context(f"/{lang}/"):
        assert str(TEXTS[code][0]) in page.text
        assert str(TEXTS[code][1]) in page.text
    assert str(code) in page.text


@pytest.mark.parametrize("code", [406, 415, 418, 501, 504])
def test_an_error_without_words_of_its_own_has_a_page_too(
    breaking: Flask, lang: str, code: int
) -> None:
    Browser(breaking.test_client(), lang).open(f"/{lang}/broken/{code}", status=code)


def test_a_database_that_is_down_still_gives_a_page(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    page = start(visitor, kinds=["choice"], length="5", lang=visitor.lang)

    def down(*_: object) -> None:
        raise StorageBusy

    monkeypatch.setattr("quizapp.web.viewers.viewer_of", down)
    refused = visitor.open(f"/{visitor.lang}/rounds/{round_of(page)}/1", status=503)
    assert refused.tree.get("lang") == visitor.lang


def test_when_the_error_page_fails_too_there_is_a_last_resort(
    app: Flask, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise RuntimeError

    monkeypatch.setattr("quizapp.web.errors.render_template", broken)
    response = app.test_client().get(f"/{lang}/nowhere")
    assert response.status_code == 404
    tree = parsed(response.text)
    assert {e.get("lang") for e in tree.iter() if e.get("lang")} == {"ar", "en"}


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil"])
def test_an_unknown_host_name_is_refused(app: Flask, host: str) -> None:
    response = app.test_client().get("/ar/", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000"])
def test_this_machine_is_known_under_its_names(app: Flask, host: str) -> None:
    assert app.test_client().get("/ar/", headers={"Host": host}).status_code == 200


def test_the_health_check_is_short(app: Flask) -> None:
    response = app.test_client().get("/healthz")
    assert response.get_json() == {"status": "ok"}
    assert "Set-Cookie" not in response.headers

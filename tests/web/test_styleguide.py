"""The style guide shows everything there is, in both languages, and only where it is wanted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from jinja2 import nodes
from jinja2.runtime import Macro

from quizapp.config import Config, ConfigError, config_for_tests
from quizapp.domain.bilingual import LANGS, Lang, direction
from quizapp.domain.items.base import Outcome
from quizapp.domain.items.registry import KINDS
from quizapp.factory import create_app
from quizapp.web.styleguide import specimens
from quizapp.web.styleguide.apart import apart
from quizapp.web.styleguide.routes import COLOURS, ICONS, THEMES
from tests.web.browsing import Browser, Page

WEB = Path(__file__).resolve().parents[2] / "quizapp" / "web"
SHELVES = (
    *sorted(WEB.glob("templates/macros/*.html")),
    *sorted(WEB.glob("*/templates/*/passage.html")),
)
ALWAYS = {Outcome.RIGHT, Outcome.WRONG, Outcome.SKIPPED}
ALSO = {
    "multiple_choice": {Outcome.PARTIAL},
    "match": {Outcome.PARTIAL},
    "order": {Outcome.PARTIAL},
    "gap": {Outcome.CLOSE},
}
KEY = "kept in the environment: 8d1f0c2b7a6e"


def opened(visitor: Browser) -> Page:
    return visitor.open(f"/{visitor.lang}/styleguide")


def macros_of(app: Flask, path: Path) -> set[tuple[str, str]]:
    tree = app.jinja_env.parse(path.read_text(encoding="utf-8"))
    return {(path.name, macro.name) for macro in tree.find_all(nodes.Macro)}


def frames_in(tree: Element, theme: str) -> list[Element]:
    return [e for e in tree.iter("div") if e.get("data-theme") == theme]


def test_every_macro_is_shown(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: set[tuple[str, str]] = set()
    render = Macro._invoke

    def noted(macro: Macro, *arguments: object) -> str:
        shown.add((Path(macro._func.__code__.co_filename).name, macro.name))
        return render(macro, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Macro, "_invoke", noted)
    opened(visitor)
    wanted = set().union(*(macros_of(app, shelf) for shelf in SHELVES))
    assert len(wanted) > 30
    assert wanted - shown == set(), "show them in quizapp/web/styleguide/templates"


def test_every_kind_has_a_specimen_of_every_state() -> None:
    assert list(specimens.SPECIMENS) == list(KINDS)
    for kind in KINDS:
        assert set(specimens.outcomes(kind)) == ALWAYS | ALSO.get(kind, set()), kind


@pytest.mark.parametrize("content", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_specimen_is_judged_to_be_what_it_is_shown_as(kind: str, content: Lang) -> None:
    for outcome in specimens.outcomes(kind):
        feedback = specimens.judged_view(kind, content, outcome).feedback
        assert feedback is not None
        assert feedback.grade.outcome is outcome


def test_every_state_of_a_kind_is_on_the_page_in_both_languages_and_themes(
    visitor: Browser,
) -> None:
    page = opened(visitor)
    for kind in KINDS:
        (section,) = page.all(f".//section[@aria-labelledby='kind-{kind}']")
        for theme in THEMES:
            frames = frames_in(section, theme)
            assert len(frames) == len(LANGS)
            for content, frame in zip(LANGS, frames, strict=True):
                check_states(frame, kind, content)


def check_states(frame: Element, kind: str, content: Lang) -> None:
    shown = [e for e in frame.iter("div") if e.get("data-state")]
    assert [e.get("data-state") for e in shown] == ["open", *specimens.outcomes(kind)]
    for specimen in shown:
        (stem,) = [e for e in specimen.iter("h2") if e.get("class") == "stem"]
        assert (stem.get("lang"), stem.get("dir")) == (content, direction(content))
        forms = [e for e in specimen.iter("form") if e.get("class") == "question"]
        panels = [e for e in specimen.iter("section") if "feedback" in str(e.get("class"))]
        assert (len(forms), len(panels)) == ((1, 0) if specimen is shown[0] else (0, 1))


def test_runs_of_content_run_their_own_way(visitor: Browser) -> None:
    page = opened(visitor)
    runs = [e for e in page.tree.iter() if e.get("lang") and e.tag != "html"]
    assert {(e.get("lang"), e.get("dir")) for e in runs} == {("ar", "rtl"), ("en", "ltr")}
    assert all(e.get("data-theme") in THEMES for e in page.all(".//div[@data-theme]"))


def test_both_themes_show_the_same(visitor: Browser) -> None:
    page = opened(visitor)
    for section in page.with_class("part"):
        light, dark = (
            [[(e.tag, e.get("class")) for e in frame.iter()] for frame in frames_in(section, theme)]
            for theme in THEMES
        )
        assert light
        assert light == dark


def test_every_icon_and_every_colour_is_shown(visitor: Browser) -> None:
    page = opened(visitor)
    named = ["".join(e.itertext()) for e in page.all(".//code")]
    assert len(ICONS) > 20
    assert len(COLOURS) > 15
    assert sorted(named) == sorted((*ICONS, *COLOURS) * len(THEMES))
    uses = [e for e in page.tree.iter() if str(e.tag).endswith("}use")]
    symbols = {str(e.get("href")).rpartition("#")[2] for e in uses}
    assert symbols >= set(ICONS)


def test_a_specimen_is_set_apart_from_its_twins() -> None:
    html = '<h1 id="stem">A</h1><input aria-describedby="words how-to"><p>id=</p>'
    assert apart(html, "x") == (
        '<h2 id="stem-x">A</h2><input aria-describedby="words-x how-to-x"><p>id=</p>'
    )
    assert apart('<div tabindex="-1" autofocus>', "x") == '<div tabindex="-1">'
    region = apart('<section aria-labelledby="verdict">', "x", "caption")
    assert region == '<section aria-labelledby="verdict-x caption">'


def test_no_search_engine_is_invited(visitor: Browser) -> None:
    (robots,) = opened(visitor).all(".//meta[@name='robots']")
    assert robots.get("content") == "noindex"


def environment(folder: Path, **more: str) -> Mapping[str, str]:
    return {"WARAQA_DATA_DIR": str(folder), "SECRET_KEY": KEY, **more}


@pytest.mark.parametrize(
    "more", [{}, {"WARAQA_HTTPS": "1", "WARAQA_HOSTS": "quiz.example.org"}], ids=["here", "served"]
)
def test_a_site_that_is_served_has_no_style_guide(
    catalogues: None, tmp_path: Path, more: dict[str, str]
) -> None:
    config = Config.from_environment(environment(tmp_path, **more))
    for each in (config, replace(config_for_tests(tmp_path), styleguide=False)):
        app = create_app(each)
        assert not [rule for rule in app.url_map.iter_rules() if "styleguide" in rule.rule]
        assert "styleguide" not in app.blueprints


def test_whoever_asks_for_it_on_this_machine_gets_it(catalogues: None, tmp_path: Path) -> None:
    config = Config.from_environment(environment(tmp_path, WARAQA_STYLEGUIDE="1"))
    assert "styleguide" in create_app(config).blueprints


@pytest.mark.parametrize(
    "more",
    [
        {"WARAQA_HTTPS": "1"},
        {"WARAQA_HTTPS": "1", "WARAQA_HOSTS": "quiz.example.org"},
        {"WARAQA_PLAIN_HTTP": "1", "WARAQA_HOSTS": "quiz.school.lan"},
    ],
)
def test_it_cannot_be_asked_for_where_others_are_served(
    tmp_path: Path, more: dict[str, str]
) -> None:
    with pytest.raises(ConfigError, match="WARAQA_STYLEGUIDE"):
        Config.from_environment(environment(tmp_path, WARAQA_STYLEGUIDE="1", **more))


def test_its_own_sheet_styles_no_component() -> None:
    sheet = (WEB / "static" / "styleguide.css").read_text(encoding="utf-8")
    lines = [line.strip() for line in sheet.partition("*/")[2].splitlines()]
    selectors = [line for line in lines if line.endswith(("{", ",")) and not line.startswith("@")]
    assert len(selectors) > 10
    own = re.compile(r"\.(theme|caption|specimen|swatch|size-|strong)")
    assert [each for each in selectors if not own.match(each)] == []

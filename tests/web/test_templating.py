"""Templates share the globals of their environment, and cannot change them."""

from __future__ import annotations

from flask import Flask


def test_a_template_has_the_globals_of_the_environment(app: Flask) -> None:
    template = app.jinja_env.get_template("quiz/stage.html")
    assert template.globals is app.jinja_env.globals


def test_globals_for_one_template_stay_with_it(app: Flask) -> None:
    before = dict(app.jinja_env.globals)
    made = app.jinja_env.from_string("{{ mine }}", globals={"mine": "here"})
    with app.test_request_context("/ar/"):
        assert made.render() == "here"
    assert app.jinja_env.globals == before


def test_a_template_that_sets_a_name_sets_no_global(app: Flask) -> None:
    before = dict(app.jinja_env.globals)
    made = app.jinja_env.from_string("{% set labels = 3 %}{{ labels }}")
    with app.test_request_context("/ar/"):
        assert made.render() == "3"
        assert made.module is not None
    assert app.jinja_env.globals == before

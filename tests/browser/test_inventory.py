"""The inventory of pages is whole: no route escapes the checks of `test_every_page`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from quizapp.config import config_for_tests
from quizapp.db.migrate import upgrade
from quizapp.factory import create_app
from quizapp.resources import resource
from tests.browser.inventory import (
    NOT_PAGES,
    STATES,
    TELLING,
    TELLING_NAMES,
    TOLD_BY_ITSELF,
)
from tests.compiled import compile_where_needed

HOW = (
    "no way to reach it: add a State to tests/browser/inventory.py, or, if it does not "
    "answer with HTML, a line to NOT_PAGES"
)


def test_every_route_that_can_be_opened_is_in_the_inventory(tmp_path: Path) -> None:
    compile_where_needed()
    config = config_for_tests(tmp_path)
    upgrade(config.database_url, resource("migrations"))
    routes = {
        rule.endpoint
        for rule in create_app(config).url_map.iter_rules()
        if "GET" in (rule.methods or ())
    }
    listed = {state.endpoint for state in STATES if state.endpoint} | set(NOT_PAGES)
    assert dict.fromkeys(sorted(routes - listed), HOW) == {}
    assert listed - routes == set(), "the inventory lists endpoints that are gone"


def test_states_have_names_of_their_own() -> None:
    assert [name for name, count in Counter(s.name for s in STATES).items() if count > 1] == []


def test_the_telling_states_show_every_page() -> None:
    told = {state.endpoint for state in TELLING} | TOLD_BY_ITSELF
    assert told == {state.endpoint for state in STATES}


def test_the_telling_states_are_there() -> None:
    assert set(TELLING_NAMES) == {state.name for state in TELLING}

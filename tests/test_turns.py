"""Tests that share something run in one process: told by their ids, before any of them runs."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import pytest_collection_modifyitems, pytest_xdist_make_scheduler
from tests.turns import EVERY_PAGE, FIRST, HALVES, TOGETHER, Turns, turn, unit_of

ROOT = Path(__file__).parents[1]
PAGE = f"{EVERY_PAGE}::test_a_page_keeps_every_rule[chromium-"


def asked_for(dist: str) -> Any:
    """What pytest's configuration says where so much is asked of it."""
    option = SimpleNamespace(loadscopereorder=True)
    values = {"dist": dist, "tx": ["2*popen"], "maxprocesses": None}
    return SimpleNamespace(option=option, getoption=values.get, getvalue=values.get)


def test_tests_of_one_file_run_in_one_process() -> None:
    one, other = (f"tests/web/test_about.py::test_{name}[ar]" for name in ("one", "other"))
    assert unit_of(one) == unit_of(other) == "tests/web/test_about.py"


@pytest.mark.parametrize(
    ("test", "unit"),
    [
        ("tests/browser/test_keys.py::test_x", "browser"),
        ("tests/browser/test_playing.py::test_x[chromium-a]", "browser"),
        ("tests/security/outside/test_c17_observatory.py::test_x", "outside"),
        ("tests/faults/test_c33_kills.py::test_x", "faults"),
        ("tests/faults/test_c37_kills.py::test_x", "c37"),
        (f"{PAGE}home-ar]", "pages up to l"),
        (f"{PAGE}mine-ar]", "pages from m on"),
        (f"{PAGE}teach-new-ar]", "pages from m on"),
    ],
)
def test_what_is_made_for_several_files_is_made_once(test: str, unit: str) -> None:
    assert unit_of(test) == unit


def test_every_name_here_is_one_that_tests_have() -> None:
    for unit in {*FIRST} - {*HALVES} - {*TOGETHER.values()}:
        assert (ROOT / unit).is_file(), unit
    for beginning in TOGETHER:
        folder, _, name = beginning.rpartition("/")
        assert list((ROOT / folder).glob(f"{name}*")), beginning
    assert (ROOT / EVERY_PAGE).is_file()


def test_what_takes_longest_begins_first_and_the_rest_stays_in_order() -> None:
    tests = ["tests/web/b.py::t", "tests/web/a.py::t", f"{PAGE}home-ar]", f"{PAGE}mine-ar]"]
    items: list[Any] = [SimpleNamespace(nodeid=test) for test in tests]
    pytest_collection_modifyitems(items)
    assert [item.nodeid for item in items] == [tests[3], tests[2], tests[0], tests[1]]
    assert turn(tests[0]) == turn(tests[1])


def test_processes_are_handed_whole_units_in_that_order() -> None:
    config = asked_for("loadgroup")
    made = pytest_xdist_make_scheduler(config, None)
    assert isinstance(made, Turns)
    assert not config.option.loadscopereorder
    assert made._split_scope("tests/faults/test_c38_clocks.py::test_x") == "faults"
    assert pytest_xdist_make_scheduler(asked_for("load"), None) is None

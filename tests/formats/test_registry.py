"""What a registered format has to bring: its package, its place in the guide, its speed."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from quizapp.formats.registry import FORMATS
from quizapp.services.exchange.exporting import readable, writable
from tests.formats.many import COUNT

ROOT = Path(__file__).parents[2]
SECONDS = 5.0
MEGABYTES = 300


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_has_what_its_line_in_the_registry_says(name: str) -> None:
    format_ = FORMATS[name]
    package = f"quizapp.formats.{name}"
    assert import_module(package).__doc__
    assert format_.reads or format_.writes
    if format_.reads:
        assert callable(format_.reader())
    if format_.writes:
        assert callable(format_.writer())
    else:
        assert name == "anki" or find_spec(f"{package}.writer") is None


def test_every_direction_is_offered() -> None:
    assert {each.name for each in writable()} == {n for n, each in FORMATS.items() if each.writes}
    assert {each.name for each in readable()} == {n for n, each in FORMATS.items() if each.reads}


@pytest.fixture(scope="module")
def measured() -> dict[str, list[float]]:
    """What ten thousand questions came to in each format: the questions are made once."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.formats.many", *(each.name for each in writable())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (line.split() for line in done.stdout.splitlines())
    return {name: [float(number) for number in numbers] for name, *numbers in lines}


@pytest.mark.slow
@pytest.mark.timeout(300)  # All formats are measured before the first of them is judged.
@pytest.mark.skipif(sys.platform != "linux", reason="a process is measured by /proc here")
@pytest.mark.parametrize("name", [each.name for each in writable()])
def test_ten_thousand_questions_go_out_and_in_soon_and_in_little_memory(
    name: str, measured: dict[str, list[float]]
) -> None:
    writing, reading, carried, read, memory = measured[name]
    assert writing < SECONDS
    assert reading < SECONDS
    assert memory < MEGABYTES
    assert COUNT / 2 < carried <= COUNT
    assert read == (carried if FORMATS[name].reads else 0)

"""Ten thousand questions go out and come in soon, and in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.formats.tables.many import COUNT

ROOT = Path(__file__).parents[3]
SECONDS = 5.0
MEGABYTES = 300


@pytest.mark.slow
@pytest.mark.parametrize("name", ["table_xlsx", "table_csv", "kahoot", "wayground"])
def test_ten_thousand_questions_are_written_and_read_soon(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.formats.tables.many", name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    writing, reading, count, memory = map(float, done.stdout.split())
    assert writing < SECONDS
    assert reading < SECONDS
    assert memory < MEGABYTES
    assert count == COUNT if name.startswith("table") else count > COUNT / 3

"""Another reader of our style sheets: stylelint, with its rule for logical properties.

`tests/web/test_static_rules.py` holds them to the rules of the house, wherever there is no Node.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.peers import HERE, node_peer
from tests.web.test_static_rules import SHEETS

PROGRAM = HERE / "node_modules" / "stylelint" / "bin" / "stylelint.mjs"
RULES = ("--config", str(HERE / "stylelint.json"), "--config-basedir", str(HERE))


def linted(sheets: Sequence[Path]) -> subprocess.CompletedProcess[str]:
    command = [node_peer(), str(PROGRAM), *RULES, "--formatter", "compact", *map(str, sheets)]
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=110)


def test_stylelint_finds_nothing_in_our_style_sheets() -> None:
    found = linted(SHEETS)
    assert found.returncode == 0, found.stderr + found.stdout


@pytest.mark.parametrize(
    "planted",
    [
        "a { margin-left: 1px }",
        "a { padding: 0 1px 0 2px; float: left }",
        "a { text-align: right }",
        "a { border-top-left-radius: 1px }",
        "a { colour: red }",
        "a { color: red !important }",
        "@media (min-width: 30rem) { a { color: red } }",
    ],
)
def test_stylelint_finds_what_is_planted(tmp_path: Path, planted: str) -> None:
    sheet = tmp_path / "planted.css"
    sheet.write_text(planted, encoding="utf-8")
    assert linted([sheet]).returncode == 2

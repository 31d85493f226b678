"""The table of docs/security.md: every check has its row, and what a row names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path("docs/security.md")
IDS = [f"C{number}" for number in range(1, 41)]
ROW = re.compile(r"^\| (C\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/.]+?\.(?:py|mjs))(?:::(\w+))?`")
FILE_OF = re.compile(r"_c(\d\d)(?=_)")


def text() -> str:
    return PAGE.read_text(encoding="utf-8")


def rows() -> dict[str, tuple[str, ...]]:
    found = ROW.findall(text())
    assert [row[0] for row in found] == IDS, "one row each, in order"
    return {row[0]: row[1:] for row in found}


def files_of(check: str) -> set[str]:
    """The test files whose names say that they are about a check."""
    number = f"{int(check[1:]):02}"
    return {
        str(file)
        for folder in ("tests/security", "tests/faults")
        for file in Path(folder).rglob("test_*.py")
        if number in FILE_OF.findall(file.name)
    }


def test_every_check_has_a_row_that_leads_to_tests() -> None:
    for check, (proves, where, figures) in rows().items():
        named = {path for path, _ in NAMED.findall(where)}
        assert named, f"{check} names no test"
        assert files_of(check) <= named, f"{check} leaves out {files_of(check) - named}"
        assert len(proves) > 15, check
        assert figures.strip(" —"), f"{check} has no figure"


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED.findall(text()))))
def test_what_the_page_names_is_there(path: str, name: str) -> None:
    file = Path(path)
    assert file.exists()
    assert not name or re.search(rf"^def {name}\(", file.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_file_of_a_check_is_in_the_table() -> None:
    known = {file for check in IDS for file in files_of(check)}
    named = {path for row in rows().values() for path, _ in NAMED.findall(row[1])}
    assert known <= named, known - named
    for folder in ("tests/security", "tests/faults"):
        for file in Path(folder).rglob("test_c[0-9]*.py"):
            assert str(file) in known, f"{file} is named after no check"

"""Rosters as people paste and upload them, and files that are none."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.logins import folded, tidy_name
from quizapp.formats.roster import (
    MOST_LINES,
    Roster,
    RosterRejected,
    read_file,
    read_pasted,
)

Cells = Sequence[Sequence[object]]


def workbook(rows: Cells) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return out.getvalue()


def names(roster: Roster) -> list[str]:
    assert roster.problems == ()
    return [line.name for line in roster.lines]


PASTED = {
    "names a line": "Huda Salem\nRania Nasser",
    "numbered": "1. Huda Salem\n2) Rania Nasser",
    "numbered in Arabic": "١- Huda Salem\n٢- Rania Nasser",
    "with empty lines": "\n\nHuda Salem\n   \nRania Nasser\n",
    "too many spaces": "  Huda   Salem \r\n Rania\u00a0Nasser",
    "from a right-to-left page": "\u200fHuda Salem\u200e\nRania Nasser\u200f",
    "cells with headings": "No\tName\tMark\n1\tHuda Salem\t5\n2\tRania Nasser\t7",
    "cells without headings": "1\tHuda Salem\n2\tRania Nasser",
    "Arabic headings": "م\tاسم الطالب\n1\tHuda Salem\n2\tRania Nasser",
    "two columns of names": "First name,Family name\nHuda,Salem\nRania,Nasser",
    "two columns in Arabic": "الاسم الأول\tاسم العائلة\nHuda\tSalem\nRania\tNasser",
    "semicolons": "Name;Mark\nHuda Salem;1\nRania Nasser;2",
}


@pytest.mark.parametrize("how", PASTED)
def test_names_are_found_however_they_are_pasted(how: str) -> None:
    assert names(read_pasted(PASTED[how])) == ["Huda Salem", "Rania Nasser"]


def test_a_comma_in_a_name_without_headings_stays() -> None:
    assert names(read_pasted("Salem, Huda\nNasser, Rania")) == ["Salem, Huda", "Nasser, Rania"]


def test_numbers_elsewhere_in_a_name_stay() -> None:
    assert names(read_pasted("Huda (2)\nAli 3.")) == ["Huda (2)", "Ali 3."]


FILES = {
    "utf-8": "الاسم,اسم الدخول\nهدى,huda\n".encode(),
    "utf-8 with a mark": "الاسم;اسم الدخول\r\nهدى;huda\r\n".encode("utf-8-sig"),
    "utf-16": "الاسم\tاسم الدخول\nهدى\thuda\n".encode("utf-16"),
    "xlsx": workbook([["م", "اسم الدخول", "الاسم"], [1, "huda", "هدى"]]),
    "xlsx with a title": workbook(
        [["الصف الخامس"], ["2026"], ["الأسماء", "login"], ["هدى", "huda"]]
    ),
    "xlsx with room above": workbook([[], [], ["", "الاسم", "login"], ["", "هدى", "huda"]]),
}


@pytest.mark.parametrize("how", FILES)
def test_files_are_read_with_their_login_names(how: str) -> None:
    roster = read_file(FILES[how])
    assert [(line.name, line.login) for line in roster.lines] == [("هدى", "huda")]
    assert roster.problems == ()


def test_every_problem_is_said_with_its_line() -> None:
    text = (
        "Name\tLogin\n\tnobody\n12345\t\n"
        f"{'x' * 61}\t\nHuda\thuda\nHUDA\tother\nRania\tHUDA\nSalma\t!\nLina\ta b"
    )
    found = [(p.line, p.code, p.other) for p in read_pasted(text).problems]
    assert found == [
        (2, "empty", 0),
        (3, "letters", 0),
        (4, "long", 0),
        (6, "twice", 5),
        (7, "login_twice", 5),
        (8, "login_short", 0),
        (9, "login_characters", 0),
    ]


def bomb(rows: int = 0, sheet: bytes = b"", parts: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        for part in range(1, parts + 1):
            archive.writestr(f"xl/worksheets/sheet{part}.xml", sheet or b" " * rows)
    return out.getvalue()


def far_apart() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Name")
        sheet.write(1_048_575, 16_383, "Huda")
    return out.getvalue()


HOSTILE = {
    "nothing": (b"", "empty"),
    "only spaces": (b" \n \n", "empty"),
    "a heading alone": (b"name\n", "empty"),
    "too many lines": (b"\n".join(b"Pupil %d" % n for n in range(MOST_LINES + 1)), "too_many"),
    "too large": (b"x" * (1024 * 1024 + 1), "too_large"),
    "other letters": ("هدى\n".encode("cp1256"), "encoding"),
    "a picture": (b"GIF89a\x00\x01\x00", "format"),
    "an archive of something else": (bomb()[:60], "format"),
    "unpacks to very much": (bomb(17 * 1024 * 1024), "too_large"),
    "very many parts": (bomb(1, parts=300), "too_large"),
    "cells far apart": (far_apart(), "too_large"),
    "hidden in another encoding": (
        bomb(sheet="<sheetData><c r='XFD1048576'/></sheetData>".encode("utf-16")),
        "too_large",
    ),
    "a row far down": (bomb(sheet=b"<sheetData><row r='9999999'/></sheetData>"), "too_large"),
    "very many cells": (bomb(sheet=b"<row>" + b"<c/>" * 400_000 + b"</row>"), "too_large"),
    "nested very deep": (bomb(sheet=b"<a>" * 5_000), "too_large"),
    "with entities": (
        bomb(sheet=b"<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>"),
        "format",
    ),
    "an encoding that is none": (
        bomb(sheet=b"<?xml version='1.0' encoding='x'?><a/>"),
        "format",
    ),
    "a text that is not there": (
        bomb(sheet=b"<row><c t='s'><v>7</v></c></row>"),
        "empty",
    ),
    "nothing in the sheet": (bomb(sheet=b"<nothing/>"), "empty"),
    "no sheet at all": (bomb(parts=0), "format"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_roster_is_rejected(what: str) -> None:
    data, code = HOSTILE[what]
    with pytest.raises(RosterRejected) as caught:
        read_file(data)
    assert caught.value.code == code


def outcome(data: str | bytes) -> Roster | str:
    """What was read, or why it was rejected."""
    try:
        return read_pasted(data) if isinstance(data, str) else read_file(data)
    except RosterRejected as rejection:
        return rejection.code


@settings(deadline=None)
@given(st.text(max_size=300))
def test_anything_pasted_is_read_or_rejected_and_names_are_sound(text: str) -> None:
    roster = outcome(text)
    if isinstance(roster, str):
        assert roster in {"empty", "too_many", "too_large"}
        return
    for line in roster.lines:
        assert tidy_name(line.name) == line.name
        assert 1 <= line.number <= len(text.splitlines())
    if not roster.problems:
        assert len({folded(line.name) for line in roster.lines}) == len(roster.lines)


SPOILT = (b'r="A0"', b'r=""', b't="s"><v>99</v>', b'<c r="ZZZ1"/>', b"9" * 20, b"-1", b"</row>")


@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_spoilt_at_any_place_is_read_or_rejected(seed: int) -> None:
    whole = workbook([["Name", "login"], ["Huda", "huda"], [1, 2.5], ["Rania", ""]])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    rng = random.Random(seed)
    for _ in range(10):
        name = rng.choice(sorted(parts))
        at = rng.randrange(len(parts[name]) + 1)
        parts[name][at : at + rng.choice((0, 1, 20))] = rng.choice(SPOILT)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for part, content in parts.items():
                archive.writestr(part, bytes(content))
        found = outcome(out.getvalue())
        assert isinstance(found, Roster) or found in REASONS


REASONS = {"empty", "too_many", "too_large", "encoding", "format"}


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_file_is_read_or_rejected(data: bytes) -> None:
    for content in (data, b"PK\x03\x04" + data):
        found = outcome(content)
        assert isinstance(found, Roster) or found in REASONS


NAMES = st.lists(
    st.text(st.characters(categories=["L"]), min_size=1, max_size=20).filter(
        lambda name: len(folded(name)) > 1
    ),
    min_size=1,
    max_size=20,
    unique_by=folded,
)


@settings(deadline=None)
@given(NAMES)
def test_names_of_a_spreadsheet_and_of_pasted_cells_are_the_same(wanted: list[str]) -> None:
    tidied = [tidy_name(name) for name in wanted]
    rows: Cells = [["Name"], *([name] for name in wanted)]
    assert names(read_file(workbook(rows))) == tidied
    assert names(read_pasted("Name\t\n" + "\n".join(f"{name}\t" for name in wanted))) == tidied

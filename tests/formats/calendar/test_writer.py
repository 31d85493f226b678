"""Calendar feeds by the letter of RFC 5545, read back by a reader of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.formats.calendar import Event, write_calendar
from quizapp.formats.calendar.writer import escaped, folded

WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
DUE = datetime(2026, 11, 30, 14, 30, tzinfo=timezone(timedelta(hours=1)))
TEXTS = st.text(max_size=200)


def event(summary: str = "Facts", description: str = "Due", uid: str = "a1") -> Event:
    return Event(uid, DUE, WRITTEN, summary, description, "https://school.example/en/homework/a1")


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_an_event_line_by_line() -> None:
    text = write_calendar("Waraqa", [event("Facts, figures; \\ and\nmore")], lang="en")
    assert unfolded(text) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Waraqa//Homework//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Waraqa",
        "X-WR-CALNAME:Waraqa",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "BEGIN:VEVENT",
        "UID:a1",
        "DTSTAMP:20261101T000000Z",
        "DTSTART:20261130T133000Z",
        "DURATION:PT0S",
        "SUMMARY;LANGUAGE=en:Facts\\, figures\\; \\\\ and\\nmore",
        "DESCRIPTION;LANGUAGE=en:Due",
        "URL:https://school.example/en/homework/a1",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@settings(deadline=None)
@given(TEXTS)
def test_folding_keeps_every_character_within_75_octets(line: str) -> None:
    plain = re.sub(r"[\r\n]", "", line)
    pieces = list(folded(plain))
    assert all(piece.endswith("\r\n") for piece in pieces)
    assert all(len(piece[:-2].encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0][:-2] + "".join(piece[1:-2] for piece in pieces[1:]) == plain


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_texts_come_back_and_begin_no_line_of_their_own(summary: str, description: str) -> None:
    lines = unfolded(write_calendar("ورقة", [event(summary, description)], lang="ar"))
    names = [re.split(r"[:;]", line, maxsplit=1)[0] for line in lines]
    assert names.count("SUMMARY") == names.count("BEGIN") - 1 == 1
    kept = next(line for line in lines if line.startswith("SUMMARY;")).split(":", 1)[1]
    assert unescaped(kept) == unescaped(escaped(summary))
    visible = re.sub(
        r"[\x00-\x08\x0e-\x1f\x7f]", "", re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", summary)
    )
    assert unescaped(kept) == visible

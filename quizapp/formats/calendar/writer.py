"""Writing a calendar feed by the letter of RFC 5545.

Lines end with CRLF and are folded before the 76th octet, never inside a character (3.1). In
texts, backslash, semicolon, comma and line breaks are escaped (3.3.11). Moments are in UTC, so
that no time zone need be described. A UID is the same in every feed, so that a program sees a
changed event as changed, and not as another one (3.8.4.7):

    SUMMARY:Facts\\, figures     "Facts, figures"
    DTSTART:20261130T133000Z     30 November 2026, 13:30 UTC
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

CRLF: Final = "\r\n"
OCTETS: Final = 75
PRODUCT: Final = "-//Waraqa//Homework//EN"
_ESCAPED: Final = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_SPECIAL: Final = re.compile(r"[\\;,\n]")
_BREAK: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls may not stand in a text at all (3.1, CONTROL).
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is due at a moment. `uid` is the same for ever."""

    uid: str
    due_at: datetime
    written_at: datetime
    summary: str
    description: str
    url: str


def write_calendar(name: str, events: Iterable[Event], *, lang: str) -> str:
    """Return the text of a calendar; `lang` is the language of its texts."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for event in events:
        lines += _event(event, lang)
    lines.append("END:VCALENDAR")
    return "".join(piece for line in lines for piece in folded(line))


def _event(event: Event, lang: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{_moment(event.written_at)}",
        f"DTSTART:{_moment(event.due_at)}",
        "DURATION:PT0S",
        f"SUMMARY;LANGUAGE={lang}:{escaped(event.summary)}",
        f"DESCRIPTION;LANGUAGE={lang}:{escaped(event.description)}",
        f"URL:{event.url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Return a text as the value of a TEXT property."""
    plain = _CONTROL.sub("", _BREAK.sub("\n", text))
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], plain)


def folded(line: str) -> Iterator[str]:
    """Yield a content line in pieces of at most 75 octets, each with its line end.

    A piece after the first begins with a space, which counts.
    """
    piece, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > OCTETS:
            yield piece + CRLF
            piece, octets = " ", 1
        piece += character
        octets += size
    yield piece + CRLF


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"

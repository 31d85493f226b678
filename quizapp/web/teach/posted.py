"""Reading what a teacher typed: texts in two languages, without what nobody can see.

Pasted texts bring marks of direction along that would turn pages around; they go. Line
ends become one kind. Nothing else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from werkzeug.datastructures import MultiDict

from quizapp.domain.authoring.passage import Row
from quizapp.domain.bilingual import Bilingual, BilingualList
from quizapp.domain.text import parse_number

Posted = MultiDict[str, str]

SHORT: Final = 200
LINE: Final = 2000
SENTENCE: Final = 2000
TEXT: Final = 60_000
MOST_ROWS: Final = 400
_WHOLE: Final = 10**7
_LAST_MONTH: Final = 12

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)


def clean(text: str, limit: int = SENTENCE) -> str:
    """Return a text as it is kept."""
    plain = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.strip()[:limit].strip()


def text(posted: Posted, name: str, limit: int = SENTENCE) -> str:
    """Return one field of a form."""
    return clean(posted.get(name, ""), limit)


def pair(posted: Posted, name: str, limit: int = SENTENCE) -> Bilingual:
    """Return a field that stands in both languages."""
    return Bilingual.build(lambda lang: text(posted, f"{name}-{lang}", limit))


def long_text(posted: Posted, name: str) -> tuple[Bilingual, bool]:
    """Return a text to be made into a passage, whole, and whether it is too long to be one."""
    found = pair(posted, name, _WHOLE)
    return found, max(len(found.ar), len(found.en)) > TEXT


def optional_pair(posted: Posted, name: str, limit: int = SENTENCE) -> Bilingual | None:
    """Return such a field, or None where neither side is written."""
    found = pair(posted, name, limit)
    return found if found.ar or found.en else None


def lines(posted: Posted, name: str) -> BilingualList:
    """Return a field with one text a line, in both languages."""

    def side(lang: str) -> tuple[str, ...]:
        rows = text(posted, f"{name}-{lang}").splitlines()
        return tuple(dict.fromkeys(row.strip()[:SHORT] for row in rows if row.strip()))

    return BilingualList(ar=side("ar"), en=side("en"))


def whole(posted: Posted, name: str) -> int | None:
    """Return a whole number in digits of any system, or None where there is none."""
    number = parse_number(posted.get(name, "")[:20])
    return int(number) if number is not None and number == int(number) else None


def month(posted: Posted) -> int | None:
    """Return the month of a date, or None where there is none."""
    found = whole(posted, "month")
    return found if found and 1 <= found <= _LAST_MONTH else None


def unread(posted: Posted, kept: Mapping[str, int | None]) -> dict[str, str]:
    """Return what stands in fields for whole numbers and was not kept as one, by field."""
    typed = {name: text(posted, name, SHORT) for name in kept}
    return {name: found for name, found in typed.items() if found and kept[name] is None}


def rows(posted: Posted) -> tuple[Row, ...]:
    """Return the rows of a passage in the order in which they were shown."""
    count = min(whole(posted, "rows") or 0, MOST_ROWS)
    return tuple(
        Row(
            ar=text(posted, f"row-{n}-ar", TEXT),
            en=text(posted, f"row-{n}-en", TEXT),
            id=text(posted, f"row-{n}-id", SHORT),
            opens=posted.get(f"row-{n}-opens") == "1",
        )
        for n in range(count)
    )


def chosen(posted: Posted, name: str, allowed: Mapping[str, object], default: str) -> str:
    """Return one of the values that a form offers, else the default."""
    value = posted.get(name, "")
    return value if value in allowed else default

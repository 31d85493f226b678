"""Our own sheet, empty: to be filled in without a manual.

The first sheet is the one that is read, made ready as text for a thousand questions; the second
says how it is filled in, in both languages; the third has an example of each kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from quizapp.domain.bilingual import Lang, other
from quizapp.formats.tables.book import Choices, Page, xlsx_of
from quizapp.formats.tables.examples import EXAMPLES
from quizapp.formats.tables.instructions import CHOOSE_KIND, LINES, QUESTIONS, TITLE
from quizapp.formats.tables.instructions import EXAMPLES as EXAMPLES_TITLE
from quizapp.formats.tables.places import Place
from quizapp.formats.tables.sheet import LAYOUT, cells_of, columns_for, titles
from quizapp.formats.tables.words import CLAIMS, KINDS, LANGUAGES, STRICTNESS

_WIDTHS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "kind": 20,
        "stem": 45,
        "material": 40,
        "option": 22,
        "right": 18,
        "accepted": 24,
        "month": 9,
        "tolerance": 18,
        "explanation": 40,
        "evidence": 40,
        "lang": 12,
        "id": 24,
    }
)
ROOM: Final = 1000
_OPTIONS: Final[Mapping[str, int]] = MappingProxyType({"option": 8, "partner": 6, "reason": 4})
_INSTRUCTED: Final = 70
_FROZEN: Final = 2


def blank(lang: Lang) -> bytes:
    """Return the empty sheet, its headings in a language, with instructions and examples."""
    columns = [
        Place(part, number)
        for part in LAYOUT
        for number in (range(1, _OPTIONS[part] + 1) if part in _OPTIONS else (0,))
    ]
    pages = (
        Page(
            name=QUESTIONS[lang],
            lang=lang,
            rows=[titles(columns, lang)],
            widths=widths_of(columns),
            frozen=_FROZEN,
            room=ROOM,
            choices=choices_of(columns, lang),
        ),
        Page(
            name=TITLE[lang],
            lang=lang,
            rows=[
                [TITLE[lang], TITLE[other(lang)]],
                *([line[lang], line[other(lang)]] for line in LINES),
            ],
            widths=(_INSTRUCTED, _INSTRUCTED),
        ),
        _examples(lang),
    )
    return xlsx_of(QUESTIONS[lang], pages)


def choices_of(columns: Sequence[Place], lang: Lang) -> tuple[Choices, ...]:
    """Return the lists to choose from in columns."""
    lists = {
        "kind": (tuple(each[lang] for each in KINDS.values()), CHOOSE_KIND[lang]),
        "claim": (tuple(each[lang] for each in CLAIMS.values()), ""),
        "strictness": (tuple(each[lang] for each in STRICTNESS.values()), ""),
        "lang": (tuple(each[lang] for each in LANGUAGES.values()), ""),
    }
    return tuple(
        Choices(at, *lists[place.part]) for at, place in enumerate(columns) if place.part in lists
    )


def _examples(lang: Lang) -> Page:
    rows = [cells_of(question, lang) for question in EXAMPLES[lang]]
    columns = columns_for(rows)
    return Page(
        name=EXAMPLES_TITLE[lang],
        lang=lang,
        rows=[titles(columns, lang), *([row.get(each, "") for each in columns] for row in rows)],
        widths=widths_of(columns),
        frozen=_FROZEN,
    )


def widths_of(columns: Sequence[Place]) -> list[int]:
    """Return how wide columns are to be."""
    return [_WIDTHS.get(place.part, _WIDTHS["option"]) for place in columns]

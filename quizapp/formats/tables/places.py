"""What a heading says stands below it.

Headings are known in both languages, ours and those of other programs, by what they say before
the first bracket or dash, however it is spelled:

    "Answer 1 - max 75 characters"     option 1
    "الخيار ١"                           option 1
    "Correct Answer(s)\\n(Only …)"      right
    "Time limit (sec) - 5, 10, …"      time, which is passed over
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.text import fold

NUMBERED: Final = ("option", "partner", "reason", "wrong")
_LONGEST_HEADING: Final = 200
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_REST: Final = re.compile(r"[(\n:]|\s[-\u2013\u2014]\s")
_COUNTED: Final = re.compile(r"(.*?\D)\s*(\d{1,2}|[a-h]|[ابجدهوزح])$")
_LATIN: Final = "abcdefgh"
_ARABIC: Final = "ابجدهوزح"


@dataclass(frozen=True, slots=True)
class Place:
    """What stands in a column. Of some there are several, counted from 1; 0 of the others."""

    part: str
    number: int = 0


# Ours first: these are written; the others are read as well.
TITLES: Final[Mapping[str, Bilingual]] = MappingProxyType(
    {
        "kind": Bilingual(ar="النوع", en="Type"),
        "stem": Bilingual(ar="السؤال", en="Question"),
        "material": Bilingual(ar="النص", en="Text"),
        "option": Bilingual(ar="الخيار", en="Option"),
        "right": Bilingual(ar="الإجابة الصحيحة", en="Right answer"),
        "accepted": Bilingual(ar="إجابات مقبولة أيضًا", en="Also accepted"),
        "month": Bilingual(ar="الشهر", en="Month"),
        "tolerance": Bilingual(ar="الفرق المسموح به", en="Tolerance"),
        "partner": Bilingual(ar="القرين", en="Partner"),
        "reason": Bilingual(ar="السبب", en="Reason"),
        "explanation": Bilingual(ar="الشرح", en="Explanation"),
        "evidence": Bilingual(ar="الدليل", en="Evidence"),
        "claim": Bilingual(ar="نوع القول", en="Kind of claim"),
        "strictness": Bilingual(ar="الصرامة", en="Strictness"),
        "tags": Bilingual(ar="الوسوم", en="Tags"),
        "lang": Bilingual(ar="اللغة", en="Language"),
        "id": Bilingual(ar="المعرّف", en="Id"),
    }
)
_ALSO: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "kind": ("question type", "kind", "نوع السؤال"),
        "stem": ("question text", "question title", "prompt", "نص السؤال", "سؤال"),
        "material": ("material", "sentence", "statement", "العبارة", "الجملة"),
        "option": ("answer", "choice", "خيار", "الإجابة", "إجابة", "الجواب", "البديل"),
        "right": (
            *("correct answer", "correct answers", "right answers", "correct", "answer key"),
            *("correct option", "answer", "key", "الإجابات الصحيحة", "الجواب الصحيح"),
            *("الإجابة", "الجواب", "الحل", "مفتاح الإجابة"),
        ),
        "wrong": ("incorrect answer", "wrong answer", "distractor", "إجابة خاطئة", "خيار خاطئ"),
        "accepted": ("accepted answers", "accepted spellings", "إجابات مقبولة"),
        "partner": ("match", "pair", "الشريك", "القرين"),
        "reason": ("feedback", "التعليل"),
        "explanation": ("answer explanation", "feedback", "rationale", "التفسير", "التوضيح"),
        "tags": ("tag", "keywords", "وسوم", "الكلمات المفتاحية"),
        "lang": ("lang", "لغة"),
        "id": ("identifier", "question id", "المعرف"),
        "term": ("term", "word", "front", "المصطلح", "الكلمة"),
        "definition": ("definition", "meaning", "back", "التعريف", "المعنى"),
        "media": ("image link", "image", "question image", "video", "رابط الصورة", "الصورة"),
        "aside": (
            *("time limit", "time in seconds", "time", "points", "no", "number", "direction"),
            *("الوقت", "م", "الرقم", "الدرجة", "النقاط", "الاتجاه"),
        ),
    }
)


def _known() -> dict[tuple[str, bool], str]:
    """Every heading as it compares, and whether a number follows it, to what it names."""
    found: dict[tuple[str, bool], str] = {}
    for part, title in TITLES.items():
        found[fold(title.ar, "ar"), part in NUMBERED] = part
        found[fold(title.en, "ar"), part in NUMBERED] = part
    for part, words in _ALSO.items():
        for word in words:
            found.setdefault((fold(word, "ar"), part in NUMBERED), part)
    return found


_KNOWN: Final = MappingProxyType(_known())
_ANCHORS: Final = frozenset({"stem", "material", "definition"})


def place_of(heading: str) -> Place | None:
    """Return what a heading says stands below it; None where it is none that is known."""
    said = _REST.split(_HUMP.sub(" ", heading[:_LONGEST_HEADING]).strip(), maxsplit=1)[0]
    if said.rstrip().endswith("#"):
        return Place("aside")  # "Question #" counts the questions.
    plain = fold(said, "ar")
    part = _KNOWN.get((plain, False))
    if part is not None:
        return Place(part)
    counted = _COUNTED.fullmatch(plain)
    if counted is None:
        return None
    part = _KNOWN.get((counted[1].strip(), True))
    return Place(part, _number(counted[2])) if part is not None else None


def places_of(cells: Sequence[str]) -> dict[int, Place]:
    """Return which column holds what, by a row of headings; empty for any other row.

    A heading that comes a second time is passed over, as is one that is not known.
    """
    found: dict[int, Place] = {}
    for at, cell in enumerate(cells):
        place = place_of(cell) if cell.strip() else None
        if place is not None and (place.part == "aside" or place not in found.values()):
            found[at] = place
    parts = {place.part for place in found.values()}
    return found if parts & _ANCHORS and len(found) > 1 else {}


def title_of(place: Place, lang: str) -> str:
    """Return our own heading for a place."""
    title = TITLES[place.part].ar if lang == "ar" else TITLES[place.part].en
    if not place.number:
        return title
    digits = str(place.number)
    return f"{title} {digits.translate(_DIGITS) if lang == 'ar' else digits}"


def _number(said: str) -> int:
    if said.isdecimal():
        return int(said)
    return (_LATIN if said in _LATIN else _ARABIC).index(said) + 1


_DIGITS: Final = {ord(str(n)): chr(0x660 + n) for n in range(10)}

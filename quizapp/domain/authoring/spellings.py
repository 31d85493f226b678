"""Which typed answers would be accepted, and which not: tried on the real judge.

A table of what people type shows an author at once what her strictness means. For سمرقند
with the rival سرقند, normal:

    accepted   سمرقند (as_written)، السمرقند (article)، سمرققند (letter_doubled: close)
    refused    سرقند (rival)، Samarkand (other_language)

Nothing here decides: every row is put to `domain.text`, as an answer would be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from quizapp.domain.bilingual import Lang, other
from quizapp.domain.items.base import TypedKey
from quizapp.domain.items.number import Number
from quizapp.domain.items.typed import TypedAnswer, distinct
from quizapp.domain.text import Strictness, Verdict, fold
from quizapp.domain.text.dates import MONTHS
from quizapp.domain.text.normalise import without_marks

_TYPED: Final = TypedAnswer()
_NUMBER: Final = Number()
_NAMES: Final = 4
_RIVALS: Final = 6
_SUGGESTED: Final = 8
_ARTICLE: Final = "ال"
_HAMZA: Final = str.maketrans("أإآٱ", "اااا")
_EASTERN: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_PERSIAN: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_WESTERN: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_SOUNDS: Final[dict[Lang, tuple[tuple[str, ...], ...]]] = {
    "ar": (("غ", "ج", "ك", "ق"), ("ف", "ڤ"), ("ت", "ط"), ("ب", "پ"), ("س", "ز"), ("ش", "تش")),
    "en": (("q", "k"), ("ou", "u", "oo"), ("ee", "i"), ("kh", "h"), ("dh", "z"), ("ay", "ai")),
}

Tried = tuple[str, str]
"""A typed answer and the code of how it differs."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A typed answer, the verdict on it, and a code for how it differs from the key.

    Codes: as_written, alias, no_marks, hamza, ta_marbuta, alef_maqsura, article, particle,
    spaces, case, accents, punctuation, digits, letter_missing, letter_doubled,
    letters_swapped, two_slips, word_missing, other_language, rival, separators,
    month_name, figures, within_tolerance, outside_tolerance, next_day.
    """

    text: str
    verdict: Verdict
    change: str


def table(
    key: TypedKey, lang: Lang, strictness: Strictness
) -> tuple[tuple[Spelling, ...], tuple[Spelling, ...]]:
    """Return spellings that are accepted and spellings that are refused.

    Both are empty where the key has no spelling in the language.
    """
    if not key.accepted[lang]:
        return (), ()
    strict = replace(key, strictness=strictness)
    judged = _NUMBER if key.value is not None else _TYPED
    rows: dict[str, Spelling] = {}
    for text, change in _tried(key, lang):
        if text.strip() and text not in rows:
            rows[text] = Spelling(text, judged.judgement(strict, text, lang).verdict, change)
    return (
        tuple(row for row in rows.values() if row.verdict is not Verdict.WRONG),
        tuple(row for row in rows.values() if row.verdict is Verdict.WRONG),
    )


def suggested(name: str, lang: Lang) -> tuple[str, ...]:
    """Return other spellings that people use for a foreign name, to be offered as aliases.

    One sound written otherwise at a time; what is folded into the name anyway is left out.
    """
    found = (
        name[:at] + instead + name[at + len(sound) :]
        for group in _SOUNDS[lang]
        for sound in group
        for instead in group
        if instead != sound
        for at in _places(name, sound)
    )
    own = fold(name, lang)
    return tuple(text for text in distinct(found) if fold(text, lang) != own)[:_SUGGESTED]


def _places(name: str, sound: str) -> Iterator[int]:
    at = name.find(sound)
    while at >= 0:
        yield at
        at = name.find(sound, at + 1)


def _tried(key: TypedKey, lang: Lang) -> Iterator[Tried]:
    first, *aliases = key.accepted[lang]
    yield first, "as_written"
    yield from ((alias, "alias") for alias in aliases)
    if key.value is not None:
        yield from _dates(key, lang) if key.month is not None else _numbers(key)
        return
    for name in key.accepted[lang][:_NAMES]:
        yield from _arabic(name) if lang == "ar" else _english(name)
        yield from ((text, "digits") for text in _other_digits(name))
        yield name.replace(" ", ""), "spaces"
        yield from _slips(name)
    if key.accepted[other(lang)]:
        yield key.accepted[other(lang)][0], "other_language"
    yield from ((rival, "rival") for rival in key.rivals[lang][:_RIVALS])


def _arabic(name: str) -> Iterator[Tried]:
    yield without_marks(name), "no_marks"
    yield name.translate(_HAMZA), "hamza"
    yield name.replace("ة", "ه"), "ta_marbuta"
    yield name.replace("ى", "ي"), "alef_maqsura"
    if name.startswith(_ARTICLE):
        yield name.removeprefix(_ARTICLE), "article"
        yield f"و{name}", "particle"
    elif not name[:1].isdigit():
        yield f"{_ARTICLE}{name}", "article"


def _english(name: str) -> Iterator[Tried]:
    yield name.lower(), "case"
    plain = unicodedata.normalize("NFKD", name)
    yield "".join(c for c in plain if not unicodedata.combining(c)), "accents"
    yield name.replace("-", " ").replace("'", "").replace("’", "").replace(".", ""), "punctuation"
    yield f"the {name}", "article"


def _other_digits(name: str) -> Iterator[str]:
    western = name.translate(_WESTERN)
    if any(ch.isdigit() for ch in western):
        yield western
        yield western.translate(_EASTERN)
        yield western.translate(_PERSIAN)


def _slips(name: str) -> Iterator[Tried]:
    """Slips in the longest word, in its middle, where they happen."""
    words = name.split()
    longest = max(range(len(words)), key=lambda at: len(words[at]), default=0)
    word = words[longest] if words else ""
    middle = (len(word) + 2 * word.startswith(_ARTICLE)) // 2
    if len(word) > 2:
        for changed, change in (
            (word[:middle] + word[middle + 1 :], "letter_missing"),
            (word[:middle] + word[middle] + word[middle:], "letter_doubled"),
            (word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :], "swap"),
            (word[: middle - 1] + word[middle + 1 :], "two_slips"),
        ):
            typed = " ".join((*words[:longest], changed, *words[longest + 1 :]))
            yield typed, "letters_swapped" if change == "swap" else change
    if len(words) > 1:
        yield words[0], "word_missing"
        yield words[-1], "word_missing"


def _numbers(key: TypedKey) -> Iterator[Tried]:
    value, tolerance = key.value or 0, key.tolerance
    yield str(value), "figures"
    yield from ((text, "digits") for text in _other_digits(str(value)))
    yield f"{value:,}", "separators"
    for far, change in ((tolerance, "within_tolerance"), (tolerance + 1, "outside_tolerance")):
        if far:
            yield str(value - far), change
            yield str(value + far), change


def _dates(key: TypedKey, lang: Lang) -> Iterator[Tried]:
    day, month = key.value or 1, key.month or 1
    names = MONTHS[lang][month - 1]
    yield from ((f"{day} {name}", "month_name") for name in names[:3])
    yield f"{day}/{month}", "figures"
    yield from ((text, "digits") for text in _other_digits(f"{day} {names[0]}"))
    if lang == "en":
        yield f"{names[0]} {day}", "month_name"
    yield f"{day + 1} {names[0]}", "next_day"
    yield names[0], "word_missing"

"""Text that exists in Arabic and English at once.

Everything a learner reads is a pair of texts under one identity: the learner's
language picks one side, the identity never changes. Arabic comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

Lang = Literal["ar", "en"]
Direction = Literal["rtl", "ltr"]

LANGS: Final[tuple[Lang, ...]] = ("ar", "en")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages; an empty side means "not written yet"."""

    ar: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        return self.ar if lang == "ar" else self.en

    @property
    def langs(self) -> tuple[Lang, ...]:
        """The languages in which it is written."""
        return tuple(lang for lang in LANGS if self[lang].strip())

    def map(self, change: Callable[[str, Lang], str]) -> Bilingual:
        """Return the pair with `change(text, language)` applied to each side."""
        return Bilingual(ar=change(self.ar, "ar"), en=change(self.en, "en"))

    @classmethod
    def build(cls, make: Callable[[Lang], str]) -> Bilingual:
        """Return the pair whose sides are `make("ar")` and `make("en")`."""
        return cls(ar=make("ar"), en=make("en"))


@dataclass(frozen=True, slots=True)
class BilingualList:
    """Several texts in each language, not necessarily the same number: aliases."""

    ar: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def __getitem__(self, lang: Lang) -> tuple[str, ...]:
        return self.ar if lang == "ar" else self.en


NONE_LISTED: Final = BilingualList()
UNWRITTEN: Final = Bilingual(ar="", en="")


def direction(lang: Lang) -> Direction:
    """Return the writing direction of a language."""
    return "rtl" if lang == "ar" else "ltr"


def other(lang: Lang) -> Lang:
    """Return the other one of the two languages."""
    return "en" if lang == "ar" else "ar"

"""How somebody wants their pages: languages, digits, month names, colours, certainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from quizapp.domain.bilingual import Lang


@dataclass(frozen=True, slots=True)
class Settings:
    """How somebody wants their pages. None for a language means: as negotiated."""

    interface: Lang | None = None
    content: Lang | None = None
    digits: Literal["latn", "arab"] = "latn"
    months: Literal["western", "levant"] = "western"
    theme: Literal["auto", "light", "dark"] = "auto"
    certainty: bool = False


NO_WISHES: Final = Settings()

"""Why something written cannot be used as it stands: codes with the place, not sentences."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.domain.bilingual import Lang


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason.

    `code` is a stable id; `place` names the field (`stem`, `material`, `option:2`, `row:1`,
    `step:3`, `accepted`, `value`, `evidence`, `id`, `kind`, `slot:<name>`, `said_by`), `lang`
    the side at fault, `position` the character in its text, both where they are known.
    """

    code: str
    place: str
    lang: Lang | None = None
    position: int | None = None

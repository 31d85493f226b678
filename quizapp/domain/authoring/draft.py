"""A fact as a teacher writes it: two sentences with {{marked}} answers, and what may be asked.

Plain values, as a form posts them; `facts` makes the fact of them and `slots` finds out
which marks belong together.
"""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.domain.bilingual import NONE_LISTED, UNWRITTEN, Bilingual, BilingualList, Lang
from quizapp.domain.content import ClaimKind, Grammar, Strictness, TermType


@dataclass(frozen=True, slots=True)
class SlotDraft:
    """One marked answer in both languages, and how it may be asked.

    `name` is the slot's; `ar` and `en` the answer as marked. `terms` are ids of terms that
    answer it: one, or several where the answer is a set; none for a new term, which gets
    `type` (guessed where None), `value`, `month` and `grammar`. `asked` is False where the
    mark only names a term.
    """

    name: str
    ar: str = ""
    en: str = ""
    terms: tuple[str, ...] = ()
    asked: bool = True
    question: Bilingual = UNWRITTEN
    type: TermType | None = None
    aliases: BilingualList = NONE_LISTED
    value: int | None = None
    month: int | None = None
    grammar: Grammar | None = None
    strictness: Strictness = Strictness.NORMAL
    tolerance: int = 0
    never: tuple[str, ...] = ()
    pool: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()

    def answer(self, lang: Lang) -> str:
        """Return the answer as marked in a language."""
        return self.ar if lang == "ar" else self.en


@dataclass(frozen=True, slots=True)
class FactDraft:
    """A fact as written: `ar` and `en` are sentences with {{marked}} answers.

    The proof is a `sentence` of the passage by id, or a `quote`. `said_by` is the id or the
    name of the speaker of a statement.
    """

    id: str = ""
    claim: ClaimKind = ClaimKind.EVENT
    ar: str = ""
    en: str = ""
    slots: tuple[SlotDraft, ...] = ()
    sentence: str = ""
    quote: Bilingual | None = None
    said_by: str = ""
    said: Bilingual | None = None
    source: tuple[int, ...] = ()
    relation: str = ""
    translated: Bilingual | None = None

    def text(self, lang: Lang) -> str:
        """Return the marked sentence in a language."""
        return self.ar if lang == "ar" else self.en

"""What may stand in the cells of a table of questions, in both languages.

A cell is written in the words of the question's language and read in either, whatever its
capitals and vowel marks; the bare codes of the program and the words of other programs are
known too. What is not known is for the reader to report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.claims import ClaimKind
from quizapp.domain.text import fold
from quizapp.domain.text.verdict import Strictness

_LONGEST_WORD: Final = 100

KINDS: Final[Mapping[str, Bilingual]] = MappingProxyType(
    {
        "choice": Bilingual(ar="اختيار من متعدد", en="One right answer"),
        "multiple_choice": Bilingual(ar="عدة إجابات صحيحة", en="Several right answers"),
        "true_false": Bilingual(ar="صواب أو خطأ", en="True or false"),
        "gap": Bilingual(ar="ملء الفراغ", en="Fill in the blank"),
        "number": Bilingual(ar="عدد أو تاريخ", en="Number or date"),
        "match": Bilingual(ar="مطابقة", en="Matching"),
        "order": Bilingual(ar="ترتيب", en="Ordering"),
        "evidence": Bilingual(ar="البحث عن الدليل", en="Find the evidence"),
        "claim": Bilingual(ar="صاحب القول ونوعه", en="Claim"),
    }
)
_KINDS_TOO: Final[Mapping[str, tuple[str, ...]]] = {
    "choice": (
        *("multiple choice", "mcq", "single choice", "single select", "quiz"),
        *("اختيار", "اختيار متعدد", "إجابة صحيحة واحدة"),
    ),
    "multiple_choice": (
        *("checkbox", "multiple select", "multi select", "multiple response", "msq"),
        *("عدة إجابات", "اختيار عدة إجابات"),
    ),
    "true_false": ("true/false", "tf", "صح أو خطأ", "صح أم خطأ", "صح وخطأ", "صواب وخطأ"),
    "gap": ("fill in the blanks", "short answer", "blank", "إكمال", "أكمل", "ملء الفراغات"),
    "number": ("date", "numeric", "عدد", "رقم", "تاريخ"),
    "match": ("match the following", "مزاوجة", "توصيل"),
    "order": ("reorder", "sequence", "sequencing", "تسلسل"),
    "evidence": ("دليل", "الدليل"),
    "claim": ("who said it", "قول", "نوع القول", "صاحب القول"),
}
TRUTHS: Final[Mapping[bool, Bilingual]] = MappingProxyType(
    {True: Bilingual(ar="صواب", en="True"), False: Bilingual(ar="خطأ", en="False")}
)
_TRUTHS_TOO: Final = {
    True: ("صح", "صحيح", "صحيحة", "نعم", "yes", "t", "right", "correct"),
    False: ("خاطئ", "خاطئة", "لا", "غلط", "no", "f", "wrong", "incorrect"),
}
LANGUAGES: Final[Mapping[Lang, Bilingual]] = MappingProxyType(
    {"ar": Bilingual(ar="العربية", en="Arabic"), "en": Bilingual(ar="الإنجليزية", en="English")}
)
_LANGUAGES_TOO: Final[Mapping[Lang, tuple[str, ...]]] = {
    "ar": ("ar", "عربي", "عربية"),
    "en": ("en", "إنجليزي", "إنجليزية", "انكليزي", "الانكليزية"),
}
STRICTNESS: Final[Mapping[Strictness, Bilingual]] = MappingProxyType(
    {
        Strictness.STRICT: Bilingual(ar="صارم", en="Strict"),
        Strictness.NORMAL: Bilingual(ar="معتدل", en="Normal"),
        Strictness.LENIENT: Bilingual(ar="متسامح", en="Lenient"),
    }
)
CLAIMS: Final[Mapping[ClaimKind, Bilingual]] = MappingProxyType(
    {
        ClaimKind.EVENT: Bilingual(ar="حدث", en="Event"),
        ClaimKind.STATEMENT: Bilingual(ar="قول", en="Statement"),
        ClaimKind.ANALYSIS: Bilingual(ar="تحليل", en="Analysis"),
        ClaimKind.EXPECTATION: Bilingual(ar="توقّع", en="Expectation"),
        ClaimKind.UNSTATED: Bilingual(ar="غير مذكور", en="Not told"),
    }
)


def _folded(word: str) -> str:
    return fold(word[:_LONGEST_WORD], "ar")


def _table(*sources: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for source in sources:
        for word, meaning in source:
            found.setdefault(_folded(word), meaning)
    return MappingProxyType(found)


def _spoken(words: Mapping[str, Bilingual]) -> list[tuple[str, str]]:
    pairs = [(text, str(code)) for code, both in words.items() for text in (both.ar, both.en)]
    return [*pairs, *((str(code), str(code)) for code in words)]


def _besides(words: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(word, code) for code, listed in words.items() for word in listed]


# Theirs first: what others call "multiple choice" has one right answer.
_KIND_OF: Final = _table(_besides(_KINDS_TOO), _spoken(KINDS))
_LANGUAGE_OF: Final = _table(
    ((text, code) for code, both in LANGUAGES.items() for text in (both.ar, both.en)),
    ((word, code) for code, listed in _LANGUAGES_TOO.items() for word in listed),
)
_STRICTNESS_OF: Final = _table(
    _spoken({str(code): both for code, both in STRICTNESS.items()}),
)
_CLAIM_OF: Final = _table(_spoken({str(code): both for code, both in CLAIMS.items()}))
_TRUTH_OF: Final[Mapping[str, bool]] = MappingProxyType(
    {
        _folded(word): truth
        for truth, both in TRUTHS.items()
        for word in (both.ar, both.en, *_TRUTHS_TOO[truth])
    }
)


def kind_of(cell: str) -> str | None:
    """Return the kind that a cell names; None where none is known by that name."""
    return _KIND_OF.get(_folded(cell))


def truth_of(cell: str) -> bool | None:
    """Return whether a cell says true or false; None where it says something else."""
    return _TRUTH_OF.get(_folded(cell))


def language_of(cell: str) -> Lang | None:
    """Return the language that a cell names."""
    found = _LANGUAGE_OF.get(_folded(cell))
    return ("ar" if found == "ar" else "en") if found else None


def strictness_of(cell: str) -> Strictness | None:
    """Return how strictly typing is judged, as a cell says it."""
    found = _STRICTNESS_OF.get(_folded(cell))
    return Strictness(found) if found else None


def claim_of(cell: str) -> str | None:
    """Return the code of the kind of claim that a cell names."""
    return _CLAIM_OF.get(_folded(cell))

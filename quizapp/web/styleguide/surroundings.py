"""What stands around a question in the style guide: an invented article, rounds on it,
and a reader who knows some of its facts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Paragraph, Sentence, Term, TermType
from quizapp.domain.items.registry import KINDS
from quizapp.domain.knowledge import Knowledge
from quizapp.domain.reading import AnnotatedSentence, annotate
from quizapp.services.content import ArticleHead
from quizapp.services.reading import Reading, ReadParagraph, ReadSentence
from quizapp.services.rounds import CalibrationRow, RoundHead

ARTICLE: Final = "specimen"
ROUND: Final = "specimen"
TITLE: Final = Bilingual(ar="معرض الكتاب في السلط", en="The book fair in Salt")
SUMMARY: Final = Bilingual(
    ar="خبر متخيَّل عن معرض كتاب شاركت فيه 12 مكتبة.",
    en="An invented story about a fair of 12 bookshops.",
)
STARTED: Final = datetime(2026, 10, 16, 9, 0, tzinfo=UTC)

PASSAGE: Final = Paragraph(
    "p1",
    (
        Sentence(
            "p1s1",
            Bilingual(
                ar="استضافت السلط معرض الكتاب الأول في المكتبة القديمة.",
                en="Salt hosted the first book fair in the Old Library.",
            ),
        ),
        Sentence(
            "p1s2",
            Bilingual(
                ar="افتتحت هدى النجار المعرض في 16 مارس، وشاركت فيه 12 مكتبة.",
                en="Huda Najjar opened the fair on 16 March, and 12 bookshops took part in it.",
            ),
        ),
        Sentence(
            "p1s3",
            Bilingual(
                ar="وصلت الكتب من إربد ومادبا قبل الافتتاح.",
                en="The books had come from Irbid and Madaba before the opening.",
            ),
        ),
        Sentence(
            "p1s4",
            Bilingual(
                ar="وقالت سلمى قعوار إن القراءة «عادة جميلة».",
                en="Salma Kawar said that reading was “a fine habit”.",
            ),
        ),
    ),
)

_TERMS: Final = (
    Term(
        id="salt",
        type=TermType.CITY,
        sort="city",
        name=Bilingual(ar="السلط", en="Salt"),
        gloss=Bilingual(ar="مدينة قديمة على التلال", en="An old town on the hills"),
    ),
    Term(
        id="huda",
        type=TermType.PERSON,
        sort="person",
        name=Bilingual(ar="هدى النجار", en="Huda Najjar"),
        gloss=Bilingual(ar="صاحبة مكتبة في السلط", en="Keeper of a bookshop in Salt"),
    ),
    Term(
        id="fine-habit",
        type=TermType.QUOTATION,
        sort="quotation",
        name=Bilingual(ar="عادة جميلة", en="a fine habit"),
        gloss=Bilingual(ar="وصف القراءة في الافتتاح", en="What reading was called that day"),
    ),
)
# A star for each thing that can be known: nothing, half of it, all of it; and no star.
_KNOWN: Final = (Knowledge(0, 1, 1), Knowledge(1, 2, 2), Knowledge(1, 1, 1), None)


def reading() -> Reading:
    """Return the article as it is read by somebody who answered questions about it."""
    cut = [
        AnnotatedSentence(
            each.id, annotate(each.text.ar, _TERMS, "ar"), annotate(each.text.en, _TERMS, "en")
        )
        for each in PASSAGE.sentences
    ]
    sentences = tuple(
        ReadSentence(each.id, each.ar, each.en, known)
        for each, known in zip(cut, _KNOWN, strict=True)
    )
    return Reading(
        slug=ARTICLE,
        title=TITLE,
        summary=SUMMARY,
        source_note=SUMMARY,
        paragraphs=(ReadParagraph(PASSAGE.id, sentences),),
        terms=_TERMS,
        knowledge=Knowledge(2, 4, 4),
    )


def article_head() -> ArticleHead:
    """Return the article as a list shows it."""
    return ArticleHead(ARTICLE, TITLE, SUMMARY, 24, 8, dict.fromkeys(KINDS, 1))


def head(lang: Lang, **changes: Any) -> RoundHead:
    """Return a round under way, with changes made to it."""
    under_way = RoundHead(
        public_id=ROUND,
        article=ARTICLE,
        title=TITLE,
        lang=lang,
        mode="practice",
        certainty=False,
        kinds=tuple(KINDS),
        total=10,
        answered=2,
        score=1.5,
        started_at=STARTED,
        finished_at=None,
        next_position=3,
    )
    return replace(under_way, **changes)


def finished_head(lang: Lang) -> RoundHead:
    """Return a round that is over."""
    return head(lang, answered=9, score=6.5, finished_at=STARTED, next_position=None)


CALIBRATION: Final = (
    CalibrationRow("sure", 5, 4),
    CalibrationRow("fairly", 3, 2),
    CalibrationRow("guess", 1, 0),
)

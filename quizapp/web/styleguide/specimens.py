"""What the style guide shows: a question of each kind, and how it can be answered.

Items and answers are made by hand and judged by the real kinds, so a specimen is in the
state that it is listed under, or a test fails. A kind has no specimen of a verdict that it
never gives: one right option among four cannot be partly right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from quizapp.domain.bilingual import Bilingual, BilingualList, Lang
from quizapp.domain.items.base import (
    BLANK,
    Answer,
    Item,
    Option,
    Outcome,
    TypedKey,
    present,
)
from quizapp.domain.items.registry import kind_of
from quizapp.services.rounds import Certainty, Feedback, QuestionView
from quizapp.web.styleguide.surroundings import ARTICLE, PASSAGE, head

_SKIPPED: Final = Answer(skipped=True)


@dataclass(frozen=True, slots=True)
class Specimen:
    """A question and an answer for each verdict that it can get; typed ones differ by language."""

    item: Item
    answers: Mapping[Outcome, Answer | Bilingual]


def _b(ar: str, en: str) -> Bilingual:
    return Bilingual(ar=ar, en=en)


def _town(ident: str, ar: str, en: str, *, in_article: bool = False) -> Option:
    gloss = _b(f"مدينة اسمها {ar}", f"A town called {en}")
    return Option(ident, _b(ar, en), gloss, in_article)


def _item(kind: str, stem: Bilingual, sentence: int, **fields: object) -> Item:
    proof = PASSAGE.sentences[sentence]
    return Item(
        id=f"{ARTICLE}/specimen/-/{kind}",
        kind=kind,
        article=ARTICLE,
        facts=("specimen",),
        slot="-",
        stem=stem,
        explanation=proof.text,
        evidence=(proof.id,),
        **fields,  # type: ignore[arg-type]
    )


def _one_of(item: Item) -> Specimen:
    wrong = next(index for index in range(len(item.options)) if index not in item.key)
    return Specimen(
        item, {Outcome.RIGHT: Answer(chosen=item.key), Outcome.WRONG: Answer(chosen=(wrong,))}
    )


def _several(item: Item, partly: tuple[int, ...], wrong: tuple[int, ...]) -> Specimen:
    return Specimen(
        item,
        {
            Outcome.RIGHT: Answer(chosen=item.key),
            Outcome.PARTIAL: Answer(chosen=partly),
            Outcome.WRONG: Answer(chosen=wrong),
        },
    )


_SALT: Final = _town("salt", "السلط", "Salt", in_article=True)
_IRBID: Final = _town("irbid", "إربد", "Irbid", in_article=True)
_MADABA: Final = _town("madaba", "مادبا", "Madaba", in_article=True)
_JERASH: Final = _town("jerash", "جرش", "Jerash")

_ASKED: Final = (
    _one_of(
        _item(
            "choice",
            _b("أي مدينة استضافت معرض الكتاب الأول؟", "Which town hosted the first book fair?"),
            0,
            options=(_IRBID, _JERASH, _MADABA, _SALT),
            key=(3,),
        )
    ),
    _several(
        _item(
            "multiple_choice",
            _b("من أي مدن وصلت الكتب؟", "Which towns did the books come from?"),
            2,
            options=(_IRBID, _JERASH, _MADABA, _SALT),
            key=(0, 2),
        ),
        partly=(0,),
        wrong=(1,),
    ),
    _one_of(
        _item(
            "true_false",
            _b("هل هذه العبارة صحيحة بحسب المقال؟", "Is this true, according to the article?"),
            0,
            material=_b(
                "استضافت مدينة مادبا معرض الكتاب الأول.",
                "The town of Madaba hosted the first book fair.",
            ),
            options=(Option("true", _b("صواب", "True")), Option("false", _b("خطأ", "False"))),
            key=(1,),
            ordered=True,
        )
    ),
    Specimen(
        _item(
            "gap",
            _b("ما الكلمات الناقصة في هذه الجملة؟", "Which words are missing in this sentence?"),
            0,
            material=_b(
                f"أقيم معرض الكتاب الأول في {BLANK} في 16 مارس.",
                f"The first book fair took place in the {BLANK} on 16 March.",
            ),
            typed=TypedKey(BilingualList(ar=("المكتبة القديمة",), en=("Old Library",))),
        ),
        {
            Outcome.RIGHT: _b("المكتبة القديمة", "Old Library"),
            Outcome.CLOSE: _b("المكتبة القدبمة", "Old Libary"),
            Outcome.WRONG: _b("قاعة البلدية", "Town Hall"),
        },
    ),
    Specimen(
        _item(
            "number",
            _b("كم مكتبة شاركت في المعرض؟", "How many bookshops took part in the fair?"),
            1,
            typed=TypedKey(BilingualList(ar=("12",), en=("12",)), value=12),
        ),
        {Outcome.RIGHT: _b("12", "12"), Outcome.WRONG: _b("20", "20")},
    ),
    _several(
        _item(
            "match",
            _b("ما الذي فعله كل منهم؟", "Who did what?"),
            1,
            lefts=(
                _b("مدينة السلط", "The town of Salt"),
                _b("هدى النجار", "Huda Najjar"),
                _b("سلمى قعوار", "Salma Kawar"),
            ),
            options=(
                Option("habit", _b("تحدثت عن القراءة", "spoke about reading")),
                Option("host", _b("استضافت المعرض", "hosted the fair")),
                Option("opener", _b("افتتحت المعرض", "opened the fair")),
            ),
            key=(1, 2, 0),
        ),
        partly=(1, 0, 2),
        wrong=(2, 0, 1),
    ),
    _several(
        _item(
            "order",
            _b("ما ترتيب هذه الأحداث؟", "In which order did this happen?"),
            2,
            options=(
                Option("books", _b("وصلت الكتب", "The books came")),
                Option("opening", _b("افتُتح المعرض", "The fair opened")),
                Option("speech", _b("تحدثت سلمى قعوار", "Salma Kawar spoke")),
            ),
            key=(0, 1, 2),
        ),
        partly=(0, 2, 1),
        wrong=(2, 1, 0),
    ),
    _one_of(
        _item(
            "evidence",
            _b(
                "أي جملة في النص تجيب عن هذا السؤال؟",
                "Which sentence of the passage answers this question?",
            ),
            1,
            material=_b("من التي افتتحت المعرض؟", "Who opened the fair?"),
            options=tuple(Option(each.id, each.text) for each in PASSAGE.sentences[:3]),
            key=(1,),
        )
    ),
    _one_of(
        _item(
            "claim",
            _b("ما نوع هذا القول في المقال؟", "What kind of claim is this in the article?"),
            3,
            material=_b("القراءة عادة جميلة.", "Reading is a fine habit."),
            options=(
                Option("event", _b("حدث وقع", "An event that happened")),
                Option("statement", _b("تصريح منسوب إلى صاحبه", "A statement by somebody")),
                Option("expectation", _b("توقّع لم يتحقق بعد", "An expectation")),
            ),
            key=(1,),
            ordered=True,
        )
    ),
)

SPECIMENS: Final[Mapping[str, Specimen]] = {each.item.kind: each for each in _ASKED}


def open_view(kind: str, lang: Lang, *, answered: bool = False, **changes: object) -> QuestionView:
    """Return a specimen without feedback; `changes` are made to its round."""
    item = SPECIMENS[kind].item
    order = _order(item)
    return QuestionView(head(lang, **changes), 3, present(item, lang, order), None, answered)


def judged_view(
    kind: str,
    lang: Lang,
    outcome: Outcome,
    *,
    certainty: Certainty | None = None,
    changed: bool = False,
) -> QuestionView:
    """Return a specimen answered so that this comes out; raises KeyError if nothing can."""
    item = SPECIMENS[kind].item
    order = _order(item)
    answer = _answer(kind, lang, outcome)
    feedback = Feedback(
        item=item,
        order=order,
        lang=lang,
        answer=answer,
        grade=kind_of(kind).grade(item, answer, lang),
        certainty=certainty,
        evidence=tuple(each for each in PASSAGE.sentences if each.id in item.evidence),
        paragraphs=(PASSAGE,),
        changed=changed,
    )
    return QuestionView(head(lang), 3, present(item, lang, order), feedback, True)


def outcomes(kind: str) -> Iterator[Outcome]:
    """Yield the verdicts that a kind is shown with."""
    yield from SPECIMENS[kind].answers
    yield Outcome.SKIPPED


def _order(item: Item) -> tuple[int, ...]:
    """The options as they stand, but never the steps in their right order."""
    canonical = tuple(range(len(item.options)))
    return canonical[1:] + canonical[:1] if item.kind == "order" else canonical


def _answer(kind: str, lang: Lang, outcome: Outcome) -> Answer:
    if outcome == Outcome.SKIPPED:
        return _SKIPPED
    answer = SPECIMENS[kind].answers[outcome]
    return Answer(text=answer[lang]) if isinstance(answer, Bilingual) else answer

"""The grading table of every kind: what is posted, and what it is worth.

A kind without a table here fails `test_grading`. Orders are as a round shows the
options; positions count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from quizapp.domain.bilingual import Bilingual, BilingualList, Lang
from quizapp.domain.content import Strictness
from quizapp.domain.items.base import BLANK, Fields, Item, Option, Outcome, TypedKey
from tests.samples import b

RIGHT, CLOSE, PARTIAL, WRONG, SKIPPED = (
    Outcome.RIGHT,
    Outcome.CLOSE,
    Outcome.PARTIAL,
    Outcome.WRONG,
    Outcome.SKIPPED,
)


@dataclass(frozen=True)
class Row:
    fields: Fields
    outcome: Outcome
    score: float
    order: tuple[int, ...] = ()
    marks: tuple[bool, ...] | None = None
    lang: Lang = "ar"
    item: Item | None = None


@dataclass(frozen=True)
class Table:
    item: Item
    rows: tuple[Row, ...]
    refused: tuple[tuple[Fields, str], ...]


def _options(*names: tuple[str, str]) -> tuple[Option, ...]:
    return tuple(Option(f"o{n}", b(*name)) for n, name in enumerate(names))


def _item(kind: str, **fields: object) -> Item:
    whole = Item(
        id=f"book-fair/host/salt/{kind}",
        kind=kind,
        article="book-fair",
        facts=("host",),
        slot="salt",
        stem=b("أي مدينة استضافت المعرض؟", "Which town hosted the fair?"),
        explanation=b("استضافت السلط المعرض.", "Salt hosted the fair."),
    )
    return replace(whole, **fields)  # type: ignore[arg-type]


TOWNS = _options(("إربد", "Irbid"), ("السلط", "Salt"), ("الزرقاء", "Zarqa"), ("جرش", "Jerash"))
EMPTY: tuple[tuple[Fields, str], ...] = (({}, "empty"), ({"choice": ["  "]}, "empty"))
OUT_OF_RANGE: tuple[tuple[Fields, str], ...] = tuple(
    ({"choice": [value]}, "out_of_range")
    for value in ("0", "5", "-1", "1.0", "x", "²", "١٠", "99999999999999999999", "1 2")
)
ONE_ONLY: tuple[tuple[Fields, str], ...] = (({"choice": ["1", "2"]}, "out_of_range"),)

CHOICE = Table(
    _item("choice", options=TOWNS, key=(1,)),
    rows=(
        Row({"choice": ["2"]}, RIGHT, 1, (0, 1, 2, 3), (True,)),
        Row({"choice": ["1"]}, WRONG, 0, (0, 1, 2, 3), (False,)),
        Row({"choice": ["1"]}, RIGHT, 1, (1, 0, 3, 2), (True,)),
        Row({"choice": ["٣"]}, RIGHT, 1, (3, 2, 1, 0), (True,)),
        Row({"choice": ["۳"]}, RIGHT, 1, (3, 2, 1, 0), (True,)),
        Row({"choice": ["3", "3"]}, RIGHT, 1, (3, 2, 1, 0), (True,)),
        Row({"skip": ["1"]}, SKIPPED, 0, (3, 2, 1, 0), ()),
        Row({"skip": ["1"], "choice": ["3"]}, SKIPPED, 0, (3, 2, 1, 0), ()),
    ),
    refused=(*EMPTY, *OUT_OF_RANGE, *ONE_ONLY),
)

MULTIPLE = Table(
    _item("multiple_choice", options=TOWNS, key=(0, 1)),
    rows=(
        Row({"choice": ["1", "2"]}, RIGHT, 1, (0, 1, 2, 3), (True, True)),
        Row({"choice": ["٤", "٣"]}, RIGHT, 1, (3, 2, 1, 0), (True, True)),
        Row({"choice": ["1"]}, PARTIAL, 0.5, (0, 1, 2, 3), (True,)),
        Row({"choice": ["1", "2", "3"]}, PARTIAL, 0.5, (0, 1, 2, 3), (True, True, False)),
        Row({"choice": ["1", "3"]}, WRONG, 0, (0, 1, 2, 3), (True, False)),
        Row({"choice": ["1", "2", "3", "4"]}, WRONG, 0, (0, 1, 2, 3)),
        Row({"choice": ["3", "4"]}, WRONG, 0, (0, 1, 2, 3), (False, False)),
        Row({"skip": ["1"]}, SKIPPED, 0, (0, 1, 2, 3), ()),
    ),
    refused=(*EMPTY, *OUT_OF_RANGE, ({"choice": ["1", "5"]}, "out_of_range")),
)

TRUE_FALSE = Table(
    _item(
        "true_false",
        options=_options(("صواب", "True"), ("خطأ", "False")),
        key=(1,),
        material=b("استضافت إربد المعرض.", "Irbid hosted the fair."),
        ordered=True,
    ),
    rows=(
        Row({"choice": ["2"]}, RIGHT, 1, (0, 1), (True,)),
        Row({"choice": ["1"]}, WRONG, 0, (0, 1), (False,)),
        Row({"skip": ["1"]}, SKIPPED, 0, (0, 1), ()),
    ),
    refused=(*EMPTY, *OUT_OF_RANGE, *ONE_ONLY, ({"choice": ["3"]}, "out_of_range")),
)

_IRELAND = TypedKey(
    accepted=BilingualList(ar=("أيرلندا", "إيرلندا"), en=("Ireland", "Eire")),
    rivals=BilingualList(ar=("أيسلندا",), en=("Iceland",)),
)
GAP = Table(
    _item("gap", material=b(f"تقع {BLANK} في الغرب.", f"{BLANK} lies west."), typed=_IRELAND),
    rows=(
        Row({"text": ["أيرلندا"]}, RIGHT, 1, marks=(True,)),
        Row({"text": ["ايرلندا"]}, RIGHT, 1),
        Row({"text": ["\u200fأيرلندا\u200f "]}, RIGHT, 1),
        Row({"text": ["إيرلندا"]}, RIGHT, 1),
        Row({"text": ["ايرلنندا"]}, CLOSE, 1),
        Row({"text": ["أيسلندا"]}, WRONG, 0, marks=(False,)),
        Row({"text": ["ireland"]}, RIGHT, 1, lang="en"),
        Row({"text": ["Irelandd"]}, CLOSE, 1, lang="en"),
        Row({"text": ["Iceland"]}, WRONG, 0, lang="en"),
        Row({"skip": ["1"], "text": ["Ireland"]}, SKIPPED, 0, marks=(), lang="en"),
    ),
    refused=(
        ({}, "empty"),
        ({"text": [" \u200f\u00a0"]}, "empty"),
        ({"text": ["ا" * 201]}, "too_long"),
    ),
)

_STRICT = replace(GAP.item, typed=replace(_IRELAND, strictness=Strictness.STRICT))
GAP = replace(
    GAP,
    rows=(
        *GAP.rows,
        Row({"text": ["Ireland"]}, RIGHT, 1, lang="en", item=_STRICT),
        Row({"text": ["Irelandd"]}, WRONG, 0, lang="en", item=_STRICT),
    ),
)

_SHOPS = _item(
    "number",
    typed=TypedKey(accepted=BilingualList(ar=("12", "اثنتا عشرة"), en=("12", "twelve")), value=12),
)
_ABOUT = replace(_SHOPS, typed=replace(_SHOPS.typed or _IRELAND, tolerance=2))
_DATE = _item(
    "number",
    typed=TypedKey(
        accepted=BilingualList(ar=("16 أكتوبر", "16 تشرين الأول"), en=("16 October",)),
        strictness=Strictness.LENIENT,
        value=16,
        month=10,
    ),
)
NUMBER = Table(
    _SHOPS,
    rows=(
        Row({"text": ["12"]}, RIGHT, 1, marks=(True,)),
        Row({"text": ["١٢"]}, RIGHT, 1),
        Row({"text": ["۱۲"]}, RIGHT, 1),
        Row({"text": ["اثنتا عشرة"]}, RIGHT, 1),
        Row({"text": ["twelve"]}, RIGHT, 1, lang="en"),
        Row({"text": ["twelv"]}, WRONG, 0, lang="en"),
        Row({"text": ["13"]}, WRONG, 0, marks=(False,)),
        Row({"text": ["21"]}, WRONG, 0),
        Row({"text": ["كثير"]}, WRONG, 0),
        Row({"text": ["14"]}, CLOSE, 1, item=_ABOUT),
        Row({"text": ["١٠"]}, CLOSE, 1, item=_ABOUT),
        Row({"text": ["15"]}, WRONG, 0, item=_ABOUT),
        Row({"text": ["16 أكتوبر"]}, RIGHT, 1, item=_DATE),
        Row({"text": ["١٦ تشرين الأول"]}, RIGHT, 1, item=_DATE),
        Row({"text": ["October 16"]}, RIGHT, 1, item=_DATE, lang="en"),
        Row({"text": ["17 October"]}, WRONG, 0, item=_DATE, lang="en"),
        Row({"text": ["16 November"]}, WRONG, 0, item=_DATE, lang="en"),
        Row({"skip": ["1"]}, SKIPPED, 0, marks=()),
    ),
    refused=(({"text": [""]}, "empty"), ({"text": ["1" * 201]}, "too_long")),
)

_LEFTS: tuple[Bilingual, ...] = (b("هدى", "Huda"), b("سلمى", "Salma"), b("رانيا", "Rania"))
MATCH = Table(
    _item(
        "match",
        lefts=_LEFTS,
        options=_options(("قرأت", "read"), ("كتبت", "wrote"), ("رسمت", "drew")),
        key=(2, 0, 1),
    ),
    rows=(
        Row({"pair-1": ["3"], "pair-2": ["1"], "pair-3": ["2"]}, RIGHT, 1, (0, 1, 2), (True,) * 3),
        Row({"pair-1": ["١"], "pair-2": ["٣"], "pair-3": ["٢"]}, RIGHT, 1, (2, 1, 0)),
        Row(
            {"pair-1": ["3"], "pair-2": ["2"], "pair-3": ["1"]},
            PARTIAL,
            1 / 3,
            (0, 1, 2),
            (True, False, False),
        ),
        Row({"pair-1": ["3"], "pair-2": ["3"], "pair-3": ["2"]}, PARTIAL, 2 / 3, (0, 1, 2)),
        Row({"pair-1": ["1"], "pair-2": ["2"], "pair-3": ["3"]}, WRONG, 0, (0, 1, 2), (False,) * 3),
        Row({"skip": ["1"]}, SKIPPED, 0, (0, 1, 2), ()),
    ),
    refused=(
        ({}, "empty"),
        ({"pair-1": [""], "pair-2": [""], "pair-3": [""]}, "empty"),
        ({"pair-1": ["1"], "pair-2": ["2"]}, "incomplete"),
        ({"pair-1": ["1"], "pair-2": ["2"], "pair-3": ["4"]}, "out_of_range"),
        ({"pair-1": ["1"], "pair-2": ["2"], "pair-3": ["1", "3"]}, "out_of_range"),
    ),
)


def _places(*ranks: str) -> Fields:
    return {f"place-{n}": [rank] for n, rank in enumerate(ranks, 1)}


ORDER = Table(
    _item(
        "order",
        options=_options(("أولًا", "first"), ("ثم", "then"), ("بعدها", "after"), ("أخيرًا", "last")),
        key=(0, 1, 2, 3),
    ),
    rows=(
        Row(_places("1", "2", "3", "4"), RIGHT, 1, (0, 1, 2, 3), (True,) * 4),
        Row(_places("٤", "٣", "٢", "١"), RIGHT, 1, (3, 2, 1, 0), (True,) * 4),
        Row(_places("3", "1", "4", "2"), RIGHT, 1, (2, 0, 3, 1)),
        # The first step moved to the end: two of four still follow the right one.
        Row(_places("4", "1", "2", "3"), PARTIAL, 0.5, (0, 1, 2, 3), (False, True, True, False)),
        # The last two exchanged.
        Row(_places("1", "2", "4", "3"), PARTIAL, 0.5, (0, 1, 2, 3), (True, True, False, False)),
        Row(_places("4", "3", "2", "1"), WRONG, 0, (0, 1, 2, 3), (False,) * 4),
        Row({"skip": ["1"]}, SKIPPED, 0, (3, 2, 1, 0), ()),
    ),
    refused=(
        ({}, "empty"),
        (_places("1", "2", "3", ""), "incomplete"),
        (_places("1", "2", "3", "3"), "incomplete"),
        (_places("1", "2", "3", "5"), "out_of_range"),
        (_places("0", "1", "2", "3"), "out_of_range"),
    ),
)

EVIDENCE = Table(
    _item(
        "evidence",
        options=_options(
            ("جملة أولى.", "One."), ("جملة ثانية.", "Two."), ("جملة ثالثة.", "Three.")
        ),
        key=(2,),
        material=b("أي مدينة استضافت المعرض؟", "Which town hosted the fair?"),
    ),
    rows=(
        Row({"choice": ["3"]}, RIGHT, 1, (0, 1, 2), (True,)),
        Row({"choice": ["1"]}, RIGHT, 1, (2, 1, 0), (True,)),
        Row({"choice": ["3"]}, WRONG, 0, (2, 1, 0), (False,)),
        Row({"skip": ["1"]}, SKIPPED, 0, (2, 1, 0), ()),
    ),
    refused=(*EMPTY, *OUT_OF_RANGE, *ONE_ONLY),
)

CLAIM = Table(
    _item(
        "claim",
        options=_options(("حدث", "Event"), ("تصريح", "Statement"), ("توقّع", "Expectation")),
        key=(1,),
        material=b("القراءة عادة جميلة", "Reading is a fine habit"),
    ),
    rows=(
        Row({"choice": ["2"]}, RIGHT, 1, (0, 1, 2), (True,)),
        Row({"choice": ["1"]}, WRONG, 0, (0, 1, 2), (False,)),
        Row({"skip": ["1"]}, SKIPPED, 0, (0, 1, 2), ()),
    ),
    refused=(*EMPTY, *OUT_OF_RANGE, *ONE_ONLY),
)

TABLES: dict[str, Table] = {
    "choice": CHOICE,
    "multiple_choice": MULTIPLE,
    "true_false": TRUE_FALSE,
    "gap": GAP,
    "number": NUMBER,
    "match": MATCH,
    "order": ORDER,
    "evidence": EVIDENCE,
    "claim": CLAIM,
}

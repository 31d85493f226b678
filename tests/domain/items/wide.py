"""An article with what the small one lacks: sets, dates, months, quotations, rows to order."""

from __future__ import annotations

from dataclasses import replace

from quizapp.domain.bilingual import BilingualList
from quizapp.domain.content import (
    Article,
    Ask,
    ClaimKind,
    Fact,
    FactSet,
    Grammar,
    Paragraph,
    Sentence,
    SetMember,
    Term,
    TermType,
)
from quizapp.domain.statement import parse_statement
from tests.samples import b, mini_article


def term(
    ident: str,
    kind: TermType,
    ar: str,
    en: str,
    *,
    gender: str = "f",
    common: bool = True,
    **fields: object,
) -> Term:
    made = Term(
        id=ident,
        type=kind,
        sort=kind.value,
        name=b(ar, en),
        gloss=b("من المقال", "Of the article"),
        grammar=Grammar(gender="m" if gender == "m" else "f"),
        common=common,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


COUNTRIES = (
    term("india", TermType.COUNTRY, "الهند", "India", common=False),
    term("pakistan", TermType.COUNTRY, "باكستان", "Pakistan", common=False),
    term("turkey", TermType.COUNTRY, "تركيا", "Turkey", common=False),
    term("iran", TermType.COUNTRY, "إيران", "Iran", common=False),
    term("japan", TermType.COUNTRY, "اليابان", "Japan"),
    term("brazil", TermType.COUNTRY, "البرازيل", "Brazil"),
    term("spain", TermType.COUNTRY, "إسبانيا", "Spain"),
    term("iraq", TermType.COUNTRY, "العراق", "Iraq", gender="m"),
    term("netherlands", TermType.COUNTRY, "هولندا", "Netherlands"),
)
MONTHS = tuple(
    term(
        en.lower(), TermType.MONTH, ar, en, gender="m", month=n, aliases=BilingualList(ar=(alias,))
    )
    for n, (ar, alias, en) in enumerate(
        (
            ("يناير", "كانون الثاني", "January"),
            ("فبراير", "شباط", "February"),
            ("مارس", "آذار", "March"),
            ("أبريل", "نيسان", "April"),
            ("مايو", "أيار", "May"),
            ("يونيو", "حزيران", "June"),
        ),
        1,
    )
)
OPENING = term(
    "opening",
    TermType.DATE,
    "16 مارس",
    "16 March",
    gender="m",
    common=False,
    value=16,
    month=3,
    within="march",
    aliases=BilingualList(ar=("16 آذار",), en=("March 16",)),
)
EXTRA = (*COUNTRIES, *MONTHS, OPENING)

_NAMES = {t.id: t.name for t in (*mini_article().terms, *EXTRA)}


def told(
    ident: str, ar: str, en: str, sentence: str, asks: tuple[Ask, ...], **fields: object
) -> Fact:
    made = Fact(
        id=ident,
        claim=ClaimKind.EVENT,
        source=(1,),
        sentence=sentence,
        ar=parse_statement(ar, lambda slot: _NAMES[slot].ar),
        en=parse_statement(en, lambda slot: _NAMES[slot].en),
        asks=asks,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


GUESTS = told(
    "guests",
    "حضرت المعرض وفود من {india} و{pakistan} و{turkey} و{iran}.",
    "Delegations from {india}, {pakistan}, {turkey} and {iran} came to the fair.",
    "p2s1",
    (
        Ask(
            "guests",
            ("india", "pakistan", "turkey", "iran"),
            b("أي بلدان جاءت منها وفود؟", "Which countries sent delegations?"),
            never=("spain",),
        ),
    ),
)
DAY = told(
    "day",
    "افتُتح المعرض يوم {opening}.",
    "The fair opened on {opening}.",
    "p2s2",
    (Ask("opening", ("opening",), b("متى افتُتح المعرض؟", "When did the fair open?")),),
)
MONTH = told(
    "month",
    "بيعت التذاكر منذ شهر {february}.",
    "Tickets were on sale from {february}.",
    "p2s3",
    (
        Ask(
            "february",
            ("february",),
            b("منذ أي شهر بيعت التذاكر؟", "Since which month were tickets on sale?"),
        ),
    ),
)

_SECOND_PARAGRAPH = Paragraph(
    "p2",
    (
        Sentence(
            "p2s1",
            b(
                "حضرت وفود من الهند وباكستان وتركيا وإيران.",
                "Delegations from India, Pakistan, Turkey and Iran came.",
            ),
        ),
        Sentence("p2s2", b("افتُتح المعرض يوم 16 مارس.", "The fair opened on 16 March.")),
        Sentence("p2s3", b("بيعت التذاكر منذ فبراير.", "Tickets were on sale from February.")),
    ),
)
STEPS = FactSet(
    id="steps",
    kind="order",
    question=b("ما ترتيب الأحداث؟", "In which order did this happen?"),
    members=(
        SetMember("month", b("بيعت التذاكر", "Tickets went on sale")),
        SetMember("day", b("افتُتح المعرض", "The fair opened")),
        SetMember("guests", b("وصلت الوفود", "Delegations came")),
    ),
)


def wide_article() -> Article:
    small = mini_article()
    return replace(
        small,
        slug="wide-fair",
        passage=(*small.passage, _SECOND_PARAGRAPH),
        terms=(*small.terms, *EXTRA),
        facts=(*small.facts, GUESTS, DAY, MONTH),
        sets=(*small.sets, STEPS),
    )

"""A small article to test with: invented facts, the shapes of real ones."""

from __future__ import annotations

from quizapp.domain.bilingual import Bilingual, BilingualList
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
    Unstated,
)
from quizapp.domain.statement import parse_statement


def b(ar: str, en: str) -> Bilingual:
    return Bilingual(ar=ar, en=en)


def city(ident: str, ar: str, en: str, within: str, *, common: bool = True) -> Term:
    return Term(
        id=ident,
        type=TermType.CITY,
        sort="city",
        name=b(ar, en),
        gloss=b(f"مدينة اسمها {ar}", f"A city called {en}"),
        grammar=Grammar(gender="f"),
        within=within,
        common=common,
    )


TERMS = (
    city("salt", "السلط", "Salt", "jordan", common=False),
    city("irbid", "إربد", "Irbid", "jordan"),
    city("madaba", "مادبا", "Madaba", "jordan"),
    city("zarqa", "الزرقاء", "Zarqa", "jordan"),
    city("jerash", "جرش", "Jerash", "jordan"),
    Term(
        id="jordan",
        type=TermType.COUNTRY,
        sort="country",
        name=b("الأردن", "Jordan"),
        gloss=b("بلد عربي", "An Arab country"),
        aliases=BilingualList(ar=("المملكة الأردنية الهاشمية",)),
        grammar=Grammar(gender="m"),
    ),
    *(
        Term(
            id=ident,
            type=TermType.PERSON,
            sort="person",
            name=b(ar, en),
            gloss=b("من سكان المدينة", "Somebody of the town"),
            grammar=Grammar(gender="f"),
            common=common,
        )
        for ident, ar, en, common in (
            ("huda", "هدى النجار", "Huda Najjar", False),
            ("salma", "سلمى قعوار", "Salma Kawar", True),
            ("rania", "رانيا حداد", "Rania Haddad", True),
            ("layla", "ليلى مراد", "Layla Murad", True),
        )
    ),
    *(
        Term(
            id=f"n{value}",
            type=TermType.NUMBER,
            sort="number",
            name=b(str(value), str(value)),
            gloss=b("عدد", "A number"),
            value=value,
            common=value != 12,
        )
        for value in (9, 12, 15, 20)
    ),
)

_NAMES = {term.id: term.name for term in TERMS}


def fact(
    ident: str,
    ar: str,
    en: str,
    sentence: str,
    asks: tuple[Ask, ...],
    claim: ClaimKind = ClaimKind.EVENT,
    said_by: str | None = None,
    said: Bilingual | None = None,
) -> Fact:
    return Fact(
        id=ident,
        claim=claim,
        source=(1,),
        sentence=sentence,
        ar=parse_statement(ar, lambda slot: _NAMES[slot].ar),
        en=parse_statement(en, lambda slot: _NAMES[slot].en),
        asks=asks,
        said_by=said_by,
        said=said,
    )


PASSAGE = (
    Paragraph(
        "p1",
        (
            Sentence(
                "p1s1",
                b(
                    "استضافت مدينة السلط معرض الكتاب الأول.",
                    "The town of Salt hosted the first book fair.",
                ),
            ),
            Sentence(
                "p1s2",
                b("افتتحت هدى النجار المعرض صباحًا.", "Huda Najjar opened the fair in the morning."),
            ),
            Sentence(
                "p1s3",
                b(
                    "شاركت في المعرض 12 مكتبة صغيرة.",
                    "Some 12 small bookshops took part in the fair.",
                ),
            ),
            Sentence(
                "p1s4",
                b(
                    "وقالت سلمى قعوار إن القراءة عادة جميلة.",
                    "Salma Kawar said that reading was a fine habit.",
                ),
            ),
        ),
    ),
)

FACTS = (
    fact(
        "host",
        "استضافت مدينة {salt} معرض الكتاب الأول.",
        "The town of {salt} hosted the first book fair.",
        "p1s1",
        (Ask("salt", ("salt",), b("أي مدينة استضافت المعرض؟", "Which town hosted the fair?")),),
    ),
    fact(
        "opener",
        "افتتحت {huda} المعرض صباحًا.",
        "{huda} opened the fair in the morning.",
        "p1s2",
        (Ask("huda", ("huda",), b("من التي افتتحت المعرض؟", "Who opened the fair?")),),
    ),
    fact(
        "shops",
        "شاركت في المعرض {n12} مكتبة صغيرة.",
        "Some {n12} small bookshops took part in the fair.",
        "p1s3",
        (
            Ask(
                "n12",
                ("n12",),
                b("كم مكتبة شاركت في المعرض؟", "How many bookshops took part in the fair?"),
            ),
        ),
    ),
    fact(
        "habit",
        "قالت {salma} إن القراءة عادة جميلة.",
        "{salma} said that reading was a fine habit.",
        "p1s4",
        (Ask("salma", ("salma",), b("من قالت ذلك عن القراءة؟", "Who said that about reading?")),),
        claim=ClaimKind.STATEMENT,
        said_by="salma",
        said=b("القراءة عادة جميلة", "Reading is a fine habit"),
    ),
)


def phrases() -> dict[str, Bilingual]:
    """The content-language texts of seeds/common/phrases.yaml, in short."""
    return {
        "true": b("صواب", "True"),
        "false": b("خطأ", "False"),
        "true_false": b(
            "هل هذه العبارة صحيحة بحسب المقال؟", "Is this true, according to the article?"
        ),
        "gap": b("ما الكلمة الناقصة في هذه الجملة؟", "Which word is missing in this sentence?"),
        "evidence": b(
            "أي جملة في النص تجيب عن هذا السؤال؟",
            "Which sentence of the passage answers this question?",
        ),
        "claim": b("ما نوع هذا القول في المقال؟", "What kind of claim is this in the article?"),
        "who_said": b("من صاحب هذا القول؟", "Who said this?"),
        "claim_event": b("حدث وقع", "An event that happened"),
        "claim_statement": b("تصريح منسوب إلى قائله", "A statement by somebody"),
        "claim_analysis": b("تحليل من الكاتب", "The writer's analysis"),
        "claim_expectation": b("توقّع لم يتحقق بعد", "An expectation"),
        "claim_unstated": b("لا يُعرف من المقال", "It cannot be known from the article"),
    }


def mini_article() -> Article:
    return Article(
        slug="book-fair",
        title=b("معرض الكتاب", "The book fair"),
        summary=b("معرض في السلط.", "A fair in Salt."),
        source_note=b("خبر متخيَّل.", "An invented story."),
        paragraphs_of_source=1,
        passage=PASSAGE,
        terms=TERMS,
        facts=FACTS,
        sets=(
            FactSet(
                id="who-did-what",
                kind="match",
                question=b("ما الذي فعله كلّ منهم؟", "Who did what?"),
                members=(
                    SetMember(
                        "host", b("مدينة السلط", "The town of Salt"), b("استضافت", "hosted it")
                    ),
                    SetMember("opener", b("هدى النجار", "Huda Najjar"), b("افتتحت", "opened it")),
                    SetMember("habit", b("سلمى قعوار", "Salma Kawar"), b("تحدثت", "spoke of it")),
                ),
            ),
        ),
        unstated=(
            Unstated(
                id="year",
                statement=b("أقيم المعرض في الربيع.", "The fair took place in spring."),
                why=b("لا يذكر المقال الفصل.", "The article names no season."),
            ),
        ),
        phrases=phrases(),
    )

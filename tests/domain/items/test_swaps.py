"""A term is exchanged only where nothing in the sentence betrays it."""

from __future__ import annotations

import pytest

from quizapp.domain.content import Fact, Term, TermType
from quizapp.domain.items.swaps import swapped, takes_the
from quizapp.domain.statement import parse_statement
from tests.domain.items.wide import term, told
from tests.samples import b

ORG, COUNTRY, NUMBER, ROLE = (
    TermType.ORGANISATION,
    TermType.COUNTRY,
    TermType.NUMBER,
    TermType.ROLE,
)
KREMLIN = term("kremlin", ORG, "الكرملين", "Kremlin")
NATO = term("nato", ORG, "الناتو", "NATO")
PENTAGON = term("pentagon", ORG, "البنتاغون", "Pentagon")
CHINA = term("china", COUNTRY, "الصين", "China")
INDIA = term("india", COUNTRY, "الهند", "India")
TURKEY = term("turkey", COUNTRY, "تركيا", "Turkey")
IRAN = term("iran", COUNTRY, "إيران", "Iran")
UAE = term("uae", COUNTRY, "الإمارات", "United Arab Emirates")
TWELVE = term("n12", NUMBER, "12", "12", value=12)
NINE = term("n9", NUMBER, "9", "9", value=9)
FIFTEEN = term("n15", NUMBER, "15", "15", value=15)
ENVOY = term("envoy", ROLE, "مبعوث", "envoy")
JUDGE = term("judge", ROLE, "قاضٍ", "judge")
AMBASSADOR = term("ambassador", ROLE, "سفير", "ambassador")
VISIT = ("زار الهند وفد.", "A group visited India.")
SAID = ("قال البنتاغون ذلك.", "The Pentagon said so.")
CAME = ("جاءت 15 مكتبة.", "Some 15 shops came.")


def fact(ar: str, en: str, key: Term) -> Fact:
    frame = told("f", "x", "x", "p1s1", ())
    return Fact(
        id=frame.id,
        claim=frame.claim,
        source=frame.source,
        sentence=frame.sentence,
        ar=parse_statement(ar, lambda _slot: key.name.ar),
        en=parse_statement(en, lambda _slot: key.name.en),
        asks=(),
    )


@pytest.mark.parametrize(
    ("ar", "en", "key", "swap", "expected"),
    [
        ("زار {x} وفد.", "A group visited {x}.", CHINA, INDIA, VISIT),
        ("قال {x} ذلك.", "The {x} said so.", KREMLIN, PENTAGON, SAID),
        ("قال {x} ذلك.", "The {x} said so.", KREMLIN, NATO, None),
        ("زار {x} وفد.", "A group visited {x}.", CHINA, UAE, None),
        ("شكرًا ل{x}.", "Thanks to {x}.", TURKEY, CHINA, None),
        ("شكرًا ل{x}.", "Thanks to {x}.", TURKEY, IRAN, ("شكرًا لإيران.", "Thanks to Iran.")),
        ("الرئيس {x|الصيني} هنا.", "The {x|Chinese} president is here.", CHINA, INDIA, None),
        ("زار {x} وفد.", "A {x|Chinese} group came.", CHINA, INDIA, None),
        ("جاءت {x} مكتبة.", "Some {x} shops came.", TWELVE, NINE, None),
        ("جاءت {x} مكتبة.", "Some {x} shops came.", TWELVE, FIFTEEN, CAME),
        ("هو {x}.", "He is an {x}.", ENVOY, JUDGE, None),
        ("هو {x}.", "He is an {x}.", ENVOY, AMBASSADOR, ("هو سفير.", "He is an ambassador.")),
        ("هو {y}.", "He is an {x}.", ENVOY, AMBASSADOR, None),
    ],
)  # fmt: skip
def test_a_swap_is_made_only_where_it_reads_right(
    ar: str, en: str, key: Term, swap: Term, expected: tuple[str, str] | None
) -> None:
    assert swapped(fact(ar, en, key), "x", key, swap) == (b(*expected) if expected else None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("United Nations", True),
        ("United Russia", False),
        ("Communist Party of Vietnam", True),
        ("G20", True),
        ("OPEC", False),
        ("Xinhua", False),
        ("Reuters", False),
        ("Associated Press", True),
        ("US Congress", True),
        ("Élysée Palace", True),
        ("United Kingdom", True),
        ("Netherlands", True),
        ("West", True),
        ("Western Sahara", False),
        ("Twitter", False),
        ("China", False),
    ],
)
def test_names_that_take_the_article_are_told_from_those_that_do_not(
    name: str, expected: bool
) -> None:
    assert takes_the(term("x", ORG, "اسم", name)) is expected

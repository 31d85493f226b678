"""Cases for the rules about options and the cues that lie in them."""

from __future__ import annotations

from dataclasses import replace

from quizapp.domain.bilingual import BilingualList
from quizapp.domain.content import Article, Term, TermType
from quizapp.domain.items.base import Item, Option, TypedKey
from tests.domain.lint.case import Cases, made, one
from tests.domain.lint.samples import (
    ARTICLE,
    CHOICE,
    COUNT,
    GAP,
    MATCH,
    NUMBER,
    ORDER,
    TOWNS,
    WHO_SAID,
    asked,
    option,
    spelt,
    with_fact,
    with_salt,
    with_terms,
)
from tests.samples import b

JORDAN = option("jordan")
UNSORTED = replace(COUNT, options=tuple(map(option, ("n9", "n15", "n12", "n20"))), key=(2,))
ALIAS = with_salt(aliases=BilingualList(ar=("الصلت",), en=("Es-Salt",)))
TIMES = tuple(
    Term(
        id=ident,
        type=TermType.DATE if day else TermType.MONTH,
        sort="time",
        name=b(ar, en),
        gloss=b("وقت", "A time"),
        value=day,
        month=month,
    )
    for ident, ar, en, day, month in (
        ("may", "أيار", "May", None, 5),
        ("june", "حزيران", "June", None, 6),
        ("june-3", "الثالث من حزيران", "the third of June", 3, 6),
        ("july-9", "التاسع من تموز", "the ninth of July", 9, 7),
    )
)


def times(*idents: str) -> tuple[Item, Article]:
    """A question for a time, with these as options and the second as key."""
    by_id = {term.id: term for term in TIMES}
    chosen = [by_id[ident] for ident in idents]
    when = asked("متى افتُتح المعرض في السلط؟", "When did the fair in Salt open?")
    options = tuple(Option(term.id, term.name) for term in chosen)
    return replace(when, slot="-", options=options, key=(1,)), with_terms(*TIMES)


def tolerant(tolerance: int) -> Article:
    shops = ARTICLE.fact_by_id["shops"]
    return with_fact(replace(shops, asks=(replace(shops.asks[0], tolerance=tolerance),)))


BROKEN: Cases = {
    "Q01": (
        one("two keys", replace(CHOICE, key=(1, 2))),
        one("no key", replace(CHOICE, key=())),
        one("a key that is no option", replace(CHOICE, key=(7,))),
        one("every option a key", replace(TOWNS, key=(0, 1, 2, 3))),
        one("one key where several are asked", replace(TOWNS, key=(1,))),
        one("nothing to type", replace(GAP, typed=None)),
        one("no English spelling", replace(NUMBER, typed=TypedKey(BilingualList(ar=("12",))))),
        one("a left side without partner", replace(MATCH, key=(0, 1))),
        one("one step twice", replace(ORDER, key=(0, 1, 1))),
        one("a wrong option that spells the key", spelt(CHOICE, 0, "الصلت", "Es-Salt"), ALIAS),
    ),
    "Q02": (
        one("a hamza apart", spelt(CHOICE, 1, "اربد", "Madaba")),
        one("a capital apart", spelt(CHOICE, 1, "مادبا", "IRBID")),
        one(
            "a letter apart in a long name",
            spelt(spelt(CHOICE, 0, "إربد", "Constantinople"), 1, "مادبا", "Constantinoples"),
        ),
        one(
            "one term under two names",
            replace(
                CHOICE, options=(*CHOICE.options[:3], Option("irbid", b("العروس", "Arabella")))
            ),
        ),
        one("left sides alike", replace(MATCH, lefts=(*MATCH.lefts[:2], MATCH.lefts[1]))),
    ),
    "Q04": (
        one("a range around the key", spelt(UNSORTED, 1, "10–14", "10–14")),
        one("more than", spelt(COUNT, 3, "أكثر من 14", "more than 14")),
        one("inside the tolerance", COUNT, tolerant(3)),
        made("a day of that month", times("june", "june-3", "july-9")),
    ),
    "Q05": (
        one("a woman among towns", replace(CHOICE, options=(option("huda"), *CHOICE.options[1:]))),
        one(
            "a bare text among terms",
            replace(CHOICE, options=(Option("x", b("عمّان", "Amman")), *CHOICE.options[1:])),
        ),
        one("a country among people", replace(WHO_SAID, options=(JORDAN, *WHO_SAID.options[1:]))),
    ),
    "Q06": (
        one("none of the above", spelt(CHOICE, 3, "الزرقاء", "None of the above")),
        one("both of these", spelt(CHOICE, 3, "الزرقاء", "Both of these")),
        one("nothing of what precedes", spelt(CHOICE, 3, "لا شيء مما سبق", "Zarqa")),
        one("what is named above", spelt(CHOICE, 3, "ما ذُكر أعلاه", "Zarqa")),
        one("A and B together", spelt(CHOICE, 3, "أ وب معًا", "Zarqa")),
    ),
    "Q20": (one("numbers mixed", UNSORTED), made("dates mixed", times("july-9", "june-3", "may"))),
    "Q21": (
        one("two options", replace(CHOICE, options=CHOICE.options[1:3], key=(1,))),
        one(
            "six options",
            replace(
                COUNT,
                options=tuple(Option(f"n12:{n}", b(str(n), str(n))) for n in range(9, 15)),
                key=(3,),
            ),
        ),
        one("two rows", replace(MATCH, lefts=MATCH.lefts[:2], key=(0, 1))),
        one("two steps", replace(ORDER, options=ORDER.options[:2], key=(0, 1))),
    ),
}

NEAR: Cases = {
    "Q01": (
        one("two keys of four", TOWNS),
        one("rows that share a right side", replace(MATCH, key=(0, 1, 1))),
        one("an alias of a wrong option", spelt(CHOICE, 0, "إربد الكبرى", "Greater Irbid")),
    ),
    "Q02": (
        one(
            "North and South",
            spelt(
                spelt(CHOICE, 0, "كوريا الشمالية", "North Korea"),
                1,
                "كوريا الجنوبية",
                "South Korea",
            ),
        ),
        one("numbers a digit apart", spelt(COUNT, 3, "150000001", "150000001")),
        one(
            "short names a letter apart",
            spelt(spelt(CHOICE, 0, "إربد", "Iran"), 1, "مادبا", "Iraq"),
        ),
    ),
    "Q04": (
        one("ranges that only touch", spelt(UNSORTED, 1, "10–11", "10–11")),
        one("just outside the tolerance", COUNT, tolerant(2)),
        made("a day of another month", times("may", "june-3", "july-9")),
    ),
    "Q05": (
        one(
            "a neighbour made up",
            replace(COUNT, options=(*COUNT.options[:3], Option("n12:21", b("21", "21")))),
        ),
    ),
    "Q06": (one("a name with all in it", spelt(CHOICE, 3, "الزرقاء", "Allentown")),),
    "Q20": (one("ascending", COUNT), one("names", CHOICE)),
    "Q21": (
        one("three options", replace(CHOICE, options=CHOICE.options[:3])),
        one(
            "rows that share a right side", replace(MATCH, options=MATCH.options[:2], key=(0, 1, 1))
        ),
    ),
}

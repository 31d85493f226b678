"""Cases for the rules about truth: who said it, what proves it, what is true after all."""

from __future__ import annotations

from dataclasses import replace

from quizapp.domain.bilingual import BilingualList
from quizapp.domain.content import Article, ClaimKind
from tests.domain.lint.case import Case, Cases, one
from tests.domain.lint.samples import (
    ARTICLE,
    CHOICE,
    CLAIM,
    EVIDENCE,
    FALSE,
    GAP,
    NUMBER,
    SPEAKER,
    TRUE,
    UNSTATED,
    WHO_SAID,
    asked,
    host,
    host_ask,
    with_fact,
    with_salt,
    with_sentence,
    with_terms,
)
from tests.samples import b, city, fact

HABIT, OPENING = ARTICLE.fact_by_id["habit"], ARTICLE.fact_by_id["opener"]
EXPECTED = fact(
    "next-fair",
    "من المتوقع أن يعود المعرض إلى {salt}.",
    "The fair is expected to return to {salt}.",
    "p1s1",
    (),
    claim=ClaimKind.EXPECTATION,
)
ALIAS = with_salt(aliases=BilingualList(ar=("أم الزبيب",), en=("Raisin Hill",)))
TWO_HOSTS = replace(
    with_sentence("استضافته السلط وإربد.", "Salt and Irbid hosted the fair."),
    facts=host_ask(terms=("salt", "irbid")).facts,
)


def also_hosted(town: str, relation: str | None) -> Article:
    """The sample article with a second host, by the same relation or by none."""
    second = host(id="host-2", asks=(replace(host().asks[0], terms=(town,)),))
    return with_fact(host(relation=relation), replace(second, relation=relation))


def expected(ar: str, en: str) -> Case:
    asking = replace(asked(ar, en), facts=("next-fair",), slot="-", claim=ClaimKind.EXPECTATION)
    return one(en, asking, with_fact(EXPECTED))


def false(ar: str, en: str) -> Case:
    return Case(en, (TRUE, replace(FALSE, material=b(ar, en))))


BROKEN: Cases = {
    "Q03": (
        one("never to be offered", CHOICE, host_ask(never=("irbid",))),
        one("another answer", CHOICE, TWO_HOSTS),
        one("right by the same relation", CHOICE, also_hosted("irbid", "hosted")),
        one("the key lies in it", CHOICE, with_terms(city("salt", "السلط", "Salt", "irbid"))),
        one("it lies in the key", CHOICE, with_terms(city("irbid", "إربد", "Irbid", "salt"))),
        Case("a false statement with it", (TRUE, FALSE), host_ask(never=("irbid",))),
        one(
            "a sentence that proves as well",
            EVIDENCE,
            with_fact(host(relation="did"), replace(OPENING, relation="did")),
        ),
        one("said by two", WHO_SAID, with_fact(replace(HABIT, id="habit-2", said_by="huda"))),
    ),
    "Q18": (
        one("in the stem", asked("هل استضافته السلط أم إربد؟", "Did Salt or Irbid host the fair?")),
        one(
            "an alias", asked("أي مدينة اسمها الصلت؟", "Which town is also called Es-Salt?"), ALIAS
        ),
        one(
            "beside the gap",
            replace(GAP, material=b("في السلط مدينة هي ____.", "In Salt there is a town, ____.")),
        ),
        one("the number", asked("هل شاركت 12 مكتبة؟", "Did 12 shops take part in it?", NUMBER)),
        one(
            "the speaker",
            replace(WHO_SAID, material=b("أنا سلمى قعوار", "I am called Salma Kawar")),
        ),
    ),
    "Q24": (
        one("told as a fact", asked("من صاحبة هذه العادة؟", "Who has the fine habit?", SPEAKER)),
        expected("أي مدينة عاد إليها المعرض؟", "To which town did the fair return?"),
    ),
    "Q30": (
        false(
            "استضافت مدينة إربد معرض الكتاب الثاني.",
            "The town of Irbid hosted the second book fair.",
        ),
        false(
            "استضافت مدينة مادبا معرض الكتاب الأول.",
            "The town of Irbid hosted the first book fair.",
        ),
        one("a fact called false", replace(TRUE, key=(1,))),
        Case("a false statement called true", (TRUE, replace(FALSE, key=(0,)))),
        one("no fact", replace(TRUE, material=b("استضافته السلط.", "Salt hosted the fair."))),
    ),
    "Q30B": (one("false without true", FALSE),),
    "EV1": (
        one("no such sentence", replace(CHOICE, evidence=("p9s9",))),
        one("no proof at all", replace(TRUE, evidence=())),
        one("another sentence", replace(CHOICE, evidence=("p1s2",))),
        one("another speaker's sentence", replace(WHO_SAID, evidence=("p1s1",))),
        one("another number", replace(NUMBER, evidence=("p1s2",))),
    ),
}

NEAR: Cases = {
    "Q03": (
        one("a second host by no relation", CHOICE, also_hosted("irbid", None)),
        one("another town is forbidden", CHOICE, host_ask(never=("jerash",))),
        one("both in one country", CHOICE),
        one("a sentence about something else", EVIDENCE),
    ),
    "Q18": (
        one(
            "part of another word",
            asked("أي مدينة زارها الملك؟", "Which town has a saltern in it?"),
        ),
        one(
            "a wrong option in the stem",
            asked("أي مدينة غلبت إربد؟", "Which town won against Irbid?"),
        ),
        one("a label in the statement", CLAIM),
    ),
    "Q24": (
        one("who said", SPEAKER),
        expected("إلى أين سيعود المعرض؟", "To which town will the fair return?"),
        expected("أي مدينة يُتوقع أن يعود إليها المعرض؟", "Which town is the fair expected in?"),
    ),
    "Q30": (
        false(
            "استضافت مدينة مادبا معرض الكتاب الأول.",
            "The town of Madaba hosted the first book fair.",
        ),
    ),
    "Q30B": (Case("both", (TRUE, FALSE)),),
    "EV1": (
        one(
            "an alias in the sentence",
            CHOICE,
            with_salt(
                name=b("الصلت", "Es-Salt"), aliases=BilingualList(ar=("السلط",), en=("Salt",))
            ),
        ),
        one("what cannot be known", UNSTATED),
    ),
}

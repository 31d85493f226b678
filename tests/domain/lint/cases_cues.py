"""Cases for the rules about cues: what tells the key apart from the other options."""

from __future__ import annotations

from dataclasses import replace

from quizapp.domain.content import Article, Ask, ClaimKind, Fact, Grammar, Term, TermType
from quizapp.domain.items.base import Item, Option
from tests.domain.lint.case import Case, Cases, made, one
from tests.domain.lint.samples import (
    ARTICLE,
    CHOICE,
    OPENER,
    SLUG,
    spelt,
    with_terms,
)
from tests.samples import b


def longest_keys(count: int, others: int = 0) -> list[Item]:
    """Choices with the key barely the longest option, and others where it is not."""
    long = spelt(CHOICE, 2, "السلط كلها", "Old Salt")
    items = [long] * count + [CHOICE] * others
    return [replace(item, id=f"book-fair/{n}/salt/choice") for n, item in enumerate(items)]


def men(*idents: str) -> Article:
    of = ARTICLE.term_by_id
    return with_terms(*(replace(of[ident], grammar=Grammar(gender="m")) for ident in idents))


def role(ident: str, ar: str, en: str, *, definite: bool = False) -> Term:
    return Term(
        id=ident,
        type=TermType.ROLE,
        sort="role",
        name=b(ar, en),
        gloss=b("مهنة", "A job"),
        grammar=Grammar(gender="m", definite=definite),
    )


def roles(stem_ar: str, stem_en: str, *terms: Term) -> tuple[Item, Article]:
    """A question whose options are roles, the first one right; nothing else is wrong with it."""
    key = terms[0]
    sentence = b(f"كان الضيف {key.name.ar}.", f"The guest was {key.name.en}.")
    fair = ARTICLE.passage[0].sentences
    changed = replace(
        with_terms(*terms),
        passage=(
            replace(
                ARTICLE.passage[0], sentences=(*fair, replace(fair[0], id="p1s5", text=sentence))
            ),
        ),
        facts=(
            *ARTICLE.facts,
            Fact(
                id="guest",
                claim=ClaimKind.EVENT,
                source=(1,),
                sentence="p1s5",
                ar=ARTICLE.facts[0].ar,
                en=ARTICLE.facts[0].en,
                asks=(Ask(key.id, (key.id,), b(stem_ar, stem_en)),),
            ),
        ),
    )
    question = replace(
        CHOICE,
        id=f"{SLUG}/guest/{key.id}/choice",
        facts=("guest",),
        slot=key.id,
        stem=b(stem_ar, stem_en),
        explanation=sentence,
        evidence=("p1s5",),
        options=tuple(Option(t.id, t.name, t.gloss) for t in terms),
        key=(0,),
    )
    return question, changed


def jobs(
    stem_ar: str, stem_en: str, *names: tuple[str, str], definite: int = 0
) -> tuple[Item, Article]:
    """A question for a job; the first is right, the first `definite` ones have ال."""
    terms = (role(f"job-{n}", ar, en, definite=n < definite) for n, (ar, en) in enumerate(names))
    return roles(stem_ar, stem_en, *terms)


ENGINEER, TEACHER, DOCTOR = ("مهندس", "engineer"), ("معلم", "teacher"), ("طبيب", "doctor")

BROKEN: Cases = {
    "Q09": (
        one(
            "in both",
            spelt(CHOICE, 2, "السلط القديمة في جبال البلقاء", "Old Salt in its green hills"),
        ),
        one("in English", spelt(CHOICE, 2, "السلط", "Old Salt in its green hills")),
    ),
    "Q09B": (Case("in all of eight", longest_keys(8)), Case("in five of nine", longest_keys(5, 4))),
    "Q10": (
        one("the same word", spelt(CHOICE, 2, "بلدة المعرض", "Fair Hill")),
        one("another form of it", spelt(CHOICE, 2, "السلط", "Hosting Salt")),
        one("the same root", spelt(CHOICE, 2, "بلدة المعارض", "Salt")),
    ),
    "Q11": (
        made(
            "an", jobs("ما مهنة الضيف الأول؟", "The guest was an ____.", ENGINEER, TEACHER, DOCTOR)
        ),
        made(
            "were",
            jobs(
                "ماذا كان ضيوف المعرض؟",
                "What were the guests of the fair?",
                ("مهندسون", "engineers"),
                TEACHER,
                DOCTOR,
            ),
        ),
    ),
    "Q12": (
        one("one woman among men", OPENER, men("layla", "rania", "salma")),
        made(
            "one definite job",
            jobs(
                "ما مهنة الضيف الأول؟",
                "What was the job of the guest?",
                ("المهندس", "engineer"),
                TEACHER,
                DOCTOR,
                definite=1,
            ),
        ),
    ),
    "Q13": (
        one("always", spelt(CHOICE, 3, "الزرقاء", "Always Zarqa")),
        one("only, in Arabic", spelt(CHOICE, 3, "الزرقاء فقط", "Zarqa")),
    ),
    "Q15": (
        made(
            "a bit of each",
            jobs(
                "ما منصب الضيف الأول؟",
                "What office did the guest hold?",
                ("وزير الثقافة والتجارة", "minister of culture and trade"),
                ("وزير الثقافة", "minister of culture"),
                ("وزير التجارة", "minister of trade"),
                ("مدير مكتبة عامة كبيرة", "head of a big public library"),
            ),
        ),
    ),
}

NEAR: Cases = {
    "Q09": (
        one(
            "another one as long",
            spelt(
                spelt(CHOICE, 2, "السلط القديمة", "Old Salt in its hills"),
                0,
                "إربد الحديثة",
                "New Irbid in its plain",
            ),
        ),
        one("short names", spelt(CHOICE, 2, "السلط", "Old Salt")),
    ),
    "Q09B": (
        Case("in half of eight", longest_keys(4, 4)),
        Case("in all of seven, which is little", longest_keys(7)),
    ),
    "Q10": (
        one(
            "two options with the word",
            spelt(spelt(CHOICE, 2, "بلدة المعرض", "Fair Hill"), 0, "ساحة المعرض", "Fair Square"),
        ),
        one("a stop word", spelt(CHOICE, 2, "السلط", "The Salt")),
    ),
    "Q11": (
        made(
            "a or an before a vowel too",
            jobs(
                "ما مهنة الضيف الأول؟",
                "The guest was an ____.",
                ENGINEER,
                ("محرر", "editor"),
                ("ممثل", "actor"),
            ),
        ),
        made(
            "were, all plural",
            jobs(
                "ماذا كان الضيوف؟",
                "Who were the guests of it?",
                ("مهندسون", "engineers"),
                ("معلمون", "teachers"),
                ("أطباء", "doctors"),
            ),
        ),
    ),
    "Q12": (
        one("women only", OPENER),
        one("two women", OPENER, men("layla", "rania")),
        one(
            "the verb agrees with the noun asked",
            replace(CHOICE, options=CHOICE.options),
            men("huda"),
        ),
        made(
            "all definite",
            jobs(
                "ما مهنة الضيف الأول؟",
                "What was the job of the guest?",
                ("المهندس", "engineer"),
                ("المعلم", "teacher"),
                ("الطبيب", "doctor"),
                definite=3,
            ),
        ),
    ),
    "Q13": (
        one(
            "always in the key as well",
            spelt(spelt(CHOICE, 3, "الزرقاء", "Always Zarqa"), 2, "السلط", "Always Salt"),
        ),
    ),
    "Q15": (
        made(
            "all alike",
            jobs(
                "ما منصب الضيف الأول؟",
                "What office did the guest hold?",
                ("وزير الثقافة", "minister of culture"),
                ("وزير التجارة", "minister of trade"),
                ("وزير الصحة", "minister of health"),
            ),
        ),
    ),
}

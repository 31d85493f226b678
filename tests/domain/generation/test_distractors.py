"""Wrong answers are wrong, of the key's kind, and drawn by seed alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.bilingual import LANGS, BilingualList
from quizapp.domain.content import Article, Ask, Fact, Grammar, Term, TermType
from quizapp.domain.generation.distractors import FEWEST, Distractors, shows_gender
from quizapp.domain.text import fold
from tests.domain.items.wide import term, told, wide_article
from tests.samples import b, city, mini_article

HOST = mini_article().fact_by_id["host"]
OPEN_QUESTION = b("ما الذي استضاف المعرض؟", "What hosted the fair?")


def drawn(article: Article, fact: Fact, ask: Ask | None = None, *seed: object) -> set[str]:
    return {t.id for t in Distractors(article).terms(fact, ask or fact.asks[0], 3, *seed)}


def with_terms(*terms: Term) -> Article:
    """The small article with these towns beside Salt, and no others."""
    article = mini_article()
    kept = tuple(t for t in article.terms if t.type is not TermType.CITY or t.id == "salt")
    return replace(article, terms=(*kept, *terms))


def towns(*idents: str) -> tuple[Term, ...]:
    names = {
        "irbid": ("إربد", "Irbid"),
        "madaba": ("مادبا", "Madaba"),
        "zarqa": ("الزرقاء", "Zarqa"),
        "jerash": ("جرش", "Jerash"),
        "ajloun": ("عجلون", "Ajloun"),
    }
    return tuple(city(ident, *names[ident], "jordan") for ident in idents)


THREE = towns("irbid", "madaba", "zarqa")


def changed(base: Term, **fields: object) -> Term:
    return replace(base, **fields)  # type: ignore[arg-type]


AJLOUN = towns("ajloun")[0]


def test_three_wrong_answers_of_the_keys_sort_are_given() -> None:
    assert drawn(with_terms(*THREE), HOST) == {"irbid", "madaba", "zarqa"}


def test_two_wrong_answers_are_enough_and_one_is_none() -> None:
    assert len(drawn(with_terms(*THREE[:2]), HOST)) == FEWEST
    assert drawn(with_terms(*THREE[:1]), HOST) == set()


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(changed(AJLOUN, type=TermType.REGION), id="another type"),
        pytest.param(changed(AJLOUN, sort="village"), id="another sort"),
        pytest.param(changed(AJLOUN, grammar=Grammar("f", "plural")), id="another number"),
        pytest.param(
            changed(AJLOUN, grammar=Grammar("f", definite=False)), id="another definiteness"
        ),
        pytest.param(changed(AJLOUN, within="salt"), id="within the key"),
        pytest.param(changed(AJLOUN, name=b("سَلْط", "Ajloun")), id="the key without its article"),
        pytest.param(changed(AJLOUN, name=b("السَّلْط", "Ajloun")), id="the key with marks"),
        pytest.param(changed(AJLOUN, name=b("عجلون", "SALT")), id="the key in capitals"),
        pytest.param(
            changed(AJLOUN, aliases=BilingualList(en=("Salt",))), id="an alias that is the key"
        ),
        pytest.param(changed(AJLOUN, name=b("السلط القديمة", "Ajloun")), id="a name with it"),
        pytest.param(changed(AJLOUN, name=b("عجلون", "Old Salt")), id="an English name with it"),
    ],
)  # fmt: skip
def test_a_term_that_is_not_surely_another_answer_of_the_same_kind_is_not_offered(
    odd: Term,
) -> None:
    article = with_terms(*THREE[:2], odd)
    assert drawn(article, HOST) == {"irbid", "madaba"}
    ask = replace(HOST.asks[0], pool=(odd.id,))
    assert drawn(article, HOST, ask) == {"irbid", "madaba"}, "not even if its author prefers it"


def test_what_contains_the_key_is_not_offered() -> None:
    """The key within a town that is itself within a candidate."""
    article = with_terms(*towns("irbid", "madaba"), city("balqa", "البلقاء", "Balqa", "jordan"))
    terms = tuple(replace(t, within="balqa") if t.id == "salt" else t for t in article.terms)
    assert drawn(replace(article, terms=terms), HOST) == {"irbid", "madaba"}


def test_a_term_that_the_author_forbids_is_not_offered() -> None:
    ask = replace(HOST.asks[0], never=("zarqa",), pool=("zarqa",))
    assert "zarqa" not in drawn(with_terms(*THREE, AJLOUN), HOST, ask)


def test_another_answer_of_the_same_fact_is_not_offered() -> None:
    article = with_terms(*THREE, AJLOUN)
    fact = told(
        "two", "من {salt} إلى {irbid}.", "From {salt} to {irbid}.", "p1s1",
        (Ask("salt", ("salt",), b("من أين؟", "From where?")),),
    )  # fmt: skip
    article = replace(article, facts=(fact,), sets=())
    assert drawn(article, fact) == {"madaba", "zarqa", "ajloun"}


def test_the_answer_of_a_related_fact_is_not_offered() -> None:
    article = with_terms(*THREE, AJLOUN)
    first = replace(HOST, relation="hosted")
    ask = Ask("irbid", ("irbid",), b("أي مدينة؟", "Which town?"))
    second = told("next", "ثم {irbid}.", "Then {irbid}.", "p1s1", (ask,), relation="hosted")
    unrelated = replace(second, relation="visited")
    ask_first = replace(first.asks[0], pool=("irbid",))
    assert "irbid" not in drawn(replace(article, facts=(first, second)), first, ask_first)
    assert "irbid" in drawn(replace(article, facts=(first, unrelated)), first, ask_first)


def test_a_term_named_in_the_question_is_not_offered() -> None:
    question = b("أي مدينة غير الزرقاء استضافت المعرض؟", "Which town hosted it?")
    ask = replace(HOST.asks[0], question=question, pool=("zarqa",))
    assert drawn(with_terms(*THREE, AJLOUN), HOST, ask) == {"irbid", "madaba", "ajloun"}


def test_two_spellings_of_one_town_are_not_offered_together() -> None:
    twin = city("irbid-2", "اربد", "Irbed", "jordan")
    assert len(drawn(with_terms(*THREE[:2], twin), HOST) & {"irbid", "irbid-2"}) == 1


@pytest.mark.parametrize(
    ("question", "offered"), [("أي مدينة استضافت المعرض؟", True), ("ما الذي استضاف المعرض؟", False)]
)
def test_gender_must_agree_only_where_the_question_shows_it(question: str, offered: bool) -> None:
    masculine = changed(AJLOUN, grammar=Grammar("m"))
    ask = replace(HOST.asks[0], question=b(question, "What hosted the fair?"), pool=("ajloun",))
    assert ("ajloun" in drawn(with_terms(*THREE, masculine), HOST, ask)) is offered


@pytest.mark.parametrize(
    ("question", "shows"),
    [
        ("أي مدينة استضافت القمة؟", False),
        ("أيّ شهر شهد الزيارة؟", False),
        ("في أي مدينة عُقدت القمة؟", False),
        ("بأيّ بلد مرّ الوفد؟", False),
        ("متى عُقد الاجتماع؟", False),
        ("أين التقى الزعيمان؟", False),
        ("كم مكتبة شاركت؟", False),
        ("ما المدينة التي استضافت القمة؟", False),
        ("من الذي افتتح المعرض؟", True),
        ("من التي افتتحت المعرض؟", True),
        ("ما الذي يحتاج إليه البلد؟", True),
    ],
)
def test_an_arabic_question_shows_gender_unless_a_noun_takes_the_agreement(
    question: str, shows: bool
) -> None:
    assert shows_gender(question) is shows


def test_the_authors_pool_comes_first() -> None:
    article = with_terms(*THREE, *towns("jerash", "ajloun"))
    ask = replace(HOST.asks[0], pool=("zarqa", "ajloun", "jerash"))
    for seed in range(20):
        assert drawn(article, HOST, ask, seed) == {"zarqa", "ajloun", "jerash"}
    part = replace(ask, pool=("zarqa",))
    assert all("zarqa" in drawn(article, HOST, part, seed) for seed in range(20))


def test_the_articles_own_terms_come_before_shared_ones() -> None:
    own = tuple(replace(t, common=False) for t in THREE)
    strangers = tuple(
        city(f"c{n}", name, name_en, "jordan")
        for n, (name, name_en) in enumerate(
            (("قرية", "Karya"), ("واحة", "Waha"), ("ميناء", "Mina"), ("قلعة", "Kalaa"))
        )
    )
    article, own_ids = with_terms(*strangers, *own), {t.id for t in own}
    counts = [len(drawn(article, HOST, None, seed) & own_ids) for seed in range(20)]
    assert min(counts) >= 2, "only the balance of lengths may bring one from outside"
    assert counts.count(3) > counts.count(2)


def test_near_ones_come_before_far_ones() -> None:
    """Of many shared towns those of the key's own country, then those described alike."""
    far = tuple(city(f"far{n}", f"بعيدة{n}", f"Far{n}{'x' * n}", "elsewhere") for n in range(20))
    far = tuple(replace(t, gloss=b("بعيد جدًا", "Out of reach")) for t in far)
    article = with_terms(*far, *THREE)
    near = sum(
        len(drawn(article, HOST, None, seed) & {"irbid", "madaba", "zarqa"}) for seed in range(20)
    )
    assert near >= 40, "by chance it would be 8 of 60"


def test_a_word_that_question_and_key_share_comes_back_in_a_wrong_answer() -> None:
    question = b("أي مدينة قديمة استضافت المعرض؟", "Which old quarter hosted the fair?")
    quarters = tuple(
        city(ident, ar, en, "jordan")
        for ident, ar, en in (
            ("weavers", "حي النسّاجين", "Weavers' Quarter"),
            ("tanners", "حي الدبّاغين", "Tanners' Yard"),
            ("potters", "حي الفخّارين", "Potters' Lane"),
            ("smiths", "حي الحدّادين", "Smiths' Corner"),
            ("bakers", "حي الخبّازين", "Bakers' Street"),
        )
    )
    key = city("dyers", "حي الصبّاغين", "Dyers' Quarter", "jordan", common=False)
    ask = Ask("dyers", ("dyers",), question)
    fact = told("dye", "في {salt}.", "In {salt}.", "p1s1", (ask,))
    article = replace(with_terms(*quarters, key), facts=(fact,), sets=())
    for seed in range(10):
        assert "weavers" in drawn(article, fact, ask, seed)


def test_terms_of_the_keys_own_country_come_before_others_described_alike() -> None:
    abroad = tuple(replace(t, within="elsewhere") for t in towns("jerash", "ajloun"))
    alike = tuple(replace(t, gloss=b("مدينة", "A city")) for t in (*THREE, *abroad))
    counts = [
        len(drawn(with_terms(*alike), HOST, None, seed) & {t.id for t in THREE})
        for seed in range(20)
    ]
    assert sum(counts) / 20 > 2.5, "by chance it would be 1.8"


def test_a_number_in_digits_is_not_offered_beside_one_in_words() -> None:
    def number(ident: str, ar: str, en: str, value: int | None) -> Term:
        return term(ident, TermType.NUMBER, ar, en, value=value)

    names = ("عشرات", "dozens"), ("مئات", "hundreds"), ("آلاف", "thousands")
    words = tuple(number(en, ar, en, None) for ar, en in names)
    digits = tuple(number(f"x{n}", str(n), str(n), n) for n in (40, 50, 60))
    ask = Ask("dozens", ("dozens",), b("كم مكتبة؟", "How many shops?"), pool=("x40",))
    fact = told("many", "جاء كثير.", "Many came.", "p1s3", (ask,))
    article = replace(mini_article(), terms=(*words, *digits), facts=(fact,), sets=())
    assert drawn(article, fact) == {"hundreds", "thousands"}
    counted = replace(fact, asks=(replace(ask, slot="x40", terms=("x40",), pool=("dozens",)),))
    assert drawn(article, counted).isdisjoint({"dozens", "hundreds", "thousands"})


def test_a_set_of_answers_is_compared_with_every_one_of_them() -> None:
    article = wide_article()
    fact = article.fact_by_id["guests"]
    within = tuple(replace(t, within="iran") if t.id == "japan" else t for t in article.terms)
    article = replace(article, terms=within)
    for seed in range(10):
        assert drawn(article, fact, None, seed).isdisjoint(
            {"india", "pakistan", "turkey", "iran", "spain", "japan"}
        )


def test_the_same_seed_draws_the_same_terms_and_another_seed_others() -> None:
    article = with_terms(*THREE, *towns("jerash", "ajloun"))
    assert drawn(article, HOST, None, "a") == drawn(article, HOST, None, "a")
    assert len({frozenset(drawn(article, HOST, None, seed)) for seed in range(20)}) > 1


def test_speakers_of_the_article_come_first() -> None:
    article = wide_article()
    people = tuple(
        term(f"p{n}", TermType.PERSON, f"شخص{n}", f"Person{n}", common=n > 2) for n in range(9)
    )
    said = told("said", "قالت {rania}.", "{rania} spoke.", "p1s1", (), said_by="rania")
    article = replace(article, terms=(*article.terms, *people), facts=(*article.facts, said))
    fact = article.fact_by_id["habit"]
    ask = Ask("said_by", ("salma",), b("القراءة عادة", "Reading is a habit"))
    for seed in range(10):
        assert "rania" in {t.id for t in Distractors(article).speakers(fact, ask, seed)}


FAIR = wide_article()
ASKED = [(fact, ask) for fact in FAIR.facts for ask in fact.asks]


@given(st.sampled_from(ASKED), st.integers(0, 10**6))
def test_a_wrong_answer_is_never_the_key_nor_forbidden_nor_spelt_like_it(
    asked: tuple[Fact, Ask], seed: int
) -> None:
    fact, ask = asked
    never = {*ask.terms, *ask.never}
    keys = {
        fold(s, lang)
        for lang in LANGS
        for t in ask.terms
        for s in FAIR.term_by_id[t].accepted(lang)
    }
    wrong = Distractors(FAIR).terms(fact, ask, 3, seed)
    assert FEWEST <= len(wrong) <= 3
    assert len({t.id for t in wrong}) == len(wrong)
    assert never.isdisjoint(t.id for t in wrong)
    assert keys.isdisjoint(fold(s, lang) for t in wrong for lang in LANGS for s in t.accepted(lang))

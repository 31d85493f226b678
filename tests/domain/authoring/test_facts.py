"""Drafts and facts: nothing lost either way, answers paired, keys changed in their place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.authoring.facts import (
    FactDraft,
    SlotDraft,
    draft_from,
    fact_from,
    faults,
    with_fact,
)
from quizapp.domain.authoring.faults import Fault
from quizapp.domain.authoring.marks import Span, joined, parse, write
from quizapp.domain.bilingual import UNWRITTEN, Bilingual, BilingualList
from quizapp.domain.content import Article, ClaimKind, Fact, TermType
from quizapp.domain.generation.bank import items_about
from quizapp.domain.ids import item_id
from quizapp.formats.content import read_article
from quizapp.formats.content.schema import KEBAB
from tests.formats.content.strategies import articles
from tests.samples import b, mini_article

SEEDS = Path(__file__).parents[3] / "seeds"
MINI = mini_article()


def drafted(ar: str, en: str, **fields: object) -> FactDraft:
    return replace(FactDraft(ar=ar, en=en, sentence="p1s1"), **fields)  # type: ignore[arg-type]


def made(draft: FactDraft, article: Article = MINI) -> tuple[Fact, Article]:
    after = with_fact(article, draft)
    new = [fact for fact in after.facts if fact not in article.facts]
    return new[-1], after


def test_every_fact_of_the_summit_is_drafted_and_made_again() -> None:
    summit = read_article(SEEDS / "samarkand-summit", SEEDS / "common")
    for fact in summit.facts:
        assert fact_from(draft_from(fact, summit), summit) == (fact, ())


@settings(max_examples=60, deadline=None)
@given(articles())
def test_any_fact_is_drafted_and_made_again(article: Article) -> None:
    for fact in article.facts:
        assert fact_from(draft_from(fact, article), article) == (fact, ())


ANSWERS = {
    "ar": ["السلط", "إربد", "هدى النجار", "12", "١٢", "مكتبة جديدة", "كتاب", "16 أكتوبر", "a"],
    "en": ["Salt", "irbid", "Huda Najjar", "12", "a new library", "book", "16 October", "a"],
}
REFS = ["", "", "", "salt", "city", "person", "the-slot", "n12"]


@st.composite
def texts(draw: st.DrawFn, lang: str) -> str:
    answer = st.builds(
        lambda text, ref: Span(0, 0, text, ref),
        st.sampled_from(ANSWERS[lang]),
        st.sampled_from(REFS),
    )
    run = st.sampled_from(["ثم ", "and ", " {", "} ", "|", "\\", " … "])
    return write(joined(draw(st.lists(st.one_of(answer, run), max_size=5))))


@settings(max_examples=150, deadline=None)
@given(texts("ar"), texts("en"), st.booleans())
def test_any_draft_becomes_a_fact_that_says_the_same(ar: str, en: str, spoken: bool) -> None:
    claim = ClaimKind.STATEMENT if spoken else ClaimKind.EVENT
    speaker = "Somebody New" if spoken else ""
    fact, article = made(drafted(ar, en, claim=claim, said_by=speaker))
    assert fact.plain() == b(parse(ar.strip()).plain, parse(en.strip()).plain)
    for ask in fact.asks:
        assert KEBAB.fullmatch(ask.slot)
        assert {*ask.terms} <= {*article.term_by_id}
    assert {ask.slot for ask in fact.asks} == {*fact.ar.slots(), *fact.en.slots()}
    assert fact_from(draft_from(fact, article), article) == (fact, ())
    again = with_fact(article, draft_from(fact, article))
    assert (again.facts, again.terms) == (article.facts, article.terms)


def slots_of(fact: Fact) -> dict[str, tuple[str, ...]]:
    return {ask.slot: ask.terms for ask in fact.asks}


@pytest.mark.parametrize(
    ("ar", "en", "expected"),
    [
        # Known terms, by name or alias, in any spelling.
        ("في {{السَّلط}}.", "In {{salt}}.", {"salt": ("salt",)}),
        ("في {{المملكة الأردنية الهاشمية}}.", "In {{Jordan}}.", {"jordan": ("jordan",)}),
        # Known terms pair whatever their order.
        (
            "{{هدى النجار}} في {{السلط}}.",
            "In {{Salt}}, {{Huda Najjar}}.",
            {"salt": ("salt",), "huda": ("huda",)},
        ),
        # New answers pair by order, beside known ones.
        (
            "{{سليم}} في {{السلط}} مع {{نادر}}.",
            "In {{Salt}}, {{Salim}} with {{Nader}}.",
            {"salt": ("salt",), "salim": ("salim",), "nader": ("nader",)},
        ),
        # By name, against the order.
        (
            "{{سليم|one}} مع {{نادر|two}}.",
            "{{Nader|two}} with {{Salim|one}}.",
            {"two": ("two",), "one": ("one",)},
        ),
        # One side new, the other known: the same thing.
        ("في {{مدينة السلط}}.", "In {{Salt}}.", {"salt": ("salt",)}),
        # One language only; Arabic letters make the id.
        ("في {{مكتبة}}.", "", {"mktbh": ("mktbh",)}),
        ("", "In {{the library}}.", {"the-library": ("the-library",)}),
    ],
)
def test_marks_of_both_languages_are_one_slot(
    ar: str, en: str, expected: dict[str, tuple[str, ...]]
) -> None:
    fact, _ = made(drafted(ar, en))
    assert slots_of(fact) == expected


@pytest.mark.parametrize(
    ("ar", "en", "kind", "value", "month"),
    [
        ("{{عمّان|city}}", "{{Amman}}", TermType.CITY, None, None),
        ("{{٤٥}}", "{{45}}", TermType.NUMBER, 45, None),
        ("{{٣ نيسان}}", "{{3 April}}", TermType.DATE, 3, 4),
        ("{{نيسان}}", "{{April}}", TermType.MONTH, None, 4),
        ("{{«نعم»}}", "{{“yes”}}", TermType.QUOTATION, None, None),
        ("{{كتاب}}", "{{a book}}", TermType.CONCEPT, None, None),
    ],
)
def test_a_new_answer_becomes_a_term_of_its_sort(
    ar: str, en: str, kind: TermType, value: int | None, month: int | None
) -> None:
    _, terms = fact_from(drafted(f"قبل {ar}.", f"Before {en}."), MINI)
    assert [(t.type, t.value, t.month, t.common) for t in terms] == [(kind, value, month, False)]


def test_an_answer_that_is_exchanged_changes_the_key_and_not_the_identity() -> None:
    host = MINI.fact_by_id["host"]
    draft = draft_from(host, MINI)
    changed = replace(
        draft,
        ar=draft.ar.replace("السلط", "مادبا"),
        en=draft.en.replace("Salt", "Madaba"),
    )
    fact = with_fact(MINI, changed).fact_by_id["host"]
    assert slots_of(fact) == {"salt": ("madaba",)}
    assert fact.asks[0].question == host.asks[0].question
    before = {
        item.id: item.options[item.key[0]].id
        for item in items_about(MINI, {"host"})
        if item.kind == "choice"
    }
    after = {
        item.id: item.options[item.key[0]].id
        for item in items_about(with_fact(MINI, changed), {"host"})
        if item.kind == "choice"
    }
    name = item_id("book-fair", "host", "salt", "choice")
    assert (before, after) == ({name: "salt"}, {name: "madaba"})


def test_an_exchanged_answer_that_nothing_knows_leaves_the_old_spellings_behind() -> None:
    article = replace(
        MINI,
        terms=tuple(
            replace(t, aliases=BilingualList(en=("As-Salt",))) if t.id == "salt" else t
            for t in MINI.terms
        ),
    )
    draft = draft_from(article.fact_by_id["host"], article)
    slot = replace(draft.slots[0], aliases=BilingualList(en=("As-Salt", "Ajlun")))
    changed = replace(
        draft,
        ar=draft.ar.replace("السلط", "عجلون"),
        en=draft.en.replace("Salt", "Ajloun"),
        slots=(slot,),
    )
    after = with_fact(article, changed)
    assert slots_of(after.fact_by_id["host"]) == {"salt": ("ajloun",)}
    term = after.term_by_id["ajloun"]
    assert (term.type, term.aliases.en) == (TermType.CITY, ("Ajlun",))
    assert after.term_by_id["salt"].aliases.en == ("As-Salt",)


def test_a_slip_that_is_mended_renames_the_articles_own_term() -> None:
    fact, article = made(drafted("في {{عجلوون|city}}.", "In {{Ajlouun}}."))
    draft = draft_from(fact, article)
    mended = replace(
        draft, ar=draft.ar.replace("عجلوون", "عجلون"), en=draft.en.replace("Ajlouun", "Ajloun")
    )
    after = with_fact(article, mended)
    again = after.fact_by_id[fact.id]
    assert slots_of(again) == slots_of(fact)
    assert after.term_by_id["ajlouun"].name == b("عجلون", "Ajloun")


def test_another_form_in_one_language_is_the_same_answer() -> None:
    draft = draft_from(MINI.fact_by_id["host"], MINI)
    fact, terms = fact_from(replace(draft, en=draft.en.replace("Salt", "old Salt")), MINI)
    assert (slots_of(fact), terms) == ({"salt": ("salt",)}, ())
    assert fact.en.surface("salt") == "old Salt"


def test_the_other_language_written_later_names_the_same_terms() -> None:
    alone, article = made(drafted("افتُتحت {{مكتبة الأمير|organisation}}.", ""))
    assert article.term_by_id[alone.asks[0].terms[0]].name.langs == ("ar",)
    draft = replace(draft_from(alone, article), en="{{The Prince's Library}} opened.")
    after = with_fact(article, draft)
    term = after.term_by_id[alone.asks[0].terms[0]]
    assert term.name == b("مكتبة الأمير", "The Prince's Library")
    assert len(after.terms) == len(article.terms)


def test_what_a_draft_says_of_a_shared_term_makes_it_the_articles_own() -> None:
    draft = drafted("في {{إربد}}.", "In {{Irbid}}.")
    fact, article = made(draft)
    slot = draft_from(fact, article).slots[0]
    wider = replace(slot, aliases=BilingualList(en=("Erbid",)))
    after = with_fact(article, replace(draft_from(fact, article), slots=(wider,)))
    assert article.term_by_id["irbid"].common
    assert (after.term_by_id["irbid"].common, after.term_by_id["irbid"].aliases.en) == (
        False,
        ("Erbid",),
    )


def test_a_speaker_is_found_by_name_or_becomes_a_person() -> None:
    said = {"claim": ClaimKind.STATEMENT, "said": b("نعم", "Yes")}
    known, _ = fact_from(drafted("", "So {{it}} was.", said_by="رانيا حداد", **said), MINI)
    assert known.said_by == "rania"
    new, terms = fact_from(drafted("", "So it was.", said_by="Omar Saleh", **said), MINI)
    assert (new.said_by, terms[-1].type) == ("omar-saleh", TermType.PERSON)


def test_a_set_of_answers_stays_though_nothing_marks_it() -> None:
    several = SlotDraft("towns", terms=("salt", "irbid"), question=b("أي بلدات؟", "Which towns?"))
    fact, _ = made(drafted("في {{السلط}}.", "In {{Salt}}.", slots=(several,)))
    assert slots_of(fact) == {"towns": ("salt", "irbid"), "salt": ("salt",)}


def test_a_quotation_is_proof_of_its_own() -> None:
    quote = b("في السلط معرض.", "There is a fair in Salt.")
    fact, article = made(drafted("في {{السلط}}.", "In {{Salt}}.", sentence="", quote=quote))
    assert article.sentence_by_id[fact.sentence].text == quote
    kinds = {item.kind for item in items_about(article, {fact.id})}
    assert kinds == {"gap", "true_false", "claim"}


def test_without_a_question_only_kinds_are_made_that_need_none() -> None:
    fact, article = made(
        drafted(
            "شارك {{١٢}} قارئًا في {{السلط}} أمس.",
            "Yesterday {{12}} readers came to {{Salt}}.",
            sentence="p1s3",
        )
    )
    kinds = {item.kind: item for item in items_about(article, {fact.id})}
    assert set(kinds) == {"gap", "number", "true_false", "evidence", "claim"}
    assert kinds["number"].material is not None
    assert "____" in kinds["number"].material.en
    assert kinds["evidence"].material == fact.plain()
    assert all(item.langs == ("ar", "en") for item in kinds.values())
    asked = replace(
        draft_from(fact, article),
        slots=tuple(
            replace(s, question=b("أين؟ في أي بلدة؟", "Which town did they come to?"))
            for s in draft_from(fact, article).slots
            if s.name == "salt"
        ),
    )
    more = {item.kind for item in items_about(with_fact(article, asked), {fact.id})}
    assert more == {"choice", *kinds}


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        (FactDraft(en="{{Salt", sentence="p1s1"), [Fault("unclosed", "statement", "en", 0)]),
        (FactDraft(sentence="p1s1"), [Fault("no_text", "statement")]),
        (FactDraft(en="Salt.", sentence="p1s1"), [Fault("no_answer", "statement")]),
        (FactDraft(en="{{Salt}}."), [Fault("no_evidence", "evidence")]),
        (FactDraft(en="{{Salt}}.", quote=UNWRITTEN), [Fault("no_evidence", "evidence")]),
        (
            FactDraft(ar="{{السلط}}.", en="{{Salt}} {{12}}", sentence="p1s1"),
            [Fault("slots_differ", "slot:n12", "ar")],
        ),
        (
            FactDraft(en="{{Salt}}.", sentence="p1s1", claim=ClaimKind.STATEMENT),
            [Fault("no_speaker", "said_by")],
        ),
        (FactDraft(ar="{{السلط}}.", sentence="p1s1"), []),
    ],
)
def test_what_keeps_a_draft_from_being_whole_is_told(draft: FactDraft, found: list[Fault]) -> None:
    assert list(faults(draft, MINI)) == found


def test_ids_are_made_once() -> None:
    first, article = made(drafted("", "In {{Salt}}."))
    second, _ = made(drafted("", "In {{Salt}}!"), article)
    assert (first.id, second.id) == ("in-salt", "in-salt-2")
    assert made(replace(drafted("", "In {{Irbid}}."), id="host"))[0].id == "host"


def test_a_fact_cites_the_paragraph_of_its_sentence() -> None:
    fact, _ = made(drafted("", "In {{Salt}}."))
    assert fact.source == (1,)
    assert Bilingual("", "x").langs == ("en",)

"""What is missing or stale in a language, and what makes it fresh again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.authoring.facts import FactDraft, draft_from, with_fact
from quizapp.domain.authoring.translation import (
    Untranslated,
    confirmed,
    is_stale,
    missing,
    missing_in,
    noted,
    side,
    stale,
)
from quizapp.domain.authoring.written import with_written
from quizapp.domain.bilingual import LANGS, Lang, other
from quizapp.domain.content import Article, Fact
from quizapp.domain.generation.bank import build_items
from quizapp.domain.statement import Statement
from quizapp.domain.written import WrittenItem, WrittenOption
from tests.samples import b, mini_article

MINI = mini_article()
BOTH = FactDraft(id="fair", ar="في {{السلط}} معرض.", en="{{Salt}} has a fair.", sentence="p1s1")


def written(article: Article, **changes: str) -> Article:
    draft = draft_from(article.fact_by_id["fair"], article)
    return with_fact(article, replace(draft, **changes))  # type: ignore[arg-type]


def outdated(article: Article) -> set[tuple[str, Lang]]:
    return {(found.id, found.lang) for found in stale(article)}


def test_content_from_files_is_never_stale() -> None:
    assert stale(MINI) == ()
    assert missing(MINI) == ()


def test_a_changed_side_makes_the_other_one_stale_until_it_follows() -> None:
    first = with_fact(MINI, BOTH)
    assert outdated(first) == set()
    second = written(first, ar="في {{السلط}} معرض كبير.")
    assert outdated(second) == {("fair", "en")}
    third = written(second, en="{{Salt}} has a great fair.")
    assert outdated(third) == set()


def test_a_fresh_side_that_changes_again_makes_the_other_one_stale() -> None:
    second = written(with_fact(MINI, BOTH), ar="في {{السلط}} معرض كبير.")
    third = written(second, en="{{Salt}} has a great fair.")
    fourth = written(third, en="{{Salt}} has a small fair.")
    assert outdated(fourth) == {("fair", "ar")}


def test_what_is_changed_back_is_fresh_again() -> None:
    changed = written(with_fact(MINI, BOTH), ar="في {{السلط}} سوق.")
    assert outdated(changed) == {("fair", "en")}
    assert outdated(written(changed, ar=BOTH.ar)) == set()


def test_both_sides_changed_at_once_are_fresh() -> None:
    changed = written(with_fact(MINI, BOTH), ar="في {{السلط}} سوق.", en="{{Salt}} has a market.")
    assert outdated(changed) == set()


def test_a_side_said_to_be_right_is_fresh() -> None:
    changed = written(with_fact(MINI, BOTH), ar="في {{السلط}} معرض كبير.")
    fact = confirmed(changed.fact_by_id["fair"], "en")
    assert not is_stale(fact, "en")
    assert not is_stale(fact, "ar")


@pytest.mark.parametrize("ar", ["فِي {{السلط}} معرضٌ", "فى {{السلط}}، معرض!"])
def test_marks_and_punctuation_make_nothing_stale(ar: str) -> None:
    assert outdated(written(with_fact(MINI, BOTH), ar=ar)) == set()


def test_a_question_is_part_of_its_side() -> None:
    article = with_fact(MINI, BOTH)
    draft = draft_from(article.fact_by_id["fair"], article)
    slot = replace(draft.slots[0], question=b("أين؟", ""))
    after = with_fact(article, replace(draft, slots=(slot,)))
    assert outdated(after) == {("fair", "en")}
    assert missing_in(after.fact_by_id["fair"]) == {"en": ("question:salt",)}


def test_a_side_added_later_is_a_translation_of_what_was_there() -> None:
    alone = with_fact(MINI, replace(BOTH, en=""))
    assert missing(alone) == (Untranslated("fact", "fair", "en", ("statement",)),)
    both = written(alone, en=BOTH.en)
    assert (outdated(both), missing(both)) == (set(), ())
    assert outdated(written(both, ar="في {{السلط}} سوق.")) == {("fair", "en")}


def test_what_any_part_of_an_article_lacks_is_listed_in_order() -> None:
    sentence = replace(MINI.passage[0].sentences[0], text=b("", "Only English."))
    article = replace(
        MINI,
        title=b("عنوان", ""),
        passage=(replace(MINI.passage[0], sentences=(sentence,)),),
        terms=(replace(MINI.terms[0], gloss=b("مدينة", "")), *MINI.terms[1:]),
        unstated=(replace(MINI.unstated[0], why=b("", "Because.")),),
        sets=(replace(MINI.sets[0], question=b("من؟", "")),),
        written=(WrittenItem("own", "choice", stem=b("", "Who?")),),
    )
    assert [(f.place, f.lang, f.parts) for f in missing(article)] == [
        ("article", "en", ("title",)),
        ("sentence", "ar", ("text",)),
        ("term", "en", ("gloss",)),
        ("set", "en", ("question",)),
        ("unstated", "ar", ("why",)),
        ("written", "ar", ("stem",)),
    ]


def test_a_written_question_is_stale_like_a_fact() -> None:
    options = (WrittenOption(b("نعم", "Yes"), right=True), WrittenOption(b("لا", "No")))
    question = WrittenItem("own", "choice", stem=b("أحقًّا؟", "Really?"), options=options)
    article = with_written(MINI, question)
    changed = replace(article.written[0], stem=b("أهكذا كان؟", "Really?"))
    assert outdated(with_written(article, changed)) == {("own", "en")}


def test_the_note_is_no_part_of_any_question() -> None:
    article = with_fact(MINI, BOTH)
    bare = replace(article.fact_by_id["fair"], translated=None)
    without = replace(article, facts=tuple(f if f.id != "fair" else bare for f in article.facts))
    assert build_items(article) == build_items(without)


TEXTS = {"ar": ["", "أ ب", "أ ج", "د"], "en": ["", "a b", "a c", "d"]}


def fact_of(ar: str, en: str) -> Fact:
    parts = {lang: (text,) if text else () for lang, text in (("ar", ar), ("en", en))}
    base = replace(MINI.fact_by_id["host"], asks=())
    return replace(base, ar=Statement(parts["ar"]), en=Statement(parts["en"]))


@given(
    st.lists(
        st.tuples(st.sampled_from(TEXTS["ar"]), st.sampled_from(TEXTS["en"])),
        min_size=1,
        max_size=6,
    )
)
def test_after_any_edits_a_side_is_stale_only_if_it_was_written_before_the_other(
    edits: list[tuple[str, str]],
) -> None:
    fact: Fact | None = None
    against: dict[Lang, str] = {}
    for ar, en in edits:
        now = fact_of(ar, en)
        before = {lang: side(fact, lang) if fact else "" for lang in LANGS}
        was_stale = {lang: fact is not None and is_stale(fact, lang) for lang in LANGS}
        fact = noted(now, fact)
        for lang in LANGS:
            there = other(lang)
            if side(fact, lang) != before[lang]:
                against[lang] = side(fact, there)
            elif side(fact, there) != before[there]:
                following = was_stale[there] or not before[there]
                seen = against.get(lang) or before[there]
                against[lang] = side(fact, there) if following else seen
            if not side(fact, lang):
                against[lang] = ""
        for lang in LANGS:
            seen, there = against.get(lang, ""), side(fact, other(lang))
            written_there = bool(seen and there and side(fact, lang))
            assert is_stale(fact, lang) is (written_there and seen != there)

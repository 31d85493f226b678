"""A passage cut into runs: nothing lost, no word torn, each term where it means itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.bilingual import LANGS, BilingualList, Lang
from quizapp.domain.content import Article, Paragraph, Sentence, Term, TermType
from quizapp.domain.reading import (
    Runs,
    TermRun,
    annotate,
    annotated_passage,
    explained_terms,
    text_of,
)
from quizapp.domain.text import find
from quizapp.domain.text.normalise import is_mark
from tests.domain.text.typing_hands import ANY_TEXT, INVISIBLE, NAMES, languages
from tests.samples import b, city, mini_article


def term(ident: str, ar: str, en: str, *aliases: str, kind: TermType = TermType.PERSON) -> Term:
    arabic = tuple(alias for alias in aliases if alias > "\u0600")
    english = tuple(alias for alias in aliases if alias < "\u0600")
    return Term(
        id=ident,
        type=kind,
        name=b(ar, en),
        gloss=b("شرح", "A gloss"),
        aliases=BilingualList(ar=arabic, en=english),
    )


PUTIN = term("putin", "فلاديمير بوتين", "Vladimir Putin", "بوتين", "Putin")
XI = term("xi", "شي جينبينغ", "Xi Jinping", "شي", "Xi")
BOTH = term("both", "بوتين وشي", "Putin and Xi")
CHINA = term("china", "الصين", "China", kind=TermType.COUNTRY)
NO_LIMITS = term("no-limits", "لا حدود لها", "no limits", "had no limits")
VIRUS = term("virus", "كوفيد-19", "Covid-19", kind=TermType.CONCEPT)
NINETEEN = term("n19", "19", "19", kind=TermType.NUMBER)
TERMS = (PUTIN, XI, BOTH, CHINA, NO_LIMITS, VIRUS, NINETEEN)


def bracketed(runs: Runs) -> str:
    return "".join(f"[{r.text}={r.term}]" if isinstance(r, TermRun) else r for r in runs)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Xi met Putin.", "en", "[Xi=xi] met [Putin=putin]."),
        ("Putin and Xi met; Putin left.", "en", "[Putin and Xi=both] met; [Putin=putin] left."),
        ("Vladimir Putin's rule", "en", "[Vladimir Putin=putin]'s rule"),
        ("In CHINA’s view", "en", "In [CHINA=china]’s view"),
        ("Putinism and Taxi", "en", "Putinism and Taxi"),
        ("It had “no limits”.", "en", "It had “[no limits=no-limits]”."),
        ("It had no limits.", "en", "It [had no limits=no-limits]."),
        ("the Covid-19 pandemic", "en", "the [Covid-19=virus] pandemic"),
        ("التقى شي ببوتين.", "ar", "التقى [شي=xi] [ببوتين=putin]."),
        ("قال بوتين وشي ذلك", "ar", "قال [بوتين وشي=both] ذلك"),
        ("روسيا والصين، وللصين", "ar", "روسيا [والصين=china]، [وللصين=china]"),
        ("بُوتِين و«الصِّين»", "ar", "[بُوتِين=putin] و«[الصِّين=china]»"),
        ("لم يتغير شيء", "ar", "لم يتغير شيء"),
        ("China", "en", "[China=china]"),
        ("", "ar", ""),
    ],
)
def test_terms_are_marked_as_whole_words_the_longest_name_first(
    text: str, lang: Lang, expected: str
) -> None:
    assert bracketed(annotate(text, TERMS, lang)) == expected


def test_of_two_terms_with_one_name_the_first_is_meant() -> None:
    west = term("west", "الغرب", "West", kind=TermType.REGION)
    westward = term("westward", "الغرب", "West", kind=TermType.CONCEPT)
    for lang, text in (("ar", "في الغرب"), ("en", "in the West")):
        for first, second in ((west, westward), (westward, west)):
            marked = annotate(text, (first, second), lang)  # type: ignore[arg-type]
            assert [run.term for run in marked if isinstance(run, TermRun)] == [first.id]


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, Lang]:
    lang = draw(languages)
    words = st.one_of(
        st.sampled_from(NAMES[lang]),
        st.sampled_from(["و", "و«", " قمة ", " of ", "'s", "\u2019", "/", "_", "16", "\u064b"]),
        st.sampled_from([" ", "، ", ", ", ". ", "-"]),
        st.sampled_from(list(INVISIBLE)),
        ANY_TEXT,
    )
    return "".join(draw(st.lists(words, max_size=8))), lang


_NAMED = tuple(
    term(f"{n}", ar, en)
    for n, (ar, en) in enumerate(zip(NAMES["ar"], (*NAMES["en"], *NAMES["en"]), strict=False))
)


@given(asked=_texts())
def test_the_runs_joined_are_the_text_and_no_run_is_empty(asked: tuple[str, Lang]) -> None:
    text, lang = asked
    runs = annotate(text, _NAMED, lang)
    assert text_of(runs) == text
    assert all(run.text if isinstance(run, TermRun) else run for run in runs)


@given(asked=_texts())
def test_no_run_begins_or_ends_inside_a_word(asked: tuple[str, Lang]) -> None:
    text, lang = asked
    place = 0
    for run in annotate(text, _NAMED, lang)[:-1]:
        place += len(run.text if isinstance(run, TermRun) else run)
        before, after = text[place - 1], text[place]
        assert not (before.isalnum() and after.isalnum()), (before, after)
        assert not (before.isalnum() and is_mark(after)), "a vowel mark stays on its letter"


@given(asked=_texts())
def test_what_is_marked_is_a_name_of_its_term(asked: tuple[str, Lang]) -> None:
    text, lang = asked
    named = {t.id: t for t in _NAMED}
    for run in annotate(text, _NAMED, lang):
        if isinstance(run, TermRun):
            spans = [find(run.text, name, lang) for name in named[run.term].accepted(lang)]
            assert (0, len(run.text)) in spans


def article_with(passage: tuple[Paragraph, ...], *terms: Term) -> Article:
    small = mini_article()
    return replace(small, passage=passage, terms=(*small.terms, *terms))


def paragraph(*sentences: tuple[str, str], ident: str = "p1") -> Paragraph:
    return Paragraph(
        ident, tuple(Sentence(f"{ident}s{n}", b(*pair)) for n, pair in enumerate(sentences, 1))
    )


def shown(article: Article, lang: Lang) -> list[list[str]]:
    return [[bracketed(s[lang]) for s in p.sentences] for p in annotated_passage(article)]


def test_a_term_is_marked_at_its_first_place_in_each_paragraph() -> None:
    first = paragraph(("التقى شي وفد الصين.", "Xi met China."), ("وعاد شي، شي!", "Xi left, Xi!"))
    second = paragraph(("ثم عاد شي.", "Then Xi came back."), ident="p2")
    article = article_with((first, second), XI, CHINA)
    assert shown(article, "en") == [
        ["[Xi=xi] met [China=china].", "Xi left, Xi!"],
        ["Then [Xi=xi] came back."],
    ]
    assert shown(article, "ar") == [
        ["التقى [شي=xi] وفد [الصين=china].", "وعاد شي، شي!"],
        ["ثم عاد [شي=xi]."],
    ]


def test_where_a_term_was_explained_no_other_term_takes_its_place() -> None:
    salt = replace(city("salty", "السلط", "Salt", "jordan"), gloss=b("ملح", "A mineral"))
    passage = (paragraph(("في السلط.", "In Salt."), ("والسلط كبيرة.", "Salt is big.")),)
    article = replace(article_with(passage), terms=(salt, *mini_article().terms))
    assert shown(article, "en") == [["In [Salt=salt].", "Salt is big."]], "a fact marks this one"
    assert shown(article, "ar") == [["في [السلط=salt].", "والسلط كبيرة."]]


def test_a_sentence_names_a_term_only_in_both_languages() -> None:
    who = term("who", "منظمة الصحة", "WHO", kind=TermType.ORGANISATION)
    passage = (paragraph(("شي الذي فاز.", "Xi, who won."), ("في منظمة الصحة.", "At the WHO.")),)
    assert shown(article_with(passage, who, XI), "en") == [
        ["[Xi=xi], who won.", "At the [WHO=who]."]
    ]


def test_a_possessive_does_not_hide_a_name() -> None:
    passage = (
        paragraph(("في رؤية بوتين.", "In Putin's vision.")),
        paragraph(("سافر بوتين.", "Putin travelled."), ident="p2"),
    )
    assert shown(article_with(passage, PUTIN), "en") == [
        ["In [Putin=putin]'s vision."],
        ["[Putin=putin] travelled."],
    ]


@pytest.mark.parametrize(
    "odd",
    [
        replace(XI, gloss=b("", "A gloss")),
        replace(XI, gloss=b("شرح", "")),
        replace(XI, type=TermType.NUMBER),
        replace(XI, type=TermType.DATE),
    ],
)
def test_a_term_that_explains_itself_or_has_no_gloss_stays_plain(odd: Term) -> None:
    passage = (paragraph(("التقى شي الوفد.", "Xi met them.")),)
    assert shown(article_with(passage, XI), "en") == [["[Xi=xi] met them."]]
    assert shown(article_with(passage, odd), "en") == [["Xi met them."]]


def test_an_ordinary_word_is_explained_only_where_a_fact_marks_it() -> None:
    fair = term("fair", "المعرض", "fair", kind=TermType.CONCEPT)
    article = article_with((paragraph(("في المعرض.", "At the fair.")),), fair)
    assert shown(article, "en") == [["At the fair."]]
    asked = replace(article.facts[0], asks=(replace(article.facts[0].asks[0], terms=("fair",)),))
    article = replace(article, facts=(asked, *article.facts[1:]))
    assert shown(article, "en") == [["At the [fair=fair]."]]


def test_only_terms_that_the_article_mentions_are_explained() -> None:
    article = article_with((paragraph(("التقى شي الوفد.", "Xi met them.")),), XI, CHINA)
    explained = {each.id for each in explained_terms(article)}
    assert "xi" in explained
    assert "china" not in explained


@given(
    sentences=st.lists(st.tuples(_texts(), _texts()), min_size=1, max_size=4),
)
def test_an_annotated_passage_reads_as_it_was_written(
    sentences: list[tuple[tuple[str, Lang], tuple[str, Lang]]],
) -> None:
    written = paragraph(*((ar[0], en[0]) for ar, en in sentences))
    (read,) = annotated_passage(article_with((written,), *_NAMED))
    for source, made in zip(written.sentences, read.sentences, strict=True):
        for lang in LANGS:
            assert text_of(made[lang]) == source.text[lang]
            pairs = zip(made[lang], made[lang][1:], strict=False)
            assert not [p for p in pairs if isinstance(p[0], str) and isinstance(p[1], str)]
    for lang in LANGS:
        marked = [r.term for s in read.sentences for r in s[lang] if isinstance(r, TermRun)]
        assert len(marked) == len(set(marked)), "once in a paragraph"
